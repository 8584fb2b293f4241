"""The files of the phone app: what a browser is given, and what all languages must say."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from ipm_api.languages import INTERFACE_LANGUAGES

FOLDER = Path(__file__).resolve().parents[2] / "officer_app"
MODULES = sorted(path for path in FOLDER.rglob("*.js") if "vendor" not in path.parts)
LONGEST_MODULE = 300  # lines


def strings(language: str) -> dict[str, str]:
    """Key → text of a language, as written in its files: no key stands in two of them."""
    texts = [path.read_text() for path in sorted((FOLDER / "strings").rglob(f"{language}.js"))]
    found = re.findall(r'^  "?([\w-]+)"?: "(.*)",$', "\n".join(texts), re.MULTILINE)
    assert len(dict(found)) == len(found)
    return dict(found)


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_all_languages_say_the_same_things(language):
    """A missing sentence would appear in English in the middle of a French screen."""
    english, other = strings("en"), strings(language)
    assert len(english) > 100
    assert other.keys() == english.keys()
    for key, text in english.items():
        assert sorted(re.findall(r"{\w+}", other[key])) == sorted(re.findall(r"{\w+}", text)), key


def test_the_phone_offers_the_languages_of_the_portal():
    """An officer who reads Arabic on the web reads it on the quay, too."""
    text = (FOLDER / "strings" / "language.js").read_text()
    offered = re.search(r"export const languages = {(.*)};", text)
    assert set(re.findall(r"(\w+): ", offered[1])) == set(INTERFACE_LANGUAGES)


def test_every_sentence_that_is_asked_for_exists():
    """say() of an unknown key would show the key to an officer."""
    asked = {
        key for module in MODULES for key in re.findall(r'say\("([\w-]+)"', module.read_text())
    }
    assert len(asked) > 50
    assert asked <= strings("en").keys()


def test_every_folder_of_sentences_is_loaded():
    """A folder that language.js does not name would show its keys to an officer."""
    named = re.search(r"const PARTS = \[(.*?)\]", (FOLDER / "strings" / "language.js").read_text())
    folders = [path.name for path in sorted((FOLDER / "strings").iterdir()) if path.is_dir()]
    assert sorted(re.findall(r'"([^"]*)"', named[1])) == sorted(["", *(f"{f}/" for f in folders)])


def test_nothing_inline_that_the_security_policy_would_refuse():
    """default-src 'self' allows neither inline scripts nor styles nor handlers."""
    page = (FOLDER / "index.html").read_text()
    assert re.findall(r"<script(?![^>]* src=)|<style|style=|\son\w+=", page) == []
    for module in MODULES:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|eval\(", module.read_text())


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_module_is_short_and_imports_what_exists(module):
    """There is no build step that would notice."""
    text = module.read_text()
    assert len(text.splitlines()) <= LONGEST_MODULE
    for names, target in re.findall(r'import \{ ([^}]+) \} from "(\.[^"]+)"', text):
        exporter = (module.parent / target).resolve().read_text()
        for name in re.split(r",\s*", names.strip(" ,")):
            assert re.search(rf"export (async )?(function|const|class) {name}\b", exporter), name
            assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{name} is imported in vain"


def test_every_screen_that_can_be_asked_for_exists():
    """Screens are loaded by their name: a missing one would be noticed on the quay."""
    listed = re.search(r"const SCREENS = \[(.*?)\];", (FOLDER / "app.js").read_text(), re.DOTALL)
    names = re.findall(r'"(\w+)"', listed[1])
    assert len(names) >= 10
    for name in [*names, "sign_in"]:
        module = (FOLDER / "screens" / f"{name}.js").read_text()
        assert re.search(r"^export async function screen\(", module, re.MULTILINE), name


def test_what_others_wrote_has_its_licence_and_its_own_version():
    """The reader's JavaScript and WebAssembly are of one version; both are redistributed."""
    vendor = FOLDER / "vendor" / "barcode-detector"
    script = (vendor / "zxing-exported.js").read_text()
    digest = hashlib.sha256((vendor / "zxing_reader.wasm").read_bytes()).hexdigest()
    assert digest in script
    assert "MIT License" in (vendor / "LICENSE.txt").read_text()
    assert "Apache License" in (vendor / "LICENSE-zxing-cpp.txt").read_text()


def test_the_manifest_makes_it_installable():
    """Browsers ask for a start inside the scope and for icons of the size that is stated."""
    manifest = json.loads((FOLDER / "manifest.webmanifest").read_text())
    assert manifest["start_url"].startswith(manifest["scope"])
    drawn = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    assert {icon["purpose"] for icon in drawn} == {"any", "maskable"}
    for icon in drawn:
        with Image.open(FOLDER / icon["src"]) as picture:
            assert icon["sizes"] == f"{picture.width}x{picture.height}"


def test_the_first_screens_modules_are_named_in_the_page():
    """A browser that finds them one after the other waits for the network once for each level."""
    first = ["app.js", "screens/sign_in.js", "screens/start.js"]
    needed: set[str] = set()
    while first:
        name = first.pop()
        if name in needed:
            continue
        needed.add(name)
        module = FOLDER / name
        imported = re.findall(r'^(?:import|export) .* from "(\.[^"]+)";', module.read_text(), re.M)
        first += [
            (module.parent / other).resolve().relative_to(FOLDER).as_posix() for other in imported
        ]
    named = re.findall(
        r'<link rel="modulepreload" href="([^"]+)">', (FOLDER / "index.html").read_text()
    )
    assert named == sorted(needed - {"app.js"})
