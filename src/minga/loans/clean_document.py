"""A document that was uploaded, told by what it holds and made again without what acts."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

import pikepdf
from pikepdf import sanitize
from PIL import Image, ImageOps, UnidentifiedImageError

from minga.kit.refusal import Refusal

BYTES_MAX = 5 * 1024 * 1024
PIXELS_MAX = 40_000_000
PAGES_MAX = 60
SIDE_MAX = 3_000  # as kept: letters of an identity card are still read
QUALITY = 85
_PDF, _JPEG, _PNG = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


class DocumentTooLarge(Refusal):
    """More bytes, pixels or pages than are taken."""

    code = "document_too_large"


class DocumentNotTaken(Refusal):
    """It is neither PDF nor JPG nor PNG, it is damaged, or a password closes it."""

    code = "document_not_taken"


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """What is kept of an upload."""

    content: bytes
    content_type: str
    digest: bytes


def clean_document(content: bytes) -> CleanDocument:
    """The document made again: a picture from its pixels alone, a PDF without scripts, actions or
    attachments. Its name and the type it came with are not believed.

    Raises DocumentTooLarge and DocumentNotTaken.
    """
    if len(content) > BYTES_MAX:
        raise DocumentTooLarge(bytes=len(content))
    if content.startswith(_PDF):
        made, kind = _pdf(content), "application/pdf"
    elif content.startswith((_JPEG, _PNG)):
        made, kind = _picture(content), "image/jpeg"
    else:
        raise DocumentNotTaken
    return CleanDocument(made, kind, sha256(made).digest())


def _picture(content: bytes) -> bytes:
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            # The header says the size before a single pixel takes memory.
            if picture.width * picture.height > PIXELS_MAX:
                raise DocumentTooLarge(pixels=picture.width * picture.height)
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DocumentNotTaken from error
    upright.thumbnail((SIDE_MAX, SIDE_MAX))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    made = BytesIO()
    paper.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


def _pdf(content: bytes) -> bytes:
    made = BytesIO()
    try:
        with pikepdf.open(BytesIO(content)) as document:
            if document.is_encrypted:
                raise DocumentNotTaken
            if len(document.pages) > PAGES_MAX:
                raise DocumentTooLarge(pages=len(document.pages))
            _still(document)
            document.save(made, deterministic_id=True)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError) as error:
        raise DocumentNotTaken from error
    return made.getvalue()


def _still(document: pikepdf.Pdf) -> None:
    """Takes out whatever a reader could run, open, play or unpack; what is printed stays."""
    for clean in (
        sanitize.remove_javascript, sanitize.remove_external_access, sanitize.remove_attachments,
        sanitize.remove_multimedia, sanitize.remove_collection, sanitize.remove_private_app_data,
    ):  # fmt: skip
        clean(document)
    for name in ("/OpenAction", "/AA", "/Metadata"):
        if name in document.Root:
            del document.Root[name]
