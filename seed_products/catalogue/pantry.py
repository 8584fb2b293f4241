"""Food, spirits, tobacco and household goods."""

from seed_products.catalogue.families import Family, Variant

FAMILIES = (
    Family(
        "millowen", "millowen", "biscuits", "food", "190531",
        {"en": "sandwich biscuits", "fr": "biscuits fourrés"},
        {"main": "#7a2f12", "dark": "#3a1206", "accent": "#f2c46d", "light": "#fff0d2"},
        {
            "name": "Harvest Rounds", "emblem": "wheat", "face": "slab", "metal": "gold",
            "tagline": "with whole wheat and real butter", "size": "176 g", "front_note": "Serving suggestion",
            "text_en": "Wheat flour, filling, butter, sugar, whole wheat, barley malt extract, raising agents, salt, natural flavouring. May contain traces of nuts and soya. Store in a cool dry place.",
            "text_fr": "Farine de blé, fourrage, beurre, sucre, blé complet, extrait de malt d'orge, poudres à lever, sel. Peut contenir des fruits à coque.",
        },
        (("Energy", "2018 kJ / 482 kcal"), ("Fat", "21 g"), (" of which saturates", "10 g"), ("Carbohydrate", "65 g"), (" of which sugars", "28 g"), ("Fibre", "3.8 g"), ("Protein", "6.4 g"), ("Salt", "0.71 g")),
        ("flavouring", "flavuoring"),
        (
            Variant("Dark Chocolate", rows=(("Cocoa", "14 %"),)),
            Variant("Strawberry", {"main": "#c4213f", "dark": "#5c0716", "accent": "#f79cae"}, {}, (("Strawberry", "9 %"),)),
            Variant("Vanilla Cream", {"main": "#d8a02a", "dark": "#6e4a06", "accent": "#fff3c4"}, {}, (("Cream powder", "5 %"),)),
            Variant("Pistachio", {"main": "#5b8a35", "dark": "#233d0e", "accent": "#d2ea9a"}, {}, (("Pistachio", "7 %"),)),
            Variant("Hazelnut", {"main": "#95653a", "dark": "#452a12", "accent": "#ecc99a"}, {"size": "220 g"}, (("Hazelnut", "11 %"),)),
        ),
    ),
    Family(
        "tarrick", "tarrick", "spirits", "spirits", "220830",
        {"en": "single malt whisky", "fr": "whisky single malt"},
        {"main": "#7a1f1a", "dark": "#331009", "accent": "#d8b25a", "light": "#f7ead0"},
        {
            "name": "Single Malt Whisky", "emblem": "stag", "face": "cinzel", "weight": "800", "metal": "gold",
            "tagline": "Matured in oak above the river", "signature": "Alasdair Rennoch", "size": "70 cl", "front_note": "43 % vol",
            "text_en": "Distilled twice in copper and matured in oak casks. Natural colour, not chill filtered. The neck seal must be unbroken. Enjoy responsibly. Contains alcohol.",
            "text_fr": "Distillé deux fois dans le cuivre et vieilli en fûts de chêne. Couleur naturelle. Le sceau du col doit être intact.",
        },
        (("Alcohol", "43 % vol"), ("Volume", "70 cl"), ("Cask", "oak, first fill"), ("Distilled", "twice"), ("Chill filtered", "no"), ("Colour", "natural"), ("Bottle", "numbered")),
        ("responsibly", "responsably"),
        (
            Variant("10 Years", rows=(("Age", "10 years"),)),
            Variant("12 Years", {"main": "#1d4a3a", "dark": "#0a211a"}, {"tagline": "Finished in sherry butts"}, (("Age", "12 years"),)),
            Variant("18 Years", {"main": "#1c2f5a", "dark": "#0b142b"}, {"tagline": "Finished in port pipes", "front_note": "46 % vol"}, (("Age", "18 years"),)),
            Variant("Peated", {"main": "#3b3a36", "dark": "#161512"}, {"tagline": "Smoke of the high moor"}, (("Phenol", "32 ppm"),)),
        ),
    ),
    Family(
        "corvant", "corvant", "cigarettes", "tobacco", "240220",
        {"en": "cigarettes", "fr": "cigarettes"},
        {"main": "#8f1a24", "dark": "#3d060b", "accent": "#5c0d14", "light": "#fbf1e2"},
        {
            "name": "King Size", "emblem": "crest", "face": "cinzel", "weight": "800", "metal": "gold",
            "size": "20 cigarettes", "front_note": "Smoking clogs your arteries|and causes heart disease|Fumer bouche les artères",
            "text_en": "Tobacco smoke contains more than seventy substances known to cause cancer. Quit now: ask your pharmacist. Duty paid for the market of sale only.",
            "text_fr": "La fumée du tabac contient plus de soixante-dix substances cancérigènes. Arrêtez dès maintenant : demandez à votre pharmacien.",
        },
        (("Format", "king size 84 mm"), ("Filter", "acetate 21 mm"), ("Leaf", "three origins"), ("Paper", "ventilated"), ("Papers, agents", "12 %"), ("Batch line", "4"), ("Carton", "10 packs")),
        ("pharmacist", "pharmasist"),
        (
            Variant("Classic Red"),
            Variant("Smooth Blue", {"main": "#1d478c", "dark": "#0a1c3d", "accent": "#12305f"}),
            Variant("Silver", {"main": "#8d949b", "dark": "#3c4248", "accent": "#5c646c"}, {"metal": "silver"}),
            Variant("Menthe", {"main": "#1f7a5a", "dark": "#083024", "accent": "#0f4f39"}),
        ),
    ),
    Family(
        "suravel", "suravel", "household", "household", "340250",
        {"en": "laundry liquid", "fr": "lessive liquide"},
        {"main": "#1f86d6", "dark": "#0a3a70", "accent": "#ff7a1f", "light": "#bfe4ff"},
        {
            "name": "Active Laundry", "emblem": "sun", "face": "lobster", "metal": "silver",
            "size": "1.5 L", "front_note": "30 washes · lavages",
            "text_en": "Causes serious eye irritation. Keep away from children. If in eyes rinse cautiously with water for several minutes. Dose by hardness of water and soiling.",
            "text_fr": "Provoque une sévère irritation des yeux. Tenir hors de portée des enfants. Rincer avec précaution à l'eau pendant plusieurs minutes.",
        },
        (("Anionic surfactants", "5-15 %"), ("Non-ionic surfactants", "< 5 %"), ("Soap", "< 5 %"), ("Enzymes", "yes"), ("Perfume", "Hexyl Cinnamal"), ("Soft water", "35 ml"), ("Medium", "50 ml"), ("Hard", "70 ml"), ("Heavily soiled", "+ 30 ml")),
        ("irritation", "irritaton"),
        (
            Variant("Alpine Fresh"),
            Variant("Lemon", {"main": "#e3b81c", "dark": "#6e5200", "accent": "#2f9a3d", "light": "#fff3b0"}),
            Variant("Lavender", {"main": "#7d5bc2", "dark": "#321a66", "accent": "#e04f9a", "light": "#ddcff7"}),
            Variant("Sensitive", {"main": "#d97a9c", "dark": "#6a1f3d", "accent": "#3aa6a0", "light": "#ffe0ea"}),
        ),
    ),
)  # fmt: skip
