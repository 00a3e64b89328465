"""Codebtors in the members' words."""

from minga.kit.parameters import MissingParameter
from minga.kit.refusal import Refusal
from minga.loans.codebtor_queries import Stage
from minga.loans.codebtors import CodebtorState
from minga.loans.name_codebtor import (
    CodebtorIsDebtor,
    CodebtorNamedTwice,
    CodebtorNotAPerson,
    TooManyCodebtors,
)

STATES = {
    CodebtorState.WAITING: "Aún no responde",
    CodebtorState.EXPIRED: "No respondió a tiempo",
    CodebtorState.ACCEPTED: "Aceptó",
}
STAGES = {
    Stage.OPEN: "Te piden ser codeudor. Lee y responde.",
    Stage.DECLINED: "Dijiste que no. Nadie se lo dice a quien te lo pidió.",
    Stage.EXPIRED: "Se venció el plazo para responder.",
    Stage.ACCEPTED: "Aceptaste ser codeudor. La solicitud está en marcha.",
    Stage.TO_SIGN: "El crédito fue aprobado. Lee y firma tu obligación.",
    Stage.SIGNED: "Firmaste. Falta que firme quien recibe el crédito.",
    Stage.OWING: "Eres codeudor de este crédito.",
    Stage.WRITTEN_OFF: "No se pagó y tu cooperativa lo castigó: todavía se debe y respondes por él."
    " Habla con tu cooperativa.",
    Stage.PAID: "El crédito se terminó de pagar. Ya no respondes por él.",
    Stage.OVER: "Ya no te necesitan como codeudor en esta solicitud.",
}
NAMING = (
    CodebtorIsDebtor, CodebtorNamedTwice, CodebtorNotAPerson, TooManyCodebtors, MissingParameter,
)  # fmt: skip
_NAMING: dict[type[Refusal], tuple[str | None, str]] = {
    CodebtorIsDebtor: ("numero", "Escribe el documento de otra persona: este es el tuyo."),
    CodebtorNamedTwice: ("numero", "Ya nombraste este documento. Escribe otro."),
    CodebtorNotAPerson: ("tipo_documento", "Elige el tipo de documento."),
    TooManyCodebtors: (None, "Ya nombraste a varias personas. Acércate a tu cooperativa."),
    MissingParameter: (None, "Hoy no podemos guardarlo. Acércate a tu cooperativa."),
}


def naming_fault(refusal: Refusal) -> tuple[str | None, str]:
    """The field a refusal belongs to (None: the whole form) and what to do."""
    return _NAMING[type(refusal)]
