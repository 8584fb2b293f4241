"""What officers and trainers learn from a guide besides pictures and features."""

from datetime import date

from ipm_api.models.account import Role
from ipm_api.models.supply_chain import TraderRole
from ipm_api.operations.contact import add_contact
from ipm_api.operations.product_edit import change_product
from ipm_api.operations.publication import publish_product
from ipm_api.operations.supply_chain import add_route, add_trader
from ipm_api.operations.supply_chain_draft import RouteDraft, Scope, TraderDraft
from tests.ipm_api.full_product import FULL


def test_the_guide_holds_numbers_packaging_prices_and_the_supply_chain(
    api, session, publisher, make_product, make_account, token_for
):
    """In the reader's language, as the right holder wrote it."""
    product = make_product(publisher, published=False)
    change_product(session, publisher, product.id, FULL, revision=1)
    scope = Scope(product_id=product.id)
    add_trader(session, publisher, TraderDraft(TraderRole.IMPORTER, "Nord Import", "NL"), scope)
    add_trader(
        session,
        publisher,
        TraderDraft(TraderRole.BROKER, "Gone", "NL", valid_until=date(2020, 1, 1)),
        scope,
    )
    route = RouteDraft("By sea", [{"locode": "CNSHA", "mode": "sea"}, {"locode": "NLRTM"}], [6])
    add_route(session, publisher, route, scope)
    for name, countries in (("Desk", []), ("For Japan", ["JP"])):
        add_contact(session, publisher, name=name, telephone="+33 1", countries=countries)
    publish_product(session, publisher, product.id)
    officer = make_account(Role.OFFICER, country="FR")
    guide = api.get(
        f"/api/v1/products/{product.id}",
        headers={"Authorization": f"Bearer {token_for(officer)}"},
    ).json
    assert guide["model_number"] == "EC-50"
    assert guide["variants"] == [
        {"name": "Travel", "marks": "30 ml", "gtin": "00036000291452", "sku": "T"}
    ]
    assert [layer["items"] for layer in guide["packaging"]] == [None, 12]
    assert guide["serial_formats"][0]["pattern"] == "LL-N{6}"
    assert guide["price_bands"][0]["high"] == "19.90"
    assert guide["characteristics"] == [{"name": "Volume", "value": "50 ml"}]
    assert [trader["name"] for trader in guide["traders"]] == ["Nord Import"]
    assert [stop["name"] for stop in guide["routes"][0]["stops"]] == ["Shanghai", "Rotterdam"]
    [contact] = guide["contacts"]
    assert (contact["name"], contact["is_open"], contact["opens_at"]) == ("Desk", True, None)
    assert "skus" not in guide
