"""The certificate of aportes: a balance at the end of a day."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from minga.documents.certify_aportes import DayToCome, certify_aportes
from minga.documents.models import IssuedPaper
from minga.documents.tests.reading import LETTERHEAD, in_order, words
from minga.documents.typeset import Pdf
from minga.members.models import Member
from minga.payments.tests.cast import Person, deposit, person
from minga.payments.tests.depositors import at
from minga.savings.models import SavingsAccount

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]
TODAY = date(2026, 11, 23)


@pytest.fixture
def marta(db: None) -> Person:
    who = person("Marta")
    deposit(who.aportes, 1_200_000, on=date(2026, 6, 30))
    deposit(who.aportes, 50_000, on=date(2026, 10, 31))
    return who


def certified(who: UUID, on: date = TODAY) -> Pdf | None:
    return certify_aportes(member_id=who, on=on, letterhead=LETTERHEAD, at=at(TODAY), ip="10.0.0.7")


def test_says_what_was_there_at_the_end_of_that_day(marta: Person) -> None:
    number = SavingsAccount.objects.get(id=marta.aportes).number
    assert in_order(
        words(certified(marta.id)), "23 de noviembre de 2026", "Marta Prueba", "$ 1.250.000",
        number, "Aportado", "$ 1.250.000", "Revalorización en 2026", "$ 0", "patrimonio",
    )  # fmt: skip
    before = words(certified(marta.id, date(2026, 10, 30)))
    assert "$ 1.200.000" in before
    assert "$ 1.250.000" not in before


def test_before_there_were_aportes_there_is_no_certificate(marta: Person) -> None:
    assert certified(marta.id, date(2023, 12, 31)) is None
    assert not IssuedPaper.objects.exists()


def test_nobody_certifies_a_day_to_come(marta: Person) -> None:
    with pytest.raises(DayToCome):
        certified(marta.id, TODAY + timedelta(days=1))


def test_a_strangers_are_not_in_it(marta: Person) -> None:
    stranger = person("Luis")
    text = words(certified(stranger.id))
    assert "1.250.000" not in text
    assert SavingsAccount.objects.get(id=marta.aportes).number not in text


def test_its_code_tells_no_account_and_no_name(marta: Person) -> None:
    certified(marta.id)
    facts = str(IssuedPaper.objects.get().facts)
    assert "1.250.000" in facts
    for private in (SavingsAccount.objects.get(id=marta.aportes).number, "Marta",
                    Member.objects.get(id=marta.id).document_number):  # fmt: skip
        assert private not in facts
