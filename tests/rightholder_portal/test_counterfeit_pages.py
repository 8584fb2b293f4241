"""What is known of those who copy: four lists and their forms."""

import pytest

from ipm_api.operations.violation import own_violations

NEW = {
    "versions": {
        "names-en": "Blue cap",
        "names-pt-BR": "Tampa azul",
        "first_seen": "2023-04-01",
        "where_seen": "Antwerp",
    },
    "infringements": {
        "happened_on": "2024-05-06",
        "type": "seizure",
        "outcome": "destroyed",
        "country": "BE",
        "quantity": "12000",
        "value": "1 200,50",
        "currency": "eur",
        "parties": "Trading house A",
    },
    "signs": {"kind": "price", "texts-en": "Below 4 EUR."},
    "routes": {"names-en": "By the north", "stops": "Shanghai, CN, CNSHA\r\nAntwerp, be"},
}
NUMBERS = ("1e999", "٣", "NaN", "Infinity", "--")  # what some readers of numbers take for one


@pytest.fixture
def product(owner, make_product):
    return make_product(owner, published=False)


@pytest.fixture
def lists(product):
    return f"/products/{product.id}/counterfeits"


def test_an_entry_is_added_changed_moved_removed_and_put_back(her, owner, session, product, lists):
    """Each list with the same words and the same undo."""
    for kind in NEW:
        walk_through(kind, her, owner, session, product, lists)


def walk_through(kind, her, owner, session, product, lists):
    """All that can be done with the entries of one list."""

    def entries():
        session.expire_all()
        return getattr(own_violations(session, owner, product.id), kind)

    assert her.get(f"{lists}/{kind}/new").status_code == 200
    for level in ("covert", "forensic"):
        answer = her.post(f"{lists}/{kind}", NEW[kind] | {"level": level})
        assert answer.location == f"{lists}#{kind}"
    first, second = entries()
    form = her.get(f"{lists}/{kind}/{first.id}").text
    for value in NEW[kind].values():
        assert value.upper() in form.upper() or value in ("1 200,50", NEW["routes"]["stops"])
    changed = NEW[kind] | {"level": "forensic", "whole_brand": "on"}
    assert her.post(f"{lists}/{kind}/{first.id}", changed).status_code == 302
    assert entries()[0].whole_brand
    her.post(f"{lists}/{kind}/{second.id}/move", {"position": "1"})
    assert [one.id for one in entries()] == [second.id, first.id]
    her.post(f"{lists}/{kind}/{second.id}/move", {"direction": "down"})
    her.post(f"{lists}/{kind}/{first.id}/remove")
    page = her.get(lists).text
    assert f"{lists}/{kind}/{first.id}/restore" in page
    assert f"{lists}/{kind}/{first.id}/move" not in page
    her.post(f"{lists}/{kind}/{first.id}/restore")
    assert [one.id for one in entries()] == [first.id, second.id]
    assert her.get(lists).status_code == 200


BROKEN = [  # list, what is entered instead, the field that is named
    ("versions", {"names-en": ""}, "names"),
    ("versions", {"first_seen": "yesterday"}, "first_seen"),
    ("versions", {"image_ids": "x"}, "image_ids"),
    ("infringements", {"happened_on": ""}, "happened_on"),
    ("infringements", {"quantity": "many"}, "quantity"),
    ("infringements", {"value": "1.2.3"}, "value"),
    ("infringements", {"currency": ""}, "currency"),
    ("infringements", {"type": "murder"}, "type"),
    ("infringements", {"level": "overt"}, "parties"),
    ("signs", {"texts-en": ""}, "texts"),
    ("signs", {"level": "secret"}, "level"),
    ("routes", {"stops": "Antwerp\nShanghai, CN"}, "stops"),
    ("routes", {"stops": "Antwerp, BE"}, "stops"),
]


def test_a_broken_field_is_named_and_what_was_entered_is_kept(her, lists):
    """Beside the field, with everything else as it was."""
    for kind, change, field in BROKEN:
        entered = {"level": "covert"} | NEW[kind]
        entered = {k: v for k, v in entered.items() if k != "names-pt-BR"} | change
        answer = her.post(f"{lists}/{kind}", entered)
        assert answer.status_code == 400, change
        assert f'id="error-{field}"' in answer.text, change
        assert 'data-unsaved="changed"' in answer.text, change


def test_empty_lists_say_what_to_do_next(her, lists):
    """Four invitations instead of nothing; an unknown list does not exist."""
    page = her.get(lists).text
    assert page.count("/new") == 4
    assert her.get(f"{lists}/villains/new").status_code == 404
    assert her.post(f"{lists}/villains").status_code == 404


def test_no_text_breaks_the_forms(her, lists):
    """Whatever is typed: refused or kept, never an error of ours."""
    counted = {"quantity", "value", "happened_on", "first_seen"}
    for kind, fields in NEW.items():
        for field in fields:
            for value in ("\0", "x" * 9000, *(NUMBERS if field in counted else ())):
                entered = {"level": "covert"} | fields | {field: value}
                answer = her.post(f"{lists}/{kind}", entered)
                assert answer.status_code in (302, 400), (kind, field, value)


def test_another_language_is_shown_without_keeping_anything(her, owner, session, product, lists):
    """The form comes back with what was entered and empty fields in the new language."""
    entered = {"more": "language", "add_language": "ar", "level": "covert", "names-en": "Blue"}
    page = her.post(f"{lists}/versions", entered).text
    assert 'name="names-ar"' in page
    assert 'value="Blue"' in page
    assert not own_violations(session, owner, product.id)
