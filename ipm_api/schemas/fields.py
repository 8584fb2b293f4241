"""Fields that several schemas share."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from ipm_api.reader_languages import reader_languages
from ipm_api.strict_json import is_storable


class PlainText(fields.String):
    """A text that can be stored; line breaks are allowed, other control characters are not."""

    def __init__(self, *, maximum: int, minimum: int = 0, **options: Any) -> None:
        super().__init__(validate=validate.Length(min=minimum, max=maximum), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not is_storable(text) or any(c < " " and c not in "\t\r\n" for c in text):
            raise ValidationError("Control characters cannot be kept.")
        return text


class ReaderText(fields.String):
    """A text in several languages, given in the reader's."""

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str:
        return reader_languages().choose(value or {})


class ScannedText(fields.String):
    """What a scanner sent; FNC1 comes as U+001D."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not is_storable(text):
            raise ValidationError("Control characters cannot be kept.")
        return text
