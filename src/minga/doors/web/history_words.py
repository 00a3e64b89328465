"""What happened to a member's access, in their words."""

from dataclasses import dataclass
from datetime import datetime

from minga.access.history import HistoryEntry

_DONE = {
    "enter_pin": "Entraste",
    "answer_question": "Entraste",
    "renew_pin": "Cambiaste tu clave y entraste",
    "sign_in_passkey": "Entraste con una llave de acceso",
    "sign_out": "Saliste",
    "registered": "Te registraste",
    "enrol_browser": "Registraste un equipo",
    "forget_browser": "Quitaste un equipo",
    "close_session": "Cerraste una sesión",
    "change_pin": "Cambiaste tu clave",
    "change_questions": "Cambiaste tus preguntas",
    "questions_changed": "Recuperaste tus preguntas",
    "change_strip": "Cambiaste tu imagen o tu frase",
    "pin_recovered": "Recuperaste tu clave",
    "add_passkey": "Agregaste una llave de acceso",
    "rename_passkey": "Cambiaste el nombre de una llave",
    "remove_passkey": "Quitaste una llave de acceso",
    "block_access": "Bloqueaste tu acceso",
    "unblock_access": "La cooperativa quitó el bloqueo de tu acceso",
    "reset_access": "La cooperativa borró tu acceso anterior",
}
_REFUSED = {
    "wrong_pin": "Clave equivocada",
    "pin_waits": "Clave equivocada, con espera",
    "pin_disabled": "Clave bloqueada por varios intentos",
    "browser_revoked": "Equipo olvidado por varios intentos",
    "wrong_answer": "Respuesta equivocada",
    "answers_spent": "Respuesta equivocada, sin más intentos",
}


@dataclass(frozen=True)
class HistoryRow:
    """One line of the history; `is_wrong` when it may have been somebody else."""

    at: datetime
    text: str
    is_wrong: bool


def history_row(entry: HistoryEntry) -> HistoryRow:
    """«Entraste desde Chrome en Android»."""
    wrong = entry.result != "done"
    text = _REFUSED[entry.result] if wrong else _DONE[entry.action]
    return HistoryRow(entry.at, f"{text} desde {entry.device}" if entry.device else text, wrong)
