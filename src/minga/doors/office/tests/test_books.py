"""The books as an accountant reads them, and a receipt found in them."""

import csv
import io
from datetime import timedelta

import pytest

from minga.audit.models import AuditEvent
from minga.doors.office.tests.workers import Desk, text
from minga.kit import clock, ids
from minga.kit.money import Money
from minga.ledger import post, queries
from minga.ledger.book_pages import DayPlace, ledger_page
from minga.ledger.daily_book import BookLine, chart_account, general_ledger, journal
from minga.ledger.reverse import reverse
from minga.ledger.tests.books import funded, striped, transfer
from minga.payments.make_transfer import make_transfer
from minga.payments.tests.cast import deposit, person
from minga.staff.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(Role.ACCOUNTANT)


def moved(pesos: int = 150_000) -> str:
    """A member's transfer; its reference."""
    who = person()
    deposit(who.savings, 1_000_000)
    return make_transfer(
        member_id=who.id, source_id=who.savings, destination_id=who.second_savings,
        amount=Money.of(pesos), note="", key=ids.uuid7(), at=clock.now(),
    ).reference  # fmt: skip


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}"])
def test_a_visitor_finds_the_transfer_of_a_receipt(desk: Desk, typed: str) -> None:
    reference = moved()
    forms = (reference, reference.lower(), reference.replace("-", " "))
    found = desk.get("find_entry", referencia=typed.format(*forms))
    assert found.status_code == 302
    page = text(desk.client.get(found["Location"]))
    for words in (reference, "Transferencia", "El asociado", "$ 150.000", "2 partidas"):
        assert words in page


def test_what_was_looked_at_is_written_down(desk: Desk) -> None:
    reference = moved()
    page = desk.client.get(desk.get("find_entry", referencia=reference)["Location"])
    assert page.status_code == 200
    told = AuditEvent.objects.filter(actor=desk.actor).values_list("action", "subject")
    assert ("staff.see_reference", reference) in told
    assert [what for what, _ in told][-1] == "staff.see_entry"


@pytest.mark.parametrize("typed", ["XXXXX-XXXXX", "'; DROP TABLE", "%", "x" * 500, "a\x00b"])
def test_a_receipt_that_is_in_no_entry_says_so(desk: Desk, typed: str) -> None:
    answer = desk.get("find_entry", referencia=typed)
    assert answer.status_code == 200
    assert "Ningún asiento desde" in text(answer)


def test_an_older_receipt_is_found_from_its_day(desk: Desk) -> None:
    today = clock.business_date(clock.now())
    on = today - timedelta(days=90)
    made = post.post(transfer(striped("1120"), funded(0), 1000, on=on, reference="VIEJO-1"))
    assert desk.get("find_entry", referencia="VIEJO-1").status_code == 200
    found = desk.get("find_entry", referencia="VIEJO-1", desde=str(on))
    assert found["Location"] == f"/gestion/libros/asientos/{made.entry_id}/"


def test_several_entries_of_one_reference_are_listed(desk: Desk) -> None:
    till, ana = striped("1120"), funded(0)
    made = [post.post(transfer(till, ana, n + 1, reference="REP-1")).entry_id for n in range(2)]
    page = text(desk.get("find_entry", referencia="rep-1"))
    assert all(f"Asiento {one}" in page for one in made)


def test_an_entry_says_what_reversed_it(desk: Desk) -> None:
    made = post.post(transfer(striped("1120"), funded(0), 1000))
    back = reverse(
        made.entry_id, key=ids.uuid7(), actor="staff:ana", reason="Error de caja",
        at=clock.now(), business_date=clock.business_date(clock.now()),
    )  # fmt: skip
    assert f"El asiento {back.entry_id}" in text(desk.get("entry", made.entry_id))
    assert f"El asiento {made.entry_id}" in text(desk.get("entry", back.entry_id))
    assert desk.get("entry", 2**70).status_code == 404
    assert desk.get("entry", 10**15).status_code == 404


def test_the_trial_balance_balances_and_is_the_commands(desk: Desk) -> None:
    moved()
    today = clock.business_date(clock.now())
    page = text(desk.get("trial_balance"))
    assert "Cuadra" in page
    sheet = desk.get("trial_balance_csv", fecha=str(today))
    assert "attachment" in sheet["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(sheet.content.decode())))
    assert [row["codigo"] for row in rows] == [one.code for one in queries.trial_balance(today)]
    assert "No hay asientos" in text(desk.get("trial_balance", fecha="1990-01-01"))
    assert desk.get("trial_balance", fecha="ayer").status_code == 200


def test_the_daily_book_page_by_page_is_the_daily_book(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minga.ledger.book_pages.PAGE_SIZE", 3)
    for _ in range(3):
        moved()
    today = clock.business_date(clock.now())
    whole = [(one.entry_id, one.line_no) for one in journal(today, today)]
    read: list[tuple[int, int]] = []
    address = "/gestion/libros/diario/"
    query = f"?dia={today}"
    while query:
        page = desk.client.get(address + query)
        read += [(one.entry_id, one.line_no) for one in page.context["lines"]]
        query = page.context["next_url"]
    assert read == whole
    assert "no tiene asientos" in text(desk.get("daily_book", dia="1990-01-01"))


@pytest.mark.parametrize("junk", ["x", "1", "1.x", "-1.2", "9" * 40 + ".1", "2026-01-01.1.2"])
def test_a_place_that_is_none_begins_at_the_beginning(desk: Desk, junk: str) -> None:
    for page in ("daily_book", "general_ledger"):
        assert desk.get(page, despues=junk, cuenta="2105").status_code == 200


def test_the_general_ledger_page_by_page_carries_the_balance_on() -> None:
    till = striped("1120")
    today = clock.business_date(clock.now())
    for n in range(7):
        post.post(transfer(till, funded(0), n + 1, on=today - timedelta(days=n % 3)))
    since = today - timedelta(days=2)
    whole = list(general_ledger(chart_account("1120", since), since, today))
    read: list[tuple[BookLine, Money]] = []
    after: DayPlace | None = None
    while True:
        account, rows = ledger_page("1120", since, today, after=after, limit=4)
        assert account.opening == (read[-1][1] if read else chart_account("1120", since).opening)
        if not rows:
            break
        read += rows
        last = rows[-1][0]
        after = (last.business_date, last.entry_id, last.line_no)
    assert [(one.entry_id, one.line_no, left) for one, left in read] == [
        (one.entry_id, one.line_no, left) for one, left in whole
    ]


def test_the_general_ledger_of_an_account(desk: Desk) -> None:
    moved()
    page = text(desk.get("general_ledger", cuenta="2105"))
    assert "Saldo anterior" in page
    assert "Saldo final" in page
    assert "no tiene ese código" in text(desk.get("general_ledger", cuenta="99"))
    assert "Saldo anterior" not in text(desk.get("general_ledger"))
