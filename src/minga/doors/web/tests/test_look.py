"""The look keeps its promises: contrast, one dark theme, known icons, nothing inline, few bytes."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[1]
STATIC = WEB / "static" / "minga"
CSS = (STATIC / "css" / "base.css").read_text()
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
FIRST_VIEW = [
    "css/base.css", "fonts/minga-sans.woff2", "icons/sprite.svg", "img/art.svg",
    "js/head.js", "js/office.js", "favicon.svg",
]  # fmt: skip
PAGE_BYTES_MAX = 8 * 1024
FIRST_VIEW_BYTES_MAX = 60 * 1024
# Text token, and the grounds it is written on: 7:1 is the project's promise (WCAG AAA).
TEXT_ON = {
    "text": "paper card field tint sand", "text-2": "paper card tint sand",
    "link": "paper card sand",
    "brand": "paper card tint", "on-brand": "brand brand-hover", "on-panel": "panel",
    "error": "error-tint paper", "success": "success-tint paper", "warning": "warning-tint",
}  # fmt: skip
EDGE_ON = {"border": "paper field card"}  # control borders: 3:1
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.I)


def tokens(selector: str) -> dict[str, str]:
    """The colours that one `:root` block of the style sheet sets."""
    block = CSS[CSS.index(selector + " {") :].partition("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", block))


LIGHT = tokens(":root")
DARK = tokens(":root[data-theme=dark]")


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb, by WCAG 2.2."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, by WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def weak_pairs(theme: dict[str, str], pairs: dict[str, str], ratio: float) -> list[str]:
    """The pairs of a theme that fall short of a ratio."""
    return [
        f"{ink} on {ground}"
        for ink, grounds in pairs.items()
        for ground in grounds.split()
        if contrast(theme[ink], theme[ground]) < ratio
    ]


@pytest.mark.parametrize("theme", [LIGHT, LIGHT | DARK], ids=["light", "dark"])
def test_text_stands_out_seven_to_one_and_controls_three_to_one(theme: dict[str, str]) -> None:
    assert weak_pairs(theme, TEXT_ON, 7) == []
    assert weak_pairs(theme, EDGE_ON, 3) == []


def test_a_weaker_grey_would_be_noticed() -> None:
    assert "text-2 on paper" in weak_pairs(LIGHT | {"text-2": "#6b6b6b"}, TEXT_ON, 7)


def test_the_chosen_dark_theme_is_the_system_dark_theme() -> None:
    assert tokens(":root:not([data-theme=light])") == DARK
    assert DARK["text"] != LIGHT["text"]


def unknown_icons(source: str) -> set[str]:
    """Icons that a template's text names and the sprite lacks, choices of `if` included."""
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons/sprite.svg").read_text()))
    named = re.findall(r"sprite\.svg' %}#(.*?)\"/>", source)
    named += re.findall(r'\b(?:icon|kind)="([\w-]+)"', source)
    words = re.sub(r"{%.*?%}|{{.*?}}", " ", " ".join(named)).split()
    return set(words) - sprite


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_icon_that_a_template_names_is_in_the_sprite(path: Path) -> None:
    assert unknown_icons(path.read_text()) == set()


def test_an_unknown_icon_would_be_noticed() -> None:
    assert unknown_icons("sprite.svg' %}#{% if a %}home{% else %}nope{% endif %}\"/>") == {"nope"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_writes_nothing_inline(path: Path) -> None:
    assert not INLINE.search(path.read_text())


@pytest.mark.parametrize("text", ['<p style="a">', '<b onclick="a">', "<script>a</script>"])
def test_inline_code_would_be_noticed(text: str) -> None:
    assert INLINE.search(text)


def first_view_bytes(page_bytes: int) -> int:
    """What a first visit fetches, nothing compressed."""
    return page_bytes + sum((STATIC / name).stat().st_size for name in FIRST_VIEW)


def test_the_first_view_stays_light_even_uncompressed() -> None:
    assert first_view_bytes(PAGE_BYTES_MAX) <= FIRST_VIEW_BYTES_MAX


def test_a_heavier_page_would_be_noticed() -> None:
    assert first_view_bytes(PAGE_BYTES_MAX + 8 * 1024) > FIRST_VIEW_BYTES_MAX
