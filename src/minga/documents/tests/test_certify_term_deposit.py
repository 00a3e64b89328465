"""The certificate of a CDAT: what it says, who gets it, what is kept of it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from minga.audit.models import AuditEvent
from minga.documents.certify_term_deposit import certify_term_deposit
from minga.documents.models import IssuedPaper
from minga.documents.tests.reading import LETTERHEAD, in_order, words
from minga.documents.typeset import Pdf
from minga.documents.verify import Standing, verified_paper
from minga.kit.money import Money
from minga.members.models import Member
from minga.payments.cancel_term_deposit import cancel_term_deposit, quote_exit
from minga.payments.tests.cast import Person, deposit, person
from minga.payments.tests.depositors import OPENED, at, cdat_plan, open_cdat
from minga.savings.models import TermDeposit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]
DAY = timedelta(days=1)


@pytest.fixture
def marta(db: None) -> Person:
    who = person("Marta")
    deposit(who.savings, 99_999_999_999, on=OPENED - DAY)
    return who


def certified(who: UUID, of: UUID, day: date = OPENED) -> Pdf | None:
    return certify_term_deposit(
        member_id=who, deposit_id=of, letterhead=LETTERHEAD, at=at(day), ip="10.0.0.7"
    )


def paper_of(made: TermDeposit) -> IssuedPaper:
    return IssuedPaper.objects.get(subject=made.id)


def test_says_everything_that_was_agreed(marta: Person) -> None:
    made = open_cdat(marta, cdat_plan())
    member = Member.objects.get(id=marta.id)
    pdf = certified(marta.id, made.id)
    assert pdf is not None
    assert pdf.filename == f"certificado-{made.number}.pdf"
    number = f"{int(member.document_number):,}".replace(",", ".")
    assert in_order(
        words(pdf), "no es negociable", made.number, "Titular", "Marta Prueba", number, "Capital",
        "$ 10.000.000", "10 % efectiva anual", "90 días", "3 de marzo de 2026",
        "1 de junio de 2026", "Pagar todo en mi cuenta", "Ninguno registrado", "Al vencimiento",
        "365 días", "$ 237.795", "$ 9.512", "$ 228.283", "$ 10.228.283", "Verifica este documento",
    )  # fmt: skip


def test_carries_the_notice_of_the_insurance_only_where_it_is_claimed(marta: Person) -> None:
    made = open_cdat(marta, cdat_plan())
    assert "Fogacoop" not in words(certified(marta.id, made.id))
    insured = certify_term_deposit(
        member_id=marta.id, deposit_id=made.id, at=at(OPENED), ip="10.0.0.7",
        letterhead=replace(LETTERHEAD, is_insured=True),
    )  # fmt: skip
    assert in_order(words(insured), "Condiciones", "inscrita en Fogacoop", "Verifica")


def test_counts_interest_that_is_paid_along_the_way_payment_by_payment(marta: Person) -> None:
    made = open_cdat(marta, cdat_plan(), days=92, pays_every_months=1)
    text = words(certified(marta.id, made.id))
    assert "Cada mes, en 3 pagos" in text
    gross = sum(
        round(10_000_000 * (Decimal("1.1") ** (Decimal(days) / 365) - 1)) for days in (31, 30, 31)
    )
    assert f"$ {gross:,.0f}".replace(",", ".") in text


def test_a_title_of_eleven_figures_fits(marta: Person) -> None:
    made = open_cdat(marta, cdat_plan(), amount=Money.of("98765432109.87"))
    assert "$ 98.765.432.109,87" in words(certified(marta.id, made.id))


def test_asked_for_again_it_is_the_same_paper_and_each_time_is_in_the_trail(marta: Person) -> None:
    made = open_cdat(marta, cdat_plan())
    first, again = certified(marta.id, made.id), certified(marta.id, made.id)
    assert first == again
    events = AuditEvent.objects.filter(action="issue_paper", subject=f"term_certificate:{made.id}")
    assert [one.ip for one in events] == ["10.0.0.7", "10.0.0.7"]
    assert paper_of(made).code not in str([one.detail for one in events])
    certified(marta.id, made.id, OPENED + DAY)
    assert IssuedPaper.objects.filter(subject=made.id).count() == 2


def test_only_its_owner_gets_it(marta: Person) -> None:
    made = open_cdat(marta, cdat_plan())
    stranger = person("Luis")
    assert certified(stranger.id, made.id) is None
    assert certified(marta.id, uuid4()) is None
    assert not IssuedPaper.objects.exists()


def test_whoever_has_the_code_learns_what_the_paper_says_and_nobodys_name(marta: Person) -> None:
    made = open_cdat(marta, cdat_plan())
    certified(marta.id, made.id)
    found = verified_paper(paper_of(made).code)
    assert found is not None
    assert found.standing == Standing.LIVING
    assert dict(found.facts)["Capital"] == "$\u00a010.000.000"
    member = Member.objects.get(id=marta.id)
    for private in (member.surnames, member.document_number[-5:]):
        assert private not in str(found.facts)
    assert verified_paper("0" * 20) is None


def test_one_that_ended_has_no_certificate_and_its_old_one_says_so(marta: Person) -> None:
    made = open_cdat(marta, cdat_plan())
    certified(marta.id, made.id)
    later = at(OPENED + 10 * DAY)
    pays = quote_exit(marta.id, made.id, later).pays
    cancel_term_deposit(member_id=marta.id, deposit_id=made.id, pays=pays, at=later)
    assert certified(marta.id, made.id, OPENED + 10 * DAY) is None
    found = verified_paper(paper_of(made).code)
    assert found is not None
    assert found.standing == Standing.ENDED


@pytest.mark.parametrize(
    "change",
    ["UPDATE documents_issuedpaper SET code = code", "DELETE FROM documents_issuedpaper"],
)
def test_the_web_changes_no_issued_paper(marta: Person, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
