"""How money comes and goes in a month of a Colombian household, shop or farm. Amounts in pesos."""

import calendar
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from minga.doors.cli.demo.names import MONTHS
from minga.doors.cli.demo.people import Living

INTEREST = "Intereses de tu ahorro"
QUOTA = "Cuota de aportes"
# Pesos a month: from, to. What a harvest or a shop brings moves around it.
INCOMES = {
    Living.SALARY: (1_800_000, 4_600_000), Living.PENSION: (1_760_000, 2_900_000),
    Living.HARVEST: (1_200_000, 2_600_000), Living.SHOP: (2_200_000, 5_200_000),
    Living.CHILD: (30_000, 90_000), Living.COMPANY: (14_000_000, 26_000_000),
}  # fmt: skip
MAIN_HARVEST, SECOND_HARVEST = {10, 11, 12}, {4, 5}  # coffee, in most of Antioquia


class Event(NamedTuple):
    """Money that wants to move that day; `cents` is None for the month's interest."""

    day: date
    text: str
    cents: int | None
    source: str | None
    target: str | None


class _Bill(NamedTuple):
    text: str
    day: int  # 0: any day
    times: int
    share: tuple[int, int]  # of the month's income, in thousandths: from, to
    often: int = 100  # months in a hundred


_HOUSEHOLD = (
    _Bill("Arriendo", 6, 1, (170, 190), 60),
    _Bill("Pago de energía", 11, 1, (30, 50)),
    _Bill("Pago de acueducto", 12, 1, (15, 30)),
    _Bill("Internet del hogar", 18, 1, (30, 31), 80),
    _Bill("Plan del celular", 20, 1, (15, 16)),
    _Bill("Mercado La Placita", 0, 4, (60, 110)),
    _Bill("Retiro en cajero", 0, 3, (60, 130)),
    _Bill("Droguería El Roble", 0, 1, (10, 40), 50),
    _Bill("Transferencia enviada", 0, 1, (50, 150), 90),
)
_FARM = (
    _Bill("Retiro en oficina", 0, 3, (80, 180)),
    _Bill("Abono e insumos agrícolas", 0, 1, (100, 250), 60),
    _Bill("Pago de energía", 14, 1, (30, 50)),
    _Bill("Mercado La Placita", 0, 2, (80, 140)),
    _Bill("Recarga de celular", 0, 1, (10, 20)),
)
_SHOP = (
    _Bill("Pago a proveedor", 0, 4, (100, 160)),
    _Bill("Arriendo del local", 5, 1, (140, 150)),
    _Bill("Pago de energía", 11, 1, (30, 60)),
    _Bill("Retiro en cajero", 0, 2, (50, 100)),
)
_COMPANY = (
    _Bill("Pago de nómina", 28, 1, (400, 450)),
    _Bill("Pago a proveedor", 0, 5, (50, 100)),
    _Bill("Aportes a seguridad social", 9, 1, (80, 90)),
)
BILLS = {
    Living.SALARY: _HOUSEHOLD, Living.PENSION: _HOUSEHOLD, Living.HARVEST: _FARM,
    Living.SHOP: _SHOP, Living.COMPANY: _COMPANY,
    Living.CHILD: (_Bill("Retiro en oficina", 0, 1, (300, 900), 25),),
}  # fmt: skip
# Month, day, what, thousandths of the income: what comes once a year.
_YEARLY = (
    (1, 22, "Útiles y matrícula", 140), (12, 20, "Compras de Navidad", 200),
)  # fmt: skip


def monthly_income(living: Living, chance: Random) -> int:
    """What they usually get in a month, in whole thousands of pesos."""
    return chance.randrange(*INCOMES[living], 1000)


def last_of(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def earn(living: Living, month: date, income: int, account: str, chance: Random) -> Iterator[Event]:
    """What comes in during a month."""
    for day, text, pesos in _EARNINGS[living](month, income, chance):
        yield Event(day, text, pesos * 100, None, account)


def spend(
    living: Living, month: date, income: int, account: str, chance: Random
) -> Iterator[Event]:
    """What wants to go out during a month."""
    for bill in BILLS[living]:
        for _ in range(bill.times):
            day = month.replace(day=bill.day) if bill.day else _some_day(month, chance)
            pesos = _part(income, chance.randrange(*bill.share))
            pesos = round(pesos, -4) if bill.text.startswith("Retiro") else pesos
            if _happens(bill.often, chance):
                yield Event(day, bill.text, pesos * 100, account, None)
    if living in {Living.SALARY, Living.PENSION}:
        for when, day_of_month, text, share in _YEARLY:
            if when == month.month:
                pesos = _part(_part(income, share), chance.randrange(600, 1200))
                yield Event(month.replace(day=day_of_month), text, pesos * 100, account, None)


_Earning = Iterator[tuple[date, str, int]]


def _salary(month: date, income: int, chance: Random) -> _Earning:
    name = MONTHS[month.month - 1]
    yield _working_day(month.replace(day=15)), f"Nómina {name}, primera quincena", income // 2
    yield _working_day(last_of(month)), f"Nómina {name}, segunda quincena", income // 2
    if month.month in {6, 12}:
        day = 30 if month.month == 6 else 18
        yield _working_day(month.replace(day=day)), f"Prima de {name}", income // 2
    if _happens(20, chance):
        yield (
            month.replace(day=chance.randrange(1, 29)),
            "Transferencia recibida",
            _part(income, 50),
        )


def _pension(month: date, income: int, chance: Random) -> _Earning:
    name = MONTHS[month.month - 1]
    yield _working_day(month.replace(day=26)), f"Mesada pensional {name}", income
    if month.month == 11:
        yield _working_day(month.replace(day=28)), "Mesada adicional", income
    if _happens(30, chance):
        yield (
            month.replace(day=chance.randrange(1, 29)),
            "Transferencia recibida",
            _part(income, 60),
        )


def _harvest(month: date, income: int, chance: Random) -> _Earning:
    if month.month in MAIN_HARVEST:
        times, text, share = 4, "Venta de café, cosecha principal", 550
    elif month.month in SECOND_HARVEST:
        times, text, share = 2, "Venta de café, mitaca", 450
    else:
        times, text, share = 1, "Venta de plátano", 300
    for _ in range(times):
        day = _some_day(month, chance)
        yield day, text, _part(_part(income, share), chance.randrange(700, 1300))


def _shop(month: date, income: int, chance: Random) -> _Earning:
    week_of = income * 3 // 8 if month.month == 12 else income // 4
    for week in range(4):
        day = month.replace(day=1 + 7 * week + chance.randrange(7))
        yield day, "Consignación de ventas", _part(week_of, chance.randrange(700, 1300))


def _child(month: date, income: int, chance: Random) -> _Earning:
    if _happens(80, chance):
        yield _some_day(month, chance), "Consignación en oficina", income
    if month.month == 12:
        yield month.replace(day=26), "Aguinaldo", income * 3


def _company(month: date, income: int, chance: Random) -> _Earning:
    for week in range(4):
        day = month.replace(day=2 + 6 * week)
        yield day, "Pago de cliente", _part(income // 4, chance.randrange(800, 1200))


_EARNINGS: dict[Living, Callable[[date, int, Random], _Earning]] = {
    Living.SALARY: _salary, Living.PENSION: _pension, Living.HARVEST: _harvest,
    Living.SHOP: _shop, Living.CHILD: _child, Living.COMPANY: _company,
}  # fmt: skip


def _some_day(month: date, chance: Random) -> date:
    return month.replace(day=chance.randrange(1, 29))


def _part(pesos: int, thousandths: int) -> int:
    return pesos * thousandths // 1000


def _happens(times_in_a_hundred: int, chance: Random) -> bool:
    return chance.randrange(100) < times_in_a_hundred


def _working_day(day: date) -> date:
    """Whoever pays on a weekend pays on Friday."""
    return day - timedelta(days=max(0, day.weekday() - 4))
