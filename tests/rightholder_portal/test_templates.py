"""Templates say nothing that cannot be said in another language, and hold nothing inline."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parent.parent.parent / "rightholder_portal"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMES = {
    "GTIN",
    "HS",
    "IPM",
    "SKU",
    "UTC",
    "EPCIS",
    "TOTP",
    "ID",
    "SHA",
    "CSV",
    "XLSX",
    "ZIP",
    "kB",
}
NAMES |= {"LOT", "LL", "NNNNNN"}  # forms of serial numbers
"""The same in every language."""

WRITTEN_WITHOUT = {"mail"}
"""Folders of what is no page."""

_TAG = re.compile(r'<!--.*?-->|<[^>]*>|\b[a-z-]+="[^"<>]*"', re.DOTALL)
_ATTRIBUTE = re.compile(r'\b(?:alt|title|placeholder|aria-label|aria-description)="([^"{]*)"')
_WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
_ENTITY = re.compile(r"&\w+;")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


def bare_words(source: str) -> list[str]:
    """What a template says without asking for a translation."""
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    # what is asked for by {{ }} leaves a mark, so that attributes around it stay whole
    text = "".join(
        part.data if isinstance(part, nodes.TemplateData) else "\0"
        for output in tree.find_all(nodes.Output)
        for part in output.nodes
    )
    said = [_ENTITY.sub(" ", _TAG.sub(" ", text)), *_ATTRIBUTE.findall(text)]
    said += [
        constant.value
        for output in tree.find_all(nodes.Output)
        for part in output.nodes
        for constant in untranslated(part)
    ]
    return [word for line in said for word in _WORD.findall(line) if word not in NAMES]


def untranslated(node: nodes.Node) -> list[nodes.Const]:
    """Sentences among the strings of an expression: those with a space or a capital letter."""
    if isinstance(node, nodes.Const):
        said = isinstance(node.value, str) and re.match(
            r"[A-ZÀ-Þ][a-zà-ÿ]|[A-Za-z]+ \w", node.value
        )
        return [node] if said else []
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in ("_", "ngettext"):
        return []
    return [found for child in node.iter_child_nodes() for found in untranslated(child)]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Not said</p>", ["Not", "said"]),
        ('<img alt="A picture">', ["picture"]),
        ('{{ x or "Not known." }}', ["Not", "known"]),
        ('<p class="card stack">{{ _("Said") }} · {{ n }} GTIN &nbsp;</p>', []),
        ('<a href="{{ url_for("a.b") }}" title="{{ _("Yes") }}">{{ product.name }}</a>', []),
        ('{{ ngettext("One", "Many things", n) }}', []),
    ],
)
def test_the_search_for_bare_words_finds_them(source, words):
    """The test of the test."""
    assert bare_words(source) == words


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_sentence_of_a_template_can_be_translated(path):
    """A bare word stays English for a reader of Arabic."""
    if path.parent.name in WRITTEN_WITHOUT:
        return
    assert bare_words(path.read_text()) == []


def test_templates_hold_no_style_and_no_script():
    """The content security policy would refuse them, and nobody would notice at once."""
    inline = re.compile(
        r"\sstyle=|\son(?:click|change|submit|input|load|error|focus|blur|toggle|key\w+|mouse\w+|drag\w*|drop)=|<script(?![^>]*\bsrc=)|<style|javascript:"
    )
    assert [named(path) for path in TEMPLATES if inline.search(path.read_text())] == []


def test_styles_know_no_left_and_no_right():
    """Arabic reads from right to left with the same style sheet."""
    sided = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)"
        r"|float:\s*(?:left|right)|(?:left|right):\s)"
    )
    sheets = [path for path in (ROOT / "static").rglob("*.css") if "vendor" not in path.parts]
    assert [path.name for path in sheets if sided.search(path.read_text())] == []


SECRETS = {"account/code.html", "account/sign_in.html", "second_factor/set_up.html"}
SECRETS |= {"password/forgotten.html", "password/reset.html", "passkey/add.html"}
"""Pages where nothing is written but secrets and one's own address."""

_FORM = re.compile(r"<form\b((?:\{[{%].*?[%}]\}|[^>])*)>(.*?)</form>", re.DOTALL)
_WRITTEN = re.compile(
    r'f\.(?:area|number|date)\(|x\.texts\(|<textarea|f\.text\((?!(?:(?! \}\}).)*type="password")'
)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_what_is_written_in_a_form_is_not_left_by_accident(path):
    """`data-unsaved` asks before the page is left; see unsaved.js."""
    if named(path) in SECRETS:
        return
    forms = _FORM.findall(path.read_text())
    written = [head for head, body in forms if 'method="post"' in head and _WRITTEN.search(body)]
    assert [head for head in written if "data-unsaved" not in head] == []
