"""Medicines, perfumes and skin care."""

from seed_products.catalogue.families import Family, Variant

FAMILIES = (
    Family(
        "doloven", "doloven", "medicine", "medicine", "300490",
        {"en": "pain relief tablets", "fr": "comprimés contre la douleur"},
        {"main": "#1f6fb4", "dark": "#0d3a66", "accent": "#f2b233", "light": "#dcebf7"},
        {
            "name": "paracivol", "emblem": "capsule", "face": "montserrat", "weight": "800",
            "tagline": "Film-coated tablets", "size": "24 tablets", "metal": "silver",
            "front_note": "For oral use. Pain and fever. Voie orale. Douleurs et fièvre.",
            "text_en": "Read the package leaflet before use. Keep out of the sight and reach of children. Store below 25 °C in the original package. Do not exceed the stated dose. Contains no lactose.",
            "text_fr": "Lire la notice avant utilisation. Tenir hors de la vue et de la portée des enfants. À conserver à une température inférieure à 25 °C.",
        },
        (("Povidone K30", "12 mg"), ("Maize starch", "38 mg"), ("Stearic acid", "4 mg"), ("Hypromellose", "6 mg"), ("Titanium dioxide", "0.8 mg"), ("Macrogol 6000", "1.2 mg"), ("Dose, adults", "1 to 2 tablets"), ("Interval", "at least 6 h"), ("Maximum", "6 per day")),
        ("children", "childern"),
        (
            Variant("250 mg", {"main": "#3b9c5a", "dark": "#17512c"}, {"size": "16 tablets"}, (("Paracivol", "250 mg"),)),
            Variant("500 mg", rows=(("Paracivol", "500 mg"),)),
            Variant("1000 mg", {"main": "#b3293a", "dark": "#5f0f1c"}, {"size": "12 tablets"}, (("Paracivol", "1000 mg"),)),
            Variant("500 mg rapid", {"main": "#6b3fa0", "dark": "#351a5a"}, {"tagline": "Effervescent tablets"}, (("Paracivol", "500 mg"), ("Sodium", "394 mg"))),
        ),
    ),
    Family(
        "brovidel", "brovidel", "medicine", "medicine", "300490",
        {"en": "antihistamine capsules", "fr": "gélules antihistaminiques"},
        {"main": "#0f8f8c", "dark": "#05403f", "accent": "#f06a4d", "light": "#d8f0ee"},
        {
            "name": "cetoravine HCl", "emblem": "lotus", "face": "exo", "weight": "800",
            "tagline": "Hard capsules", "size": "30 capsules", "metal": "copper",
            "front_note": "Hay fever and hives. One capsule daily. Rhume des foins, urticaire.",
            "text_en": "This medicine may cause drowsiness. Do not drive until you know how it affects you. Swallow the capsule whole with water. Ask a pharmacist before taking other medicines.",
            "text_fr": "Ce médicament peut provoquer une somnolence. Avaler la gélule entière avec de l'eau. Demander conseil à un pharmacien.",
        },
        (("Cellulose", "61 mg"), ("Gelatin shell", "48 mg"), ("Iron oxide yellow", "0.3 mg"), ("Silica", "0.9 mg"), ("Dose, from 12 years", "1 daily"), ("Dose, 6 to 12", "ask a doctor"), ("Storage", "below 30 °C"), ("Shelf life", "36 months")),
        ("drowsiness", "drowsyness"),
        (
            Variant("5 mg", rows=(("Cetoravine", "5 mg"),)),
            Variant("10 mg", {"main": "#2a5fa8", "dark": "#12305c"}, rows=(("Cetoravine", "10 mg"),)),
            Variant("20 mg", {"main": "#8d2f6b", "dark": "#4a1236"}, {"size": "14 capsules"}, (("Cetoravine", "20 mg"),)),
            Variant("5 mg junior", {"main": "#d98516", "dark": "#7a4604"}, {"tagline": "Drinkable drops", "size": "20 ml"}, (("Cetoravine", "5 mg/ml"),)),
        ),
    ),
    Family(
        "averlune", "averlune", "skin-care", "cosmetics", "330499",
        {"en": "face care", "fr": "soin du visage"},
        {"main": "#4f8f6a", "dark": "#1d4430", "accent": "#c9dfae", "light": "#edf5e9"},
        {
            "name": "Crème Botanique", "emblem": "sprig", "face": "cormorant", "weight": "700",
            "tagline": "Botanical laboratory", "size": "50 ml e", "metal": "silver",
            "text_en": "Apply morning and evening to cleansed face and throat. Tested under dermatological control on sensitive skin. Avoid contact with the eyes. Made without mineral oil and without colourants.",
            "text_fr": "Appliquer matin et soir sur le visage et le cou nettoyés. Testé sous contrôle dermatologique. Éviter le contact avec les yeux.",
        },
        (("Aqua", "62 %"), ("Glycerin", "9 %"), ("Butyrospermum Parkii Butter", "6 %"), ("Squalane", "4 %"), ("Cetearyl Alcohol", "3 %"), ("Tocopherol", "0.6 %"), ("Sodium Hyaluronate", "0.3 %"), ("Phenoxyethanol", "0.8 %"), ("Parfum, Linalool", "0.2 %")),
        ("dermatological", "dermatologic al"),
        (
            Variant("Green Tea · Day", rows=(("Camellia Sinensis Extract", "2 %"),)),
            Variant("Rose · Night", {"main": "#b5587a", "dark": "#5e1d38", "accent": "#f2cbd6"}, {"name": "Baume de Nuit"}, (("Rosa Damascena Water", "12 %"),)),
            Variant("Lavender · Calm", {"main": "#7a68b0", "dark": "#372a63", "accent": "#d9cff2"}, {}, (("Lavandula Oil", "0.4 %"),)),
            Variant("Citrus · Glow", {"main": "#d9922e", "dark": "#7a4a0a", "accent": "#f7e19b"}, {"name": "Sérum Éclat", "size": "30 ml e"}, (("Ascorbyl Glucoside", "3 %"),)),
        ),
    ),
    Family(
        "valcour", "valcour", "perfume", "perfume", "330300",
        {"en": "eau de parfum", "fr": "eau de parfum"},
        {"main": "#3a1f4d", "dark": "#1a0c26", "accent": "#f0dfb8", "light": "#efe6f4"},
        {
            "name": "Nocturne", "emblem": "ov", "face": "cinzel", "weight": "600",
            "size": "50 ML · 1.7 FL. OZ", "metal": "gold",
            "text_en": "Composed in Grasse. Flammable: keep away from heat and flame. Do not spray towards the eyes or on broken skin. Authentic bottles carry the engraved monogram under the base.",
            "text_fr": "Composé à Grasse. Inflammable : tenir éloigné de la chaleur et des flammes. Ne pas vaporiser vers les yeux. Monogramme gravé sous le flacon.",
        },
        (("Alcohol Denat.", "78 % vol"), ("Parfum", "16 %"), ("Aqua", "5 %"), ("Limonene", "listed"), ("Linalool", "listed"), ("Citral", "listed"), ("Coumarin", "listed"), ("Geraniol", "listed"), ("Benzyl Salicylate", "listed")),
        ("Authentic", "Autentic"),
        (
            Variant("Eau de Parfum"),
            Variant("Intense", {"main": "#5a1020", "dark": "#2a0409"}, {"name": "Rouge Minuit"}),
            Variant("Eau Fraîche", {"main": "#17536b", "dark": "#07222e"}, {"name": "Rivage", "size": "100 ML · 3.4 FL. OZ"}),
            Variant("Extrait", {"main": "#1d3b2a", "dark": "#0a1a11"}, {"name": "Forêt Noire", "size": "30 ML · 1.0 FL. OZ"}),
        ),
    ),
)  # fmt: skip
