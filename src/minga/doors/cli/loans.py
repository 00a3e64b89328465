"""`minga loans`: requests of credit, studied by one person and decided by another."""

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from minga.doors.cli import office, payroll, quote_words
from minga.doors.cli.loan_words import said, tell_one, tell_row
from minga.doors.cli.who import staff_actor
from minga.kit import clock
from minga.kit.refusal import Refusal

if TYPE_CHECKING:
    from minga.loans.request_queries import RequestView

METHODS = ("french", "equal-principal", "bullet")
MODALITIES = ("CONSUMO", "VIVIENDA", "MICROCREDITO", "COMERCIAL")
REFUSED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`requests`, `show`, `ask-missing`, `propose`, `decide`, `renew`, `payroll-…`, `usury`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    what.add_parser("requests", help="solicitudes que esperan a la cooperativa").add_argument(
        "--all", action="store_true", help="también las que ya terminaron"
    )
    what.add_parser("show", help="una solicitud completa").add_argument(
        "number", metavar="RADICADO"
    )
    asking = _of_one(what, "ask-missing", "devuelve la solicitud y dice qué falta")
    asking.add_argument("said", metavar="QUÉ_FALTA", help="lo que leerá el asociado")
    proposing = _of_one(what, "propose", "propone prestar; otra persona decide")
    proposing.add_argument("--amount", type=quote_words.amount, help="valor, si no es el pedido")
    proposing.add_argument("--periods", type=quote_words.whole, help="cuotas, si no las pedidas")
    proposing.add_argument("--method", choices=METHODS, help="forma de pago, si no la pedida")
    proposing.add_argument(
        "--grace",
        type=int,
        choices=range(1201),
        metavar="N",
        help="cuotas de gracia, si no las pedidas",
    )
    proposing.add_argument(
        "--pay-day",
        type=int,
        choices=range(1, 32),
        metavar="DÍA",
        help="día del mes, si no el pedido",
    )
    proposing.add_argument("--conditions", default="", help="condiciones especiales del pagaré")
    deciding = _of_one(what, "decide", "aprueba o niega lo que otra persona propuso")
    answer = deciding.add_mutually_exclusive_group(required=True)
    answer.add_argument("--approve", action="store_true", help="aprueba")
    answer.add_argument("--reject", action="store_true", help="niega")
    deciding.add_argument("--why", default="", help="lo que leerá el asociado")
    _of_one(what, "renew", "renueva una oferta que nadie firmó a tiempo")
    payroll.add_arguments(what, _month, _as)
    usury = what.add_parser("usury", help="carga la tasa de usura certificada de un mes")
    usury.add_argument("modality", choices=MODALITIES)
    usury.add_argument("month", type=_month, metavar="AAAA-MM")
    usury.add_argument("rate", type=_per_cent, metavar="TASA_PCT", help="por ejemplo 28,79")
    usury.add_argument("--source", required=True, help="resolución y fecha de la certificación")
    _as(usury)


def run(arguments: argparse.Namespace) -> int:
    """1 when it is refused, with the reason."""
    with office.database_ready():
        at = clock.now()
        try:
            return _ACTIONS[arguments.what](arguments, at) or 0
        except Refusal as refusal:
            print(f"minga loans: {said(refusal)}", file=sys.stderr)
            return REFUSED


def _requests(given: argparse.Namespace, at: datetime) -> None:
    from minga.loans.request_queries import sent_requests
    from minga.loans.request_status import STUDIED

    found = sent_requests(at, () if given.all else tuple(STUDIED))
    for one in found:
        print(tell_row(one))
    if not found:
        print("No hay solicitudes que esperen.")


def _show(given: argparse.Namespace, at: datetime) -> None:
    from minga.loans.open_request import UnknownRequest
    from minga.loans.request_queries import request_numbered

    found = request_numbered(given.number, at)
    if found is None or found.is_draft:
        raise UnknownRequest
    print(tell_one(found))


def _ask_missing(given: argparse.Namespace, at: datetime) -> None:
    from minga.loans.decide_request import ask_missing

    ask_missing(
        request_id=_found(given, at).id, staff=staff_actor(given.staff), what=given.said, at=at
    )
    print("Se le avisó al asociado.")


def _propose(given: argparse.Namespace, at: datetime) -> None:
    from minga.loans.decide_request import Proposal, propose
    from minga.loans.plan import Method

    found = _found(given, at)
    proposal = Proposal(
        amount=found.amount if given.amount is None else given.amount,
        periods=found.periods if given.periods is None else given.periods,
        method=Method(given.method or found.method),
        conditions=given.conditions,
        grace=given.grace,
        pay_day=given.pay_day,
    )
    propose(request_id=found.id, staff=staff_actor(given.staff), proposal=proposal, at=at)
    print("Propuesta escrita. Otra persona la decide con «minga loans decide».")


def _decide(given: argparse.Namespace, at: datetime) -> None:
    from minga.loans.decide_request import decide

    found = _found(given, at)
    decide(
        request_id=found.id, staff=staff_actor(given.staff), approve=given.approve, why=given.why,
        seen=found.proposal_digest, at=at,
    )  # fmt: skip
    print("Aprobada: el asociado puede firmar." if given.approve else "Negada. Se le avisó.")


def _renew(given: argparse.Namespace, at: datetime) -> None:
    from minga.loans.renew_offer import renew_offer

    renew_offer(request_id=_found(given, at).id, staff=staff_actor(given.staff), at=at)
    print("Renovada: el asociado puede firmar. Se le avisó.")


def _usury(given: argparse.Namespace, at: datetime) -> None:
    from minga.loans.load_cap import load_cap
    from minga.loans.models import Modality

    is_new = load_cap(
        modality=Modality(given.modality), month=given.month, rate=given.rate,
        source=given.source, staff=staff_actor(given.staff), at=at,
    )  # fmt: skip
    print("Tasa cargada." if is_new else "Esa tasa ya estaba cargada.")


def _settle(given: argparse.Namespace, at: datetime) -> None:
    payroll.settle(given, at, staff_actor(given.staff))


_ACTIONS: dict[str, Callable[[argparse.Namespace, datetime], int | None]] = {
    "payroll-list": payroll.list_month, "payroll-collect": payroll.collect,
    "payroll-settle": _settle, "payroll-owed": payroll.tell_owed,
    "requests": _requests, "show": _show, "ask-missing": _ask_missing, "propose": _propose,
    "decide": _decide, "renew": _renew, "usury": _usury,
}  # fmt: skip


def _found(given: argparse.Namespace, at: datetime) -> "RequestView":
    from minga.loans.open_request import UnknownRequest
    from minga.loans.request_queries import request_numbered

    found = request_numbered(given.number, at)
    if found is None:
        raise UnknownRequest
    return found


def _of_one(
    what: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str
) -> argparse.ArgumentParser:
    parser = what.add_parser(name, help=words)
    parser.add_argument("number", metavar="RADICADO")
    _as(parser)
    return parser


def _as(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as",
        dest="staff",
        metavar="NOMBRE",
        help="quién lo hace: nombre o documento (el usuario del equipo)",
    )


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"escribe {text!r} como AAAA-MM") from error


def _per_cent(text: str) -> Decimal:
    from minga.kit import cells

    try:
        return cells.rate(text)
    except cells.BadValue as error:
        raise argparse.ArgumentTypeError(str(error)) from error
