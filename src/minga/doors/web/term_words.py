"""What a refusal of a CDAT says: the field it belongs to, and what to do."""

from minga.doors.web.templatetags.money import cop, day_long
from minga.kit.parameters import MissingParameter
from minga.kit.refusal import Refusal
from minga.ledger.entry import InsufficientFunds
from minga.payments import cancel_term_deposit as exit_case
from minga.payments import undo_term_renewal as undo_case
from minga.payments.gmf_room import CostChanged
from minga.payments.held_deposit import UnknownDeposit
from minga.payments.open_term_deposit import PeriodDoesNotFit, QuoteChanged, UnknownSource
from minga.savings.instruct_term_deposit import DepositEnded, TooLateToInstruct
from minga.savings.least_balance import BelowLeastBalance
from minga.savings.rate_board import NoRateOnTheBoard
from minga.savings.term_terms import (
    AmountBelowMinimum,
    AmountTooLarge,
    PlanNotOffered,
    TermTooShort,
)


def refused(refusal: Refusal) -> tuple[str | None, str]:  # noqa: PLR0911, PLR0912 (a line each)
    """Field (None: the whole form) and sentence. Raises what no member caused."""
    match refusal:
        case AmountTooLarge():
            return "valor", "Escribe un valor menor."
        case AmountBelowMinimum():
            return "valor", f"Este CDAT se abre desde {cop(refusal.minimum)}."
        case TermTooShort():
            return "dias", f"Este CDAT es de {refusal.days_min} días o más."
        case NoRateOnTheBoard():
            return (
                "dias",
                "No hay tasa para ese valor y ese plazo. Prueba con más días o más valor.",
            )
        case PeriodDoesNotFit():
            return "cada", "Ese pago de intereses no cabe en el plazo. Elige «Al vencimiento»."
        case PlanNotOffered():
            return "plan", "Este CDAT ya no se ofrece. Elige otro."
        case UnknownSource():
            return "origen", "Elige una de tus cuentas de ahorros."
        case InsufficientFunds():
            return "valor", "Tu saldo no alcanza para el CDAT y su costo. Escribe un valor menor."
        case BelowLeastBalance():
            return "valor", f"En tu cuenta deben quedar {cop(refusal.least)}: es su saldo mínimo."
        case CostChanged() | QuoteChanged() | exit_case.ExitChanged() | undo_case.UndoChanged():
            return None, "Las condiciones cambiaron mientras revisabas. Míralas otra vez."
        case undo_case.RegretOver():
            return None, (
                f"El plazo para deshacer esta renovación terminó el {day_long(refusal.until)}. "
                "Puedes cancelar el CDAT antes de tiempo."
            )
        case undo_case.RegretNotSet():
            return None, (
                "Tu cooperativa no ha fijado un plazo para deshacer renovaciones. "
                "Puedes cancelar el CDAT antes de tiempo."
            )
        case undo_case.NothingToUndo():
            return None, "Este CDAT no es la renovación de otro."
        case exit_case.EarlyExitNotAllowed():
            return None, "Este CDAT no se puede cancelar antes de su vencimiento."
        case TooLateToInstruct():
            return None, (
                f"El último día para cambiarlo fue el {day_long(refusal.until)}. Hacemos lo que "
                "habías pedido."
            )
        case UnknownDeposit() | DepositEnded():
            return None, "Este CDAT ya terminó."
        case MissingParameter():
            return None, "Hoy no podemos calcularlo. Acércate a tu cooperativa."
    raise refusal
