"""The security images a member may choose from, and their files."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "svg"


@dataclass(frozen=True, slots=True)
class SecurityImage:
    """One image: `slug` names its file and is what we store; `alt` is what is read aloud."""

    slug: str
    alt: str


# The order is fixed for ever. A document number that is nobody's gets a decoy chosen by index, and
# a decoy that changed from one day to the next would tell that the number is nobody's. For the
# same reason the list never grows or shrinks without versioning how decoys are chosen.
SECURITY_IMAGES: tuple[SecurityImage, ...] = (
    SecurityImage("sol", "sol"),
    SecurityImage("luna", "luna"),
    SecurityImage("estrella", "estrella"),
    SecurityImage("casa", "casa"),
    SecurityImage("arbol", "árbol"),
    SecurityImage("montana", "montaña"),
    SecurityImage("llave", "llave"),
    SecurityImage("paraguas", "paraguas"),
    SecurityImage("barco", "barco"),
    SecurityImage("taza-de-cafe", "taza de café"),
    SecurityImage("pez", "pez"),
    SecurityImage("reloj", "reloj"),
    SecurityImage("libro", "libro"),
    SecurityImage("campana", "campana"),
    SecurityImage("sombrero", "sombrero"),
    SecurityImage("girasol", "girasol"),
    SecurityImage("manzana", "manzana"),
    SecurityImage("pina", "piña"),
    SecurityImage("bicicleta", "bicicleta"),
    SecurityImage("carro", "carro"),
    SecurityImage("avion", "avión"),
    SecurityImage("gato", "gato"),
    SecurityImage("mariposa", "mariposa"),
    SecurityImage("cactus", "cactus"),
    SecurityImage("globo", "globo"),
    SecurityImage("guitarra", "guitarra"),
    SecurityImage("faro", "faro"),
    SecurityImage("tortuga", "tortuga"),
    SecurityImage("hoja", "hoja"),
    SecurityImage("gota-de-agua", "gota de agua"),
    SecurityImage("colibri", "colibrí"),
    SecurityImage("buho", "búho"),
    SecurityImage("perro", "perro"),
    SecurityImage("caballo", "caballo"),
    SecurityImage("vaca", "vaca"),
    SecurityImage("gallina", "gallina"),
    SecurityImage("conejo", "conejo"),
    SecurityImage("rana", "rana"),
    SecurityImage("caracol", "caracol"),
    SecurityImage("abeja", "abeja"),
    SecurityImage("elefante", "elefante"),
    SecurityImage("ballena", "ballena"),
    SecurityImage("palmera", "palmera"),
    SecurityImage("orquidea", "orquídea"),
    SecurityImage("rosa", "rosa"),
    SecurityImage("mango", "mango"),
    SecurityImage("banano", "banano"),
    SecurityImage("naranja", "naranja"),
    SecurityImage("sandia", "sandía"),
    SecurityImage("aguacate", "aguacate"),
    SecurityImage("maiz", "maíz"),
    SecurityImage("canasta", "canasta"),
    SecurityImage("olla", "olla"),
    SecurityImage("silla", "silla"),
    SecurityImage("lampara", "lámpara"),
    SecurityImage("martillo", "martillo"),
    SecurityImage("tijeras", "tijeras"),
    SecurityImage("lapiz", "lápiz"),
    SecurityImage("tambor", "tambor"),
    SecurityImage("cometa", "cometa"),
    SecurityImage("balon", "balón"),
    SecurityImage("tren", "tren"),
    SecurityImage("camion", "camión"),
    SecurityImage("puente", "puente"),
)

BY_SLUG: dict[str, SecurityImage] = {image.slug: image for image in SECURITY_IMAGES}


@cache
def image_bytes(slug: str) -> bytes:
    """The svg file of the image called `slug`; the same length for every slug.

    Raises `KeyError` for a slug that is not in the catalog, so a path can never be smuggled in.
    """
    return (_FOLDER / f"{BY_SLUG[slug].slug}.svg").read_bytes()
