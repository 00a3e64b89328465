"""Credits, CDAT and goals that the demo's members had when they came, worked out by the same rules.

Who has what depends on nobody's luck but theirs; the numbers depend on the demo's own day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise
from typing import NamedTuple

from minga.doors.cli.demo import offer
from minga.doors.cli.demo.people import Living, Person, account_number
from minga.kit.money import CENT, Money
from minga.kit.months import add_months
from minga.loans.due_dates import MONTHLY, due_dates
from minga.loans.import_lines import COLUMNS as LINE_COLUMNS
from minga.loans.period_rates import Effective
from minga.loans.plan import Terms, plan
from minga.loans.schedule import Instalment
from minga.savings.term_interest import interest

DAY = timedelta(days=1)
LINES = {row[0]: dict(zip(LINE_COLUMNS, map(str, row), strict=True)) for row in offer.LINES}
Row = dict[str, object]
# Days past due until which a loan is of the category, for consumo and microcrédito (B: 60).
UNTIL_A, SHARE_B = 30, Decimal("0.01")
GOALS = ("Viaje al mar", "Matrícula", "Techo nuevo", "La moto", "Quince años", "Cosecha")


class Lent(NamedTuple):
    """A credit: how long ago it was handed out, on which day, and how many instalments it lacks."""

    line: str
    pesos: int
    periods: int
    months_ago: int
    day: int
    late: int = 0


class Kept(NamedTuple):
    """A CDAT: how many of its days are gone."""

    pesos: int
    days: int
    gone: int
    at_end: str


# Those of the cast, by their place; the others have what luck gave them.
LENT = {0: Lent("LIBRE", 12_000_000, 36, 14, 12), 3: Lent("COSECHA", 6_000_000, 18, 7, 20, late=1)}
KEPT = {2: Kept(10_000_000, 180, 96, "RENOVAR_CAPITAL")}
SAVING = {4: 11}  # and for how many months


@dataclass(frozen=True, slots=True)
class Brought:
    """A product in mid-life: its row, and its movements as (day, text, side, cents, cents left)."""

    row: Row
    told: tuple[tuple[date, str, str, int, int], ...]

    @property
    def number(self) -> str:
        return str(self.row["numero_cuenta"])


def brought_of(person: Person, until: date) -> Iterator[Brought]:
    """The credits and CDAT of a person whose other system kept them until that day."""
    if not can_have(person):
        return
    lent = LENT.get(person.place) or _lent(person)
    if lent:
        yield _loan(person, lent, until)
    kept = KEPT.get(person.place) or _kept(person)
    if kept:
        yield _deposit(person, kept, until)


def can_have(person: Person) -> bool:
    """Grown-up people with an account; whoever was shown and is not named here has nothing more."""
    return bool(person.sight) and person.living not in {Living.CHILD, Living.COMPANY}


def _lent(person: Person) -> Lent | None:
    chance = person.chance("loan")
    if person.is_shown or chance.random() > 0.4:
        return None
    line = "COSECHA" if person.living is Living.HARVEST else chance.choice(("LIBRE", "EDUCACION"))
    most = int(LINES[line]["monto_max"]) // 200_000
    periods = chance.choice((12, 18, 24))
    months_ago = min(chance.randrange(2, periods - 1), person.member_days // 31 - 1)
    late = int(chance.random() < 0.15)
    if months_ago < 1 + late:
        return None
    pesos, day = chance.randrange(10, most) * 100_000, chance.randrange(1, 28)
    return Lent(line, pesos, periods, months_ago, day, late)


def _kept(person: Person) -> Kept | None:
    chance = person.chance("cdat")
    if person.is_shown or chance.random() > 0.1:
        return None
    days = chance.choice((90, 180, 360))
    gone = min(chance.randrange(5, days - 5), person.member_days - 1)
    at_end = chance.choice(("PAGAR", "RENOVAR_CAPITAL", "RENOVAR_TODO"))
    return Kept(chance.randrange(10, 100) * 100_000, days, gone, at_end)


def goal_of(person: Person, until: date) -> Row | None:
    """What a person saves for, with the quotas that were told up to that day."""
    months = SAVING.get(person.place)
    if months is None:
        chance = person.chance("goal")
        if person.is_shown or not can_have(person) or chance.random() > 0.08:
            return None
        months = min(chance.randrange(2, 14), person.member_days // 31 - 1)
        if months < 1:
            return None
    chance = person.chance("goal's end")
    opened = add_months(until.replace(day=1), -months)
    quota, periods = chance.choice((80_000, 100_000, 150_000)), 24
    return {
        **_whose(person), "producto": "AHORRO_CONTRACTUAL",
        "numero_cuenta": account_number("50", person.place, 0), "fecha_apertura": opened,
        "plan": "META", "nombre_meta": chance.choice(GOALS), "meta": quota * periods,
        "cuota": quota, "cada_meses": 1, "primera_cuota": opened.replace(day=8),
        "fecha_vencimiento": add_months(opened.replace(day=8), periods),
        "cuenta_debito": person.sight[0], "fecha_corte": until,
    }  # fmt: skip


def _loan(person: Person, lent: Lent, until: date) -> Brought:
    line = LINES[lent.line]
    opened = add_months(until.replace(day=1), -lent.months_ago).replace(day=lent.day)
    dates = due_dates(start=opened, periods=lent.periods, frequency=MONTHLY)
    rate = _decimal(line["tasa_ea_pct"]) / 100
    terms = Terms(principal=Money(Decimal(lent.pesos)), rate=Effective(rate), dates=dates)
    rows = plan(terms).instalments
    due = sum(one.due_date <= until for one in rows)
    paid, left = rows[: due - lent.late], rows[due - lent.late :]
    owed = Decimal(lent.pesos) - sum((one.principal.amount for one in paid), Decimal(0))
    days_late = max(0, (until - left[0].due_date).days)
    is_b = days_late > UNTIL_A
    row: Row = {
        **_whose(person), "producto": "CREDITO",
        "numero_cuenta": account_number("70", person.place, 0), "fecha_apertura": opened,
        "linea": lent.line, "capital": lent.pesos, "saldo_capital": owed,
        "tasa_ea_pct": line["tasa_ea_pct"], "tasa_mora_ea_pct": line["tasa_mora_ea_pct"],
        "seguro_mensual_pct": line["seguro_mensual_pct"], "cuotas": lent.periods,
        "cuotas_pagadas": len(paid), "interes_causado": _earned(left, dates[len(paid) :], until),
        "interes_pagado": sum((one.interest.amount for one in paid), Decimal(0)),
        "dias_mora": days_late, "categoria": "B" if is_b else "A",
        "deterioro": (owed * SHARE_B).quantize(CENT) if is_b else 0, "fecha_corte": until,
    }  # fmt: skip
    return Brought(row, tuple(_repaid(lent.pesos, opened, paid)))


def _repaid(
    pesos: int, opened: date, paid: Sequence[Instalment]
) -> Iterator[tuple[date, str, str, int, int]]:
    left = pesos * 100
    yield opened, "Desembolso de tu crédito", "D", left, left
    for one in paid:
        cents = int(one.principal.amount * 100)
        left -= cents
        yield one.due_date, "Abono a capital de tu cuota", "C", cents, left


def _earned(left: Iterable[Instalment], dates: Sequence[date], until: date) -> Decimal:
    """What the unpaid instalments have earned, each spread evenly over its days."""
    found = Decimal(0)
    for one, (start, due) in zip(left, pairwise(dates), strict=True):
        days = (due - start).days
        gone = min(days, max(0, (until - start).days + 1))
        found += one.interest.amount * gone / days
    return found.quantize(CENT, rounding=ROUND_DOWN)


def _deposit(person: Person, kept: Kept, until: date) -> Brought:
    opened = until - timedelta(days=kept.gone)
    rate = _board_rate(kept.pesos, kept.days)
    earned = interest(
        Money(Decimal(kept.pesos)), effective_annual=rate / 100, days=kept.gone + 1, base=365
    ).amount
    row: Row = {
        **_whose(person), "producto": "CDAT",
        "numero_cuenta": account_number("60", person.place, 0), "fecha_apertura": opened,
        "plan": "CDAT", "capital": kept.pesos, "plazo_dias": kept.days,
        "fecha_vencimiento": opened + timedelta(days=kept.days), "tasa_ea_pct": rate,
        "base_dias": 365, "cada_meses": 0, "interes_causado": earned, "al_vencer": kept.at_end,
        "cuenta_destino": person.sight[0], "fecha_corte": until,
    }  # fmt: skip
    cents = kept.pesos * 100
    return Brought(row, ((opened, "Apertura de tu CDAT", "C", cents, cents),))


def _board_rate(pesos: int, days: int) -> Decimal:
    rates = {
        (int(amount), int(since)): _decimal(str(rate))
        for _, _, amount, since, rate in offer.BOARD
        if int(amount) <= pesos and int(since) <= days
    }
    return rates[max(rates)]


def _whose(person: Person) -> Row:
    return {"tipo_documento": person.document_type, "numero_documento": person.document_number}


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
