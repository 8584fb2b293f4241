"""Every sheet that is a thing of its own, and the class that finds, reads and writes it."""

from ipm_api.operations.bulk_records.brands import Brands, Rights
from ipm_api.operations.bulk_records.contacts import Contacts
from ipm_api.operations.bulk_records.features import Features
from ipm_api.operations.bulk_records.pictures import Pictures
from ipm_api.operations.bulk_records.products import Products
from ipm_api.operations.bulk_records.record import Records
from ipm_api.operations.bulk_records.supply_chain import ROUTES, TRADERS
from ipm_api.operations.bulk_records.violations import VIOLATIONS

RECORDS: dict[str, Records] = {
    records.sheet.name: records
    for records in (
        Brands(),
        Rights(),
        Products(),
        Pictures(),
        Features(),
        *VIOLATIONS,
        Contacts(),
        TRADERS,
        ROUTES,
    )
}
"""By sheet, in the order in which they are imported."""
