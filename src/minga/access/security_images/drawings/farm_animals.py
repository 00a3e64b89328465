"""Animals of the house and the farm."""

from minga.access.security_images.shapes import (
    BARK,
    BROWN,
    CREAM,
    GREY,
    INK,
    MINT,
    ORANGE,
    PINK,
    PLUM,
    RED,
    ROSE,
    SAND,
    SKY,
    TAN,
    Picture,
    both_sides,
    circle,
    line,
    oval,
    path,
    picture,
)

FARM_ANIMALS: dict[str, Picture] = {
    "gato": picture(
        ROSE,
        path(
            "M17 20C17 13 22 12 26 16L37 28Q48 24 59 28L70 16C74 12 79 13 79 20L80 42"
            "C88 66 68 83 48 83S8 66 16 42z",
            GREY,
        ),
        both_sides(
            path("M23 23L32 31L23 39z", CREAM, 2),
            oval(32, 50, 5, 7, INK),
            line("M6 57L22 61M7 71L22 68", INK, 2.5),
            oval(40, 68, 10, 8.5, CREAM),
        ),
        path("M42 59H54L48 66z", INK, 3),
    ),
    "perro": picture(
        MINT,
        path("M48 17C66 17 75 30 75 48C75 70 64 83 48 83S21 70 21 48C21 30 30 17 48 17z", TAN),
        oval(48, 66, 18, 15, CREAM),
        both_sides(
            path("M34 20C20 14 9 28 9 46C9 60 15 68 22 64C30 58 28 40 36 28z", BARK, 2),
            circle(36, 46, 4.5, BARK),
        ),
        path("M40 56Q48 53 56 56Q55 64 48 65Q41 64 40 56z", BARK, 2),
        line("M48 64V71M39 71Q44 76 48 71Q52 76 57 71", BARK, 3),
    ),
    "conejo": picture(
        PLUM,
        both_sides(
            oval(34, 30, 9, 23, CREAM, -8),
            oval(34, 31, 4, 16, PINK, -8),
        ),
        path("M48 42C66 42 76 54 76 66C76 78 64 85 48 85S20 78 20 66C20 54 30 42 48 42z", CREAM),
        both_sides(
            oval(36, 60, 4, 5, INK),
            line("M9 66L26 69M11 79L27 75", PINK, 2.5),
        ),
        path("M43 68H53L48 73z", PINK, 3),
        line("M48 74V77M42 78Q46 80 48 77Q50 80 54 78", INK, 2.5),
    ),
    "vaca": picture(
        MINT,
        both_sides(
            path("M34 26C24 26 18 18 20 9C26 16 34 16 42 20z", BARK, 2),
            path("M32 34C20 26 10 30 8 36C12 46 24 46 32 42z", BARK, 2),
        ),
        path("M48 20C66 20 70 30 69 42L66 66H30L27 42C26 30 30 20 48 20z", CREAM),
        path("M50 20C66 20 70 30 69 42L67 56C56 58 50 48 54 40C58 32 50 30 50 20z", BARK),
        oval(48, 70, 25, 16, PINK),
        circle(37, 46, 4.5, BARK),
        circle(60, 46, 4.5, CREAM),
        both_sides(oval(38, 69, 3.5, 5, BARK)),
    ),
    "caballo": picture(
        SAND,
        path(
            "M50 9C53 14 55 17 58 20C76 28 84 50 84 88H42C45 76 46 68 43 60C38 61 35 65 31 71"
            "C28 76 21 77 16 73C11 69 11 64 14 59C20 50 25 42 30 33C33 27 38 23 44 20"
            "C44 15 47 12 50 9z",
            BROWN,
            2,
        ),
        path("M50 16C68 16 86 36 88 88H75C76 66 72 46 60 38C54 34 50 26 50 16z", BARK, 2),
        circle(37, 38, 3.5, BARK),
        circle(19, 64, 2.5, BARK),
    ),
    "gallina": picture(
        SKY,
        line("M46 72V86M58 72V86M40 86H50M53 86H63", ORANGE, 4),
        circle(25, 19, 6, RED),
        circle(33, 15, 6, RED),
        circle(40, 20, 6, RED),
        oval(24, 44, 5, 8, RED),
        path("M24 27L11 34L25 39z", ORANGE, 2),
        path(
            "M22 32C22 18 42 16 44 32C46 44 56 46 64 40C70 36 74 28 76 20C86 28 90 44 85 56"
            "C80 70 66 76 52 76C34 76 24 62 24 48C24 42 22 40 22 32z",
            BROWN,
            1,
        ),
        path("M46 52C58 52 66 52 72 46C74 58 64 67 56 66C50 65 46 60 46 52z", ORANGE, 2),
        circle(32, 31, 3, SKY),
    ),
}
