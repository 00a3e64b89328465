"""Draws every security image and writes the svg files.

Run `python -m minga.access.security_images.draw` after changing a drawing.
"""

from pathlib import Path

from minga.access.security_images.drawings import PICTURES
from minga.access.security_images.shapes import Picture

FOLDER = Path(__file__).parent / "svg"

FILE_BYTES = 1536
"""Every file has exactly this length, so that its size tells nothing about what it shows."""

_OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"'
    ' stroke-linecap="round" stroke-linejoin="round">'
)


class PictureTooLargeError(ValueError):
    """A drawing does not fit in `FILE_BYTES`; draw it with fewer shapes."""


def render(picture: Picture) -> bytes:
    """The svg file of one picture: ASCII, exactly `FILE_BYTES` long, padded with spaces.

    Raises `PictureTooLargeError` when the drawing alone is longer than that.
    """
    tile = f'<rect fill="{picture.tile}" width="96" height="96" rx="20"/>'
    drawn = f"{_OPEN}{tile}{''.join(picture.shapes)}</svg>"
    if len(drawn) >= FILE_BYTES:
        raise PictureTooLargeError(f"{len(drawn)} of {FILE_BYTES - 1} characters")
    return (drawn.ljust(FILE_BYTES - 1) + "\n").encode("ascii")


def write_all(folder: Path = FOLDER) -> None:
    """Rewrite `folder` so that it holds every picture and no other svg file."""
    folder.mkdir(exist_ok=True)
    for stale in set(folder.glob("*.svg")) - {folder / f"{slug}.svg" for slug in PICTURES}:
        stale.unlink()
    for slug, picture in PICTURES.items():
        (folder / f"{slug}.svg").write_bytes(render(picture))


if __name__ == "__main__":
    write_all()
