"""The canonical text of what is approved."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.access.intent import DESTINATION_LENGTH_MAX, Intent, read
from minga.access.tests.approval_cast import CDAT
from minga.kit.money import Money

# Letters that a text which only runs its parts together would confuse.
WORDS = st.text('aé·|,:"{}\\', min_size=1, max_size=5).filter(str.strip)
PAIRS = st.dictionaries(WORDS, WORDS, max_size=2)
INTENTS = st.builds(
    Intent,
    operation=st.sampled_from(["pay", "open"]),
    amount=st.none() | st.integers(1, 10**9).map(Money.of),
    destination=WORDS,
    details=PAIRS,
    bound=PAIRS,
    leaves_hands=st.booleans(),
)


def test_is_the_same_text_in_whichever_order_it_was_written() -> None:
    turned = replace(CDAT, details=dict(reversed(list(CDAT.details.items()))))
    assert list(turned.details) != list(CDAT.details)
    assert turned.text == CDAT.text
    assert turned.digest == CDAT.digest


def test_says_everything() -> None:
    said = json.loads(CDAT.text)
    assert said["amount"] == "500000.00"
    assert said["destination"] == "al CDAT a 90 días"
    assert said["bound"] == dict(CDAT.bound)


@pytest.mark.parametrize(
    "changed",
    [
        replace(CDAT, amount=Money.of("500000.01")),
        replace(CDAT, amount=None),
        replace(CDAT, destination="al CDAT a 91 días"),
        replace(CDAT, operation="open_goal"),
        replace(CDAT, details={**CDAT.details, "Tasa": "9,51 % E.A."}),
        replace(CDAT, details={"Sale de": CDAT.details["Sale de"]}),
        replace(CDAT, bound={}),
        replace(CDAT, leaves_hands=True),
        replace(CDAT, details={}, bound={**CDAT.details, **CDAT.bound}),
    ],
)
def test_has_another_digest_when_anything_changes(changed: Intent) -> None:
    assert changed.digest != CDAT.digest


@given(INTENTS, INTENTS)
def test_two_intents_share_a_text_only_when_they_are_one(one: Intent, other: Intent) -> None:
    assert (one.text == other.text) == (one == other)


@given(INTENTS)
def test_comes_back_from_its_text(one: Intent) -> None:
    assert read(one.text) == one


@pytest.mark.parametrize(
    "planted",
    [
        {"operation": "Pay it"},
        {"operation": "x" * 41},
        {"amount": Money.of(0)},
        {"amount": Money.of(-1)},
        {"destination": ""},
        {"destination": "  "},
        {"destination": "a" * (DESTINATION_LENGTH_MAX + 1)},
        {"destination": "a Berta\n··0077"},
        {"destination": "a \u202eatreB"},
        {"details": {"Tasa": "9\u200b,5"}},
        {"details": {"": "x"}},
        {"details": {"Tasa": "9" * 201}},
    ],
)
def test_refuses_words_that_would_not_be_read_as_they_are(planted: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"letters|above zero"):
        replace(CDAT, **planted)  # type: ignore[arg-type]
