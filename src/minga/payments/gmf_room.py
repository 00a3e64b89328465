"""The 4x1000 of disposals of funds, with what is left of the month on accounts marked exempt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from minga.kit import parameters
from minga.kit.clock import BOGOTA
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.payments.gmf_exemption import TaxedWithdrawal, monthly_cap, tax_withdrawal
from minga.savings.models import GmfExemption, GmfUse, SavingsAccount

REGIME, MARKED = "gmf.regime", "MARKED"


@dataclass(frozen=True, slots=True)
class Tax:
    """What is charged, and how much of the amount was exempt because the account is marked."""

    tax: Money
    exempt: Money


class CostChanged(Refusal):
    """It would cost something else than what was shown: another operation used the exempt amount,
    or the account was marked or not meanwhile."""

    code = "cost_changed"


def require_shown(shown: Money | None, tax: Money) -> None:
    """None is where nothing was shown to anybody. Raises CostChanged."""
    if shown is not None and shown != tax:
        raise CostChanged


def tax_on(source: SavingsAccount, amount: Money, taxes_key: str, on: date, *, spend: bool) -> Tax:
    """The tax on moving `amount` out of an account; `taxes_key` says whether this move is taxed.

    With `spend`, in the caller's transaction, the month's exempt amount is used up, under a lock;
    without, it is only worked out. Sources: E.T. arts. 871, 872, 879-1; 350 UVT a month in the one
    account its holder marked in writing. Raises MissingParameter.
    """
    if parameters.text(taxes_key, on) != "1":
        return Tax(ZERO, ZERO)
    rate = rate_in_force(on)
    if not _is_marked(source.id):
        done = tax_withdrawal(amount, marked=False, used_before=ZERO, cap=ZERO, rate=rate)
        return Tax(done.tax, ZERO)
    use = _use(source, on.replace(day=1), spend=spend)
    done = tax_withdrawal(
        amount, marked=True, used_before=Money(use.used), cap=cap_of_month(on), rate=rate
    )
    if spend:
        use.used = done.used.amount
        use.save(update_fields=["used"])
    return Tax(done.tax, done.exempt)


@dataclass(frozen=True, slots=True)
class MonthOfTax:
    """The same for many accounts at once: their rate, and the exempt amount that is left of each.

    `uses` are the rows of the marked ones, held by the caller's transaction.
    """

    rate: Decimal
    cap: Money
    uses: Mapping[UUID, GmfUse]

    def on(self, account_id: UUID, amount: Money) -> Money:
        """The tax of one disposal."""
        return self._done(account_id, amount).tax

    def spend(self, amounts: Mapping[UUID, Money]) -> None:
        """Uses up what these disposals, one an account, took of the exempt amounts."""
        spent = []
        for account_id, amount in amounts.items():
            if account_id in self.uses:
                self.uses[account_id].used = self._done(account_id, amount).used.amount
                spent.append(self.uses[account_id])
        GmfUse.objects.bulk_update(spent, ["used"])

    def _done(self, account_id: UUID, amount: Money) -> TaxedWithdrawal:
        use = self.uses.get(account_id)
        return tax_withdrawal(
            amount, marked=use is not None, used_before=Money(use.used) if use else ZERO,
            cap=self.cap, rate=self.rate,
        )  # fmt: skip


def month_of_tax(sources: Sequence[UUID], taxes_key: str, on: date) -> MonthOfTax:
    """What `tax_on` says one by one, in three questions, within the caller's transaction; also of a
    day that is closed late, with what was marked at its end."""
    if parameters.text(taxes_key, on) != "1":
        return MonthOfTax(Decimal(0), ZERO, {})
    month = on.replace(day=1)
    over = datetime.combine(on + timedelta(days=1), time(0), tzinfo=BOGOTA)
    marked = list(
        GmfExemption.objects.filter(
            Q(ended_at=None) | Q(ended_at__gte=over), account_id__in=sources, marked_at__lt=over
        )
        .order_by("account_id")
        .values_list("account_id", flat=True)
    )
    GmfUse.objects.bulk_create(
        [GmfUse(account_id=one, month=month, used=ZERO.amount) for one in marked],
        ignore_conflicts=True,
    )
    uses = GmfUse.objects.select_for_update().filter(account_id__in=marked, month=month)
    return MonthOfTax(
        rate_in_force(on), cap_of_month(on),
        {use.account_id: use for use in uses.order_by("account_id")},
    )  # fmt: skip


def rate_in_force(on: date) -> Decimal:
    """Under the regime that this office knows: what is exempt is in one marked account a person.

    Raises MissingParameter, also where another regime rules (E.T. art. 881-1): what would be exempt
    then is in a system between institutions that is not asked here, and nobody guesses it.
    """
    regime = parameters.text(REGIME, on)
    if regime != MARKED:
        raise parameters.MissingParameter(key=f"{REGIME}={regime}", on=on)
    return parameters.number("gmf.rate", on)


def room_left(source_id: UUID, on: date) -> Money:
    """What may still leave the account without tax this month; zero when it is not marked.

    Raises MissingParameter.
    """
    if not _is_marked(source_id):
        return ZERO
    used = GmfUse.objects.filter(account_id=source_id, month=on.replace(day=1)).first()
    return max(ZERO, cap_of_month(on) - (Money(used.used) if used else ZERO))


def cap_of_month(on: date) -> Money:
    """350 UVT of that year, in pesos. Raises MissingParameter."""
    uvt = parameters.number(f"uvt.{on.year}", on)
    return monthly_cap(uvt, parameters.number("gmf.exempt_uvt_month", on))


def _is_marked(account_id: UUID) -> bool:
    return GmfExemption.objects.filter(account_id=account_id, ended_at=None).exists()


def _use(source: SavingsAccount, month: date, *, spend: bool) -> GmfUse:
    """The month's row, held for the caller when it is going to be used up."""
    if not spend:
        found = GmfUse.objects.filter(account=source, month=month).first()
        return found or GmfUse(account=source, month=month, used=ZERO.amount)
    GmfUse.objects.get_or_create(account=source, month=month, defaults={"used": ZERO.amount})
    return GmfUse.objects.select_for_update().get(account=source, month=month)
