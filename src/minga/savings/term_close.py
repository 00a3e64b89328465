"""Term deposits at the end of a day: interest accrued, and what falls due the next morning.

    Dr interest cost of CDAT                 what the day earned, all deposits together, and what
        Cr interest payable on deposits      payments came to beyond what was accrued for them
    The other way round where they came to less (whole pesos, an early end).
    Periodic interest, and interest at maturity:
    Dr interest payable on deposits          what the period earned, in whole pesos
        Cr the member's savings              less what is withheld
        Cr withholding payable               what is withheld
    Dr withholding payable                   what another system had withheld of it already, since
        Cr interest payable on deposits      all of it is withheld now
    At maturity also, redeemed:
    Dr the deposit / Cr the member's savings principal
    or renewed (into a new deposit, at the board's rate of that day):
    Dr the deposit / Cr the new deposit      principal, with its net interest if so asked

A deposit that matures on a day that is no business day is paid on the next one, without interest
for the days between. What the member asked for until the eve of that day counts, however late the
close comes. Without an instruction its capital is renewed for as many days; where the board has no
rate for it any more, it is paid. One that the books refuse (money of it is set aside, the account
it pays to was closed) waits for the next close.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from minga.kit import ids, outbox, sql
from minga.kit.money import CENT, Money
from minga.ledger import post
from minga.ledger.entry import (
    ClosedLedgerAccount,
    EntryDraft,
    InsufficientFunds,
    Line,
    credit,
    debit,
)
from minga.ledger.internal_pair import InternalPair, post_internal_pair
from minga.savings import term_books
from minga.savings.models import (
    MaturityInstruction,
    SavingsAccount,
    TermDeposit,
    TermEnd,
)
from minga.savings.rate_board import NoRateOnTheBoard, rate_on_board
from minga.savings.term_books import Earned, NewDeposit
from minga.savings.term_schedule import ends_on, instruction_of, pay_days
from minga.savings.term_terms import PlanNotOffered, board_of, plan_of

SQL = Path(__file__).parent / "sql" / "close"
ACTOR = "system:day_close"
DAY = timedelta(days=1)
Figures = dict[str, str]


def term_deposits(*, day: date, at: datetime, before: Mapping[str, str]) -> Figures:
    """Does the day for every term deposit, in the caller's transaction; answers the figures."""
    paid, redeemed, renewed, waiting = _morning(day, at, brought_on=day - DAY)
    count, gross = sql.named(sql.text(SQL / "accrue_term.sql"), {"day": day})
    after = _morning(day + DAY, at)
    paid, redeemed, renewed = paid + after[0], redeemed + after[1], renewed + after[2]
    waiting += after[3]
    exact = gross + _settle(day) + Decimal(before.get("carry", "0"))
    posted = exact.quantize(CENT, rounding=ROUND_HALF_UP)
    _post_cost(posted, day, at)
    return {
        "deposits": str(count),
        "gross": str(gross),
        "posted": str(posted),
        "carry": str(exact - posted),
        "paid": str(paid),
        "redeemed": str(redeemed),
        "renewed": str(renewed),
        "waiting": str(waiting),
    }


def _morning(on: date, at: datetime, brought_on: date | None = None) -> tuple[int, int, int, int]:
    """What falls due that day: how many were paid interest, redeemed, renewed, and how many the
    books refused, which wait for another day.

    With `brought_on`, of those alone whose interest came with them up to that day: no close here
    has looked at the next morning for them.
    """
    living = TermDeposit.objects.filter(end=None)
    if brought_on is not None:
        living = living.filter(accrued_until=brought_on)
    paid, unpaid = _pay_periodic(living, on, at)
    redeemed, renewed, waiting = _mature(living, on, at)
    return paid, redeemed, renewed, unpaid + waiting


def _pay_periodic(living: QuerySet[TermDeposit], on: date, at: datetime) -> tuple[int, int]:
    """Interest of deposits that pay it along the way, on the day of the month they were opened: how
    many got it, and how many could not; theirs comes with the next one."""
    paid = unpaid = 0
    paying = living.filter(pays_every_months__gt=0, matures_on__gt=on, interest_from__lt=on)
    for deposit in paying.select_related("pays_to").order_by("id"):
        if not _pays_on(deposit, on) or not _still_lives(deposit):
            continue
        done = _tried(partial(_pay_one, deposit, on, at))
        paid, unpaid = paid + bool(done), unpaid + (done is None)
    return paid, unpaid


def _pay_one(deposit: TermDeposit, on: date, at: datetime) -> bool:
    """False where there is nothing to pay."""
    earned = term_books.earned(deposit, on)
    if not earned.gross:
        return False
    lines = earned.lines(_to(deposit))
    entry = _post(deposit, "cdat_interest", on, at, lines, "Intereses de tu CDAT")
    term_books.note_payment(deposit, earned, on, entry)
    return True


def _tried(do: Callable[[], bool]) -> bool | None:
    """None where the books refuse it (the account it is paid to was closed, part of the deposit is
    set aside): nothing of it is done, and it stops nobody else's."""
    try:
        with transaction.atomic():
            return do()
    except (ClosedLedgerAccount, InsufficientFunds):
        return None


def _pays_on(deposit: TermDeposit, on: date) -> bool:
    days = pay_days(deposit.opened_on, deposit.matures_on, deposit.pays_every_months)
    return on < deposit.matures_on and on in days


def _mature(living: QuerySet[TermDeposit], on: date, at: datetime) -> tuple[int, int, int]:
    redeemed = renewed = waiting = 0
    due = living.filter(matures_on__lte=on)
    for deposit in due.select_related("pays_to", "plan").order_by("id"):
        if ends_on(deposit.matures_on) > on or not _still_lives(deposit):
            continue
        is_renewed = _tried(partial(_mature_one, deposit, on, at))
        if is_renewed is None:
            waiting += 1
        elif is_renewed:
            renewed += 1
        else:
            redeemed += 1
    return redeemed, renewed, waiting


def _still_lives(deposit: TermDeposit) -> bool:
    """Waits for whoever is ending it in this very moment, and looks again."""
    TermDeposit.objects.select_for_update().get(id=deposit.id)
    return not TermEnd.objects.filter(deposit=deposit).exists()


def _mature_one(deposit: TermDeposit, on: date, at: datetime) -> bool:
    """Pays or renews; True when it was renewed."""
    earned = term_books.earned(deposit, deposit.matures_on)
    what = instruction_of(deposit)
    successor = None
    if what != MaturityInstruction.REDEEM:
        successor = _successor(deposit, what, earned, on)
    principal = Money(deposit.principal)
    if successor is None:
        lines = (
            debit(deposit.ledger_account_id, principal),
            *earned.lines_with(principal, _to(deposit)),
        )
        entry = _post(deposit, "cdat_redeemed", on, at, lines, "Tu CDAT venció y se pagó")
        how = "redeemed"
    elif what == MaturityInstruction.RENEW_ALL:
        lines = (
            debit(deposit.ledger_account_id, principal),
            *earned.lines_with(principal, successor.ledger_account_id),
        )
        entry = _post(deposit, "cdat_renewed", on, at, lines, "Tu CDAT se renovó")
        how = "renewed"
    else:
        lines = (
            debit(deposit.ledger_account_id, principal),
            credit(successor.ledger_account_id, principal),
            *earned.lines(_to(deposit)),
        )
        entry = _post(deposit, "cdat_renewed", on, at, lines, "Tu CDAT se renovó")
        how = "renewed"
    term_books.note_payment(deposit, earned, on, entry)
    TermEnd.objects.create(deposit=deposit, how=how, on=on, at=at, actor=ACTOR, entry_id=entry)
    outbox.publish(f"term_deposit_{how}", {"deposit_id": str((successor or deposit).id)})
    return successor is not None


def _successor(
    deposit: TermDeposit, what: MaturityInstruction, earned: Earned, on: date
) -> TermDeposit | None:
    """The deposit that follows, at that day's board; None when there is no rate for it."""
    principal = Money(deposit.principal)
    if what == MaturityInstruction.RENEW_ALL:
        principal += earned.net
    try:
        plan, terms = plan_of(deposit.plan.code, on)
        rate = rate_on_board(board_of(plan, on), amount=principal, term=deposit.term_days)
    except (PlanNotOffered, NoRateOnTheBoard):
        return None
    return term_books.open_deposit(
        NewDeposit(
            member_id=deposit.member_id, plan_id=plan.id, pays_to=deposit.pays_to_id,
            principal=principal, rate_ea=rate, day_base=terms.day_base, opened_on=on,
            term_days=deposit.term_days, matures_on=on + timedelta(days=deposit.term_days),
            pays_every_months=deposit.pays_every_months, renews=deposit,
        )
    )  # fmt: skip


def _settle(day: date) -> Decimal:
    """What payments since the last close cost beyond (or below) what was accrued for them."""
    (difference,) = sql.one(
        "WITH settled AS (UPDATE savings_terminterest SET settled_in = %s WHERE settled_in IS NULL"
        " RETURNING gross - accrued AS difference)"
        " SELECT COALESCE(sum(difference), 0) FROM settled",
        [day],
    )
    found: Decimal = difference
    return found


def _post(
    deposit: TermDeposit,
    kind: str,
    on: date,
    at: datetime,
    lines: tuple[Line, ...],
    description: str,
) -> int:
    entry = EntryDraft(
        key=ids.key_from(kind, deposit.number, on.isoformat()),
        kind=kind,
        business_date=on,
        occurred_at=at,
        description=description,
        actor=ACTOR,
        lines=lines,
        reference=deposit.number,
    )
    return post.post(entry).entry_id


def _post_cost(pesos: Decimal, day: date, at: datetime) -> None:
    pair = InternalPair(
        "INTEREST_COST_TERM", "DEP_INT_PAYABLE", ids.key_from("cdat_accrual", day.isoformat()),
        "interest_accrual", day, at, "Intereses causados de CDAT",
    )  # fmt: skip
    post_internal_pair(pesos, pair)


def _to(deposit: TermDeposit) -> int:
    account: SavingsAccount = deposit.pays_to
    return account.ledger_account_id
