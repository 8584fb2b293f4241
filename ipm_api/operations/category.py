"""The trades that products are sorted by; administrators keep the list."""

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import Texts
from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.models.product import Category, Product
from ipm_api.policy import ADMINISTRATORS, Actor, require
from ipm_api.sentence import Sentence

MAXIMUM_NAME = 100  # characters
_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")


def categories(session: Session, kept: str = "") -> list[Category]:
    """Those that a product may be given, in their order; also its own one, *kept*, if retired."""
    living = select(Category).where(~Category.retired | (Category.slug == kept))
    return list(session.scalars(living.order_by(Category.position, Category.slug)))


def all_categories(session: Session, actor: Actor) -> list[tuple[Category, int]]:
    """Every category with the number of its products; the retired ones last."""
    require(actor, ADMINISTRATORS)
    count = select(func.count(Product.id)).where(Product.category_slug == Category.slug)
    rows = session.execute(
        select(Category, count.scalar_subquery()).order_by(
            Category.retired, Category.position, Category.slug
        )
    )
    return [(category, products) for category, products in rows]


def add_category(session: Session, actor: Actor, slug: str, names: Texts) -> None:
    """
    Add one at the end.

    Raises:
        Forbidden: *actor* is no administrator.
        Invalid: the short name is taken or malformed, or there is no English name.
    """
    require(actor, ADMINISTRATORS)
    slug = slug.strip()
    if not _SLUG.fullmatch(slug):
        raise Invalid(
            {"slug": [Sentence("Use 2 to 40 small letters, digits and hyphens, a letter first.")]}
        )
    if session.get(Category, slug) is not None:
        raise Invalid({"slug": [Sentence("This short name is taken.")]})
    last = session.scalar(select(func.max(Category.position))) or 0
    session.add(Category(slug=slug, names=_checked(names), position=last + 1))
    audit.record(session, actor, "category.added", category=slug)
    session.commit()


def rename_category(session: Session, actor: Actor, slug: str, names: Texts) -> None:
    """
    Change the names; languages that are not given keep theirs.

    Raises:
        Forbidden: *actor* is no administrator.
        NotFound: no such category.
        Invalid: no English name.
    """
    category = _locked(session, actor, slug)
    category.names = _checked({**category.names, **names})
    audit.record(session, actor, "category.renamed", category=slug)
    session.commit()


def retire_category(session: Session, actor: Actor, slug: str, *, retired: bool) -> None:
    """
    Take a category off the list, or put it back; products that have it keep it.

    Raises:
        Forbidden, NotFound: see rename_category.
        Conflict: it is so already, or it is the last one.
    """
    category = _locked(session, actor, slug)
    if category.retired is retired:
        raise Conflict(Sentence("This is done already."))
    if retired and len(categories(session)) == 1:
        raise Conflict(Sentence("Products need a category. Add another one first."))
    category.retired = retired
    audit.record(
        session, actor, "category.retired" if retired else "category.restored", category=slug
    )
    session.commit()


def move_category(session: Session, actor: Actor, slug: str, *, by: int) -> None:
    """
    Move one up (-1) or down (1) in the order; at the end nothing happens.

    Raises:
        Forbidden, NotFound: see rename_category.
    """
    _locked(session, actor, slug)
    living = categories(session)
    places = {category.slug: place for place, category in enumerate(living)}
    if slug in places and 0 <= places[slug] + by < len(living):
        at = places[slug]
        living[at], living[at + by] = living[at + by], living[at]
    for position, category in enumerate(living, start=1):
        category.position = position
    audit.record(session, actor, "category.moved", category=slug, by=by)
    session.commit()


def _locked(session: Session, actor: Actor, slug: str) -> Category:
    require(actor, ADMINISTRATORS)
    category = session.get(Category, slug, with_for_update=True)
    if category is None:
        raise NotFound("The category")
    return category


def _checked(names: Texts) -> Texts:
    kept = {tag: " ".join(text.split()) for tag, text in names.items() if text.strip()}
    if not kept.get("en"):
        raise Invalid({"names": [Sentence("Write the English name.")]})
    if any(len(text) > MAXIMUM_NAME for text in kept.values()):
        raise Invalid({"names": [Sentence("At most %(most)s characters.", most=MAXIMUM_NAME)]})
    return kept
