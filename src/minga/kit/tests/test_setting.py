"""Settings that are said or not."""

import pytest

from minga.kit.setting import BadSetting, is_said


def test_what_is_unset_is_not_said() -> None:
    assert not is_said("MINGA_X", None, "fogacoop")
    assert is_said("MINGA_X", " Fogacoop ", "fogacoop")


@pytest.mark.parametrize("written", ["si", "no", "0", "fogafin", "fogacoop2"])
def test_another_word_is_no_answer(written: str) -> None:
    with pytest.raises(BadSetting, match="MINGA_X solo puede decir fogacoop"):
        is_said("MINGA_X", written, "fogacoop")
