"""Car parts, electronics and toys."""

from seed_products.catalogue.families import Family, Variant

FAMILIES = (
    Family(
        "zundra", "zundra", "car-part", "car-parts", "851110",
        {"en": "car part", "fr": "pièce automobile"},
        {"main": "#1747a6", "dark": "#081b45", "accent": "#ffc629", "light": "#dbe4f7"},
        {
            "name": "Spark plug", "emblem": "piston", "face": "russo", "metal": "silver", "shape": "plug",
            "tagline": "Iridium · long life", "size": "4 pcs", "front_note": "Fits petrol engines 1.2 to 2.0",
            "text_en": "Tighten with a torque wrench. Do not adjust the electrode gap. Replace every 60 000 km. Genuine parts carry a laser code on the hexagon.",
            "text_fr": "Serrer à la clé dynamométrique. Ne pas régler l'écartement. Remplacer tous les 60 000 km. Code laser sur l'hexagone.",
        },
        (("Thread", "M14 × 1.25"), ("Reach", "26.5 mm"), ("Hexagon", "16 mm"), ("Gap", "0.8 mm"), ("Torque", "23 Nm"), ("Resistor", "5 kOhm"), ("Heat range", "6"), ("Seat", "flat")),
        ("torque", "torqe"),
        (
            Variant("ZI-614"),
            Variant("ZI-722", {"main": "#b01f2e", "dark": "#470810"}, {"tagline": "Platinum · turbo"}),
            Variant("OF-1180", {"main": "#17794a", "dark": "#06331d"}, {"name": "Oil filter", "shape": "filter", "tagline": "Spin-on · 15 000 km", "size": "1 pc"}, hs_code="842123", table=(("Thread", "M20 × 1.5"), ("Height", "79 mm"), ("Diameter", "76 mm"), ("Bypass", "1.2 bar"), ("Torque", "14 Nm"), ("Medium", "cellulose"), ("Seal", "nitrile"), ("Change", "15 000 km"))),
            Variant("OF-1342", {"main": "#c2601a", "dark": "#57260a", "accent": "#ffe08a"}, {"name": "Oil filter", "shape": "filter", "tagline": "Spin-on · diesel", "size": "1 pc"}, hs_code="842123", table=(("Thread", "M20 × 1.5"), ("Height", "79 mm"), ("Diameter", "76 mm"), ("Bypass", "1.2 bar"), ("Torque", "14 Nm"), ("Medium", "cellulose"), ("Seal", "nitrile"), ("Change", "15 000 km"))),
            Variant("BD-3305", {"main": "#3d4650", "dark": "#12161a", "accent": "#ff5a3c"}, {"name": "Brake disc", "shape": "disc", "tagline": "Coated · vented", "size": "2 pcs"}, hs_code="870830", table=(("Diameter", "280 mm"), ("Thickness", "24 mm"), ("Minimum", "22 mm"), ("Holes", "5"), ("Torque", "110 Nm"), ("Surface", "zinc flake"), ("Cast", "grey iron"), ("Type", "vented"))),
        ),
    ),
    Family(
        "voltessa", "voltessa", "electronics", "electronics", "850440",
        {"en": "charger", "fr": "chargeur"},
        {"main": "#0f9d8a", "dark": "#06423a", "accent": "#c8f560", "light": "#def5f1"},
        {
            "name": "PowerCube", "emblem": "bolt", "face": "grotesk", "weight": "700", "metal": "silver", "shape": "charger",
            "tagline": "GaN", "size": "65 W", "front_note": "2 × type C|Cool shell|EU plug",
            "text_en": "Indoor use only. Do not open. Disconnect before cleaning. Overvoltage, temperature and short-circuit protection. Use certified cables.",
            "text_fr": "Usage intérieur uniquement. Ne pas ouvrir. Débrancher avant nettoyage. Protection contre la surtension et les courts-circuits.",
        },
        (("Input", "100-240 V 1.5 A"), ("Output C1", "5-20 V 3.25 A"), ("Output C2", "5-12 V 2.5 A"), ("Efficiency", "91.4 %"), ("No load", "0.05 W"), ("Model", "VT-PC65"), ("Class", "II"), ("Weight", "112 g")),
        ("temperature", "temprature"),
        (
            Variant("White 65 W"),
            Variant("Travel 30 W", {"main": "#2f6fd0", "dark": "#0f2a58"}, {"size": "30 W", "name": "PowerCube Mini"}),
            Variant("Studio 100 W", {"main": "#7a3fc0", "dark": "#2d1252", "accent": "#ffd45e"}, {"size": "100 W", "name": "PowerCube Max"}),
            Variant("Bank 10 000", {"main": "#e0562a", "dark": "#5e1c07", "accent": "#ffe9a8"}, {"size": "22 W", "name": "PowerSlab", "shape": "bank", "tagline": "10 Ah"}, hs_code="850760", table=(("Capacity", "10 000 mAh"), ("Energy", "37 Wh"), ("Input", "5-12 V 2 A"), ("Output C", "5-12 V 1.8 A"), ("Cells", "Li-polymer"), ("Temperature", "0-40 °C"), ("Model", "VT-PS10"), ("Weight", "218 g"))),
        ),
    ),
    Family(
        "sonaquill", "sonaquill", "electronics", "electronics", "851830",
        {"en": "wireless earphones", "fr": "écouteurs sans fil"},
        {"main": "#31343a", "dark": "#0d0e10", "accent": "#f2b8a0", "light": "#e9eaec"},
        {
            "name": "Quill Air", "emblem": "ripples", "face": "orbitron", "weight": "700", "metal": "copper", "shape": "earphones",
            "tagline": "hours", "size": "32 h", "front_note": "Quiet mode|Six tips|IPX4",
            "text_en": "Keep the volume moderate to protect your hearing. Charge before first use. The serial number in the lid must match this box.",
            "text_fr": "Garder un volume modéré pour protéger l'audition. Charger avant la première utilisation. Le numéro dans le couvercle doit correspondre.",
        },
        (("Driver", "11 mm"), ("Radio", "2.4 GHz, 8 dBm"), ("Codec", "SBC, AAC"), ("Battery", "45 mAh × 2"), ("Case", "420 mAh"), ("Charging", "5 V 0.5 A"), ("Weight", "4.6 g × 2"), ("Model", "SQ-AIR2")),
        ("hearing", "hearring"),
        (
            Variant("Charcoal"),
            Variant("Pearl Rose", {"main": "#d98fa0", "dark": "#6e2f40", "accent": "#fff0d6"}),
            Variant("Arctic Blue", {"main": "#5aa3cf", "dark": "#174462", "accent": "#e9fbff"}, {"name": "Quill Pro", "size": "40 h"}),
            Variant("Moss", {"main": "#5d7a4a", "dark": "#1f2e15", "accent": "#eaf2c8"}, {"name": "Quill Lite", "size": "24 h"}),
        ),
    ),
    Family(
        "brikolo", "brikolo", "toy", "toys", "950300",
        {"en": "construction set", "fr": "jeu de construction"},
        {"main": "#e23b2e", "dark": "#6b0f0a", "accent": "#ffd21f", "light": "#ffb199"},
        {
            "name": "City|Builder", "emblem": "brick", "face": "lilita", "metal": "gold", "shape": "brick",
            "tagline": "5+", "size": "248", "front_note": "Combine with every Brikolo set · Compatible avec tous les coffrets",
            "text_en": "Warning: choking hazard, small parts. Not suitable for children under three years. Keep the address for reference. Colours and contents may vary.",
            "text_fr": "Attention : risque d'étouffement, petits éléments. Ne convient pas aux enfants de moins de trois ans. Conserver l'adresse.",
        },
        (("Pieces", "see front"), ("Material", "ABS"), ("Scale", "1 : 40"), ("Manual", "36 pages"), ("Batteries", "none"), ("Tested to", "EN 71-1/2/3"), ("Set", "BK-5012")),
        ("suitable", "sutable"),
        (
            Variant("Fire Station"),
            Variant("Harbour", {"main": "#1b7fc4", "dark": "#06335a", "light": "#9ed6f7"}, {"size": "312"}),
            Variant("Safari", {"main": "#3c9a3a", "dark": "#0f4210", "light": "#b6e59a"}, {"size": "186", "name": "Wild|Explorer", "tagline": "4+"}),
            Variant("Moon Base", {"main": "#5a3aa8", "dark": "#1f0f4a", "light": "#c2aef2"}, {"size": "428", "name": "Space|Pioneer", "tagline": "7+"}),
        ),
    ),
    Family(
        "berlunt", "berlunt", "toy", "toys", "950300",
        {"en": "plush animal", "fr": "peluche"},
        {"main": "#f2a03d", "dark": "#7a3d08", "accent": "#a5673a", "light": "#ffe2b0"},
        {
            "name": "Cuddle|Friends", "emblem": "bear", "face": "fredoka", "weight": "700", "metal": "copper", "shape": "bear",
            "tagline": "0+", "size": "3", "front_note": "Softest plush, washable at 30 degrees · Lavable à 30 degrés",
            "text_en": "Remove all packaging before giving to a child. Surface wash only with mild soap. Eyes are embroidered, no loose parts. Made of recycled fibre.",
            "text_fr": "Retirer tout l'emballage avant de donner à un enfant. Laver en surface au savon doux. Yeux brodés.",
        },
        (("Plush", "polyester 100 %"), ("Filling", "recycled PET"), ("Height", "28 cm"), ("Wash", "30 °C"), ("Tested to", "EN 71-1/2/3"), ("Age", "from birth"), ("Item", "BL-028")),
        ("embroidered", "embroidred"),
        (
            Variant("Honey Bear"),
            Variant("Berry Bear", {"main": "#c94f8a", "dark": "#5c1238", "accent": "#8a4a6a", "light": "#ffd0e4"}),
            Variant("Mint Bear", {"main": "#3fae97", "dark": "#0d473b", "accent": "#6a8a5a", "light": "#c9f2e6"}, {"name": "Night|Light"}),
            Variant("Polar Bear", {"main": "#6d9fd6", "dark": "#1c3d66", "accent": "#e9eef4", "light": "#dcebfb"}, {"name": "Arctic|Friends"}),
        ),
    ),
)  # fmt: skip
