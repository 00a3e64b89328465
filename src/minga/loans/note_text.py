"""The words of the promissory note (pagaré); a lawyer of the cooperative reads them first."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Template

from minga.kit.money import Money
from minga.loans.allocate import Part
from minga.loans.book_loan import NewLoan
from minga.loans.collection import Stage
from minga.loans.plan import Method
from minga.loans.plan_cost import PlanCost

_TEMPLATE = Path(__file__).parent / "texts" / "pagare.txt"
CLAUSES = 11
METHODS = {
    Method.FRENCH: "cuota fija",
    Method.EQUAL_PRINCIPAL: "abono constante a capital",
    Method.BULLET: "intereses periódicos y capital al vencimiento",
}
PARTS = {
    Part.INSURANCE: "el seguro",
    Part.COLLECTION: "los costos de cobranza",
    Part.MORA: "los intereses de mora",
    Part.INTEREST: "los intereses corrientes",
    Part.CAPITAL: "el capital",
}


def note_text(
    *,
    number: str,
    debtor: str,
    document: str,
    cooperative: str,
    nit: str,
    line: str,
    new: NewLoan,
    pays_to: str,
    conditions: str,
    cost: PlanCost,
    codebtors: Sequence[str],
    collection: Sequence[Stage],
    employer: str,
    order: Sequence[Part],
) -> str:
    """The note with every figure of the contract, the plan row by row. `codebtors`: how each is
    named, with their signature. `nit`: the creditor's, empty where nobody said it. `employer`: who
    takes the instalments from wages, if anybody. `order`: what a payment covers first."""
    instalments = cost.instalments
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        number=number, debtor=debtor, document=document, cooperative=cooperative, line=line,
        creditor=f"{cooperative}, con NIT {nit}," if nit else cooperative,
        day=day(new.disbursed_on), amount=pesos(new.principal), rate=percent(new.rate_ea),
        mora=percent(new.mora_rate_ea), insurance=percent(new.insurance_monthly),
        periods=new.periods, method=METHODS[new.method], day_count=new.day_count,
        first_due=day(instalments[0].due_on), last_due=day(instalments[-1].due_on),
        grace=when_paid(new.grace), interest=pesos(cost.interest), premiums=pesos(cost.insurance),
        total=pesos(cost.total), cost_ea=percent(cost.cost_ea), pays_to=pays_to,
        conditions=conditions or "Ninguna.", collection=_collection(collection),
        order=_order(order),
        more=_more(_payroll(employer, cooperative), _codebtors(codebtors)),
        plan="\n".join(
            f"{one.n}. {day(one.due_on)}: {pesos(one.total)} (capital {pesos(one.principal)}, "
            f"intereses {pesos(one.interest)}, seguro {pesos(one.insurance)}). "
            f"Saldo {pesos(one.balance)}."
            for one in instalments
        ),
    )  # fmt: skip


def pesos(value: Money) -> str:
    """«$ 1.284.530», centavos only when they are not zero."""
    units, cents = f"{value.amount:,.2f}".split(".")
    return f"$ {units.replace(',', '.')}" + ("" if cents == "00" else f",{cents}")


def percent(rate: Decimal) -> str:
    """«19,5 %»."""
    return f"{rate * 100:.4f}".rstrip("0").rstrip(".").replace(".", ",") + " %"


def day(value: date) -> str:
    """«23/11/2026»."""
    return f"{value:%d/%m/%Y}"


def _order(parts: Sequence[Part]) -> str:
    """«primero el seguro, después …, y por último el capital»."""
    first, second, *others, last = [PARTS[one] for one in parts]
    return f"primero {first}, después {', '.join([second, *others])} y por último {last}"


def _collection(stages: Sequence[Stage]) -> str:
    if not stages:
        return " No se cobran costos de cobranza."
    said = "; ".join(
        f"desde {one.days} días de mora, {one.name}, {pesos(one.amount)}" for one in stages
    )
    return f" Pago los costos de cobranza, cada uno una sola vez hasta estar al día: {said}."


def _more(*clauses: str) -> str:
    """Clauses that only some notes have, numbered after the others."""
    said = [clause for clause in clauses if clause]
    return "".join(f"\n\n{n}. {clause}" for n, clause in enumerate(said, start=CLAUSES + 1))


def _payroll(employer: str, cooperative: str) -> str:
    if not employer:
        return ""
    return (
        f"Libranza. Autorizo a {employer} a descontar cada cuota de mi salario y a girarla a "
        f"{cooperative}, dentro del límite de la Ley 1527 de 2012: siempre debo recibir la parte "
        "de mi pago neto que esa ley protege. Si no me descuentan, pago yo."
    )


def _codebtors(named: Sequence[str]) -> str:
    if not named:
        return ""
    return f"Codeudores. Deben conmigo, solidariamente y por el todo: {'; '.join(named)}."


def when_paid(grace: int, pay_day: int | None = None) -> str:
    """Sentences about the day of the month and the instalments of grace, a space before each."""
    said = f" Se paga el día {pay_day} de cada mes." if pay_day else ""
    if not grace:
        return said
    first = "En la primera cuota" if grace == 1 else f"En las primeras {grace} cuotas"
    return f"{said} {first} se pagan intereses y seguro, y nada de capital."
