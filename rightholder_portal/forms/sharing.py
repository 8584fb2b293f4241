"""The form of sharing: everybody or chosen, for countries, authorities and covert features."""

from werkzeug.datastructures import MultiDict

from ipm_api.operations.sharing import SharingDraft


def sharing_draft(form: MultiDict[str, str]) -> SharingDraft:
    """What the form says."""
    return SharingDraft(
        countries=_chosen(form, "countries"),
        authorities=_lines(form),
        covert_countries=_chosen(form, "covert_countries"),
    )


def _chosen(form: MultiDict[str, str], name: str) -> tuple[str, ...] | None:
    if form.get(f"{name}_scope") != "chosen":
        return None
    return tuple(code for text in form.getlist(name) for code in text.split())


def _lines(form: MultiDict[str, str]) -> tuple[str, ...] | None:
    if form.get("authorities_scope") != "chosen":
        return None
    return tuple(form.get("authorities", "").splitlines())
