"""`minga audit`: proving the trail is what was written, and its signature to keep elsewhere."""

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from minga.doors.cli.office import database_ready
from minga.doors.cli.progress import Progress

if TYPE_CHECKING:
    from minga.audit.verify import AuditReport, Broken, KeptOutside

_KEPT = re.compile(
    rb"minga audit checkpoint 1\nseal (\d+) events \d+\nroot ([0-9a-f]{64})\nat \S+\n"
)
_SIGNED = re.compile(rb"\nsignature ([0-9a-f]{128})\s")
_WORDS = {
    "seal_missing": "falta el sello {seal}, y después hay otros",
    "seal_forged": "el sello {seal} no es el que se hizo: no sigue al anterior o dice otra cosa",
    "event_changed": "sello {seal}: el evento {event} fue cambiado",
    "event_deleted": "sello {seal}: borraron un evento antes del evento {event}",
    "event_inserted": "sello {seal}: el evento {event} fue metido después de sellar",
    "checkpoint_forged": "la firma del sello {seal} no es buena",
    "checkpoint_without_seal": "hay una firma del sello {seal} y el sello no está",
    "strange_key": "el sello {seal} está firmado con otra llave",
    "cut": "el sello {seal} no es el que guardaste por fuera, o ya no está: cortaron o rehicieron"
    " el registro",
}


class _Unusable(Exception):
    """A file that was given says nothing we can use; the message says what it should be."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`verify`, `checkpoint`, `public-key`, `seal`."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    verify = kinds.add_parser("verify", help="vuelve a calcular todo y dice lo primero que no da")
    verify.add_argument(
        "--public-key", type=Path, action="append", metavar="ARCHIVO", default=[],
        help="llave pública (PEM) de las firmas, guardada por fuera; puede ir varias veces"
        " (la de esta oficina)",
    )  # fmt: skip
    verify.add_argument(
        "--checkpoint", type=Path, metavar="ARCHIVO",
        help="una firma que guardaste por fuera («minga audit checkpoint»): debe seguir ahí",
    )  # fmt: skip
    kinds.add_parser("checkpoint", help="la última firma, para mandarla fuera de la oficina")
    kinds.add_parser("public-key", help="la llave pública de las firmas, para guardarla por fuera")
    kinds.add_parser("seal", help="sella ya lo que falte, sin esperar el minuto")


def run(arguments: argparse.Namespace) -> int:
    """1 when the trail does not prove, or there is none to show; 2 for a file of no use."""
    with database_ready():
        try:
            if arguments.what == "verify":
                return _verify(arguments.public_key, arguments.checkpoint)
        except _Unusable as error:
            print(f"minga: {error}", file=sys.stderr)
            return 2
        if arguments.what == "public-key":
            return _public_key()
        return _checkpoint() if arguments.what == "checkpoint" else _seal()


def _verify(key_files: list[Path], kept_file: Path | None) -> int:
    from minga.audit import signing
    from minga.audit.verify import verify

    keys = frozenset(_read_key(one) for one in key_files) or frozenset({signing.public_key()})
    kept = _read_kept(kept_file, keys) if kept_file else None
    with Progress("Revisando el registro", unit="sellos") as progress:
        report = verify(public_keys=keys, kept=kept, on_progress=progress.advance_to)
    return _tell(report)


def _tell(report: "AuditReport") -> int:
    print(
        f"{_count(report.seals)} sellos, {_count(report.events)} eventos sellados,"
        f" {_count(report.checkpoints)} firmas. Sin sellar todavía: {_count(report.unsealed)}."
    )
    if report.broken is not None:
        print(f"El registro NO es el que se selló: {_words(report.broken)}.")
        return 1
    print("El registro es el que se selló.")
    return 0


def _words(broken: "Broken") -> str:
    event = broken.event_id
    if event is None and broken.why == "event_deleted":
        return f"sello {broken.seal}: borraron eventos del final"
    return _WORDS[broken.why].format(seal=broken.seal, event=event)


def _read_key(file: Path) -> bytes:
    from minga.audit.signing import NotAPublicKey, read_public_key

    try:
        return read_public_key(_bytes(file))
    except NotAPublicKey:
        raise _Unusable(f"{file} no es una llave pública Ed25519 en PEM.") from None


def _read_kept(file: Path, keys: frozenset[bytes]) -> "KeptOutside":
    """A kept checkpoint counts only with its own good signature."""
    from minga.audit.signing import is_signed
    from minga.audit.verify import KeptOutside

    told = _bytes(file)
    kept, signed = _KEPT.search(told), _SIGNED.search(told)
    if kept is None or signed is None:
        raise _Unusable(f"{file} no es una firma de «minga audit checkpoint».")
    signature = bytes.fromhex(signed[1].decode())
    if not any(is_signed(kept[0], signature, key) for key in keys):
        raise _Unusable(f"la firma de {file} no es de esa llave.")
    return KeptOutside(int(kept[1]), bytes.fromhex(kept[2].decode()))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise _Unusable(f"no pude leer {file}.") from None


def _checkpoint() -> int:
    from minga.audit.queries import last_checkpoint

    newest = last_checkpoint()
    if newest is None:
        print("minga: todavía no hay nada sellado. Corre «minga audit seal».", file=sys.stderr)
        return 1
    print(newest.statement.decode(), end="")
    print(f"signature {newest.signature.hex()}")
    print(f"key {newest.public_key.hex()}")
    return 0


def _public_key() -> int:
    from minga.audit.signing import public_key_pem

    print(public_key_pem(), end="")
    return 0


def _seal() -> int:
    from minga.audit.seal import XactsWentBack, seal
    from minga.kit import clock

    try:
        print(f"Eventos sellados: {_count(seal(at=clock.now()))}.")
    except XactsWentBack as refusal:
        print(
            "minga: esta base de datos cuenta sus transacciones desde antes de lo sellado"
            f" ({refusal.sealed}). Restaura una copia base, o súbele la cuenta con pg_resetwal"
            " (docs/operations.md).",
            file=sys.stderr,
        )
        return 1
    return 0


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")
