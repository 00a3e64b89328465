"""Members from a file, all of them or none."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Unpack

from minga.audit.bring_file import bring
from minga.kit import clock
from minga.kit.csv_file import inspect
from minga.kit.import_report import ImportResult, Options
from minga.kit.import_rows import Fault, RowImport, read_cells
from minga.members import rules
from minga.members.models import Member

# The file's columns and the fields of a member they fill.
FIELDS = {
    "tipo_documento": "document_type",
    "numero_documento": "document_number",
    "nombres": "given_names",
    "apellidos": "surnames",
    "fecha_nacimiento": "birth_date",
    "correo": "email",
    "celular": "mobile",
    "municipio": "municipality",
    "direccion": "address",
    "fecha_vinculacion": "joined_on",
}
CHANGED = (
    "El asociado ya existe con otro dato aquí, y un archivo no lo cambia: "
    "escribe el que tiene Minga o quita la fila."
)


def import_members(*, path: Path, **options: Unpack[Options]) -> ImportResult:
    """Adds the members of a file that are not there yet. Raises UnreadableFile, ImportRunning.

    Every problem of every row is told to `on_problem`. With one, nothing is written, unless
    `skip_invalid`; with `dry_run` nothing is written either. Somebody who is there with the same
    data is `present`; with other data, refused: a file never changes who a member is, nor where
    the codes to get in are sent.
    """
    today = clock.business_date(options["at"])
    work = RowImport[Member](
        inspect(path, tuple(FIELDS)), options["on_problem"],
        read=lambda cells: _read(cells, today),
        identity=lambda member: (member.document_type, member.document_number),
        identity_column="numero_documento",
        write=_write,
    )  # fmt: skip
    return bring(work, "import_members", **options)


def _read(cells: dict[str, str], today: date) -> Member | list[Fault]:
    found, faults = read_cells(cells, _readers(cells["tipo_documento"].upper(), today))
    born, joined = found.get("fecha_nacimiento"), found.get("fecha_vinculacion")
    if born and joined and joined < born:
        advice = "Es anterior al nacimiento: revisa las dos fechas."
        faults.append(Fault("fecha_vinculacion", cells["fecha_vinculacion"], advice))
    return faults or Member(**{FIELDS[column]: value for column, value in found.items()})


def _readers(kind: str, today: date) -> dict[str, Callable[[str], Any]]:
    company = kind == "NIT"
    readers: dict[str, Callable[[str], Any]] = {
        "tipo_documento": rules.document_type,
        "numero_documento": lambda text: rules.document_number(kind, text),
        "nombres": rules.name,
        "apellidos": lambda text: "" if company and not text else rules.name(text),
        "fecha_nacimiento": lambda text: None if company and not text else rules.day(text, today),
        "correo": rules.email,
        "celular": rules.mobile,
        "municipio": rules.municipality,
        "direccion": rules.address,
        "fecha_vinculacion": lambda text: rules.day(text, today),
    }
    if kind not in rules.DOCUMENT_TYPES:
        del readers["numero_documento"]  # its shape is that of a type we do not know yet
    return readers


def _write(work: RowImport[Member]) -> int:
    numbers = [member.document_number for _, member in work.batch]
    known = {
        (one.document_type, one.document_number): one
        for one in Member.objects.filter(document_number__in=numbers)
    }
    new = []
    for row, member in work.batch:
        there = known.get((member.document_type, member.document_number))
        if there is None:
            new.append(member)
            continue
        changed = [
            Fault(column, str(getattr(member, name) or ""), CHANGED)
            for column, name in FIELDS.items()
            if getattr(there, name) != getattr(member, name)
        ]
        if changed:
            work.refuse(row, changed)
        else:
            work.result.present += 1
    Member.objects.bulk_create(new)
    return len(new)
