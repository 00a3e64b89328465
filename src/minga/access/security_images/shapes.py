"""The small drawing kit of the security images: a palette and SVG primitives.

Everything is written with presentation attributes (`fill=`, `stroke=`): the office's content
security policy forbids `style`. The canvas is 96 x 96 and its centre is (48, 48).
"""

from dataclasses import dataclass
from math import cos, radians, sin

SAND, SKY, MINT = "#f5e6c8", "#cbe3f4", "#cfead6"
ROSE, LILAC = "#f9d9d0", "#e2d9f3"
NIGHT, DEEP, PLUM = "#2f4a80", "#1d6166", "#5c4280"

INK, CREAM, GREY = "#2a2d43", "#fffaf0", "#7d8797"
RED, SCARLET, WINE, PINK = "#d3423b", "#f2604c", "#9e2a2f", "#e8799f"
ORANGE, AMBER, TAN = "#ec7f22", "#f9c440", "#dba365"
BROWN, BARK = "#94592f", "#5b3524"
LIME, GREEN, FOREST = "#a5cf57", "#3d964e", "#22633c"
AQUA, BLUE, TEAL = "#9fd0f0", "#2c6cb4", "#19828a"
VIOLET, ORCHID = "#7046a8", "#cf5fae"


@dataclass(frozen=True, slots=True)
class Picture:
    """One pictogram: the tile's colour and the shapes on it, back to front."""

    tile: str
    shapes: tuple[str, ...]


def picture(tile: str, *shapes: str) -> Picture:
    """A picture of `shapes`, drawn in the order given, on a tile of colour `tile`."""
    return Picture(tile, shapes)


def num(value: float) -> str:
    """The shortest text for a coordinate, to a tenth of a unit."""
    return f"{value:.1f}".removesuffix(".0")


def path(d: str, fill: str, soften: float = 0) -> str:
    """A filled path; `soften` rounds its corners with an edge of that width, same colour."""
    edge = f' stroke="{fill}" stroke-width="{num(soften)}"' if soften else ""
    return f'<path fill="{fill}"{edge} d="{d}"/>'


def line(d: str, stroke: str, width: float) -> str:
    """An unfilled stroke with round ends along `d`."""
    return f'<path fill="none" stroke="{stroke}" stroke-width="{num(width)}" d="{d}"/>'


def circle(cx: float, cy: float, r: float, fill: str) -> str:
    """A filled disc."""
    return f'<circle fill="{fill}" cx="{num(cx)}" cy="{num(cy)}" r="{num(r)}"/>'


def ring(cx: float, cy: float, r: float, stroke: str, width: float) -> str:
    """A circle that is only its edge."""
    return (
        f'<circle fill="none" stroke="{stroke}" stroke-width="{num(width)}"'
        f' cx="{num(cx)}" cy="{num(cy)}" r="{num(r)}"/>'
    )


def oval(cx: float, cy: float, rx: float, ry: float, fill: str, turn: float = 0) -> str:
    """A filled ellipse, turned clockwise by `turn` degrees about its own centre."""
    turned = f' transform="rotate({num(turn)} {num(cx)} {num(cy)})"' if turn else ""
    return (
        f'<ellipse fill="{fill}" cx="{num(cx)}" cy="{num(cy)}"'
        f' rx="{num(rx)}" ry="{num(ry)}"{turned}/>'
    )


def box(x: float, y: float, w: float, h: float, fill: str, r: float = 0) -> str:
    """A filled rectangle with corners of radius `r`."""
    rounded = f' rx="{num(r)}"' if r else ""
    return (
        f'<rect fill="{fill}" x="{num(x)}" y="{num(y)}"'
        f' width="{num(w)}" height="{num(h)}"{rounded}/>'
    )


def turned(degrees: float, *shapes: str) -> str:
    """The shapes, turned clockwise about the centre of the canvas."""
    return f'<g transform="rotate({num(degrees)} 48 48)">{"".join(shapes)}</g>'


def both_sides(*shapes: str) -> str:
    """The shapes and their mirror image about the vertical middle of the canvas."""
    drawn = "".join(shapes)
    return f'{drawn}<g transform="matrix(-1 0 0 1 96 0)">{drawn}</g>'


def polar(cx: float, cy: float, r: float, degrees: float) -> str:
    """The point at distance `r` from (cx, cy); 0 degrees is up, and they grow clockwise."""
    angle = radians(degrees - 90)
    return f"{num(cx + r * cos(angle))} {num(cy + r * sin(angle))}"


def polygon(cx: float, cy: float, corners: list[tuple[float, float]]) -> str:
    """Path data of a closed polygon whose corners are (radius, degrees) about (cx, cy)."""
    return "M" + "L".join(polar(cx, cy, r, degrees) for r, degrees in corners) + "z"


def star(cx: float, cy: float, points: int, outer: float, inner: float) -> str:
    """Path data of a star with one point straight up."""
    step = 180 / points
    return polygon(cx, cy, [(inner if k % 2 else outer, k * step) for k in range(2 * points)])


def rays(cx: float, cy: float, count: int, near: float, far: float) -> str:
    """Path data of straight strokes leaving a centre like the spokes of a wheel."""
    turns = [360 * k / count for k in range(count)]
    return "".join(f"M{polar(cx, cy, near, t)}L{polar(cx, cy, far, t)}" for t in turns)


def petals(cx: float, cy: float, count: int, length: float, spread: float) -> str:
    """Path data of pointed petals that start at the centre; `spread` is half a petal's angle."""
    drawn = f"M{num(cx)} {num(cy)}"
    for k in range(count):
        t = 360 * k / count
        left = polar(cx, cy, length * 0.7, t - spread)
        right = polar(cx, cy, length * 0.7, t + spread)
        drawn += f"Q{left} {polar(cx, cy, length, t)}Q{right} {num(cx)} {num(cy)}"
    return drawn + "z"


def wedges(cx: float, cy: float, count: int, near: float, far: float, gap: float) -> str:
    """Path data of the segments of a cut citrus fruit, `gap` degrees apart."""
    half = 180 / count - gap / 2
    turns = [360 * k / count for k in range(count)]
    return "".join(
        f"M{polar(cx, cy, near, t)}L{polar(cx, cy, far, t - half)}"
        f"A{num(far)} {num(far)} 0 0 1 {polar(cx, cy, far, t + half)}z"
        for t in turns
    )
