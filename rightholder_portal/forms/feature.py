"""The form of a distinguishing feature."""

import re
import uuid
from collections.abc import Mapping

from ipm_api.errors import Invalid
from ipm_api.models.distinguishing_feature import DistinguishingFeature, FeatureLevel, Tool
from ipm_api.operations.distinguishing_feature import FeatureDraft
from rightholder_portal.texts import LANGUAGES

TEXTS = ("titles", "where", "how_to_check", "genuine_shows", "counterfeit_shows")
REGION = ("x", "y", "width", "height")
TOOLS = list(Tool)
LEVELS = list(FeatureLevel)
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
    texts = {}
    for name in TEXTS:
        kept = dict(getattr(existing, name)) if existing is not None else {}
        tags = {
            *LANGUAGES,
            *(f[1] for f in map(re.compile(f"{name}-({_TAG})").fullmatch, form) if f),
        }
        entered = {tag: form.get(f"{name}-{tag}", "").replace("\0", "") for tag in tags}
        if any(len(text) > LONGEST for text in entered.values()):
            wrong[name] = [f"At most {LONGEST} characters."]
        texts[name] = {tag: text.strip() for tag, text in (kept | entered).items() if text.strip()}
    tools = {tool.value: tool for tool in Tool}
    levels = {level.value: level for level in FeatureLevel}
    if form.get("tool") not in tools:
        wrong["tool"] = ["Choose what the officer needs."]
    if form.get("level") not in levels:
        wrong["level"] = ["Choose who may know."]
    image_id, region = None, None
    if form.get("image_id"):
        try:
            image_id = uuid.UUID(form["image_id"])
            region = _region(form)
        except ValueError:
            wrong["region"] = ["Draw the region on the image, or write four numbers in percent."]
    if wrong:
        raise Invalid(wrong)
    return FeatureDraft(
        titles=texts["titles"],
        where=texts["where"],
        how_to_check=texts["how_to_check"],
        genuine_shows=texts["genuine_shows"],
        counterfeit_shows=texts["counterfeit_shows"],
        tool=tools[form["tool"]],
        level=levels[form["level"]],
        image_id=image_id,
        region=region,
    )


def values_of(feature: DistinguishingFeature) -> dict[str, str]:
    """What the form shows for *feature*."""
    values = {
        "tool": feature.tool.value,
        "level": feature.level.value,
        "image_id": str(feature.image_id or ""),
    }
    for name in TEXTS:
        for tag in {**LANGUAGES, **getattr(feature, name)}:
            values[f"{name}-{tag}"] = getattr(feature, name).get(tag, "")
    for name in REGION:
        value = getattr(feature, f"region_{name}")
        values[name] = "" if value is None else f"{value * 100:.6g}"
    return values


def _region(form: Mapping[str, str]) -> tuple[float, float, float, float] | None:
    numbers = [form.get(name, "").strip().replace(",", ".") for name in REGION]
    if not any(numbers):
        return None
    x, y, width, height = (float(number) / 100 for number in numbers)
    return x, y, width, height
