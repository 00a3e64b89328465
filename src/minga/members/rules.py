"""Pure rules of a member's data: what each field of an identity may look like in Colombia.

Every reader answers the text as it is kept, or raises BadValue with what to do, in Spanish.
"""

import re
from datetime import date

from stdnum.co import nit

from minga.kit.cells import BadValue
from minga.members.departments import DEPARTMENTS

_SEPARATORS = re.compile(r"[\s.,'·-]+")
# Formats by type of document. CC, CE: the registry's numbers; TI, RC: NUIP of ten or eleven digits.
_NUMBER_SHAPES = {
    "CC": (re.compile(r"[1-9]\d{2,9}"), "de 3 a 10 dígitos, sin ceros al comienzo"),
    "TI": (re.compile(r"\d{10,11}"), "de 10 u 11 dígitos"),
    "RC": (re.compile(r"\d{10,11}"), "de 10 u 11 dígitos"),
    "CE": (re.compile(r"\d{3,10}"), "de 3 a 10 dígitos"),
    "PA": (re.compile(r"[A-Z0-9]{5,16}"), "de 5 a 16 letras o números"),
    "PPT": (re.compile(r"\d{6,15}"), "de 6 a 15 dígitos"),
}
DOCUMENT_TYPES = (*_NUMBER_SHAPES, "NIT")
_NIT = re.compile(r"\d{8,16}")
_MOBILE = re.compile(r"(?:57)?(3\d{9})")
_EMAIL = re.compile(r"[^\s@,;<>()]+@(?:[^\s@.,;<>()]+\.)+[^\s@.,;<>()\d]{2,}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FIRST_YEAR = 1900


def document_type(text: str) -> str:
    """One of the seven types."""
    if text.upper() not in DOCUMENT_TYPES:
        raise BadValue(f"Escribe uno de estos: {', '.join(DOCUMENT_TYPES)}.")
    return text.upper()


def document_number(kind: str, text: str) -> str:
    """The number without separators; a NIT with its check digit at the end, such as 9000684381."""
    bare = _SEPARATORS.sub("", text).upper()
    if kind == "NIT":
        return _nit(bare)
    shape, words = _NUMBER_SHAPES[kind]
    if not (bare.isascii() and shape.fullmatch(bare)):
        raise BadValue(f"Un número de {kind} es {words}.")
    return bare


def _nit(bare: str) -> str:
    # python-stdnum: weights 3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71 modulo 11.
    if not (bare.isascii() and _NIT.fullmatch(bare) and nit.is_valid(bare)):
        raise BadValue(
            "El dígito de verificación no corresponde: escribe el NIT completo, "
            "por ejemplo 900068438-1."
        )
    return bare


def name(text: str) -> str:
    """A name of a person or a company, with single spaces."""
    plain = " ".join(text.split())
    if not plain:
        raise BadValue("Escribe el nombre.")
    if len(plain) > 120 or not any(letter.isalpha() for letter in plain):
        raise BadValue("Escribe un nombre con letras, de 120 caracteres como máximo.")
    return plain


def day(text: str, latest: date) -> date:
    """An ISO date between 1900 and `latest`."""
    if not _DATE.fullmatch(text):
        raise BadValue("Escribe la fecha como AAAA-MM-DD, por ejemplo 2024-03-31.")
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise BadValue("Ese día no existe: revisa el mes y el día.") from error
    if found > latest:
        raise BadValue("La fecha no ha llegado todavía: revísala.")
    if found.year < FIRST_YEAR:
        raise BadValue(f"Revisa el año: es anterior a {FIRST_YEAR}.")
    return found


def email(text: str) -> str:
    """The shape of an address, or nothing. Whether it exists is proven when its owner registers."""
    if text and not (len(text) <= 254 and _EMAIL.fullmatch(text)):
        raise BadValue("Escribe un correo completo, como nombre@dominio.co, o deja la celda vacía.")
    return text


def mobile(text: str) -> str:
    """A Colombian mobile as +573XXXXXXXXX, or nothing."""
    if not text:
        return ""
    found = _MOBILE.fullmatch(re.sub(r"[\s().+-]", "", text))
    if not (found and found[1].isascii()):
        raise BadValue("Escribe diez dígitos que empiecen por 3, o deja la celda vacía.")
    return f"+57{found[1]}"


def municipality(text: str) -> str:
    """A DIVIPOLA code: five digits, the first two those of one of the 33 departments.

    Whether the last three name a municipality of that department is not checked.
    """
    if re.fullmatch(r"\d{4}", text, re.ASCII) and f"0{text}"[:2] in DEPARTMENTS:
        raise BadValue(f"Le falta el cero del comienzo: ¿es 0{text}? Una hoja de cálculo lo quita.")
    if not re.fullmatch(r"\d{5}", text, re.ASCII):
        raise BadValue("Escribe el código DIVIPOLA de cinco dígitos, por ejemplo 05001.")
    if text[:2] not in DEPARTMENTS:
        raise BadValue(f"Ningún departamento tiene el código {text[:2]}: revisa el DIVIPOLA.")
    if text[2:] == "000":
        raise BadValue("Ese es el departamento: escribe el código del municipio, como 05001.")
    return text


def address(text: str) -> str:
    """Free text of up to 200 characters; rural addresses have no shape."""
    plain = " ".join(text.split())
    if len(plain) > 200:
        raise BadValue("Escribe la dirección en 200 caracteres como máximo.")
    return plain
