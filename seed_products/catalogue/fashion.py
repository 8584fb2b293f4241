"""Sports shoes, bags, clothing and watches."""

from seed_products.catalogue.families import Family, Variant

_TAG_CARE = (("Wash", "30 °C, inside out"), ("Bleach", "do not"), ("Tumble dry", "do not"), ("Iron", "110 °C at most"), ("Dry clean", "P"), ("Colour fastness", "4 to 5"))

FAMILIES = (
    Family(
        "kestrane", "kestrane", "shoe-label", "sports-shoes", "640411",
        {"en": "running shoes", "fr": "chaussures de course"},
        {"main": "#d7263d", "dark": "#3a0a14", "accent": "#f6d13a", "light": "#fbe6e8"},
        {
            "name": "Aerolite 3", "emblem": "wings", "face": "russo", "metal": "silver",
            "tagline": "Neutral · 8 mm", "size": "EU 42|US 8.5|UK 8|CM 27",
            "text_en": "Engineered mesh upper, cushioned midsole, rubber outsole. Remove the insole to dry. Authenticity: scan the label or write to Kestrane Sport.",
            "text_fr": "Tige en maille technique, semelle intermédiaire amortie, semelle en caoutchouc. Retirer la première pour sécher.",
        },
        (("Upper", "textile 84 %"), (" Overlays", "PU 16 %"), ("Lining", "textile"), ("Outsole", "rubber"), ("Midsole", "EVA foam"), ("Drop", "8 mm"), ("Weight", "254 g"), ("Made in", "Vietnam"), ("Style", "KS-3207")),
        ("cushioned", "cushoined"),
        (
            Variant("Crimson / Sun"),
            Variant("Ocean / Ice", {"main": "#1663b5", "dark": "#07274d", "accent": "#9ee6f2"}, {"size": "EU 44|US 10|UK 9.5|CM 28"}),
            Variant("Forest / Lime", {"main": "#1f7a45", "dark": "#08331b", "accent": "#c3ec4f"}, {"name": "Ridgeling GT", "tagline": "Trail · 6 mm", "size": "EU 41|US 8|UK 7|CM 26"}),
            Variant("Violet / Coral", {"main": "#6a35a8", "dark": "#2c1150", "accent": "#ff8b6b"}, {"name": "Velocita W", "tagline": "Women · 10 mm", "size": "EU 38|US 7|UK 5|CM 24"}),
            Variant("Graphite / Orange", {"main": "#4a525c", "dark": "#15181c", "accent": "#ff9a2e"}, {"name": "Strada Max", "tagline": "Cushion · 9 mm", "size": "EU 45|US 11|UK 10|CM 29"}),
        ),
    ),
    Family(
        "marrowick-bag", "marrowick", "hang-tag", "bags", "420221",
        {"en": "leather bag", "fr": "sac en cuir"},
        {"main": "#6b3f22", "dark": "#2e1a0d", "accent": "#d9b48a", "light": "#f6ecdf"},
        {
            "name": "Harbour Tote", "emblem": "ship", "face": "playfair", "weight": "800", "metal": "gold", "pitch": "24",
            "tagline": "Saddlers on the quay since 1911",
            "front_note": "Vegetable-tanned hide, linen thread, nine stitches to the inch. Each bag carries a numbered brass plate inside the pocket.",
            "text_en": "Natural marks of the hide are proof of genuine leather. Feed twice a year with colourless cream. Protect from rain and strong light. Guaranteed for ten years with this tag.",
            "text_fr": "Les marques naturelles prouvent l'authenticité du cuir. Nourrir deux fois par an avec une crème incolore. Protéger de la pluie.",
        },
        (("Outside", "cow leather"), ("Lining", "cotton twill"), ("Fittings", "solid brass"), ("Thread", "waxed linen"), ("Width", "38 cm"), ("Height", "29 cm"), ("Weight", "980 g"), ("Made in", "Germany")),
        ("genuine", "genuin"),
        (
            Variant("Chestnut"),
            Variant("Midnight Blue", {"main": "#22355c", "dark": "#0d1730", "accent": "#a9bbdc"}),
            Variant("Bottle Green", {"main": "#24503a", "dark": "#0d2418", "accent": "#a8cdb6"}, {"name": "Ferry Satchel"}),
            Variant("Oxblood", {"main": "#6e1a22", "dark": "#32080c", "accent": "#e0a9a4"}, {"name": "Purser Wallet"}),
        ),
    ),
    Family(
        "marrowick-wear", "marrowick", "hang-tag", "clothing", "620193",
        {"en": "waxed jacket", "fr": "veste cirée"},
        {"main": "#4d5a2c", "dark": "#23290f", "accent": "#e3cf7a", "light": "#f2f0e0"},
        {
            "name": "Breakwater Jacket", "emblem": "ship", "face": "playfair", "weight": "800", "metal": "silver", "pitch": "60",
            "tagline": "Cloth for weather",
            "front_note": "Waxed cotton of 280 g, taped seams, storm flap with ring zip. The emblem is embroidered on the left cuff.",
            "text_en": "Do not wash. Sponge with cold water and reproof once a season. Wax may transfer to light fabric. Hang to dry away from radiators.",
            "text_fr": "Ne pas laver. Éponger à l'eau froide et réimperméabiliser une fois par saison. Sécher loin des radiateurs.",
        },
        (("Shell", "cotton 100 %"), ("Lining", "cotton 100 %"), ("Sleeves", "polyamide"), *_TAG_CARE),
        ("reproof", "re-prof"),
        (
            Variant("Olive · M", rows=(("Size", "M / 50"),)),
            Variant("Navy · L", {"main": "#1f3350", "dark": "#0a1526", "accent": "#c8d4e6"}, {}, (("Size", "L / 52"),)),
            Variant("Sand · S", {"main": "#a58650", "dark": "#4d3a17", "accent": "#f0e2bd"}, {"name": "Dune Overshirt"}, (("Size", "S / 48"),)),
        ),
    ),
    Family(
        "tidemar", "tidemar", "hang-tag", "watches", "910221",
        {"en": "automatic watch", "fr": "montre automatique"},
        {"main": "#10343f", "dark": "#05161b", "accent": "#7fd0d6", "light": "#e3f1f2"},
        {
            "name": "Abyssal 200", "emblem": "wave", "face": "cinzel", "weight": "700", "metal": "silver", "pitch": "10",
            "tagline": "Instruments for deep water",
            "front_note": "Automatic movement T-41, 28 800 vibrations. Sapphire crystal, unidirectional bezel, screwed crown. Serial number between the lugs.",
            "text_en": "Water resistant to 200 metres. Have the gaskets tested every two years. Rinse in fresh water after swimming in the sea. The certificate carries the same serial number.",
            "text_fr": "Étanche à 200 mètres. Faire vérifier les joints tous les deux ans. Rincer à l'eau douce après un bain de mer.",
        },
        (("Case", "steel 316L"), ("Diameter", "41 mm"), ("Thickness", "12.8 mm"), ("Crystal", "sapphire"), ("Movement", "T-41 automatic"), ("Power reserve", "42 h"), ("Strap", "rubber 20 mm"), ("Depth", "200 m")),
        ("resistant", "resistent"),
        (
            Variant("Teal dial"),
            Variant("Black dial", {"main": "#22262c", "dark": "#0a0c0e", "accent": "#f0a34a"}),
            Variant("Coral dial", {"main": "#8c2f26", "dark": "#3b0d08", "accent": "#f6c9b0"}, {"name": "Reef 100"}),
            Variant("GMT blue", {"main": "#183a86", "dark": "#081638", "accent": "#e5c34d"}, {"name": "Meridian"}),
        ),
    ),
)  # fmt: skip
