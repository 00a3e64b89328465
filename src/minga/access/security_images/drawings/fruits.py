"""Fruits and other harvests."""

from minga.access.security_images.shapes import (
    AMBER,
    BARK,
    BROWN,
    CREAM,
    DEEP,
    FOREST,
    GREEN,
    LIME,
    NIGHT,
    ORANGE,
    PLUM,
    RED,
    ROSE,
    SCARLET,
    SKY,
    Picture,
    both_sides,
    circle,
    line,
    oval,
    path,
    picture,
    turned,
    wedges,
)

FRUITS: dict[str, Picture] = {
    "manzana": picture(
        SKY,
        path(
            "M48 32C38 22 17 24 15 47C13 67 28 85 38 85C42 85 44 83 48 83S54 85 58 85"
            "C68 85 83 67 81 47C79 24 58 22 48 32z",
            RED,
        ),
        line("M48 32Q48 20 42 12", BARK, 5),
        path("M50 24C52 12 64 8 74 11C72 22 62 27 50 24z", GREEN, 2),
    ),
    "pina": picture(
        NIGHT,
        path(
            "M48 42C38 36 30 32 20 34C26 26 34 26 40 30C36 22 32 18 24 16C34 10 42 14 45 22"
            "C44 14 45 10 48 5C51 10 52 14 51 22C54 14 62 10 72 16C64 18 60 22 56 30"
            "C62 26 70 26 76 34C66 32 58 36 48 42z",
            LIME,
            2,
        ),
        oval(48, 62, 22, 25, AMBER),
        line(
            "M57 41L67 54M40 41L66 73M30 51L56 83M29 70L39 83M29 54L39 41"
            "M30 73L56 41M40 83L66 51M57 83L67 70",
            BROWN,
            2.5,
        ),
    ),
    "mango": picture(
        PLUM,
        path(
            "M29 27C44 12 66 18 77 37C86 54 87 74 79 82C71 89 60 85 47 81"
            "C28 75 13 64 14 48C15 37 22 32 29 27z",
            AMBER,
        ),
        path("M29 27C44 12 66 18 77 37C86 54 87 74 79 82C76 60 56 34 29 27z", SCARLET),
        line("M31 28Q29 20 22 14", LIME, 5),
        path("M30 20C34 8 50 3 64 8C58 20 42 26 30 20z", LIME, 2),
    ),
    "banano": picture(
        PLUM,
        path("M34 20C38 50 56 68 84 64L86 57C68 56 56 42 48 18z", ORANGE, 4),
        path("M28 20C10 46 28 80 64 86L68 79C50 72 40 52 42 22z", AMBER, 4),
        line("M35 20L38 10M66 84L68 80M85 62L86 58", LIME, 8),
    ),
    "naranja": picture(
        DEEP,
        circle(42, 46, 31, ORANGE),
        path("M42 18C44 6 58 4 68 9C64 20 54 24 42 18z", LIME, 2),
        circle(62, 62, 25, CREAM),
        path(wedges(62, 62, 8, 3, 20, 8), ORANGE, 1),
    ),
    "sandia": picture(
        SKY,
        turned(
            -14,
            path("M7 34A41 41 0 0 0 89 34z", FOREST, 4),
            path("M13 34A35 35 0 0 0 83 34z", CREAM),
            path("M18 33A30 30 0 0 0 78 33z", RED, 2),
            line("M32 40V43M48 40V43M64 40V43M40 51V54M56 51V54", FOREST, 5),
        ),
    ),
    "aguacate": picture(
        ROSE,
        path(
            "M48 8C60 8 64 22 68 34C72 44 79 50 79 62C79 78 65 88 48 88S17 78 17 62"
            "C17 50 24 44 28 34C32 22 36 8 48 8z",
            FOREST,
        ),
        path(
            "M48 15C56 15 59 28 63 38C66 46 72 52 72 62C72 74 62 81 48 81S24 74 24 62"
            "C24 52 30 46 33 38C37 28 40 15 48 15z",
            LIME,
        ),
        circle(48, 60, 14, BROWN),
    ),
    "maiz": picture(
        NIGHT,
        path("M48 8C62 14 66 36 64 62L48 84L32 62C30 36 34 14 48 8z", AMBER, 2),
        line("M41 18V70M48 12V70M55 18V70M38 24H58M36 34H60M35 44H61M35 54H61", ORANGE, 2.5),
        both_sides(
            path("M48 88C22 86 14 62 20 40C32 48 46 66 48 88z", NIGHT, 6),
            path("M48 88C22 86 14 62 20 40C32 48 46 66 48 88z", LIME, 1),
        ),
    ),
}
