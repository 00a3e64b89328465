"""`minga savings cpi`, `fund` and `revalue`: aportes grown by decision of the assembly."""

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from minga.doors.cli import quote_words
from minga.doors.cli.who import staff_actor

if TYPE_CHECKING:
    from minga.savings.revaluation_rules import Decision
    from minga.savings.revalue_aportes import Revaluation

FIRST_YEAR, LAST_YEAR = 1989, 2100  # Ley 79 is of December 1988
SAID = {
    "rate_not_positive": "la tasa es una fracción mayor que cero, con seis decimales: 0.03 es 3 %.",
    "act_missing": "escribe qué acta lo decidió, en 60 letras o menos.",
    "year_not_over": "el año {year} no ha terminado.",
    "act_out_of_time": "la asamblea se reúne después de {year}: revisa la fecha del acta.",
    "cpi_missing": "falta el IPC de {year} (parámetro {key}): escríbelo con «minga savings cpi».",
    "above_cpi": "la tasa no pasa del IPC de ese año, que fue {cap}.",
    "cpi_not_a_share": "escribe el IPC como fracción: 0.05 es 5 %.",
    "already_revalued": "{year} ya se revalorizó por {act}, al {rate}: no se hace dos veces.",
    "fund_too_small": "el fondo (3310) tiene {fund} y esto suma {total}. Lleva primero al fondo lo "
    "que la asamblea apartó de los excedentes, con «minga savings fund».",
    "nothing_set_apart": "escribe cuánto apartó la asamblea: más que cero.",
    "act_to_come": "la asamblea aún no se ha reunido: revisa la fecha del acta.",
    "key_reused": "esa acta ya llevó otro valor al fondo: revisa el acta y su fecha.",
    "nothing_to_revalue": "ninguna cuenta de aportes tenía saldo que llegue a un peso.",
}


def add_arguments(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`cpi`, `fund` and `revalue`."""
    fund = what.add_parser(
        "fund", help="lleva al fondo de revalorización lo que apartó la asamblea"
    )
    fund.add_argument("amount", type=quote_words.amount, metavar="PESOS")
    fund.add_argument("--act", required=True, help="número del acta")
    fund.add_argument("--act-date", type=quote_words.day, required=True, metavar="AAAA-MM-DD")
    cpi = what.add_parser("cpi", help="escribe el IPC de un año: el tope de la revalorización")
    cpi.add_argument("year", type=_year, metavar="AÑO")
    cpi.add_argument("rate", type=quote_words.rate, metavar="FRACCIÓN")
    cpi.add_argument("--source", required=True, help="dónde lo certifica el DANE")
    doing = what.add_parser("revalue", help="revaloriza los aportes: lo que decidió la asamblea")
    doing.add_argument(
        "--rate", type=quote_words.rate, required=True, help="fracción: 0.03 es 3 %%"
    )
    doing.add_argument("--act", required=True, help="número del acta")
    doing.add_argument("--act-date", type=quote_words.day, required=True, metavar="AAAA-MM-DD")
    doing.add_argument("--year", type=_year, required=True, help="el año que se revaloriza")
    doing.add_argument("--apply", action="store_true", help="la aplica; sin esto, solo la muestra")
    for one in (cpi, fund, doing):
        one.add_argument("--as", dest="staff", metavar="NOMBRE", help="quién lo hace")


def _year(text: str) -> int:
    found = quote_words.whole(text)
    if not FIRST_YEAR <= found <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"escribe un año, por ejemplo {FIRST_YEAR}")
    return found


def cpi(given: argparse.Namespace, at: datetime) -> None:
    """Writes a year's growth of prices down."""
    from minga.savings.revaluation_rules import set_cpi

    is_new = set_cpi(
        year=given.year, rate=given.rate, source=given.source, staff=staff_actor(given.staff),
        at=at,
    )  # fmt: skip
    print("Escrito." if is_new else "Ya estaba escrito.")


def fund(given: argparse.Namespace, at: datetime) -> None:
    """Brings what an assembly set apart into the fund."""
    from minga.savings.revaluation_fund import set_apart

    is_new = set_apart(
        amount=given.amount, act=given.act.strip(), act_date=given.act_date,
        staff=staff_actor(given.staff), at=at,
    )  # fmt: skip
    print("Llevado al fondo (3310)." if is_new else "Ya estaba en el fondo: no cambió nada.")


def revalue(given: argparse.Namespace, at: datetime) -> None:
    """Shows what the decision comes to; with `--apply`, posts it."""
    from minga.savings.revaluation_rules import Decision
    from minga.savings.revalue_aportes import quote_revaluation, revalue_aportes

    decision = Decision(given.rate, given.year, given.act.strip(), given.act_date)
    seen = quote_revaluation(decision=decision, at=at)
    _show(decision, seen)
    if seen.is_done:
        print("Ya estaba aplicada: no cambió nada.")
    elif not given.apply:
        print("No se escribió nada. Para aplicarla, repite la orden con --apply.")
    else:
        done = revalue_aportes(decision=decision, staff=staff_actor(given.staff), at=at)
        print(f"Aplicada: {quote_words.pesos(done.total)}. A cada asociado se le avisa.")


def _show(decision: "Decision", seen: "Revaluation") -> None:
    from minga.kit.spanish import day_long, percent

    print(f"{percent(decision.rate)} de lo que cada cuenta tenía el {day_long(decision.cut_off)}.")
    print(f"Lo decidió {decision.act}, del {day_long(decision.act_date)}.")
    print(f"Cuentas: {seen.accounts}, sobre {quote_words.pesos(seen.base)}.")
    print(f"Total: {quote_words.pesos(seen.total)}.")
    if seen.left_out:
        print(f"Sin revalorización, porque se cerraron después: {seen.left_out}.")
    if not seen.is_done:
        left = seen.fund - seen.total
        print(f"Fondo de revalorización (3310): {quote_words.pesos(seen.fund)}; queda en "
              f"{quote_words.pesos(left)}.")  # fmt: skip
        if left.amount < 0:
            print("Así no se puede aplicar: el fondo no queda en negativo.")
            print("Lleva primero al fondo lo que la asamblea apartó, con «minga savings fund».")
