"""The form of a distinguishing feature."""

import re
import uuid
from collections.abc import Mapping

from ipm_api.database import Texts
from ipm_api.errors import Invalid
from ipm_api.models.distinguishing_feature import (
    DistinguishingFeature,
    FeatureLevel,
    TechnologyFamily,
    Tool,
)
from ipm_api.operations.distinguishing_feature import FeatureDraft, Rectangle
from ipm_api.polygon import Outline
from ipm_api.sentence import Sentence
from rightholder_portal.texts import LANGUAGES

TEXTS = ("titles", "where", "how_to_check", "genuine_shows", "counterfeit_shows")
SIDES = ("x", "y", "width", "height")
PLACES = ("image_id", *SIDES, "counterpart_image_id", *(f"counterpart_{side}" for side in SIDES))
"""What a suggestion fills in."""
TOOLS = list(Tool)
LEVELS = list(FeatureLevel)
TECHNOLOGIES = list(TechnologyFamily)
LONGEST = 1000  # characters of a text
_TAG = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}"  # a language as BCP 47 writes it


def feature_draft(
    form: Mapping[str, str], existing: DistinguishingFeature | None = None
) -> FeatureDraft:
    """
    What a right holder wrote and drew; the form has percent, the draft fractions.

    Raises:
        Invalid: a field is not of its kind.
    """
    wrong: dict[str, list[str]] = {}
    texts = {name: texts_of(form, name, existing, wrong) for name in TEXTS}
    tools = {tool.value: tool for tool in Tool}
    levels = {level.value: level for level in FeatureLevel}
    technologies = {family.value: family for family in TechnologyFamily}
    if form.get("tool") not in tools:
        wrong["tool"] = [Sentence("Choose what the officer needs.")]
    if form.get("level") not in levels:
        wrong["level"] = [Sentence("Choose who may know.")]
    if form.get("technology") and form["technology"] not in technologies:
        wrong["technology"] = [Sentence("Choose a family, or none.")]
    image_id, region, polygon = None, None, None
    if form.get("image_id"):
        try:
            image_id = uuid.UUID(form["image_id"])
            if form.get("shape") == "polygon":
                polygon = _outline(form.get("polygon", ""))
            else:
                region = _rectangle(form, "")
        except ValueError:
            wrong["region"] = [
                Sentence("Draw the region on the image, or write its numbers in percent.")
            ]
    fake_id, counterpart = None, None
    if form.get("counterpart_image_id"):
        try:
            fake_id = uuid.UUID(form["counterpart_image_id"])
            counterpart = _rectangle(form, "counterpart_")
        except ValueError:
            wrong["counterpart"] = [
                Sentence("Draw the same place, or write its numbers in percent.")
            ]
    if wrong:
        raise Invalid(wrong)
    return FeatureDraft(
        titles=texts["titles"],
        where=texts["where"],
        how_to_check=texts["how_to_check"],
        genuine_shows=texts["genuine_shows"],
        counterfeit_shows=texts["counterfeit_shows"],
        tool=tools[form["tool"]],
        technology=technologies.get(form.get("technology", "")),
        level=levels[form["level"]],
        image_id=image_id,
        region=region,
        polygon=polygon,
        counterpart_image_id=fake_id,
        counterpart_region=counterpart,
    )


def values_of(feature: DistinguishingFeature) -> dict[str, str]:
    """What the form shows for *feature*."""
    values = {
        "tool": feature.tool.value,
        "technology": feature.technology.value if feature.technology else "",
        "level": feature.level.value,
        "image_id": str(feature.image_id or ""),
        "counterpart_image_id": str(feature.counterpart_image_id or ""),
        "shape": "polygon" if feature.polygon else "rectangle",
        "polygon": "\n".join(f"{x * 100:.6g} {y * 100:.6g}" for x, y in feature.polygon or []),
    }
    for name in TEXTS:
        for tag in {**LANGUAGES, **getattr(feature, name)}:
            values[f"{name}-{tag}"] = getattr(feature, name).get(tag, "")
    for side in SIDES:
        for prefix, attribute in (("", f"region_{side}"), ("counterpart_", f"counterpart_{side}")):
            value = getattr(feature, attribute)
            values[f"{prefix}{side}"] = "" if value is None else f"{value * 100:.6g}"
    return values


def texts_of(
    form: Mapping[str, str], name: str, existing: object | None, wrong: dict[str, list[str]]
) -> Texts:
    """
    The fields ``name-<language>``; languages that the form does not show are kept.

    What is too long is noted in *wrong*.
    """
    kept: Texts = dict(getattr(existing, name)) if existing is not None else {}
    found = (re.fullmatch(f"{name}-({_TAG})", field) for field in form)
    entered = {
        match[1]: form[match[0]].replace("\0", "").replace("\r\n", "\n") for match in found if match
    }
    if any(len(text) > LONGEST for text in entered.values()):
        wrong[name] = [Sentence("At most %(most)s characters.", most=LONGEST)]
    return {tag: text.strip() for tag, text in (kept | entered).items() if text.strip()}


def languages_in(values: Mapping[str, object]) -> list[str]:
    """The languages that a form shows: usual ones, those that are written, and the one added."""
    shown = [*LANGUAGES, *str(values.get("languages_shown", "")).split()]
    shown += [match[1] for name in values if (match := re.fullmatch(rf"[a-z_]+-({_TAG})", name))]
    shown.append(str(values.get("add_language", "")))
    return [tag for tag in dict.fromkeys(shown) if re.fullmatch(_TAG, tag)]


def _rectangle(form: Mapping[str, str], prefix: str) -> Rectangle | None:
    numbers = [form.get(f"{prefix}{side}", "").strip().replace(",", ".") for side in SIDES]
    if not any(numbers):
        return None
    x, y, width, height = (float(number) / 100 for number in numbers)
    return x, y, width, height


def _outline(text: str) -> Outline:
    """Corners in percent, one on a line: ``12.5 30``; a comma may be a decimal sign."""
    corners = []
    for line in text.splitlines():
        if line.strip():
            x, y = re.split(r"[\s;]+", line.strip().replace(",", "."))
            corners.append((float(x) / 100, float(y) / 100))
    return tuple(corners)
