"""Tools, toys and music."""

from minga.access.security_images.shapes import (
    AMBER,
    BARK,
    BROWN,
    CREAM,
    DEEP,
    GREY,
    INK,
    MINT,
    ORANGE,
    PINK,
    RED,
    SAND,
    SKY,
    Picture,
    circle,
    line,
    oval,
    path,
    picture,
    polar,
    polygon,
    ring,
    turned,
)


def _ball_patches() -> str:
    """The dark pentagons of a football: one in the middle and five on the rim."""
    drawn = polygon(48, 48, [(13, 72 * k) for k in range(5)])
    for k in range(5):
        t = 72 * k
        drawn += (
            f"M{polar(48, 48, 24, t)}L{polar(48, 48, 30, t + 18)}L{polar(48, 48, 36, t + 17)}"
            f"A36 36 0 0 0 {polar(48, 48, 36, t - 17)}L{polar(48, 48, 30, t - 18)}z"
        )
    return drawn


def _ball_seams() -> str:
    """The stitches that join one pentagon of a football to the next."""
    drawn = ""
    for k in range(5):
        t = 72 * k
        drawn += f"M{polar(48, 48, 13, t)}L{polar(48, 48, 24, t)}"
        drawn += f"M{polar(48, 48, 30, t + 18)}L{polar(48, 48, 30, t + 54)}"
    return drawn


TOOLS_AND_PLAY: dict[str, Picture] = {
    "globo": picture(
        SKY,
        line("M48 74Q40 80 48 84T46 92", INK, 3),
        path("M48 64L54 74H42z", RED, 2),
        path("M48 8C66 8 76 22 76 36C76 52 62 66 48 67C34 66 20 52 20 36C20 22 30 8 48 8z", RED),
        line("M30 36Q30 24 40 19", CREAM, 5),
    ),
    "guitarra": picture(
        MINT,
        turned(
            42,
            line("M48 6V50", BARK, 7),
            line("M41 3H55M41 11H55", BARK, 4),
            path(
                "M48 34C58 34 64 40 63 48C62 54 64 56 67 60C74 72 66 90 48 90"
                "S22 72 29 60C32 56 34 54 33 48C32 40 38 34 48 34z",
                ORANGE,
            ),
            circle(48, 56, 7.5, BARK),
            line("M40 77H56", BARK, 5),
            line("M48 14V75", CREAM, 2),
        ),
    ),
    "martillo": picture(
        SAND,
        turned(
            40,
            line("M48 34V90", BROWN, 10),
            path("M20 19H31V22H54C66 22 76 26 80 38C72 32 64 32 56 36H31V41H20z", GREY, 4),
        ),
    ),
    "tijeras": picture(
        SKY,
        path("M42 54L63 9C70 18 67 32 54 54zM54 54L33 9C26 18 29 32 42 54z", GREY, 3),
        line("M47 50L37 63M49 50L59 63", RED, 8),
        ring(31, 73, 10, RED, 7),
        ring(65, 73, 10, RED, 7),
        circle(48, 49, 3, INK),
    ),
    "lapiz": picture(
        DEEP,
        turned(
            45,
            path("M39 12H57V64L48 88L39 64z", CREAM, 3),
            path("M38 18H58V66L53 62L48 66L43 62L38 66z", AMBER, 2),
            path("M44.5 80L48 90L51.5 80zM38 8Q38 4 42 4H54Q58 4 58 8V12H38z", PINK, 2),
        ),
    ),
    "tambor": picture(
        SKY,
        path("M17 42V70C17 86 79 86 79 70V42z", RED, 2),
        line("M18 54L28 78L38 58L48 81L58 58L68 78L78 54", CREAM, 3.5),
        oval(48, 42, 32, 13, BROWN),
        oval(48, 41, 27, 9, CREAM),
        line("M12 14L40 38M84 14L56 38", BROWN, 4.5),
        circle(41, 39, 5, BROWN),
        circle(55, 39, 5, BROWN),
    ),
    "cometa": picture(
        SKY,
        turned(
            32,
            line("M48 58q-8 7 0 14t0 14t0 10", INK, 3),
            path("M48 4L73 27L48 62L23 27z", RED, 3),
            path("M48 4V27H23zM48 27H73L48 62z", AMBER),
            path("M39 68L57 76V68L39 76zM39 82L57 90V82L39 90z", RED, 2),
        ),
    ),
    "balon": picture(
        DEEP,
        circle(48, 48, 37, CREAM),
        path(_ball_patches(), INK, 1),
        line(_ball_seams(), INK, 3),
    ),
}
