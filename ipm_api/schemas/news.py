"""News of administrators."""

from marshmallow import Schema, fields

from ipm_api.schemas.fields import ReaderText


class NewsResponse(Schema):
    """One notice."""

    id = fields.UUID(required=True)
    title = ReaderText(required=True, attribute="titles")
    text = ReaderText(required=True, attribute="texts")
    published_at = fields.AwareDateTime(required=True)


class NewsListResponse(Schema):
    """``GET /news``"""

    news = fields.List(fields.Nested(NewsResponse), required=True)
