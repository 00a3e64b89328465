"""`minga savings`: requests for accounts, and figures of the bylaws that aportes follow."""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from minga.doors.cli import aportes, office, quote_words
from minga.doors.cli.who import staff_actor
from minga.kit import clock
from minga.kit.money import Money
from minga.kit.refusal import Refusal

REFUSED = 1


_SAID = {
    "minimum_negative": "escribe cero o más pesos.",
    "cover_not_positive": "escribe más de cero pesos.",
    "figure_already_set": "desde ese día ya rige {value}, y no se cambia: escribe otro día.",
    "unknown_account_request": "ninguna solicitud tiene ese radicado.",
    "account_request_over": "esa solicitud ya se respondió o la retiraron.",
    "answer_missing": "escribe con --why por qué no: el asociado lo lee.",
    "answer_too_long": "escribe máximo {most} letras en --why.",
    "oneself_concerned": "nadie responde lo que pide: que lo haga otra persona.",
    **aportes.SAID,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`requests`, `decide`, `irreducible`, `insurance-cover`, `cpi`, `fund`, `revalue`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    what.add_parser("requests", help="solicitudes de cuentas que esperan respuesta")
    deciding = what.add_parser("decide", help="abre la cuenta que pidieron, o la niega")
    deciding.add_argument("number", metavar="RADICADO")
    answer = deciding.add_mutually_exclusive_group(required=True)
    answer.add_argument("--open", action="store_true", help="la abre, vacía")
    answer.add_argument("--reject", action="store_true", help="la niega")
    deciding.add_argument("--why", default="", help="lo que leerá el asociado")
    minimum = what.add_parser(
        "irreducible", help="escribe cuánto suman los aportes mínimos no reducibles"
    )
    _figure(minimum, "artículo de los estatutos o acta")
    cover = what.add_parser(
        "insurance-cover", help="escribe cuánto cubre a cada persona el seguro de depósitos"
    )
    _figure(cover, "norma o comunicado de Fogacoop")
    aportes.add_arguments(what)
    for one in (deciding, minimum, cover):
        one.add_argument("--as", dest="staff", metavar="NOMBRE", help="quién lo hace")


def _figure(parser: argparse.ArgumentParser, source: str) -> None:
    parser.add_argument("amount", type=quote_words.amount, metavar="PESOS")
    parser.add_argument(
        "--from", dest="since", type=date.fromisoformat, required=True, metavar="AAAA-MM-DD",
        help="desde qué día rige",
    )  # fmt: skip
    parser.add_argument("--source", required=True, help=source)


def run(arguments: argparse.Namespace) -> int:
    """1 when it is refused, with the reason."""
    with office.database_ready():
        try:
            _ACTIONS[arguments.what](arguments, clock.now())
        except Refusal as refusal:
            if refusal.code not in _SAID:
                raise
            said = _SAID[refusal.code].format(**_in_words(refusal.details))
            print(f"minga savings: {said}", file=sys.stderr)
            return REFUSED
    return 0


def _in_words(details: Mapping[str, Any]) -> dict[str, Any]:
    """Amounts as people write them."""
    return {
        name: quote_words.pesos(value) if isinstance(value, Money) else value
        for name, value in details.items()
    }


def _requests(given: argparse.Namespace, at: datetime) -> None:
    from minga.savings.account_request_queries import account_requests_waiting

    del given, at
    found = account_requests_waiting()
    for one in found:
        since = clock.business_date(one.asked_at)
        print(f"{one.number}  {since}  {one.plan_name:<28} {one.member_name}")
    if not found:
        print("No hay solicitudes que esperen.")


def _decide(given: argparse.Namespace, at: datetime) -> None:
    from minga.savings.account_requests import decide_account_request

    opened = decide_account_request(
        number=given.number, staff=staff_actor(given.staff), opens=given.open, why=given.why, at=at
    )
    print("Abierta: el asociado ya la ve." if opened else "Negada: el asociado lo ve.")


def _irreducible(given: argparse.Namespace, at: datetime) -> None:
    from minga.savings.irreducible import set_irreducible_minimum

    is_new = set_irreducible_minimum(
        amount=given.amount,
        since=given.since,
        source=given.source,
        staff=staff_actor(given.staff),
        at=at,
    )
    print("Escrito: el próximo cierre lo lleva a los libros." if is_new else "Ya estaba escrito.")


def _insurance_cover(given: argparse.Namespace, at: datetime) -> None:
    from minga.savings.deposit_insurance import set_insurance_cover

    is_new = set_insurance_cover(
        amount=given.amount,
        since=given.since,
        source=given.source,
        staff=staff_actor(given.staff),
        at=at,
    )
    print("Escrito: el aviso ya lo dice." if is_new else "Ya estaba escrito.")


_ACTIONS: dict[str, Callable[[argparse.Namespace, datetime], None]] = {
    "requests": _requests, "decide": _decide, "irreducible": _irreducible,
    "insurance-cover": _insurance_cover,
    "cpi": aportes.cpi, "fund": aportes.fund, "revalue": aportes.revalue,
}  # fmt: skip
