"""Type from OFL fonts that come as Python packages; nothing installed on the machine is used."""

from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from PIL import ImageFont

FONT_FILES = {
    "montserrat": ("fontpkg_montserrat", "Montserrat[wght].ttf", "Montserrat-Italic[wght].ttf"),
    "roboto": ("fontpkg_roboto_condensed", "RobotoCondensed[wght].ttf", None),
    "playfair": (
        "fontpkg_playfair_display",
        "PlayfairDisplay[wght].ttf",
        "PlayfairDisplay-Italic[wght].ttf",
    ),
    "cormorant": (
        "fontpkg_cormorant_garamond",
        "CormorantGaramond[wght].ttf",
        "CormorantGaramond-Italic[wght].ttf",
    ),
    "cinzel": ("fontpkg_cinzel", "Cinzel[wght].ttf", None),
    "exo": ("fontpkg_exo_2", "Exo2[wght].ttf", "Exo2-Italic[wght].ttf"),
    "grotesk": ("fontpkg_space_grotesk", "SpaceGrotesk[wght].ttf", None),
    "orbitron": ("fontpkg_orbitron", "Orbitron[wght].ttf", None),
    "barlow": (
        "fontpkg_barlow_condensed",
        "BarlowCondensed-SemiBold.ttf",
        "BarlowCondensed-BoldItalic.ttf",
    ),
    "barlow-light": ("fontpkg_barlow_condensed", "BarlowCondensed-Light.ttf", None),
    "barlow-black": (
        "fontpkg_barlow_condensed",
        "BarlowCondensed-Black.ttf",
        "BarlowCondensed-BlackItalic.ttf",
    ),
    "fredoka": ("fontpkg_fredoka", "Fredoka[wdth,wght].ttf", None),
    "vibes": ("fontpkg_great_vibes", "GreatVibes-Regular.ttf", None),
    "lobster": ("fontpkg_lobster", "Lobster-Regular.ttf", None),
    "lilita": ("fontpkg_lilita_one", "LilitaOne-Regular.ttf", None),
    "russo": ("fontpkg_russo_one", "RussoOne-Regular.ttf", None),
    "anton": ("fontpkg_anton", "Anton-Regular.ttf", None),
    "slab": ("fontpkg_alfa_slab_one", "AlfaSlabOne-Regular.ttf", None),
    "mono": ("fontpkg_dm_mono", "DMMono-Medium.ttf", None),
}


class Face(NamedTuple):
    """A typeface without a size."""

    family: str
    weight: int = 400  # 100..900, for variable families
    italic: bool = False


@lru_cache(maxsize=2048)
def typeface(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """
    Load a face at *size* pixels per em.

    Raises:
        KeyError: the family is not in FONT_FILES.
    """
    package, upright, italic = FONT_FILES[face.family]
    name = italic if face.italic and italic else upright
    path = str(files(package) / "files" / name)
    font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    if "wght" in name:
        axes = [
            float(face.weight) if axis["name"] in (b"Weight", "Weight") else axis["default"]
            for axis in font.get_variation_axes()
        ]
        font.set_variation_by_axes(
            [min(max(v, a["minimum"]), a["maximum"]) for v, a in zip(axes, font.get_variation_axes(), strict=True)]
        )
    return font
