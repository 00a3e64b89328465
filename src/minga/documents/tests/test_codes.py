"""Codes that people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.documents.codes import ALPHABET, as_typed, in_groups, new_code


def test_a_code_is_read_back_however_it_is_typed() -> None:
    code = new_code()
    for typed in (code, in_groups(code), in_groups(code).lower(), " ".join(code), f" {code}\t"):
        assert as_typed(typed) == code
    assert len({new_code() for _ in range(200)}) == 200


def test_letters_that_look_like_figures_are_figures() -> None:
    assert as_typed("oil".upper() + "0" * 17) == "011" + "0" * 17


@pytest.mark.parametrize("typed", ["", "1234", "0" * 19, "0" * 21, "U" * 20, "ñ" * 20, "0" * 5000])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert as_typed(typed) is None


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    code = as_typed(typed)
    assert code is None or (len(code) == 20 and set(code) <= set(ALPHABET))
