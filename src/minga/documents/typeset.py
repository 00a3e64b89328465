"""From facts to a PDF: tagged, archivable (PDF/A-2a, PDF/UA-1), in Spanish, equal bytes for equal
facts.

Typst reads only the folder of our layouts; data reach it as JSON and are text there, never markup.
No layout may name a package: typst would look for it outside.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from minga.kit.clock import BOGOTA

HERE = Path(__file__).parent
LAYOUTS = HERE / "layouts"
ARCHIVE = ("a-2a", "ua-1")
# A PDF/A-2 may carry no file that is not one itself; a PDF/A-3 may.
ARCHIVE_WITH_FILES = ("a-3a", "ua-1")
LARGE, REMEMBERED = 100_000, 10


@dataclass(frozen=True, slots=True)
class Pdf:
    """A paper ready to be handed over."""

    filename: str
    body: bytes


def typeset(
    layout: str, data: Mapping[str, Any], *, on: date, standards: Sequence[str] = ARCHIVE
) -> bytes:
    """The PDF of `layouts/<layout>.typ` with those data, dated that day.

    Letters that our fonts do not have are drawn with typst's own. Those that nobody has would keep
    the PDF from the archive's standards: it comes without them, for a member's name is no error.
    """
    try:
        return _compiled(layout, data, on, standards)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _compiled(layout, data, on, ())


def _compiled(layout: str, data: Mapping[str, Any], on: date, standards: Sequence[str]) -> bytes:
    arguments: dict[str, Any] = {"pdf_standards": list(standards)}
    body: bytes = typst.compile(
        LAYOUTS / f"{layout}.typ",
        root=LAYOUTS,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        timestamp=int(datetime.combine(on, time(), BOGOTA).timestamp()),
        **arguments,
    )
    if len(body) > LARGE:
        _forget()
    return body


def _forget() -> None:
    """Typst keeps what it worked out for its last ten compilations, some 30 MB for a plan of 360
    instalments; compiling nothing as often makes room."""
    for _ in range(REMEMBERED + 1):
        typst.compile(b"", font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[HERE / "fonts"]
    )
