"""Acts of two people in their own words: figures and refusals."""

from datetime import date

from minga.doors.web.templatetags.money import cop, day_long
from minga.kit.money import Money
from minga.kit.parameters import MissingParameter
from minga.kit.refusal import Refusal
from minga.ledger.entry import ClosedLedgerAccount, InsufficientFunds
from minga.loans.forgive_collection_cost import CostChanged, NothingToForgive
from minga.loans.pay_refusals import MoreThanDue, UnknownLoan
from minga.loans.write_off import LoanNotFound, NotBadEnough, WaitsForPlan
from minga.payments.pay_loan import AmountNotPositive, UnknownSource
from minga.savings.return_retention import (
    NothingKept,
    StatementDay,
    StatementMissing,
    UnknownDestination,
)
from minga.staff.acts import ActChanged, ActExpired, ActOver, ActsAlone
from minga.staff.queries import ActView
from minga.staff.refusals import OneselfConcerned, ReasonMissing

REFUSED = (
    ActChanged, ActExpired, ActOver, ActsAlone, AmountNotPositive, CostChanged, InsufficientFunds,
    ClosedLedgerAccount, LoanNotFound, MissingParameter, MoreThanDue, NotBadEnough, NothingKept,
    NothingToForgive, OneselfConcerned, ReasonMissing, StatementDay, StatementMissing,
    UnknownDestination, UnknownLoan, UnknownSource, WaitsForPlan,
)  # fmt: skip
_WORDS: dict[type[Refusal], tuple[str | None, str]] = {
    ActChanged: (None, "Lo propuesto o lo que debe cambió. Míralo otra vez."),
    ActExpired: (None, "La propuesta venció sin decisión. Que alguien proponga otra vez."),
    ActOver: (None, "Ya se decidió o hay otra propuesta. Mírala otra vez."),
    ActsAlone: (None, "Quien propone no decide: que decida otra persona."),
    AmountNotPositive: ("valor", "Escribe un valor mayor que cero."),
    ClosedLedgerAccount: (
        None,
        "Esa cuenta ya se cerró. Proponla a una que esté abierta.",
    ),
    CostChanged: (None, "Lo que se debe cambió. Míralo otra vez."),
    InsufficientFunds: (None, "La cuenta no tiene ese dinero disponible."),
    LoanNotFound: (None, "El crédito ya terminó."),
    NotBadEnough: (None, "Solo se castigan créditos en categoría E."),
    NothingKept: (None, "Ya no hay retención por devolver de ese producto."),
    NothingToForgive: (None, "Ese gasto ya no se debe."),
    OneselfConcerned: (None, "Nadie actúa sobre lo propio. Que lo haga otra persona."),
    StatementDay: (
        "fecha",
        "Revisa la fecha de la carta: no puede ser futura ni anterior al producto.",
    ),
    StatementMissing: ("carta", "Escribe cómo está archivada la carta, en máximo 60 letras."),
    UnknownDestination: ("cuenta", "Elige una cuenta de ahorros del asociado."),
    UnknownLoan: (None, "El crédito no está castigado."),
    UnknownSource: ("cuenta", "Elige una cuenta de ahorros del asociado."),
    WaitsForPlan: (None, "Falta traer sus cuotas: hazlo con «minga import schedule»."),
}
_FIGURES = {
    "number": "Crédito", "capital": "Capital", "interest": "Intereses por cobrar",
    "set_aside": "Deterioro ya constituido", "source": "Cuenta del asociado",
    "product": "Producto", "amount": "Valor", "paid_to": "Llega a la cuenta",
    "statement": "Carta del asociado", "stated_on": "Fecha de la carta",
}  # fmt: skip
_DAYS = {"stated_on"}
_MONEY = {"capital", "interest", "set_aside", "amount"}


def fault(refusal: Refusal, *, deciding: bool = False) -> tuple[str | None, str]:
    """The field it belongs to (None: the whole form) and what to do."""
    if isinstance(refusal, MoreThanDue):
        return "valor", f"Queda por recuperar {cop(refusal.limit)}. Escribe ese valor o menos."
    if isinstance(refusal, ReasonMissing):
        return (
            "mensaje" if deciding else "motivo", "Escribe el motivo con unas palabras."
        )  # fmt: skip
    if isinstance(refusal, MissingParameter):
        return None, f"Falta el valor legal «{refusal.details['key']}». Cárgalo con su fuente."
    belongs_to, words = _WORDS[type(refusal)]
    return None if deciding else belongs_to, words


def figures(act: ActView) -> list[tuple[str, str]]:
    """What is proposed, label by label."""
    return [
        (label, _written(key, act.payload[key]))
        for key, label in _FIGURES.items()
        if key in act.payload
    ]


def _written(key: str, value: str) -> str:
    if key in _DAYS:
        return day_long(date.fromisoformat(value))
    return cop(Money.of(value)) if key in _MONEY else value
