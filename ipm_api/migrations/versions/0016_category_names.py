"""Names of the first categories in Spanish and Arabic; names that were written meanwhile stay."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NAMES = {
    "medicine": ("Medicamentos", "أدوية"),
    "perfume": ("Perfumes", "عطور"),
    "cosmetics": ("Cosméticos", "مستحضرات تجميل"),
    "sports-shoes": ("Calzado deportivo", "أحذية رياضية"),
    "clothing": ("Ropa", "ملابس"),
    "bags": ("Bolsos y marroquinería", "حقائب وجلود"),
    "watches": ("Relojes y joyería", "ساعات ومجوهرات"),
    "electronics": ("Electrónica", "إلكترونيات"),
    "car-parts": ("Piezas de automóvil", "قطع سيارات"),
    "toys": ("Juguetes", "ألعاب"),
    "food": ("Alimentos", "أغذية"),
    "spirits": ("Vinos y licores", "خمور ومشروبات روحية"),
    "tobacco": ("Tabaco", "تبغ"),
    "household": ("Artículos del hogar", "أدوات منزلية"),
    "other": ("Otras mercancías", "بضائع أخرى"),
}


def upgrade() -> None:
    statement = sa.text(
        "UPDATE category SET names = CAST(:names AS jsonb) || names WHERE slug = :slug"
    )
    for slug, (spanish, arabic) in NAMES.items():
        names = json.dumps({"es": spanish, "ar": arabic})
        op.get_bind().execute(statement, {"names": names, "slug": slug})


def downgrade() -> None:
    """The names stay: they do no harm."""
