"""What happened, said once on the next page, with a button that undoes it."""

from flask import flash


def tell(
    sentence: str,
    *,
    undo: str | None = None,
    fields: dict[str, str] | None = None,
    attention: bool = False,
) -> None:
    """
    Say *sentence* on the next page.

    Args:
        sentence: in the reader's language already.
        undo: address that takes a POST which undoes what happened; None if nothing is to undo.
        fields: of that form, besides its token.
        attention: something needs the person, in amber.
    """
    note = {"sentence": sentence, "undo": undo, "fields": fields or {}}
    flash(note, "attention" if attention else "message")  # type: ignore[arg-type]
