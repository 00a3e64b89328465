"""Files of members for tests, here and in the rooms above."""

from pathlib import Path
from typing import Any

from minga.kit.tests.import_files import Brought, bring, csv_text
from minga.members.import_members import FIELDS, import_members

ANA = {
    "tipo_documento": "CC", "numero_documento": "1900100200", "nombres": "Ana Lucía",
    "apellidos": "Peña Muñoz", "fecha_nacimiento": "1980-05-17", "correo": "ana@example.com",
    "celular": "3991234567", "municipio": "05001", "direccion": "CL 10 # 20-30",
    "fecha_vinculacion": "2015-02-01",
}  # fmt: skip
LUIS = ANA | {"numero_documento": "1900100300", "nombres": "Luis", "correo": "", "celular": ""}
MILL = ANA | {
    "tipo_documento": "NIT", "numero_documento": "999900001-4", "nombres": "Trilladora El Roble",
    "apellidos": "", "fecha_nacimiento": "",
}  # fmt: skip


def bring_members(folder: Path, *rows: dict[str, str], **options: Any) -> Brought:
    """Writes these members in a file and imports it."""
    path = folder / "members.csv"
    path.write_text(csv_text(tuple(FIELDS), rows), encoding="utf-8")
    return bring(import_members, path, **options)
