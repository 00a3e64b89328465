"""A CDAT that came from another system goes on as one that was opened here."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from minga.day_close.close_day import close_day, close_through
from minga.day_close.interest_payable import interest_payable
from minga.day_close.tests.brought import as_brought, bring_here, row_of, sight_number
from minga.kit import ids
from minga.kit.money import ZERO, Money
from minga.ledger import queries as ledger
from minga.ledger.books_check import check_books
from minga.ledger.subledger import differences
from minga.payments.cancel_term_deposit import cancel_term_deposit, quote_exit
from minga.payments.open_term_deposit import DepositOrder, open_term_deposit
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.models import (
    Accrual,
    MaturityInstruction,
    PlanTerms,
    ProductKind,
    SavingsAccount,
    SavingsPlan,
    TermDeposit,
    TermRate,
)
from minga.savings.subledger import PRODUCTS
from minga.savings.term_queries import TermView, deposit_of
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
OPENED = date(2026, 3, 3)
AT = datetime(2026, 3, 3, 15, tzinfo=UTC)
DAY = timedelta(days=1)
PRINCIPAL = Money.of(10_000_000)
WORDS = {"redeem": "PAGAR", "renew_capital": "RENOVAR_CAPITAL", "renew_all": "RENOVAR_TODO"}


@pytest.fixture
def cdat(db: None) -> SavingsPlan:
    made = plan(ProductKind.TERM, "0", early_rate_ea=Decimal("0.02"))
    TermRate.objects.create(
        plan=made, valid_from=date(2026, 1, 1), amount_from=0, days_from=30,
        rate_ea=Decimal("0.10"),
    )  # fmt: skip
    return made


@pytest.fixture
def marta(db: None) -> Person:
    who = person("Marta")
    deposit(who.savings, 20_000_000, on=OPENED - DAY)
    return who


@pytest.fixture
def luis(db: None) -> Person:
    return person("Luis")


def opened(who: Person, cdat: SavingsPlan, every: int, instruction: str, days: int) -> TermDeposit:
    order = DepositOrder(
        who.savings, cdat.code, PRINCIPAL, days, every, MaturityInstruction(instruction), "0.100000"
    )
    done = open_term_deposit(member_id=who.id, order=order, key=ids.uuid7(), at=AT)
    return TermDeposit.objects.get(id=done.id)


def close(since: date, until: date) -> None:
    """Every day from one to another, both included."""
    for n in range((until - since).days + 1):
        close_day(day=since + n * DAY, at=AT)


def accrued(product: TermDeposit) -> Decimal:
    product.refresh_from_db()
    found = Accrual.objects.filter(product=product.id, business_date__gte=product.interest_from)
    return sum(found.values_list("gross", flat=True), Decimal(0))


def holds(product_id: UUID) -> Money:
    account = SavingsAccount.objects.get(id=product_id).ledger_account_id
    return ledger.balances([account])[account].total


def in_books(code: str) -> Decimal:
    """Credits less debits."""
    rows = {row.code: row for row in ledger.trial_balance(date(9999, 1, 1))}
    return (rows[code].credit - rows[code].debit).amount if code in rows else Decimal(0)


def view(who: Person, one: TermDeposit, on: date) -> tuple[TermView, Money, Money]:
    """What the member sees, but for names, numbers and origin, and all that was paid and taxed."""
    found = deposit_of(who.id, one.id, on)
    assert found is not None
    cents = abs(found.earned_so_far - Money(accrued(one).quantize(Decimal("0.01"))))
    assert cents <= Money.of("0.01")
    same = UUID(int=0)
    bare = replace(
        found, id=same, number="", pays_to_number="", earned_so_far=ZERO, payments=(),
        brought_on=None,
    )  # fmt: skip
    gross = sum((each.gross for each in found.payments), ZERO)
    return bare, gross, sum((each.withheld for each in found.payments), ZERO)


def proven() -> None:
    check_books(on_problem=lambda problem: pytest.fail(str(problem)))
    assert list(differences((PRODUCTS,))) == []
    assert interest_payable().agrees


def told(one: TermDeposit) -> dict[str, str]:
    """What was paid on it before, as the other system tells it."""
    paid = list(one.interests.all())
    return {
        "interes_pagado": f"{sum(each.gross for each in paid):f}" if paid else "",
        "retencion_pagada": f"{sum(each.withheld for each in paid):f}" if paid else "",
    }


def brought(
    who: Person,
    like: TermDeposit,
    cut_over: date,
    folder: Path,
    *,
    paid: dict[str, str],
    **columns: str,
) -> TermDeposit:
    """One like that, of which the other system kept the days up to the cut-over."""
    days = (min(cut_over + DAY, like.matures_on) - like.interest_from).days
    earned = PRINCIPAL.amount * (Decimal("1.1") ** (Decimal(days) / 365) - 1)
    row = as_brought(who, like, cut_over, earned, **paid, **columns)
    assert bring_here(folder, row).problems == []
    return TermDeposit.objects.get(number=row["numero_cuenta"])


# The last day elsewhere: any day, the eves of a payment and of the end, and the days themselves.
@pytest.mark.parametrize(
    ("every", "days", "cut_over", "what", "closed_first"),
    [
        (0, 33, "2026-03-03", "redeem", False),
        (0, 33, "2026-03-20", "renew_all", True),
        (0, 33, "2026-04-04", "redeem", True),
        (0, 33, "2026-04-05", "renew_capital", True),
        (0, 33, "2026-04-05", "redeem", False),
        (1, 62, "2026-03-20", "redeem", True),
        (1, 62, "2026-04-02", "renew_all", True),
        (1, 62, "2026-04-02", "redeem", False),
        (1, 62, "2026-04-03", "redeem", True),
        (1, 62, "2026-05-03", "redeem", True),
    ],
)
def test_goes_on_as_if_it_had_been_opened_here(
    marta: Person,
    luis: Person,
    cdat: SavingsPlan,
    tmp_path: Path,
    every: int,
    days: int,
    cut_over: str,
    what: str,
    closed_first: bool,
) -> None:
    last = date.fromisoformat(cut_over)
    here = opened(marta, cdat, every, what, days)
    close(OPENED, last - DAY)
    here.refresh_from_db()
    before = holds(marta.savings)
    like, paid = TermDeposit.objects.get(id=here.id), told(here)
    if closed_first:
        close_day(day=last, at=AT)
    there = brought(luis, like, last, tmp_path, al_vencer=WORDS[what], paid=paid)
    for day in (last, *(last + n * DAY for n in range(1, 36))):
        close_day(day=day, at=AT)
        if day > last or not closed_first:
            assert view(luis, there, day + DAY) == view(marta, here, day + DAY), day
    assert holds(luis.savings) == holds(marta.savings) - before
    assert [(one.opened_on, one.principal) for one in TermDeposit.objects.filter(renews=there)] == [
        (one.opened_on, one.principal) for one in TermDeposit.objects.filter(renews=here)
    ]
    proven()


def test_the_first_close_begins_the_day_after_the_cut_over(
    luis: Person, marta: Person, cdat: SavingsPlan, tmp_path: Path
) -> None:
    here = opened(marta, cdat, 0, "redeem", 90)
    there = brought(luis, here, OPENED + 9 * DAY, tmp_path, paid={})
    until = OPENED + 12 * DAY
    done = close_through(day=until, today=until + DAY, at=AT)
    assert [one.date for one in done] == [OPENED + n * DAY for n in (10, 11, 12)]
    days = Accrual.objects.filter(product=there.id).values_list("business_date", flat=True)
    assert sorted(days) == [OPENED + n * DAY for n in (9, 10, 11, 12)]


def test_what_was_withheld_before_its_time_is_withheld_once(
    luis: Person, marta: Person, cdat: SavingsPlan, tmp_path: Path
) -> None:
    withholding = in_books("2445")
    here = opened(marta, cdat, 0, "redeem", 33)
    there = brought(
        luis, here, OPENED + 9 * DAY, tmp_path, paid={}, al_vencer="PAGAR", retencion_causada="1000"
    )
    assert in_books("2445") - withholding == 1_000
    proven()
    before = holds(marta.savings)
    close(OPENED, here.matures_on + DAY)
    assert holds(luis.savings) == holds(marta.savings) - before
    each = there.interests.get().withheld
    assert in_books("2445") - withholding == 2 * each
    proven()


def test_cancelling_it_early_costs_what_it_costs_here(
    luis: Person, marta: Person, cdat: SavingsPlan, tmp_path: Path
) -> None:
    here = opened(marta, cdat, 1, "redeem", 62)
    last = OPENED + 40 * DAY
    close(OPENED, last - DAY)
    here.refresh_from_db()
    there = brought(luis, here, last, tmp_path, paid=told(here), retencion_causada="50")
    close_day(day=last, at=AT)
    at = AT + 41 * DAY
    quoted = quote_exit(luis.id, there.id, at)
    assert quoted == quote_exit(marta.id, here.id, at)
    cancel_term_deposit(member_id=luis.id, deposit_id=there.id, pays=quoted.pays, at=at)
    close_day(day=last + DAY, at=AT)
    assert holds(luis.savings) == quoted.pays
    proven()


def test_one_that_was_opened_before_its_plan_began_here_ends_early_by_its_first_terms(
    luis: Person, marta: Person, cdat: SavingsPlan, tmp_path: Path
) -> None:
    here = opened(marta, cdat, 0, "redeem", 90)
    there = brought(luis, here, OPENED + 9 * DAY, tmp_path, paid={})
    at = AT + 11 * DAY
    quoted = quote_exit(luis.id, there.id, at)
    PlanTerms.objects.filter(plan=cdat).update(valid_from=OPENED + 5 * DAY)
    assert quote_exit(luis.id, there.id, at) == quoted


def test_of_what_another_system_paid_each_year_keeps_its_own_retention(
    luis: Person, cdat: SavingsPlan, tmp_path: Path
) -> None:
    """Opened in October, paid month by month in 2025 and 2026, and all told in one sum."""
    since, last = date(2025, 10, 7), date(2026, 3, 10)
    whole = PRINCIPAL.amount * (Decimal("1.1") ** (Decimal(151) / 365) - 1)
    row = row_of(
        luis, "CDAT", "B-CDAT", since, plan=cdat.code, capital=f"{PRINCIPAL.amount:f}",
        fecha_vencimiento="2026-10-07", plazo_dias="365", tasa_ea_pct="10", base_dias="365",
        cada_meses="1", interes_causado="8000", retencion_causada="", al_vencer="PAGAR",
        interes_pagado=f"{whole:.0f}", retencion_pagada="10000",
        cuenta_destino=sight_number(luis), fecha_corte=str(last),
    )  # fmt: skip
    assert bring_here(tmp_path, row).problems == []
    there = TermDeposit.objects.get(number="B-CDAT")
    paid = there.interests.get()
    assert (paid.paid_on, paid.withheld) == (date(2026, 3, 7), Decimal(10_000))
    quoted = quote_exit(luis.id, there.id, datetime(2026, 3, 12, 15, tzinfo=UTC))
    stays = round(Decimal(10_000) * quoted.exit.interest.amount / paid.gross)
    assert abs((quoted.given_back + quoted.kept_back).amount - (10_000 - stays)) < 100
    # Two of the five months were paid in 2025.
    share = quoted.kept_back.amount / (quoted.given_back + quoted.kept_back).amount
    assert abs(share - Decimal(61) / 151) < Decimal("0.05")
