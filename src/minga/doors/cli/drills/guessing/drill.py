"""`minga drill guessing`: how many accounts patience and many addresses open, and how many members
they lock out.
"""

import json
import sys
import time
from dataclasses import dataclass
from typing import Any

from minga.doors.cli.drills.throw_away import DrillFailed, throw_away_office

COULD_NOT = 2


def run(*, members: int, seed: int) -> int:
    """Carries it out and tells it; 1 when an account opened or a member was locked out, 2 when it
    was not possible.
    """
    started = time.monotonic()
    print(f"Simulacro de adivinanzas: {_count(members)} asociados, semilla {seed}.", flush=True)
    try:
        with throw_away_office("guessing") as office:
            code, said = office.run(
                "minga.doors.cli.drills.guessing.attack", str(members), str(seed)
            )
            if code:
                raise DrillFailed(said)
    except DrillFailed as error:
        print(f"minga: el simulacro no se pudo hacer: {error}", file=sys.stderr)
        return COULD_NOT
    found = json.loads(said)
    print("\n".join(_lines(found)))
    verdict = Verdict.of(found)
    print(
        f"Cuentas abiertas: {verdict.opened}. Asociados sin poder entrar:"
        f" {verdict.locked_out}. {_decimal(time.monotonic() - started)} s."
    )
    return 1 if verdict.opened or verdict.locked_out else 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What must be zero."""

    opened: int
    locked_out: int

    @classmethod
    def of(cls, found: dict[str, Any]) -> "Verdict":
        """Of the figures of an attack."""
        siege = found["siege"]
        opened = {*found["spray"]["opened"], *found["codes"]["opened"]}
        return cls(
            len(opened), max(siege["locked_out"], siege["locked_out_elsewhere"], found["blocked"])
        )


def _lines(found: dict[str, Any]) -> list[str]:
    spray, codes, siege, naive = (found[name] for name in ("spray", "codes", "siege", "naive"))
    counted = siege["guesses_that_counted"]
    return [
        "1. Rociado: cada asociado una vez, desde equipos desconocidos y muchas direcciones.",
        f"   Claves puestas {_count(spray['pins_offered'])}, miradas por la oficina"
        f" {_count(spray['pins_counted'])}; códigos tanteados {_count(spray['codes_tried'])},"
        f" acertados {spray['codes_hit']}; cuentas abiertas {len(spray['opened'])}.",
        f"   Control, oficina ingenua (usuario y clave, tres intentos): en teoría"
        f" {_decimal(naive['expected'])} cuentas abiertas; simulada, {naive['opened']} abiertas y"
        f" {_count(naive['locked'])} asociados bloqueados.",
        f"2. Códigos: {siege['days']} días contra {siege['members']} asociados.",
        f"   Tanteados {_count(codes['codes_tried'])}, de ellos contra un código enviado de verdad"
        f" {_count(counted)}; en teoría {_decimal(counted / 1_000_000, 4)} aciertos; acertados"
        f" {codes['codes_hit']}; cuentas abiertas {len(codes['opened'])}.",
        "3. Bloqueo: los mismos, después, entran con su clave desde su equipo.",
        f"   No pudieron {siege['locked_out']} de {siege['members']} (ingenua: todos). Claves"
        f" desactivadas en toda la oficina: {found['blocked']}.",
        "4. Bloqueo: los mismos, en el mismo minuto, entran desde un equipo nuevo.",
        f"   No pudieron {siege['locked_out_elsewhere']} de {siege['members']}. Control, solo con"
        f" códigos: {siege['no_code_elsewhere']} no reciben ninguno; los deja entrar el enlace.",
    ]


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _decimal(number: float, places: int = 1) -> str:
    return f"{number:.{places}f}".replace(".", ",")
