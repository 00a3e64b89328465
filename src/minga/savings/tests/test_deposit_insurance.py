"""The notice of the deposit insurance: what the cooperative said, and no more."""

from datetime import UTC, date, datetime

import pytest

from minga.audit.models import AuditEvent
from minga.kit.money import Money
from minga.savings.deposit_insurance import (
    CoverNotPositive,
    insurance_cover,
    insurance_notice,
    set_insurance_cover,
)
from minga.savings.written_figures import FigureAlreadySet

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 15, tzinfo=UTC)


def cover(pesos: int, since: date = date(2026, 1, 1)) -> bool:
    return set_insurance_cover(
        amount=Money.of(pesos), since=since, source="a test's own", staff="staff:ana", at=AT
    )


def test_nothing_is_claimed_where_nobody_said_that_it_is_inscribed() -> None:
    cover(1_000)
    assert insurance_notice(ON, is_insured=False) == ""


def test_no_cover_is_made_up() -> None:
    assert insurance_cover(ON) is None
    said = insurance_notice(ON, is_insured=True)
    assert "inscrita en Fogacoop" in said
    assert "Los aportes no son depósitos" in said
    assert "$" not in said


def test_says_the_cover_of_its_day() -> None:
    cover(1_000)
    cover(2_000, since=date(2026, 12, 1))
    assert "hasta $\u00a01.000 por persona" in insurance_notice(ON, is_insured=True)
    later = insurance_notice(date(2026, 12, 1), is_insured=True)
    assert "hasta $\u00a02.000 por persona" in later
    assert "hasta" not in insurance_notice(date(2025, 12, 31), is_insured=True)


def test_a_cover_is_written_once_and_never_changed() -> None:
    assert cover(1_000)
    assert not cover(1_000)
    with pytest.raises(FigureAlreadySet):
        cover(1_001)
    assert insurance_cover(ON) == Money.of(1_000)
    [trace] = AuditEvent.objects.filter(action="set_insurance_cover")
    assert trace.actor == "staff:ana"


@pytest.mark.parametrize("pesos", [0, -5])
def test_an_insurance_of_nothing_is_refused(pesos: int) -> None:
    with pytest.raises(CoverNotPositive):
        cover(pesos)
    assert insurance_cover(ON) is None
