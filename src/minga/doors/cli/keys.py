"""`minga keys`: the keys of PINs and answers: what there is, and new ones for old."""

import argparse
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from minga.access.pin_signer import KeyKind, KeyRefused, KeyState, SignerAway, SignerBusy
from minga.doors.cli.office import database_ready
from minga.doors.cli.signer_process import SignerFailed, signer_ready
from minga.kit.refusal import Refusal

if TYPE_CHECKING:
    from minga.access.sealed_records import SealedRow

ACTOR = "cli:keys"
LATE_S = 30.0  # longer than any request that sealed something before the new key was made
_KINDS = {KeyKind.OUTER: "exterior", KeyKind.INNER: "interior"}
_SAMPLE = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`status`, `rotate`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    what.add_parser("status", help="qué llaves hay, cuántos registros usa cada una y si abren")
    rotate = what.add_parser(
        "rotate", help="cambia la llave exterior; si un cambio quedó a medias, lo termina"
    )
    rotate.add_argument(
        "--outer", action="store_true", help="llave nueva aunque el cambio anterior siga a medias"
    )
    rotate.add_argument(
        "--inner",
        action="store_true",
        help="también una llave interior nueva: cada asociado pasa a ella cuando vuelve a ingresar",
    )
    rotate.add_argument(
        "--wait",
        type=float,
        default=LATE_S,
        metavar="SEGUNDOS",
        help=f"cuánto esperar a lo que estaba a medio guardar ({LATE_S:.0f})",
    )
    rotate.add_argument(
        "--forget-old",
        action="store_true",
        help="borra para siempre las llaves retiradas: las copias de seguridad que las usan "
        "dejan de servir para ingresar",
    )


def run(arguments: argparse.Namespace) -> int:
    """1 when nobody holds the keys, they may not be changed, or some record does not open."""
    try:
        with database_ready(), signer_ready():
            return _status() if arguments.what == "status" else _rotate(arguments)
    except SignerFailed:
        return 1
    except Refusal as refusal:
        print(f"minga: {_words(refusal)}", file=sys.stderr)
        return 1


def _status() -> int:
    from minga.access import sealed_records
    from minga.access.pin_signer import keeper

    states = keeper().key_states()
    for kind in KeyKind:
        named = sealed_records.counted(kind)
        for key in (one for one in states if one.kind == kind):
            print(_line(key, named.pop(key.number, 0)))
        for number, records in sorted(named.items()):
            lost = f"  {_KINDS[kind]:<9} {number:>3}  {'NO ESTÁ':<19}"
            print(f"{lost} {_count(records):>9} registros")
    checked, opened = _sample()
    print(f"Prueba: abren {opened} de {checked} registros.")
    return 0 if checked == opened else 1


def _line(key: KeyState, records: int) -> str:
    state = "retirada" if key.is_retired else "en uso"
    since = f"{key.since:%Y-%m-%d}"
    kind = _KINDS[key.kind]
    return f"  {kind:<9} {key.number:>3}  {state:<8} {since} {_count(records):>9} registros"


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _sample() -> tuple[int, int]:
    """How many of a few records of each place were tried, and how many open."""
    from minga.access import sealed_records
    from minga.access.pin_signer import keeper

    rows = sealed_records.sample(_SAMPLE)
    opened = keeper().rewrap([(row.member_id, row.sealed) for row in rows])
    return len(rows), sum(record is not None for record in opened)


def _rotate(arguments: argparse.Namespace) -> int:
    from minga.access.pin_signer import keeper
    from minga.access.rotate_keys import forget_retired, rotate_keys
    from minga.kit import clock

    def wait(seconds: float) -> None:
        print(f"Espero {seconds:.0f} s a lo que estuviera a medio guardar…", flush=True)
        time.sleep(seconds)

    done = rotate_keys(
        keeper=keeper(),
        actor=ACTOR,
        at=clock.now(),
        wait=wait,
        late_s=arguments.wait,
        new_outer=arguments.outer,
        new_inner=arguments.inner,
        tell=lambda count: print(f"  {_count(count)} registros", flush=True),
    )
    print(f"Llave exterior en uso: {done.newest}. Registros cambiados: {_count(done.wrapped)}.")
    for kind, number in done.retired:
        print(f"Llave {_KINDS[kind]} {number}: retirada. Ningún registro la usa.")
    if done.broken:
        _tell_broken(done.broken)
        return 1
    if arguments.forget_old:
        for key in forget_retired(keeper=keeper(), actor=ACTOR, at=clock.now()):
            print(f"Llave {_KINDS[key.kind]} {key.number}: borrada.")
    print("Guarda una copia nueva de las llaves, aparte de la copia de la base de datos.")
    return 0


def _tell_broken(broken: "Sequence[SealedRow]") -> None:
    print(
        f"minga: {len(broken)} registros no abren; la llave anterior sigue en uso. Esas personas "
        "deben recuperar su clave o sus preguntas; después corre «minga keys rotate» otra vez.",
        file=sys.stderr,
    )
    for row in broken[:20]:
        print(f"  {row.place.name} {row.pk}", file=sys.stderr)


def _words(refusal: Refusal) -> str:
    if isinstance(refusal, SignerAway):
        return "el firmador no contesta. Lo ya cambiado queda; corre la orden de nuevo."
    if isinstance(refusal, SignerBusy):
        return "el firmador está ocupado: corre la orden de nuevo en un momento."
    if isinstance(refusal, KeyRefused):
        return (
            "el firmador no te deja cambiar llaves: hazlo como el usuario dueño de las llaves, "
            "como root o como quien diga MINGA_SIGNER_ADMINS."
        )
    return "ya hay un cambio de llaves en marcha."
