"""Plants and the small animals that live among them."""

from minga.access.security_images.shapes import (
    AMBER,
    BARK,
    BROWN,
    CREAM,
    DEEP,
    FOREST,
    GREEN,
    INK,
    LIME,
    MINT,
    NIGHT,
    ORANGE,
    ORCHID,
    RED,
    ROSE,
    SAND,
    SKY,
    TAN,
    VIOLET,
    WINE,
    Picture,
    both_sides,
    circle,
    line,
    oval,
    path,
    petals,
    picture,
)

GARDEN: dict[str, Picture] = {
    "arbol": picture(
        SKY,
        path("M43 56H53L58 86H38z", BROWN, 2),
        circle(29, 44, 18, GREEN),
        circle(67, 44, 18, GREEN),
        circle(48, 30, 21, GREEN),
        circle(48, 50, 17, GREEN),
        line("M26 40q3-8 10-9M42 22q5-5 12-3M58 40q3-7 10-7", LIME, 4.5),
    ),
    "palmera": picture(
        SKY,
        line("M40 80Q40 58 52 38", BROWN, 9),
        path(
            "M52 36C38 16 20 18 10 38C24 30 38 32 52 38zM52 36C46 22 48 12 60 8C58 18 58 28 54 38z"
            "M52 36C60 14 80 16 88 34C76 28 64 30 52 38z"
            "M52 36C36 34 22 44 22 62C30 50 40 44 52 40z"
            "M52 36C70 32 82 42 82 60C76 50 66 42 52 40z",
            GREEN,
            3,
        ),
        circle(46, 43, 5, BROWN),
        circle(58, 44, 5, BROWN),
        path("M14 86Q40 70 66 86z", TAN, 4),
    ),
    "cactus": picture(
        ROSE,
        line("M48 66V22", GREEN, 20),
        line("M26 34V42Q26 50 36 50H48M72 28V36Q72 44 62 44H48", GREEN, 11),
        line("M44 22V60M52 22V60M26 34V41M72 28V35", LIME, 2.5),
        path("M28 66H68L63 86H33z", BROWN, 4),
    ),
    "hoja": picture(
        SAND,
        path("M82 13C84 50 68 78 36 77C20 76 16 62 20 50C28 28 54 18 82 13z", GREEN, 3),
        line("M13 84L68 28M34 63V44M48 49V32M34 63H54M48 49H66", FOREST, 4),
    ),
    "girasol": picture(
        NIGHT,
        line("M48 50V88", LIME, 5),
        path(
            "M48 84C36 84 28 76 26 66C38 66 46 72 48 84z"
            "M48 84C60 84 68 76 70 66C58 66 50 72 48 84z",
            LIME,
        ),
        path(petals(48, 38, 13, 31, 18), AMBER, 1),
        circle(48, 38, 13, BARK),
    ),
    "rosa": picture(
        MINT,
        line("M48 50V88", FOREST, 5),
        path(
            "M48 82C36 82 26 74 22 62C36 62 46 68 48 82z"
            "M48 76C58 76 68 70 72 58C60 58 50 64 48 76z",
            FOREST,
        ),
        path(
            "M24 22C20 44 34 58 48 58S76 44 72 22C66 22 62 24 60 26C58 16 54 12 48 10"
            "C42 12 38 16 36 26C34 24 30 22 24 22z",
            RED,
            3,
        ),
        line(
            "M36 27C38 42 48 46 60 27M40 25Q48 18 56 25Q50 34 44 27M28 36Q34 50 48 51Q62 50 68 36",
            WINE,
            3,
        ),
    ),
    "orquidea": picture(
        SKY,
        oval(48, 25, 11, 17, ORCHID),
        both_sides(
            oval(31, 68, 9, 17, ORCHID, 38),
            path("M48 46C44 24 18 22 10 38C8 56 32 62 48 50z", ORCHID, 2),
        ),
        path(
            "M48 44C38 46 36 54 38 60C32 64 34 76 42 76C45 82 51 82 54 76C62 76 64 64 58 60"
            "C60 54 58 46 48 44z",
            VIOLET,
            2,
        ),
        path("M48 48C43 52 44 62 48 66C52 62 53 52 48 48z", AMBER, 2),
    ),
    "mariposa": picture(
        SAND,
        both_sides(
            path("M50 50C60 52 74 54 76 64C78 76 68 84 60 80C54 76 50 64 50 54z", ORANGE, 2),
            path("M50 46C54 26 70 12 82 16C92 20 88 44 74 51C66 55 56 54 50 50z", VIOLET, 2),
            circle(73, 30, 5.5, ORANGE),
            line("M49 34Q50 22 58 16", INK, 3),
        ),
        line("M48 34V72", INK, 7),
    ),
    "caracol": picture(
        MINT,
        line("M20 44L14 28M26 44L30 28", ORANGE, 4),
        path(
            "M16 46C16 38 30 38 31 46C32 60 40 66 50 66H74C82 70 88 78 88 82H30C18 82 15 66 16 46z",
            ORANGE,
            3,
        ),
        circle(58, 48, 25, BARK),
        line("M58 50a4 4 0 0 1 8 0a9 9 0 0 1-18 0a14 14 0 0 1 28-1a19 19 0 0 1-18 18", TAN, 4.5),
        circle(14, 27, 3.5, BARK),
        circle(30, 27, 3.5, BARK),
    ),
    "abeja": picture(
        DEEP,
        oval(37, 31, 11, 19, CREAM, -24),
        oval(61, 31, 11, 19, CREAM, 24),
        path(
            "M16 60C16 46 32 42 48 42C66 42 81 50 86 60C81 72 66 80 48 80C32 80 16 74 16 60z", AMBER
        ),
        path(
            "M38 42.5Q32 60 38 79.5H48Q42 60 48 42zM57 42.5Q51 60 57 79.5L66 77Q60 60 66 45z", INK
        ),
        circle(25, 57, 3.5, INK),
        line("M20 48Q13 43 12 34M27 45Q23 39 24 32", AMBER, 3),
    ),
}
