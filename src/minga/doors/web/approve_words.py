"""What the page of an approval says about what goes wrong."""

from minga.access.approval_queries import ApprovalPage, Step
from minga.access.approvals import (
    AlreadyApproved,
    ApprovalExpired,
    ApprovalUsed,
    ApprovalVoided,
    NoContact,
    PasskeyNeeded,
    PinFirst,
)
from minga.access.code_limits import ResendTooSoon, TooManyCodes
from minga.access.codes import CodeExpired, CodeSpent, WrongCode
from minga.access.pin_again import PinNeeded, SignInAgain
from minga.access.pin_gate import PinWaits, WrongPin
from minga.doors.web.access_words import words
from minga.kit.refusal import Refusal
from minga.notices import rules

# What the page itself tells when it is read again.
MOVED_ON = (
    AlreadyApproved, ApprovalExpired, ApprovalUsed, ApprovalVoided, NoContact, PasskeyNeeded,
    PinFirst, PinNeeded, PinWaits, SignInAgain,
)  # fmt: skip
IN_A_FORM = (WrongPin, WrongCode, CodeSpent, CodeExpired, ResendTooSoon, TooManyCodes)
_AGAIN = "No hicimos nada. Empieza otra vez."
_VOIDED = {
    "wrong_pins": f"Usaste todos los intentos de la clave. {_AGAIN}",
    "asked_again": "Empezaste esto mismo otra vez en otra página. Sigue en esa.",
    "blocked": f"Bloqueaste tu acceso. {_AGAIN}",
    "changed": f"Algo cambió y ya no es lo que aprobaste. {_AGAIN}",
}


def closed(refusal: Refusal) -> str:
    """Why nothing can be approved here any more, and what to do."""
    if isinstance(refusal, ApprovalUsed):
        return "Ya aprobaste esto y quedó hecho."
    if isinstance(refusal, ApprovalVoided):
        return _VOIDED[refusal.why]
    return f"Pasó mucho tiempo. {_AGAIN}"


def fault(refusal: Refusal, page: ApprovalPage) -> tuple[str | None, str]:
    """The field a refusal belongs to, and its sentence."""
    if isinstance(refusal, ResendTooSoon | TooManyCodes):
        return None, words(refusal)
    return "clave" if page.step == Step.PIN else "codigo", words(refusal)


def sent_to(page: ApprovalPage) -> str:
    """Where the code went, as its owner recognises it; empty when none went out."""
    if not page.code_to:
        return ""
    if page.code_channel == "sms":
        return f"tu celular {rules.mask_mobile(page.code_to)}"
    return f"tu correo {rules.mask_email(page.code_to)}"
