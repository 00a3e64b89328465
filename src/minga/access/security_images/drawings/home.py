"""Things of the house."""

from minga.access.security_images.shapes import (
    AMBER,
    BARK,
    BLUE,
    BROWN,
    CREAM,
    DEEP,
    GREY,
    INK,
    LILAC,
    MINT,
    NIGHT,
    ORANGE,
    PLUM,
    RED,
    ROSE,
    SAND,
    SKY,
    TAN,
    TEAL,
    Picture,
    circle,
    line,
    oval,
    path,
    picture,
    rays,
    ring,
    turned,
)

HOME: dict[str, Picture] = {
    "llave": picture(
        DEEP,
        turned(
            -45,
            ring(26, 48, 13, AMBER, 9),
            line("M40 48H86M66 50V60M79 50V62", AMBER, 8),
        ),
    ),
    "paraguas": picture(
        LILAC,
        line("M48 12V76a9 9 0 0 0 18 0", BARK, 5.5),
        path(
            "M9 52a39 36 0 0 1 78 0q-6.5-8-13 0q-6.5-8-13 0q-6.5-8-13 0"
            "q-6.5-8-13 0q-6.5-8-13 0q-6.5-8-13 0z",
            RED,
        ),
        path("M35 52C35 34 40 22 48 16C56 22 61 34 61 52q-6.5-8-13 0q-6.5-8-13 0z", CREAM),
    ),
    "taza-de-cafe": picture(
        SAND,
        line("M40 12q-6 6 0 12t0 9M54 12q-6 6 0 12t0 9", BROWN, 4),
        ring(70, 54, 10, TEAL, 6),
        path("M20 42H72V54C72 68 62 76 46 76S20 68 20 54z", TEAL, 3),
        oval(46, 42, 27, 6, BARK),
        path("M12 80H80Q76 86 68 86H24Q16 86 12 80z", TEAL, 2),
    ),
    "reloj": picture(
        MINT,
        line("M30 74L22 84M66 74L74 84", INK, 6),
        path("M12 32A15 15 0 0 1 34 14zM84 32A15 15 0 0 0 62 14z", INK, 3),
        circle(48, 50, 33, RED),
        circle(48, 50, 25, CREAM),
        line("M48 36V50L58 56", INK, 5),
        line(rays(48, 50, 4, 21, 21.5), INK, 4),
    ),
    "libro": picture(
        ROSE,
        path("M8 28Q28 20 48 28Q68 20 88 28V80Q68 74 48 80Q28 74 8 80z", BLUE, 3),
        path("M14 24Q32 14 48 24V73Q32 65 14 73zM82 24Q64 14 48 24V73Q64 65 82 73z", CREAM, 2),
        line(
            "M48 25V73M22 33q9-3 18 1M22 44q9-3 18 1M22 55q9-3 18 1"
            "M74 33q-9-3-18 1M74 44q-9-3-18 1M74 55q-9-3-18 1",
            GREY,
            3,
        ),
    ),
    "campana": picture(
        PLUM,
        circle(48, 78, 9, ORANGE),
        path(
            "M48 14C64 14 70 28 70 44C70 58 74 64 80 72H16C22 64 26 58 26 44C26 28 32 14 48 14z",
            AMBER,
            4,
        ),
        circle(48, 14, 5, AMBER),
        line("M20 68H76", ORANGE, 5),
    ),
    "sombrero": picture(
        NIGHT,
        path("M8 60C20 52 76 52 88 60C88 76 68 80 48 80S8 76 8 60z", TAN, 3),
        path(
            "M26 60C26 36 30 20 38 20C43 20 44 24 48 24S53 20 58 20C66 20 70 36 70 60"
            "C60 66 36 66 26 60z",
            TAN,
            2,
        ),
        path("M26.5 48Q48 57 69.5 48L71 60Q48 69 25 60z", BARK),
        line("M18 67Q48 78 78 67", BARK, 3),
    ),
    "canasta": picture(
        MINT,
        line("M22 46C22 4 74 4 74 46", BARK, 6),
        path("M15 48H81L74 82H22z", BROWN, 5),
        line("M22 58H31M43 58H53M65 58H74M32 67H42M54 67H64M24 76H32M44 76H52M64 76H72", TAN, 5),
        line("M13 47H83", TAN, 8),
    ),
    "olla": picture(
        ROSE,
        line("M12 54H84", INK, 8),
        path("M20 44H76V72Q76 82 66 82H30Q20 82 20 72z", TEAL, 3),
        path("M18 40Q20 24 48 24T78 40z", TEAL, 3),
        line("M17 42H79", INK, 5),
        circle(48, 18, 6, INK),
    ),
    "silla": picture(
        SKY,
        line("M32 60V78M64 60V78", BARK, 6),
        line("M29 14V54M67 14V54M29 18H67M29 32H67", BROWN, 7),
        line("M23 62V86M73 62V86", BROWN, 7),
        path("M28 50H68L77 62H19z", BROWN, 5),
    ),
    "lampara": picture(
        PLUM,
        line("M48 52V78", CREAM, 6),
        path("M34 12H62L80 54H16z", AMBER, 5),
        line("M30 82H66", CREAM, 8),
        line("M64 54V66", CREAM, 2.5),
        circle(64, 68, 3, CREAM),
    ),
}
