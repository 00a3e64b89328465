"""What `minga access` says."""

from collections.abc import Iterator
from datetime import datetime

from minga.access.access_state import AccessState, Block
from minga.doors.web.history_words import history_row
from minga.doors.web.templatetags.money import day_short, hour

SHOWN = 8
DONE = {
    "unblock": "Listo: el asociado puede entrar con su clave. Le avisamos.",
    "reset": "Listo: el asociado debe registrarse otra vez con su correo. Le avisamos.",
}
REFUSED = {
    "reason_needed": "Escribe el motivo con --reason, en máximo 200 letras.",
    "no_such_member": "Ningún asociado tiene ese documento.",
    "nothing_to_unblock": "No hay nada que desbloquear. Mira «minga access status».",
    "not_registered": "El asociado no está registrado: ya puede registrarse.",
}
_WHY = {
    "failures_in_a_row": "varios intentos seguidos con la clave o la respuesta",
    "member": "lo pidió desde Seguridad",
    "link": "lo pidió con el enlace de un aviso",
}


def state_lines(state: AccessState) -> Iterator[str]:
    """The whole state, line by line."""
    yield f"Asociado:         {state.name}"
    yield f"Registrado:       {_since(state.registered_at)}"
    if state.resets:
        yield f"Registros antes:  {state.resets}"
    yield f"Clave cambiada:   {_when(state.pin_changed_at, 'nunca')}"
    yield f"Intentos malos:   {state.failures}"
    yield f"Clave bloqueada:  {_block(state.pin_block)}"
    yield f"Acceso bloqueado: {_block(state.access_block)}"
    yield f"Dinero retenido:  {_until(state.money_held_until)}"
    yield f"Último ingreso:   {_when(state.last_sign_in_at, 'nunca')}"
    yield f"Sesiones:         {state.sessions}"
    yield f"Llaves de acceso: {state.passkeys}"
    yield f"Equipos:          {len(state.browsers)}"
    for one in state.browsers:
        used = _when(one.last_used_at, "nunca")
        device = one.device or "Equipo sin nombre"
        yield f"  {device}, desde el {day_short(one.enrolled_at)}, último uso {used}"
    if state.last:
        yield "Lo último que pasó:"
    for entry in state.last[:SHOWN]:
        yield f"  {_when(entry.at, '')}  {history_row(entry).text}"


def _when(moment: datetime | None, otherwise: str) -> str:
    return f"{day_short(moment)}, {hour(moment)}".replace("\u00a0", " ") if moment else otherwise


def _since(moment: datetime | None) -> str:
    return f"sí, desde el {_when(moment, '')}" if moment else "no"


def _until(moment: datetime | None) -> str:
    return f"sí, hasta el {_when(moment, '')}" if moment else "no"


def _block(block: Block | None) -> str:
    if block is None:
        return "no"
    return f"sí, desde el {_when(block.at, '')}: {_WHY.get(block.why, block.why)}"
