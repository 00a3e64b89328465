"""What a stranger's number shows where a member's shows an image and a word.

The same number always shows the same, drawn as members choose: otherwise changing pictures, or
rare ones, would tell that the number is nobody's.
"""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from minga.access.keys import keyed, new_token
from minga.access.models import Credential
from minga.access.pin_signer import Purpose, SealedSecret, signer
from minga.access.rules import folded
from minga.access.security_images.catalog import SECURITY_IMAGES

NOBODY = UUID(int=0)
VERSION = "1"  # change it slowly, if ever: every change moves all decoys at once


@dataclass(frozen=True, slots=True)
class Strip:
    """An image and a phrase."""

    image: str
    phrase: str


# Words as members write them. The order and the length are fixed for ever, as with the images.
_PHRASES = """
    mi familia, amanecer, café con leche, la finca, tinto, arepa, buen viaje, cielo azul,
    mariposa, girasoles, la esperanza, mi tierra, siempre juntos, luna llena, domingo, canción,
    sancocho, el río, mañana será mejor, mis nietos, paz y amor, guayaba, la casa vieja, mi
    cosecha, colibrí, aguapanela, villa luz, caminante, el abuelo, corazón, fe y alegría, buñuelo,
    las flores, mi perro, tierra fértil, lluvia, vallenato, bambuco, montaña verde, mi negocio, la
    quinta, atardecer, sol naciente, buenos días, amistad, el mar, pan caliente, chocolate, la
    vereda, mis hijos, primavera, golondrina, nuevo día, la cabaña, mazorca, palmera, guacamaya,
    luz del sol, panela, sonrisa, alegría, trabajo duro, los pinos, mi huerta, cumbia, empanada,
    la ceiba, dulce hogar, buena suerte, mi pueblo, la laguna, azucena, bicicleta, guarapo, viento
    fresco, la paloma, orquídea, esmeralda, el trapiche, tamal tolimense, caña dulce, campo
    abierto, la estrella, bendiciones, hormiguita, mi mamá, el jardín, san juan, mandarina,
    mochila, el faro, la loma, ahorro, nube blanca, fogata, vida mía, canela, barranquero, camino
    real, la fuente, mi sueño, lucero, manantial, rosa blanca, pomarrosa, turpial, la ruana,
    guadua, nochebuena, la tienda, mi moto, vacaciones, cafetal, el palomar, solecito, natilla,
    jazmín, sabor a mango, brisa, cucarrón, tormenta, serenata, merengón, la vaquita, tiple, mi
    lindo valle, tranquilidad
"""
PHRASES: tuple[str, ...] = tuple(" ".join(one.split()) for one in _PHRASES.split(","))


def decoy(number: str) -> Strip:
    """The image and phrase of a number that is nobody's: stable, and spread as if chosen."""
    drawn = keyed("decoy", VERSION, number)
    image = SECURITY_IMAGES[int.from_bytes(drawn[:16]) % len(SECURITY_IMAGES)]
    place = int.from_bytes(drawn[16:]) % len(PHRASES)
    if folded(PHRASES[place]) == folded(image.alt):
        place = (place + 1) % len(PHRASES)  # no member may have both the same, so no decoy either
    return Strip(image.slug, PHRASES[place])


def strip_of(credential: Credential | None, number: str) -> Strip:
    """What is shown before the PIN: the member's own, or the decoy of a number without any.

    A passkey alone has none either.
    """
    if credential is None or not credential.image:
        return decoy(number)
    return Strip(credential.image, credential.phrase)


@cache
def decoy_pin() -> SealedSecret:
    """A PIN nobody has: checking against it costs what checking a member's does."""
    return signer().seal(subject=NOBODY, secret=new_token(), purpose=Purpose.PIN)
