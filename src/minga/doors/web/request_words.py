"""A credit request in the member's words."""

from minga.doors.web.loan_words import OUTSIDE, outside
from minga.kit.refusal import Refusal
from minga.loans.attach_document import DocumentNotAsked
from minga.loans.clean_document import DocumentNotTaken, DocumentTooLarge
from minga.loans.fill_request import TooManyRequests
from minga.loans.lines import LineNotOffered
from minga.loans.models import RequestStep
from minga.loans.request_status import DRAFT

STATUS = {DRAFT: "Sin enviar", **{step.value: str(step.label) for step in RequestStep}}
NEXT = {
    DRAFT: "Complétala y envíala cuando quieras. Queda guardada.",
    RequestStep.SENT: "La tenemos. La vamos a estudiar y te avisamos.",
    RequestStep.COMPLETED: "Recibimos lo que faltaba. Seguimos estudiándola.",
    RequestStep.IN_ANALYSIS: "La estamos estudiando. Te avisamos.",
    RequestStep.RECOMMENDED: "La estamos estudiando. Te avisamos.",
    RequestStep.MISSING: "Completa lo que falta y envíala otra vez.",
    RequestStep.APPROVED: "Lee las condiciones y firma si estás de acuerdo.",
    RequestStep.REJECTED: "Puedes hacer otra solicitud cuando quieras.",
    RequestStep.WITHDRAWN: "No sigue adelante. Puedes hacer otra cuando quieras.",
    RequestStep.SIGNED: "Firmaste el pagaré.",
    RequestStep.DISBURSED: "El dinero ya está en tu cuenta.",
    RequestStep.EXPIRED: "No se firmó a tiempo. Pide a tu cooperativa que la renueve.",
}
# The same to whoever asked for it: nobody is «el asociado» in their own office.
OWN = STATUS | {
    RequestStep.COMPLETED: "Enviaste lo que faltaba",
    RequestStep.RECOMMENDED: "En estudio",
    RequestStep.WITHDRAWN: "La retiraste",
}
STORY = OWN | {RequestStep.MISSING: "Nos faltó algo"}
IN_A_FORM = (*OUTSIDE, LineNotOffered, TooManyRequests)
BAD_FILE = (DocumentTooLarge, DocumentNotTaken, DocumentNotAsked)


def fault(refusal: Refusal) -> tuple[str | None, str]:
    """The field it belongs to (None: the whole form) and what to do."""
    if isinstance(refusal, LineNotOffered):
        return "linea", "Esta línea ya no se ofrece. Elige otra."
    if isinstance(refusal, TooManyRequests):
        return None, "Ya tienes varias solicitudes en marcha. Termina o retira una."
    return outside(refusal)


def bad_file(refusal: Refusal) -> str:
    """What to do about a file that is not taken."""
    if isinstance(refusal, DocumentTooLarge):
        return "El archivo es muy grande. Elige uno de máximo 5 MB y 60 páginas."
    if isinstance(refusal, DocumentNotAsked):
        return "Este documento ya no hace falta."
    return "Elige un archivo PDF, JPG o PNG que abra bien y no tenga contraseña."
