"""The tax number of the cooperative (MINGA_COOPERATIVE_NIT), which its papers carry.

A wrong one on a pagaré names another creditor: it is checked before anything starts.
"""

import re

from stdnum.co import nit

from minga.kit.setting import BadSetting

# Nine digits and the check digit, as the RUT has it: 900.068.438-1, 900068438-1 or 9000684381.
_SHAPE = re.compile(r"(\d{3})[. ]?(\d{3})[. ]?(\d{3})[- ]{0,3}(\d)", re.ASCII)


class BadNit(BadSetting):
    """MINGA_COOPERATIVE_NIT is no NIT of a cooperative; the text says so to whoever wrote it."""


def checked(written: str) -> str:
    """«900.068.438-1», from any usual way of writing it. Raises BadNit.

    The check digit is of weights 3, 7, 13, 17, 19, 23, 29, 37, 41 modulo 11, as python-stdnum has
    it; the digits are a legal person's, for a cooperative is one.
    """
    shape = _SHAPE.fullmatch(written.strip())
    if shape is None:
        raise BadNit(
            "MINGA_COOPERATIVE_NIT debe ser el NIT completo de la cooperativa, nueve números y su "
            "dígito de verificación, como 999.999.999-4. Cópialo del RUT, o quita la variable"
        )
    if not nit.is_valid("".join(shape.groups())):
        raise BadNit(
            f"MINGA_COOPERATIVE_NIT: el dígito de verificación de {written.strip()} no corresponde "
            "a su número. Cópialo del RUT, o quita la variable"
        )
    return f"{shape[1]}.{shape[2]}.{shape[3]}-{shape[4]}"


def of_the_demo() -> str:
    """A number that nobody has, and that says so; its digit is right all the same."""
    return f"{checked('999999999-4')} (de demostración)"
