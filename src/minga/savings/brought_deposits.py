"""Open CDAT from a file of products: what they are, and what they have earned up to the cut-over.

Dr MIGRATION                            capital, and interest earned and not paid
    Cr the deposit (TERM_DEPOSITS)          capital
    Cr interest payable on deposits (DEP_INT_PAYABLE)
                                            that interest, less what was withheld of it
    Cr withholding payable (WITHHOLDING_PAYABLE)
                                            what was withheld of it already
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from uuid import UUID

from minga.kit.ids import uuid7
from minga.kit.import_rows import Fault
from minga.kit.money import Money
from minga.ledger import openings
from minga.ledger.accounts import internal_account, open_member_accounts
from minga.ledger.entry import EntryDraft, credit
from minga.members.bring_products import changes
from minga.members.product_rows import CUT_OVER, Owned, ProductRows, There, Work
from minga.savings.brought_accounts import UNKNOWN_PLAN, UNKNOWN_SIGHT, sight_accounts
from minga.savings.brought_deposit_terms import COLUMNS, DepositTerms, read_deposit
from minga.savings.models import (
    Accrual,
    ProductKind,
    SavingsPlan,
    TermDeposit,
    TermInstruction,
    TermInterest,
)

KIND = ProductKind.TERM


def _known(numbers: Sequence[str]) -> dict[str, There]:
    found = TermDeposit.objects.filter(number__in=numbers).select_related("plan", "pays_to")
    return {one.number: There(one.member_id, KIND, one.opened_on, one) for one in found}


def _changed(owned: Owned, there: There) -> list[Fault]:
    one: TermDeposit = there.stored
    terms: DepositTerms = owned.terms
    return changes(
        (CUT_OVER, str(owned.row.cut_over), one.accrued_until != owned.row.cut_over),
        ("plan", terms.plan, one.plan.code != terms.plan),
        ("capital", str(terms.capital), one.principal != terms.capital),
        ("fecha_vencimiento", str(terms.matures_on), one.matures_on != terms.matures_on),
        ("tasa_ea_pct", str(terms.rate_ea * 100), one.rate_ea != terms.rate_ea),
        ("base_dias", str(terms.base), one.day_base != terms.base),
        ("cada_meses", str(terms.every), one.pays_every_months != terms.every),
        ("cuenta_destino", terms.pays_to, one.pays_to.number != terms.pays_to),
    )


def _write(at: datetime, work: Work, rows: Sequence[Owned]) -> int:
    plans = {one.code: one for one in SavingsPlan.objects.filter(kind=KIND)}
    payees = sight_accounts(rows, [one.terms.pays_to for one in rows])
    good = []
    for owned in rows:
        faults = []
        if owned.terms.plan not in plans:
            faults.append(Fault("plan", owned.terms.plan, UNKNOWN_PLAN))
        if (owned.owner, owned.terms.pays_to) not in payees:
            faults.append(Fault("cuenta_destino", owned.terms.pays_to, UNKNOWN_SIGHT))
        if faults:
            work.refuse(owned.record, faults)
        else:
            good.append(owned)
    _open(good, plans, payees, at)
    return len(good)


def _open(
    rows: Sequence[Owned],
    plans: Mapping[str, SavingsPlan],
    payees: Mapping[tuple[UUID, str], UUID],
    at: datetime,
) -> None:
    ids = [uuid7() for _ in rows]
    accounts = open_member_accounts("TERM_DEPOSITS", "term_deposit", ids)
    made = [
        TermDeposit(
            id=pk, member_id=owned.owner, plan=plans[owned.terms.plan], number=owned.row.number,
            ledger_account_id=accounts[pk], pays_to_id=payees[owned.owner, owned.terms.pays_to],
            principal=owned.terms.capital, rate_ea=owned.terms.rate_ea,
            day_base=owned.terms.base, opened_on=owned.row.opened_on,
            term_days=(owned.terms.matures_on - owned.row.opened_on).days,
            matures_on=owned.terms.matures_on, interest_from=owned.terms.settled,
            pays_every_months=owned.terms.every, accrued_until=owned.row.cut_over,
        )
        for pk, owned in zip(ids, rows, strict=True)
    ]  # fmt: skip
    TermDeposit.objects.bulk_create(made)
    pairs = list(zip(made, rows, strict=True))
    TermInstruction.objects.bulk_create(
        TermInstruction(deposit=one, what=owned.terms.instruction, at=at, actor=openings.ACTOR)
        for one, owned in pairs
        if owned.terms.instruction
    )
    Accrual.objects.bulk_create(
        Accrual(
            business_date=owned.row.brought_on, product=one.id, balance=one.principal,
            rate_ea=one.rate_ea, gross=owned.terms.accrued, withheld=owned.terms.withheld,
        )
        for one, owned in pairs
        if owned.terms.accrued
    )  # fmt: skip
    entries = openings.post_openings([_entry(one, owned, at) for one, owned in pairs])
    TermInterest.objects.bulk_create(
        TermInterest(
            deposit=one, paid_on=one.interest_from, gross=owned.terms.paid,
            withheld=owned.terms.paid_withheld, accrued=owned.terms.paid,
            settled_in=one.accrued_until, entry_id=entry,
        )
        for (one, owned), entry in zip(pairs, entries, strict=True)
        if owned.terms.paid
    )  # fmt: skip


def _entry(one: TermDeposit, owned: Owned, at: datetime) -> EntryDraft:
    terms: DepositTerms = owned.terms
    lines = [credit(one.ledger_account_id, Money(terms.capital))]
    if terms.accrued > terms.withheld:
        payable = internal_account("DEP_INT_PAYABLE")
        lines.append(credit(payable, Money(terms.accrued - terms.withheld)))
    if terms.withheld:
        lines.append(credit(internal_account("WITHHOLDING_PAYABLE"), Money(terms.withheld)))
    return openings.opening(number=one.number, lines=lines, on=owned.row.brought_on, at=at)


def _cut_overs(since: date) -> set[date]:
    found = TermDeposit.objects.filter(accrued_until__gt=since)
    return {day for day in found.values_list("accrued_until", flat=True).distinct() if day}


def deposit_rows(at: datetime) -> ProductRows:
    """How term deposits are brought."""
    return ProductRows(
        columns=COLUMNS,
        needs_cut_over=True,
        read=read_deposit,
        known=_known,
        changed=_changed,
        write=partial(_write, at),
        cut_overs=_cut_overs,
    )
