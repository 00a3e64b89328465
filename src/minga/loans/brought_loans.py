"""Living loans from a file of products: which plan they have left, and whether it can be so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import batched

from minga.kit.day_count import DayCount
from minga.kit.ids import uuid7
from minga.kit.import_rows import Fault
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.loans.book_loan import NewLoan, planned
from minga.loans.brought_books import Arriving, book_arrivals
from minga.loans.brought_plan import PlanRow, wrong
from minga.loans.brought_terms import COLUMNS, LoanTerms, read_loan
from minga.loans.due_dates import Unit
from minga.loans.impairment_close import set_aside_in_general
from minga.loans.models import BroughtLoan, Loan, LoanLine, Modality
from minga.loans.usury import AboveUsury, UsuryCapMissing
from minga.loans.usury_caps import check_line_rate
from minga.members.bring_products import changes
from minga.members.product_rows import CUT_OVER, Owned, ProductRows, There, Work

KIND = "CREDITO"
PIECE = 200  # loans with their plans in memory at once
UNKNOWN_LINE = "Ninguna línea tiene este código: trae primero el archivo de líneas."
ABOVE = "Está por encima de la usura de {month}, cuando se prestó: {cap} % E.A. Revísala."
NO_PLAN = "Con esos términos no sale un plan en pesos: revisa cuotas, gracia y primera cuota."
PLAN_SAYS = (
    "Con esos términos, después de {paid} cuotas se deben {owed}: revísalos, o deja vacía "
    "«cuotas» y trae su cronograma."
)
PAID_AHEAD = (
    "La última vence después del corte: cuenta las vencidas, o deja vacía «cuotas» y trae su "
    "cronograma."
)
WAITING = (
    "Créditos que esperan su cronograma: {count}. Tráelo con «minga import schedule» antes de "
    "cerrar el día."
)
UNCOMPARED = (
    "Créditos cuya tasa no se pudo comparar con la usura del mes en que se prestaron, porque no "
    "está cargada: {count} ({months})."
)
ABOVE_NOW = (
    "Créditos cuya tasa está por encima de la usura del mes del corte, y no de la del mes en que "
    "se prestaron: {count}. Entran como se pactaron; consulta si debes bajarla."
)
NO_GENERAL = (
    "El deterioro general (1468) no viene con los créditos: tráelo con «minga import balances» "
    "antes de cerrar el fin de mes, o ese cierre lo lleva todo al gasto."
)
MONTHS_TOLD = 6
# Loans whose history is only remembered, as `savings.import_movements` asks for them.
REMEMBERED = """
SELECT l.number::text, l.id, 'D'::"char", b.capital, b."on"
  FROM public.loans_loan l JOIN public.loans_broughtloan b ON b.loan_id = l.id
"""


@dataclass(slots=True)
class _Loans:
    """One file's loans: the lines there are, and what its owner should know."""

    at: datetime
    lines: dict[str, LoanLine] | None = None
    waiting: int = 0
    uncompared: list[str] = field(default_factory=list)
    above_now: int = 0
    came: int = 0

    def write(self, work: Work, rows: Sequence[Owned]) -> int:
        """Books the loans of the rows, some at a time; answers how many."""
        if self.lines is None:
            self.lines = {one.code: one for one in LoanLine.objects.all()}
        count = 0
        for some in batched(rows, PIECE):
            good = []
            for owned in some:
                found = self._arriving(owned)
                if isinstance(found, Arriving):
                    good.append(found)
                else:
                    work.refuse(owned.record, found)
            book_arrivals(good, self.at)
            self.waiting += sum(not one.rows for one in good)
            count += len(good)
        self.came += count
        return count

    def notices(self) -> list[str]:
        found = []
        if self.waiting:
            found.append(WAITING.format(count=self.waiting))
        if self.uncompared:
            months = sorted(set(self.uncompared))
            told = ", ".join(months[:MONTHS_TOLD]) + ("…" if len(months) > MONTHS_TOLD else "")
            found.append(UNCOMPARED.format(count=len(self.uncompared), months=told))
        if self.above_now:
            found.append(ABOVE_NOW.format(count=self.above_now))
        if self.came and not set_aside_in_general():
            found.append(NO_GENERAL)
        return found

    def _arriving(self, owned: Owned) -> Arriving | list[Fault]:
        """The loan of a row with its plan, or what is wrong. Raises MissingParameter."""
        terms: LoanTerms = owned.terms
        line = (self.lines or {}).get(terms.line)
        if line is None:
            return [Fault("linea", terms.line, UNKNOWN_LINE)]
        loan = _loan(owned, terms, line)
        faults = list(self._usury(loan, owned.row.brought_on))
        arriving = Arriving(loan, terms, owned.row.brought_on)
        if terms.periods is not None:
            try:
                arriving = Arriving(loan, terms, arriving.on, _plan(owned, terms, line))
            except Refusal:
                return [*faults, Fault("cuotas", str(terms.periods), NO_PLAN)]
            faults += _unlike(arriving)
        return faults or arriving

    def _usury(self, loan: Loan, cut_over: date) -> Iterator[Fault]:
        """The cap of the month in which it was lent is the law's; that of another is told."""
        try:
            check_line_rate(loan.rate_ea, modality=loan.modality, on=loan.disbursed_on)
        except UsuryCapMissing as missing:
            self.uncompared.append(str(missing.details["month"]))
        except AboveUsury as above:
            cap = f"{Decimal(str(above.details['cap'])) * 100:.2f}".replace(".", ",")
            advice = ABOVE.format(month=above.details["month"], cap=cap)
            yield Fault("tasa_ea_pct", f"{loan.rate_ea * 100:.2f}", advice)
            return
        try:
            check_line_rate(loan.rate_ea, modality=loan.modality, on=cut_over)
        except UsuryCapMissing:
            return
        except AboveUsury:
            self.above_now += 1


def _loan(owned: Owned, terms: LoanTerms, line: LoanLine) -> Loan:
    return Loan(
        id=uuid7(), number=owned.row.number, member_id=owned.owner, line=line,
        modality=line.modality, by_payroll=line.by_payroll, principal=terms.principal,
        disbursed_on=owned.row.opened_on, rate_ea=terms.rate_ea, mora_rate_ea=terms.mora_rate_ea,
        insurance_monthly=terms.insurance_monthly, method=terms.method,
        day_count=terms.day_count, every=terms.every, unit=Unit.MONTHS, grace=terms.grace,
        own_category=terms.category, category=terms.category,
        interest_paid_until=owned.row.opened_on,
    )  # fmt: skip


def _plan(owned: Owned, terms: LoanTerms, line: LoanLine) -> tuple[PlanRow, ...]:
    """The whole plan of the terms, from the first instalment. Raises the refusals of a plan."""
    assert terms.periods is not None
    new = NewLoan(
        member_id=owned.owner, line_id=line.id, modality=Modality(line.modality),
        by_payroll=line.by_payroll, principal=Money(terms.principal),
        disbursed_on=owned.row.opened_on, rate_ea=terms.rate_ea, mora_rate_ea=terms.mora_rate_ea,
        insurance_monthly=terms.insurance_monthly, method=terms.method,
        day_count=DayCount(terms.day_count), periods=terms.periods, every=terms.every,
        grace=terms.grace, first_due=terms.first_due, pay_day=terms.pay_day,
        first_days_min=(terms.first_due - owned.row.opened_on).days if terms.first_due else 1,
    )  # fmt: skip
    schedule, insurance = planned(new)
    starts = (owned.row.opened_on, *(one.due_date for one in schedule.instalments))
    return tuple(
        PlanRow(
            one.n, start, one.due_date, one.principal.amount, one.interest.amount, premium.amount,
            one.balance.amount,
        )
        for one, start, premium in zip(schedule.instalments, starts, insurance, strict=False)
    )  # fmt: skip


def _unlike(one: Arriving) -> Iterator[Fault]:
    """What the row says otherwise than the plan of its own terms."""
    terms, paid = one.terms, one.terms.paid
    left = one.rows[paid:]
    owed = sum((row.principal for row in left), Decimal(0))
    if paid and one.rows[paid - 1].due_on > one.on:
        yield Fault("cuotas_pagadas", str(paid), PAID_AHEAD)
    elif owed != terms.capital:
        advice = PLAN_SAYS.format(paid=paid, owed=f"{owed:f}")
        yield Fault("saldo_capital", f"{terms.capital:f}", advice)
    else:
        for column, advice in wrong(one.loan, left, one.told):
            yield Fault(column, told_value(one, column), advice)


def told_value(one: Arriving, column: str) -> str:
    """What the row said in the column of a contradiction."""
    values = {
        "interes_causado": one.terms.interest, "interes_en_suspenso": one.terms.suspended,
        "mora_por_pagar": one.terms.mora, "dias_mora": one.terms.days_late,
        "categoria": one.terms.category,
    }  # fmt: skip
    return str(values[column])


def _known(numbers: Sequence[str]) -> dict[str, There]:
    found = Loan.objects.filter(number__in=numbers).select_related("line", "brought")
    return {one.number: There(one.member_id, KIND, one.disbursed_on, one) for one in found}


def _changed(owned: Owned, there: There) -> list[Fault]:
    loan: Loan = there.stored
    terms: LoanTerms = owned.terms
    brought: BroughtLoan | None = getattr(loan, "brought", None)
    if brought is None:
        return changes(("numero_cuenta", loan.number, True))
    return changes(
        (CUT_OVER, str(owned.row.cut_over), brought.on != owned.row.cut_over),
        ("linea", terms.line, loan.line.code != terms.line),
        ("capital", str(terms.principal), loan.principal != terms.principal),
        ("saldo_capital", str(terms.capital), brought.capital != terms.capital),
        ("tasa_ea_pct", str(terms.rate_ea * 100), loan.rate_ea != terms.rate_ea),
        ("tasa_mora_ea_pct", str(terms.mora_rate_ea * 100),
         loan.mora_rate_ea != terms.mora_rate_ea),
        ("metodo", terms.method, loan.method != terms.method),
        ("base_dias", terms.day_count, loan.day_count != terms.day_count),
        ("cada_meses", str(terms.every), loan.every != terms.every),
        ("interes_causado", str(terms.interest), brought.interest != terms.interest),
        ("interes_en_suspenso", str(terms.suspended), brought.suspended != terms.suspended),
    )  # fmt: skip


def _cut_overs(since: date) -> set[date]:
    return set(BroughtLoan.objects.filter(on__gt=since).values_list("on", flat=True).distinct())


def kinds_of(at: datetime) -> Mapping[str, ProductRows]:
    """How loans are brought."""
    loans = _Loans(at)
    return {
        KIND: ProductRows(
            columns=COLUMNS, needs_cut_over=True, read=read_loan, known=_known, changed=_changed,
            write=loans.write, cut_overs=_cut_overs, notices=loans.notices,
        )
    }  # fmt: skip
