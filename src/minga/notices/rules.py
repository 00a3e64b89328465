"""Pure rules of messages: masks, and the letters that fit in a text message."""

import unicodedata

SMS_SEPTETS_MAX = 160
DOTS = "···"
# GSM 03.38, basic table without the Greek capitals. It has é ñ Ñ ü ¿ ¡, and no á í ó ú.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà_"
)
_EXTENSION = frozenset("^{}\\[~]|€")
_ALIKE = {"«": '"', "»": '"', "“": '"', "”": '"', "’": "'", "–": "-", "—": "-", "\u2212": "-",
          "·": ".", "…": "...", "\u00a0": " "}  # fmt: skip


def mask_email(address: str) -> str:
    """«a···@correo.co»: who knows the address recognises it, nobody else learns it."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}{DOTS}@{domain}"


def mask_mobile(number: str) -> str:
    """«···4567»: the last four digits."""
    return DOTS + number[-4:]


def gsm(text: str) -> str:
    """The same words in the GSM alphabet: one foreign letter would more than halve what fits."""
    return "".join(_gsm_letter(letter) for letter in unicodedata.normalize("NFC", text))


def septets(text: str) -> int:
    """How much of a text message's 160 places a GSM text takes."""
    return sum(2 if letter in _EXTENSION else 1 for letter in text)


def shortened(text: str, room: int) -> str:
    """As many whole words of a GSM text as fit in `room` places; of a single long word, a piece."""
    while septets(text) > room:
        text = text.rpartition(" ")[0] if " " in text else text[:-1]
    return text


def _gsm_letter(letter: str) -> str:
    if letter in _BASIC or letter in _EXTENSION:
        return letter
    if letter in _ALIKE:
        return _ALIKE[letter]
    bare = unicodedata.normalize("NFD", letter)[0]
    return bare if bare in _BASIC else "?"
