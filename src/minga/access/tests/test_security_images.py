"""The security images: enough of them, alike from outside, and safe to serve."""

import re
import shutil
import unicodedata
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest

from minga.access.security_images import draw
from minga.access.security_images.catalog import BY_SLUG, SECURITY_IMAGES, image_bytes
from minga.access.security_images.drawings import PICTURES
from minga.access.security_images.shapes import SKY, path, picture

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {SVG + name for name in ("svg", "g", "path", "circle", "ellipse", "rect")}
SIZES = {"viewBox", "width", "height", "x", "y", "rx", "ry", "cx", "cy", "r", "d", "transform"}
PAINT = {"fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"}
SLUGS = [image.slug for image in SECURITY_IMAGES]

each_slug = pytest.mark.parametrize("slug", SLUGS)


def lengths(folder: Path) -> set[int]:
    """The different lengths, in bytes, of the svg files in `folder`."""
    return {file.stat().st_size for file in folder.glob("*.svg")}


def foreign_parts(svg: bytes) -> set[str]:
    """Elements, attributes and text that a plain drawing has no use for."""
    found: set[str] = set()
    for element in ElementTree.fromstring(svg).iter():
        found |= {element.tag} - SHAPES
        found |= set(element.keys()) - SIZES - PAINT
        found |= {text for text in (element.text, element.tail) if text and text.strip()}
    return found


def test_there_are_at_least_sixty_four_images() -> None:
    assert len(SECURITY_IMAGES) >= 64


def test_slugs_and_alts_are_unique() -> None:
    assert len(BY_SLUG) == len(SECURITY_IMAGES)
    assert len({image.alt for image in SECURITY_IMAGES}) == len(SECURITY_IMAGES)


def test_each_slug_is_its_alt_in_ascii_kebab_case() -> None:
    for image in SECURITY_IMAGES:
        plain = unicodedata.normalize("NFD", image.alt).encode("ascii", "ignore").decode()
        assert image.slug == plain.replace(" ", "-")


def test_the_order_of_the_catalog_never_changes() -> None:
    assert sha256(" ".join(SLUGS).encode()).hexdigest()[:16] == "b24df1e88ca68859"


def test_the_catalog_the_drawings_and_the_folder_name_the_same_images() -> None:
    on_disk = {file.stem for file in draw.FOLDER.glob("*.svg")}
    assert set(SLUGS) == set(PICTURES) == on_disk


@each_slug
def test_the_file_on_disk_is_what_the_generator_draws(slug: str) -> None:
    assert image_bytes(slug) == draw.render(PICTURES[slug])


def test_no_two_drawings_are_equal() -> None:
    assert len({drawn.shapes for drawn in PICTURES.values()}) == len(PICTURES)


def test_every_file_has_the_same_length() -> None:
    assert lengths(draw.FOLDER) == {draw.FILE_BYTES}


def test_the_length_check_notices_one_trimmed_file(tmp_path: Path) -> None:
    shutil.copytree(draw.FOLDER, tmp_path, dirs_exist_ok=True)
    assert len(lengths(tmp_path)) == 1
    trimmed = tmp_path / "sol.svg"
    trimmed.write_bytes(trimmed.read_bytes().rstrip())
    assert len(lengths(tmp_path)) == 2


@each_slug
def test_a_drawing_has_only_plain_shapes(slug: str) -> None:
    assert foreign_parts(image_bytes(slug)) == set()


@pytest.mark.parametrize(
    "planted",
    [
        '<text x="1" y="1"/>',
        "<script/>",
        "<style/>",
        "<title>sol</title>",
        '<use href="#a"/>',
        '<path style="fill:red"/>',
        '<path onclick="a()"/>',
        "<g>sol</g>",
    ],
)
def test_the_plain_shapes_check_notices_a_planted_part(planted: str) -> None:
    svg = image_bytes("sol").replace(b"</svg>", planted.encode() + b"</svg>")
    assert foreign_parts(svg)


@each_slug
def test_a_drawing_does_not_name_itself(slug: str) -> None:
    assert slug not in image_bytes(slug).decode("ascii")


@each_slug
def test_a_drawing_uses_at_most_three_colours_on_its_tile(slug: str) -> None:
    drawn = PICTURES[slug]
    colours = set(re.findall("#[0-9a-f]{6}", "".join(drawn.shapes)))
    assert len(colours - {drawn.tile}) <= 3


def test_refuses_a_slug_that_is_not_in_the_catalog() -> None:
    with pytest.raises(KeyError):
        image_bytes("../svg/sol")


def test_refuses_to_render_a_drawing_that_does_not_fit() -> None:
    with pytest.raises(draw.PictureTooLargeError):
        draw.render(picture(SKY, path("M0 0" * draw.FILE_BYTES, SKY)))


def test_writing_replaces_stale_files(tmp_path: Path) -> None:
    (tmp_path / "viejo.svg").write_text("<svg/>")
    draw.write_all(tmp_path)
    assert {file.stem for file in tmp_path.glob("*.svg")} == set(PICTURES)
