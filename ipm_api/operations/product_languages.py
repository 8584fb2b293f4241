"""In which languages a product is written, and how completely."""

from collections.abc import Iterator, Mapping

from ipm_api.models.product import Product

_IN_LINES = {
    "variants": ("names", "marks"),
    "packaging": ("papers", "description"),
    "serial_formats": ("place", "reading"),
    "characteristics": ("names", "values"),
}
_IN_FEATURES = ("titles", "where", "how_to_check", "genuine_shows", "counterfeit_shows")


def texts_of(product: Product) -> list[Mapping[str, str]]:
    """Every text of *product* and its features that is written in at least one language."""
    return [texts for texts in _all_texts(product) if any(texts.values())]


def language_counts(product: Product) -> dict[str, tuple[int, int]]:
    """By language tag: how many of the product's texts are written in it, of how many."""
    texts = texts_of(product)
    tags = {tag for each in texts for tag, text in each.items() if text}
    return {tag: (sum(bool(each.get(tag)) for each in texts), len(texts)) for tag in sorted(tags)}


def _all_texts(product: Product) -> Iterator[Mapping[str, str]]:
    yield product.names
    yield product.descriptions
    for name, cells in _IN_LINES.items():
        for line in getattr(product, name):
            yield from (line[cell] for cell in cells)
    for feature in product.features:
        yield from (getattr(feature, name) for name in _IN_FEATURES)
