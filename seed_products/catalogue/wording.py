"""The words of distinguishing features and of known differences, in English and French."""

from seed_products.records import Difference, FeatureText, View

FRONT_OF = {"en": "Front of the packaging", "fr": "Face avant de l'emballage"}
BACK_OF = {"en": "Back of the packaging", "fr": "Face arrière de l'emballage"}


def features(brand: str, label: str, misprint: tuple[str, str], layout: str) -> tuple[FeatureText, ...]:
    """What officers can check on a product of *brand* whose variant is printed as *label*."""
    right, wrong = misprint
    texts = [
        FeatureText(
            "hologram", "front",
            {"en": "Round hologram", "fr": "Hologramme rond"},
            {"en": "On the front, in its metal ring", "fr": "Sur la face avant, dans son anneau métallique"},
            {"en": "Tilt the packaging under one lamp", "fr": "Incliner l'emballage sous une lampe"},
            "eye",
            {"en": f"Rings and rays change colour; the {brand} emblem stays white", "fr": f"Les cercles et rayons changent de couleur ; l'emblème {brand} reste blanc"},
            {"en": "No hologram, or plain silver foil without movement", "fr": "Pas d'hologramme, ou une feuille argentée sans mouvement"},
        ),
        FeatureText(
            "logo", "front",
            {"en": f"{brand} emblem", "fr": f"Emblème {brand}"},
            FRONT_OF,
            {"en": "Compare shape, colour and place with the reference", "fr": "Comparer la forme, la couleur et la place avec la référence"},
            "eye",
            {"en": "Sharp outlines, exactly in line with the word mark", "fr": "Contours nets, exactement aligné avec la marque verbale"},
            {"en": "Shifted out of line, or in another shade", "fr": "Décalé, ou d'une autre teinte"},
        ),
        FeatureText(
            "text", "back",
            {"en": "Spelling of the back text", "fr": "Orthographe du texte arrière"},
            BACK_OF,
            {"en": f"Read the English text; look for “{right}”", "fr": f"Lire le texte anglais ; chercher « {right} »"},
            "eye",
            {"en": f"The word reads “{right}”", "fr": f"Le mot est écrit « {right} »"},
            {"en": f"The word is misspelt, as “{wrong}”", "fr": f"Le mot est mal écrit : « {wrong} »"},
        ),
        FeatureText(
            "microline", "front",
            {"en": "Micro print in the fine line", "fr": "Micro-impression dans le filet"},
            {"en": "The thin line on the front", "fr": "Le filet fin sur la face avant"},
            {"en": "Read it at ten times magnification", "fr": "Le lire au grossissement de dix"},
            "magnifier",
            {"en": f"The line is the repeated words {brand.upper()} GENUINE", "fr": f"Le filet est la répétition des mots {brand.upper()} GENUINE"},
            {"en": "A plain or broken line, letters run together", "fr": "Un filet plein ou interrompu, lettres confondues"},
            "covert",
        ),
        FeatureText(
            "batch", "back",
            {"en": "Batch code and dates", "fr": "Numéro de lot et dates"},
            {"en": "Back, beside the barcode", "fr": "Face arrière, à côté du code-barres"},
            {"en": "Rub with a damp finger", "fr": "Frotter avec un doigt humide"},
            "touch",
            {"en": "Ink-jet print of even dots that does not smear", "fr": "Impression à jet d'encre régulière qui ne bave pas"},
            {"en": "Printed with the artwork, or smears", "fr": "Imprimé avec le décor, ou bave"},
        ),
    ]  # fmt: skip
    if layout != "cigarettes":
        texts.append(
            FeatureText(
                "variant", "front",
                {"en": f"Panel “{label}”", "fr": f"Cartouche « {label} »"},
                FRONT_OF,
                {"en": "Compare its colour with the reference", "fr": "Comparer sa couleur avec la référence"},
                "eye",
                {"en": "The same colour as the variant's own in the reference", "fr": "La couleur propre à la variante, comme sur la référence"},
                {"en": "Another hue, or the colour of a sister product", "fr": "Une autre teinte, ou celle d'un produit voisin"},
            )
        )  # fmt: skip
    if layout == "spirits":
        texts.append(
            FeatureText(
                "signature", "front",
                {"en": "Signature of the blender", "fr": "Signature du maître assembleur"},
                {"en": "Foot of the label, left", "fr": "Bas de l'étiquette, à gauche"},
                {"en": "Feel the strokes; compare the letter shapes", "fr": "Sentir les traits ; comparer les lettres"},
                "touch",
                {"en": "Raised brown ink in one flowing script", "fr": "Encre brune en relief, écriture liée"},
                {"en": "Flat, in a common type", "fr": "Plat, en caractères ordinaires"},
            )
        )  # fmt: skip
    return tuple(texts)


def missing_hologram() -> Difference:
    """The seal is not there."""
    return Difference(
        "hologram", "front", "missing",
        {"en": "The hologram is missing.", "fr": "L'hologramme manque."},
    )  # fmt: skip


def moved_logo(dx: float, dy: float) -> Difference:
    """The emblem sits elsewhere; shares of the picture's width and height."""
    return Difference(
        "logo", "front", "moved",
        {"en": "The emblem is out of place.", "fr": "L'emblème est déplacé."},
        shift=(dx, dy),
    )  # fmt: skip


def other_colour(element: str, hue: float) -> Difference:
    """The element has another hue, turned by *hue* degrees."""
    names = {"variant": ("variant panel", "cartouche"), "logo": ("emblem", "emblème")}
    en, fr = names[element]
    return Difference(
        element, "front", "colour",
        {"en": f"The {en} has the wrong colour.", "fr": f"La couleur est fausse : {fr}."},
        hue=hue,
    )  # fmt: skip


def other_font(family: str) -> Difference:
    """The word mark is set in another family."""
    return Difference(
        "brand", "front", "font",
        {"en": "The word mark is in another typeface.", "fr": "La marque est dans une autre police."},
        wrong=family,
    )  # fmt: skip


def misspelt(view: View, right: str, wrong: str) -> Difference:
    """A word of the text is wrong."""
    return Difference(
        "text", view, "misspelt",
        {"en": f"“{right}” is misspelt “{wrong}”.", "fr": f"« {right} » est mal écrit « {wrong} »."},
        right=right, wrong=wrong,
    )  # fmt: skip
