"""Revaluation of aportes («revalorización»): the assembly gives surpluses back as members' aportes.

    For each account of aportes, once for a year:
    Dr fund for the revaluation of aportes (APORTES_REVALUATION_FUND)   its share, in pesos, of what
        Cr the member's account (APORTES)                               it held at the year's end

The fund is what the assembly set apart of the surpluses (Ley 79 of 1988 art. 54), at most the
growth of consumer prices; it is never taken below zero. Half a peso goes up. Whoever left before
it is posted gets nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.models import Sum

from minga.audit.record import record
from minga.kit import outbox, sql
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.ledger import accounts
from minga.ledger import queries as ledger
from minga.savings.aportes_queries import REVALUATION
from minga.savings.models import AportesRevaluation
from minga.savings.revaluation_fund import FUND
from minga.savings.revaluation_rules import Decision, check

SQL = Path(__file__).parent / "sql" / "aportes"
PIECE = 20_000
# Between one member's notice and the next: whatever else is to be told slips in.
APART = timedelta(milliseconds=50)
TOPIC = "aportes_revalued"
_TABLE = """
CREATE TEMP TABLE aportes_gathered (
    nth bigint PRIMARY KEY, account uuid NOT NULL, ledger_account bigint NOT NULL,
    is_open boolean NOT NULL, base numeric NOT NULL, amount numeric NOT NULL
) ON COMMIT DROP
"""
_TOTALS = """
SELECT count(*), count(*) FILTER (WHERE amount > 0), COALESCE(sum(base) FILTER (WHERE is_open), 0),
       COALESCE(sum(amount), 0), count(*) FILTER (WHERE NOT is_open)
  FROM aportes_gathered
"""


class NothingToRevalue(Refusal):
    """No account of aportes held anything at the end of that year that comes to a peso."""

    code = "nothing_to_revalue"


class FundTooSmall(Refusal):
    """The fund does not hold what the decision comes to: `fund`, `total`."""

    code = "fund_too_small"


class AlreadyRevalued(Refusal):
    """The aportes of that `year` were revalued by another decision: `act`, `rate`."""

    code = "already_revalued"


@dataclass(frozen=True, slots=True)
class Revaluation:
    """What a decision comes to. `left_out`: accounts that held something and were closed since.

    `fund` is what stands in the fund before it; `is_done`: it was posted already, by this very act.
    """

    accounts: int
    base: Money
    total: Money
    left_out: int
    fund: Money
    is_done: bool


def quote_revaluation(*, decision: Decision, at: datetime) -> Revaluation:
    """What `revalue_aportes` would do, writing nothing; the same refusals, but for the fund: how
    much of it a decision takes can be seen before the assembly fills it."""
    check(decision, business_date(at))
    done = _done(decision)
    if done is not None:
        return done
    with transaction.atomic(), sql.whole_tables(), _gathered(decision) as (_, found):
        return found


def revalue_aportes(*, decision: Decision, staff: str, at: datetime) -> Revaluation:
    """Posts each account's share and tells its member, all of it or nothing; done again for the
    same act, it changes nothing.

    Raises what `revaluation_rules.check` does, AlreadyRevalued for another decision about that
    year, NothingToRevalue, and FundTooSmall: what the assembly did not set apart is not its to give
    (Ley 79 of 1988 arts. 52 and 54), and the fund never stands below zero.
    """
    check(decision, business_date(at))
    with transaction.atomic(durable=True):
        sql.one("SELECT pg_advisory_xact_lock(hashtext('minga.revalue_aportes'))", [])
        done = _done(decision)
        if done is not None:
            return done
        with sql.whole_tables(), _gathered(decision) as (gathered, found):
            if found.total > found.fund:
                raise FundTooSmall(fund=found.fund, total=found.total)
            _post(decision, found, gathered=gathered, staff=staff, at=at)
    return found


def _done(decision: Decision) -> Revaluation | None:
    one = AportesRevaluation.objects.filter(year=decision.year).first()
    if one is None:
        return None
    if (one.act, one.act_date, one.rate) != (decision.act, decision.act_date, decision.rate):
        raise AlreadyRevalued(year=one.year, act=one.act, rate=one.rate)
    base: Decimal = one.credits.aggregate(total=Sum("base"))["total"]
    return Revaluation(one.accounts, Money(base), Money(one.total), 0, _fund(), is_done=True)


def _post(
    decision: Decision, found: Revaluation, *, gathered: int, staff: str, at: datetime
) -> None:
    on = business_date(at)
    made = AportesRevaluation.objects.create(
        year=decision.year, act=decision.act, act_date=decision.act_date, rate=decision.rate,
        posted_on=on, accounts=found.accounts, total=found.total.amount, staff=staff, made_at=at,
    )  # fmt: skip
    named = {
        "day": decision.cut_off, "posted_on": on, "at": at, "piece": PIECE, "kind": REVALUATION,
        "fund": accounts.internal_account(FUND), "revaluation": made.pk, "actor": staff,
        "description": f"Revalorización de aportes de {decision.year}",
    }  # fmt: skip
    for after in range(0, gathered, PIECE):
        rows = sql.rows_named(sql.text(SQL / "credit.sql"), named | {"after": after})
        messages = [{"credit_id": one} for (one,) in rows]
        outbox.publish_many(TOPIC, messages, since=at + after * APART, apart=APART)
    record(
        at=at, actor=staff, action="revalue_aportes", subject=f"aportes:{decision.year}",
        detail={
            "act": decision.act, "act_date": decision.act_date.isoformat(),
            "rate": str(decision.rate), "accounts": found.accounts, "total": str(found.total),
        },
    )  # fmt: skip


@contextmanager
def _gathered(decision: Decision) -> Iterator[tuple[int, Revaluation]]:
    """Every share, in a table of this transaction's own; gives its rows and what they come to.
    Raises NothingToRevalue."""
    sql.run(_TABLE, [])
    sql.run_named(sql.text(SQL / "gather.sql"), {"day": decision.cut_off, "rate": decision.rate})
    rows, count, base, total, left_out = sql.one(_TOTALS, [])
    if not count:
        raise NothingToRevalue
    yield rows, Revaluation(count, Money(base), Money(total), left_out, _fund(), is_done=False)
    sql.run("DROP TABLE aportes_gathered", [])


def _fund() -> Money:
    place = accounts.internal_account(FUND)
    return ledger.balances([place])[place].total
