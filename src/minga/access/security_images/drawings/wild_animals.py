"""Animals of the forest, the water and far away."""

from minga.access.security_images.shapes import (
    AMBER,
    BARK,
    BLUE,
    CREAM,
    FOREST,
    GREEN,
    GREY,
    INK,
    LILAC,
    LIME,
    NIGHT,
    ORANGE,
    SAND,
    VIOLET,
    Picture,
    both_sides,
    circle,
    line,
    oval,
    path,
    picture,
)

WILD_ANIMALS: dict[str, Picture] = {
    "buho": picture(
        LILAC,
        path(
            "M18 12C26 20 36 22 48 22S70 20 78 12C81 22 80 30 78 36C82 62 70 84 48 84"
            "S14 62 18 36C16 30 15 22 18 12z",
            BARK,
            2,
        ),
        both_sides(
            circle(34.5, 40, 13.5, CREAM),
            circle(35.5, 40, 6.5, BARK),
            line("M36 85H44", AMBER, 6),
        ),
        path("M42 47H54L48 60z", AMBER, 3),
        line("M34 66q4 5 8 0M54 66q4 5 8 0M44 74q4 5 8 0", AMBER, 3.5),
    ),
    "colibri": picture(
        SAND,
        path("M56 46C40 38 34 22 38 6C52 12 62 26 62 42z", VIOLET, 2),
        line("M66 35L92 24", INK, 3),
        path(
            "M71 38C71 29 62 25 55 28C46 32 45 44 41 54C38 64 31 74 20 81L30 83L29 90"
            "C43 86 59 78 64 63C67 55 66 51 69 47C71 44 72 41 71 38z",
            GREEN,
            1,
        ),
        path("M70.5 42C69 51 63 57 56 58C54 50 60 44 70.5 42z", VIOLET),
        path("M54 54C40 58 14 48 6 26C26 23 50 30 57 47z", SAND, 6),
        path("M54 54C40 58 14 48 6 26C26 23 50 30 57 47z", VIOLET, 2),
        circle(62, 36, 2.5, INK),
    ),
    "elefante": picture(
        SAND,
        line("M82 42Q90 50 89 62", GREY, 4),
        path("M40 26C64 18 82 28 83 50V82H68V66H55V82H40V60z", GREY, 3),
        circle(32, 41, 20, GREY),
        line("M18 48C14 58 18 68 16 74Q14 80 8 78", GREY, 10),
        path("M40 26C54 22 62 36 57 50C54 60 44 60 39 52C44 44 44 34 40 26z", INK, 2),
        path("M23 58C22 66 28 70 35 67C31 64 30 60 30 56z", CREAM, 1),
        circle(26, 38, 3, INK),
    ),
    "ballena": picture(
        SAND,
        line("M34 28Q34 18 26 16M38 28Q38 16 48 14", BLUE, 4),
        path(
            "M8 56C8 40 24 34 40 35C58 36 62 52 72 50C77 48 77 42 76 37C70 37 66 33 65 26"
            "C72 25 77 28 79 33C81 28 85 25 90 26C90 33 87 37 82 38C86 58 74 80 44 80"
            "C24 80 8 72 8 56z",
            BLUE,
            2,
        ),
        path("M8 58C22 65 40 65 52 60C52 72 46 80 40 79.8C22 79 9 71 8 58z", CREAM, 2),
        circle(26, 50, 3.5, INK),
    ),
    "rana": picture(
        LILAC,
        both_sides(
            oval(22, 72, 13, 14, GREEN),
            circle(30, 26, 14, GREEN),
        ),
        oval(48, 44, 36, 24, GREEN),
        oval(48, 68, 24, 18, GREEN),
        both_sides(
            circle(30, 26, 9, CREAM),
            circle(31, 26, 4.5, INK),
            circle(44, 40, 1.5, INK),
            line("M14 86H28M36 86H42", GREEN, 6),
        ),
        line("M22 48Q48 66 74 48", INK, 4),
    ),
    "tortuga": picture(
        SAND,
        path(
            "M18 66H34V78H20zM54 66H68L70 78H56zM66 62C70 52 70 40 80 40C90 40 90 54 84 57"
            "C78 60 74 64 70 68z",
            GREEN,
            5,
        ),
        path("M9 66C9 42 24 26 41 26S73 42 73 66z", FOREST, 4),
        line(
            "M41 36L53 45L49 58H33L29 45zM29 45L18 42M53 45L64 42M33 58L29 66M49 58L53 66M41 36V27",
            LIME,
            3.5,
        ),
        circle(82, 48, 2.8, SAND),
    ),
    "pez": picture(
        NIGHT,
        path("M62 48L87 26Q80 48 87 70z", ORANGE, 4),
        path("M30 30Q44 8 62 20Q57 30 62 40zM40 64Q46 82 58 80Q54 70 56 62z", ORANGE, 3),
        path("M9 48C20 26 48 22 70 46V50C48 74 20 70 9 48z", ORANGE, 3),
        line("M36 34Q44 48 36 62M52 48H62M48 38H56M48 58H56", CREAM, 4),
        circle(23, 45, 4.5, INK),
    ),
}
