"""Pages of administrators and around them; policy.py says to whom each tuple is open."""

ADMINISTRATION_ROUTES = (
    "GET /administration",
    "GET /administration/right-holders",
    "GET /administration/right-holders/<uuid:right_holder_id>",
    "POST /administration/right-holders/<uuid:right_holder_id>",
    "GET /administration/right-holders/<uuid:right_holder_id>/break-glass",
    "POST /administration/right-holders/<uuid:right_holder_id>/break-glass",
    "GET /administration/break-glass/<uuid:break_glass_id>",
    "POST /administration/break-glass/<uuid:break_glass_id>",
    "GET /administration/accounts",
    "GET /administration/accounts/new",
    "POST /administration/accounts/new",
    "GET /administration/accounts/<uuid:account_id>",
    "POST /administration/accounts/<uuid:account_id>",
    "POST /administration/accounts/<uuid:account_id>/second-factor",
    "GET /administration/categories",
    "POST /administration/categories",
    "GET /administration/news",
    "POST /administration/news",
    "GET /administration/countries",
    "POST /administration/countries",
    "GET /administration/audit",
    "GET /administration/audit.csv",
    "GET /administration/audit.jsonl",
    "GET /administration/health",
    "GET /administration/break-glass/<uuid:break_glass_id>/products/<uuid:product_id>",
    "GET /administration/break-glass/<uuid:break_glass_id>/images/<uuid:image_id>",
    "GET /administration/images",
    "GET /administration/images/<uuid:image_id>",
    "POST /administration/images/<uuid:image_id>",
)

NATIONAL_CONTACT_ROUTES = (
    "GET /people",
    "POST /people",
    "POST /people/<uuid:person_id>",
)

ANSWERS_TO_ADMINISTRATORS = (
    "GET /resemblances",
    "POST /resemblances/<uuid:resemblance_id>",
    "GET /readings",
    "POST /readings",
)
"""What a right holder is asked and told by administrators."""
