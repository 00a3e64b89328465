"""End a savings goal before its day: what it costs is shown first, and then exactly that."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from minga.audit.record import record
from minga.kit import ids
from minga.kit.clock import business_date
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.ledger import accounts, post
from minga.ledger import queries as ledger
from minga.ledger.entry import EntryDraft, Line, credit, debit
from minga.payments.gmf_room import tax_on
from minga.payments.goal_books import TAXES_KEY, home_of
from minga.savings.goal_exit import GoalExit, goal_exit
from minga.savings.models import Accrual, GoalEnd, SavingsAccount, SavingsGoal

MICRO = Decimal("0.000001")


class GoalOver(Refusal):
    """This member has no such goal, or it ended already."""

    code = "goal_over"


class NoHome(Refusal):
    """The member has no savings account at sight for the money."""

    code = "no_home"


class GoalExitChanged(Refusal):
    """What would be paid is no longer what was reviewed: look at it again."""

    code = "goal_exit_changed"


@dataclass(frozen=True, slots=True)
class ExitQuote:
    """What ending it today pays: what is saved, less what is recovered of earlier interest, and
    what had been withheld of that."""

    saved: Money
    exit: GoalExit
    tax: Money = ZERO

    @property
    def pays(self) -> Money:
        """What reaches the member's account."""
        return self.saved - self.exit.recovered + self.exit.given_back - self.tax


def quote_exit(member_id: UUID, account_id: UUID, at: datetime) -> ExitQuote:
    """Reading only. Raises GoalOver, MissingParameter."""
    return _quote(_goal(member_id, account_id), business_date(at), spend=False)


def close_goal(*, member_id: UUID, account_id: UUID, pays: Money, at: datetime) -> Money:
    """Pays to the account it was paid from and returns how much; no more quotas. `pays` is what was
    reviewed.

    What is left of the month's interest is credited on its last day and goes the same way. Raises
    GoalOver, GoalExitChanged, NoHome, InsufficientFunds where part of it is held, MissingParameter.

        Dr the goal                             all it holds
        Dr withholding payable                  what had been withheld this year of what is taken
                                                back, less what is to be withheld of this month
            Cr savings at sight                     what is paid
            Cr interest cost of contractual savings interest of earlier months beyond the early rate
            Cr GMF payable                          GMF, only if own savings are taxed
        Dr interest payable on deposits         this month's interest beyond the early rate
            Cr interest cost of contractual savings
    """
    on = business_date(at)
    with transaction.atomic(durable=True):
        goal = _goal(member_id, account_id, hold=True)
        home = home_of(goal)
        if home is None:
            raise NoHome
        quoted = _quote(goal, on, spend=True)
        if quoted.pays != pays:
            raise GoalExitChanged
        lines = _lines(goal, home, quoted)
        entry_id = None
        if lines:
            key = ids.key_from("goal-early", goal.account.number)
            entry_id = post.post(
                EntryDraft(
                    key=key, kind="goal_end", reference=ids.reference(key), business_date=on,
                    occurred_at=at, actor=f"member:{member_id}", lines=lines,
                    description=f"Retiro de tu meta «{goal.name}»",
                )
            ).entry_id  # fmt: skip
        _take_back(goal, quoted.exit, on)
        GoalEnd.objects.create(
            goal=goal, how="early", on=on, at=at, entry_id=entry_id,
            penalty=quoted.exit.lost.amount, given_back=quoted.exit.given_back.amount,
            kept_back=quoted.exit.kept_back.amount,
        )  # fmt: skip
        record(
            at=at, actor=f"member:{member_id}", action="close_goal",
            subject=f"savings:{account_id}",
            detail={"pays": str(quoted.pays), "lost": str(quoted.exit.lost)},
        )  # fmt: skip
    return quoted.pays


def _goal(member_id: UUID, account_id: UUID, *, hold: bool = False) -> SavingsGoal:
    goals = SavingsGoal.objects.select_related("account", "pays_from")
    if hold:
        goals = goals.select_for_update(of=("self",))
    goal = goals.filter(account_id=account_id, account__member_id=member_id).first()
    if goal is None or GoalEnd.objects.filter(goal=goal).exists():
        raise GoalOver
    return goal


def _quote(goal: SavingsGoal, on: date, *, spend: bool) -> ExitQuote:
    account = goal.account.ledger_account_id
    saved = ledger.balances([account])[account].total
    left = goal_exit(goal, on).out_of(saved)
    tax = tax_on(goal.account, saved - left.recovered, TAXES_KEY, on, spend=spend).tax
    return ExitQuote(saved, left, tax)


def _lines(goal: SavingsGoal, home: SavingsAccount, quoted: ExitQuote) -> tuple[Line, ...]:
    cost = accounts.internal_account("INTEREST_COST_CONTRACTUAL")
    lines = []
    if quoted.saved:
        lines.append(debit(goal.account.ledger_account_id, quoted.saved))
    if quoted.pays:
        lines.append(credit(home.ledger_account_id, quoted.pays))
    if quoted.exit.recovered:
        lines.append(credit(cost, quoted.exit.recovered))
    if quoted.exit.given_back:
        withholding = accounts.internal_account("WITHHOLDING_PAYABLE")
        lines.append(debit(withholding, quoted.exit.given_back))
    if quoted.tax:
        lines.append(credit(accounts.internal_account("GMF_PAYABLE"), quoted.tax))
    taken = quoted.exit.taken_back
    if taken:
        lines += [debit(accounts.internal_account("DEP_INT_PAYABLE"), taken), credit(cost, taken)]
    return tuple(lines)


def _take_back(goal: SavingsGoal, left: GoalExit, on: date) -> None:
    """The month is credited for what its accruals add up to: one more of them, below zero. What was
    going to be withheld goes down to what is to be withheld of the rest."""
    if not left.taken_back:
        return
    month = Accrual.objects.filter(
        business_date__in=[on.replace(day=1) + timedelta(days=n) for n in range(on.day)],
        product=goal.account_id,
    )
    there = month.aggregate(withheld=Sum("withheld"))["withheld"]
    Accrual.objects.create(
        business_date=_free_day(goal, on), product=goal.account_id, balance=0, rate_ea=0,
        gross=-left.taken_back.amount, withheld=left.withheld.quantize(MICRO) - there,
    )  # fmt: skip


def _free_day(goal: SavingsGoal, on: date) -> date:
    """Today, whose close will find the account empty; tomorrow, if it is closed already."""
    is_taken = Accrual.objects.filter(business_date=on, product=goal.account_id).exists()
    return on + timedelta(days=1) if is_taken else on
