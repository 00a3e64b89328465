"""argparse in Spanish."""

import argparse

_WORDS = {
    "usage: ": "Uso: ",
    "options": "opciones",
    "positional arguments": "argumentos",
    "show this help message and exit": "muestra esta ayuda",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "the following arguments are required: %s": "falta: %s",
    "unrecognized arguments: %s": "no conozco: %s",
    "expected one argument": "necesita un valor",
    "expected at least one argument": "necesita al menos un valor",
    "ignored explicit argument %r": "no lleva valor: quita %r",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s puede ser %(matches)s: escríbela completa"
    ),
    "not allowed with argument %s": "no va con %s",
    "one of the arguments %s is required": "falta una de estas: %s",
    "invalid %(type)s value: %(value)r": "%(value)r no es un valor de tipo %(type)s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "%(value)r no es una de las opciones: %(choices)s"
    ),
}


def speak_spanish() -> None:
    """argparse asks gettext for every word it says; it has no Spanish catalogue, so we answer
    instead."""
    argparse._ = lambda text: _WORDS.get(text, text)  # type: ignore[attr-defined]
