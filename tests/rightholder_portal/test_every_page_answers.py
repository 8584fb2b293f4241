"""Every page for who may open it, in every language, without a browser: none breaks."""

import re

import pytest

from ipm_api.languages import INTERFACE_LANGUAGES
from tests.rightholder_portal.everybody import filled, ids_of, people
from tests.rightholder_portal.pages import PEOPLE, pages_of
from tests.rightholder_portal.promised import PROMISED

UNFILLED = re.compile(r"%\(\w+\)s|%%|Sentence\(|Undefined")
"""What a page shows when a sentence was not said, or its values did not reach it."""


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_every_page_answers_in_every_language(portal, world, language):
    """A translation that lost a placeholder breaks one page in one language only."""
    everyone = people(portal, world)
    ids, wrong = ids_of(world, "A"), []
    for person in PEOPLE:
        everyone[person].client.set_cookie("language", language)
        for rule in pages_of(person):
            path = filled(rule, ids)
            with everyone[person].get(path) as answer:
                if answer.status_code not in PROMISED[f"GET {rule}"][1] | {302, 404}:
                    wrong.append(f"{person} {path}: {answer.status_code}")
                if answer.mimetype != "text/html" or answer.status_code != 200:
                    continue
                if f'lang="{language}"' not in answer.text[:300]:
                    wrong.append(f"{person} {path}: another language")
                text = re.sub(r"<[^>]*>|(?s:<script.*?</script>)", "", answer.text)
                wrong += [f"{person} {path}: {said}" for said in UNFILLED.findall(text)]
    assert wrong == []
