"""`minga drill enumeration`: whether pages or time tell a member from nobody."""

import json
import math
import sys
import time
from typing import Any

from minga.doors.cli.drills.throw_away import DrillFailed, throw_away_office

COULD_NOT, UNNOTICED = 2, 3
AUC_MAX = 0.55
BY_CHANCE = 3  # standard deviations of a coin's area: few pairs prove little


def run(*, pairs: int, seed: int) -> int:
    """Carries it out and tells it; 1 when members can be told, 2 when it was not possible, 3 when
    the planted leak went unnoticed.
    """
    started = time.monotonic()
    print(f"Simulacro de enumeración: {pairs} parejas por formulario, semilla {seed}.", flush=True)
    try:
        with throw_away_office("enumeration") as office:
            code, said = office.run(
                "minga.doors.cli.drills.enumeration.ask_everybody", str(pairs), str(seed)
            )
            if code:
                raise DrillFailed(said)
    except DrillFailed as error:
        print(f"minga: el simulacro no se pudo hacer: {error}", file=sys.stderr)
        return COULD_NOT
    *figures, control = json.loads(said)
    for one in figures:
        print(_line(one))
    print(f"{_line(control)} (con 2 ms de más para los que existen)")
    print(f"{time.monotonic() - started:.0f} s.")
    return verdict(figures, control)


def verdict(figures: list[dict[str, Any]], control: dict[str, Any]) -> int:
    """What the figures come to, and says so."""
    told = [one["way"] for one in figures if one["different"] or one["auc"] > limit(one["pairs"])]
    if told:
        print(f"Se distingue quién es asociado en: {', '.join(told)}.")
        return 1
    if control["auc"] <= limit(control["pairs"]):
        print("El control NO se notó: en este equipo, así de ocupado, el tiempo no prueba nada.")
        return UNNOTICED
    print("Nada distingue a un asociado de nadie, y el control sí se notó.")
    return 0


def limit(pairs: int) -> float:
    """The area that is still a coin's: 0.55, and more where so few pairs reach it by chance."""
    return max(AUC_MAX, 0.5 + BY_CHANCE * math.sqrt((2 * pairs + 1) / 12) / pairs)


def _line(one: dict[str, Any]) -> str:
    auc = f"{one['auc']:.3f}".replace(".", ",")
    return f"  {one['way']}: {one['pairs']} parejas, {one['different']} distintas, AUC {auc}"
