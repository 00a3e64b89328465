"""The pictures themselves, by theme. A slug is the Spanish name in ASCII kebab-case."""

from minga.access.security_images.drawings.farm_animals import FARM_ANIMALS
from minga.access.security_images.drawings.fruits import FRUITS
from minga.access.security_images.drawings.garden import GARDEN
from minga.access.security_images.drawings.home import HOME
from minga.access.security_images.drawings.outdoors import OUTDOORS
from minga.access.security_images.drawings.tools_and_play import TOOLS_AND_PLAY
from minga.access.security_images.drawings.travel import TRAVEL
from minga.access.security_images.drawings.wild_animals import WILD_ANIMALS
from minga.access.security_images.shapes import Picture

PICTURES: dict[str, Picture] = {
    **OUTDOORS,
    **HOME,
    **TRAVEL,
    **TOOLS_AND_PLAY,
    **GARDEN,
    **FRUITS,
    **FARM_ANIMALS,
    **WILD_ANIMALS,
}
