from collections import Counter

import pytest

from minga.access import decoy as module
from minga.access.decoy import PHRASES, Strip, decoy
from minga.access.phrase_rules import phrase_fault
from minga.access.rules import folded
from minga.access.security_images.catalog import BY_SLUG, SECURITY_IMAGES

MANY = [str(number) for number in range(10_000_000, 10_006_400)]


def chi_square(counts: Counter[str], kinds: int) -> float:
    expected = sum(counts.values()) / kinds
    missing = (kinds - len(counts)) * expected
    return missing + sum((seen - expected) ** 2 / expected for seen in counts.values())


def test_shows_the_same_for_the_same_number() -> None:
    assert decoy("1020345678") == decoy("1020345678")


def test_stays_the_same_for_a_given_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a number shows must survive restarts and new versions of the code."""
    monkeypatch.setattr("minga.access.keys._key", lambda: b"k" * 32)
    assert decoy("1020345678") == Strip(image="barco", phrase="pan caliente")


def test_depends_on_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [decoy(number) for number in MANY[:20]]
    monkeypatch.setattr("minga.access.keys._key", lambda: b"k" * 32)
    assert [decoy(number) for number in MANY[:20]] != before


def test_spreads_over_all_images_and_phrases_as_chance_would() -> None:
    shown = [decoy(number) for number in MANY]
    images = Counter(one.image for one in shown)
    phrases = Counter(one.phrase for one in shown)
    assert set(images) == set(BY_SLUG)
    assert set(phrases) == set(PHRASES)
    # Far beyond what chance does once in a million (63 and 126 degrees of freedom).
    assert chi_square(images, len(SECURITY_IMAGES)) < 140
    assert chi_square(phrases, len(PHRASES)) < 240


def test_would_notice_a_decoy_that_is_not_spread() -> None:
    images = Counter(decoy(number).image if int(number) % 4 else "sol" for number in MANY)
    assert chi_square(images, len(SECURITY_IMAGES)) > 140


def test_shows_nothing_a_member_could_not_have_chosen() -> None:
    for number in MANY:
        shown = decoy(number)
        name = BY_SLUG[shown.image].alt
        assert phrase_fault(shown.phrase, image_name=name, person_names=()) is None


def test_would_notice_a_phrase_that_names_its_image(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "folded", lambda text: object())
    shown = [decoy(number) for number in MANY]
    assert any(folded(one.phrase) == folded(BY_SLUG[one.image].alt) for one in shown)


def test_draws_from_different_phrases() -> None:
    assert len(set(PHRASES)) == len(PHRASES) >= 100
