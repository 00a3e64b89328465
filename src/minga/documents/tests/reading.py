"""Papers read as their readers' programs do: words in their order, what is said about them."""

import re
from io import BytesIO

from pypdf import PdfReader

from minga.documents.letterhead import Letterhead
from minga.documents.typeset import Pdf

LETTERHEAD = Letterhead(
    "Cooperativa de prueba", "604 555 0000", "https://prueba.coop/verificar/",
    nit="999.999.999-4", address="Calle 1 # 2-3", city="Ciudad de prueba",
)  # fmt: skip  # no such office


def read(pdf: Pdf | bytes | None) -> PdfReader:
    assert pdf is not None
    return PdfReader(BytesIO(pdf if isinstance(pdf, bytes) else pdf.body))


def words(pdf: Pdf | bytes | None) -> str:
    """All of it, in the order of reading, with plain spaces."""
    pages = (page.extract_text() for page in read(pdf).pages)
    return re.sub(r"[\s\u00a0]+", " ", " ".join(pages))


def in_order(text: str, *parts: str) -> bool:
    """Whether each part comes after the one before it."""
    place = 0
    for part in parts:
        found = text.find(part, place)
        assert found >= 0, f"{part!r} is not there, or comes too soon, in: {text}"
        place = found + len(part)
    return True
