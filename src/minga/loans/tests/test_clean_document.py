"""Uploads: believed for what they hold, made again, and nothing in them acts."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image

from minga.loans import clean_document as cleaning
from minga.loans.clean_document import DocumentNotTaken, DocumentTooLarge, clean_document
from minga.loans.tests.requests_cast import picture


def pdf(pages: int = 1, script: bool = False, **saved: Any) -> bytes:
    made, document = BytesIO(), pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if script:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        document.Root.OpenAction = document.make_indirect(action)
        document.attachments["virus.exe"] = b"MZ"
    document.save(made, **saved)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_made_again_from_its_pixels(kind: str) -> None:
    hidden = picture(kind) + b"<script>alert(1)</script>"
    clean = clean_document(hidden)
    assert clean.content_type == "image/jpeg"
    assert b"script" not in clean.content
    with Image.open(BytesIO(clean.content)) as made:
        assert made.size == (60, 40)


def test_where_a_picture_was_taken_is_forgotten() -> None:
    made, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (9, 9)).save(made, "JPEG", exif=exif)
    assert b"secret place" in made.getvalue()
    assert b"secret place" not in clean_document(made.getvalue()).content


def test_a_large_picture_is_kept_smaller() -> None:
    with Image.open(BytesIO(clean_document(picture(size=(4000, 100))).content)) as made:
        assert made.size == (3000, 75)


def test_refuses_a_picture_of_too_many_pixels_before_it_takes_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cleaning, "PIXELS_MAX", 60 * 40 - 1)
    with pytest.raises(DocumentTooLarge):
        clean_document(picture())


def test_a_pdf_keeps_its_pages_and_loses_what_acts() -> None:
    clean = clean_document(pdf(3, script=True))
    assert clean.content_type == "application/pdf"
    assert b"JavaScript" not in clean.content
    with pikepdf.open(BytesIO(clean.content)) as made:
        assert len(made.pages) == 3
        assert "/OpenAction" not in made.Root
        assert len(made.attachments) == 0


def test_refuses_a_pdf_behind_a_password_or_of_too_many_pages() -> None:
    for closed in (pikepdf.Encryption(owner="a", user="b"), pikepdf.Encryption(owner="a", user="")):
        with pytest.raises(DocumentNotTaken):
            clean_document(pdf(encryption=closed))
    with pytest.raises(DocumentTooLarge):
        clean_document(pdf(61))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ...",
        b"<html>",
        b"GIF89a",
        picture("PNG")[:40],
        b"%PDF-1.7 nothing",
        b"\xff\xd8\xff",
    ],
)
def test_refuses_what_is_no_document(content: bytes) -> None:
    with pytest.raises(DocumentNotTaken):
        clean_document(content)


def test_refuses_more_than_five_megabytes() -> None:
    with pytest.raises(DocumentTooLarge):
        clean_document(b"%PDF-" + b"0" * cleaning.BYTES_MAX)
