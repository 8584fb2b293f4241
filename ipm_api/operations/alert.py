"""Warnings of right holders, which officers of chosen countries see."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from ipm_api import audit
from ipm_api.database import Texts, now
from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.languages import text_in
from ipm_api.models.alert import Alert, AlertPriority
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations.product import own_product
from ipm_api.operations.published import readable_products
from ipm_api.policy import OFFICERS, PUBLISHERS, RIGHT_HOLDER, Actor, require
from ipm_api.ports import PORTS
from ipm_api.sentence import Sentence

MAXIMUM_TITLE = 200  # characters, in each language
MAXIMUM_TEXT = 4000
LONGEST_DAYS = 366  # an alert that never ends is read by nobody

_URGENT_FIRST = case(
    {AlertPriority.URGENT: 0, AlertPriority.IMPORTANT: 1}, value=Alert.priority, else_=2
)


@dataclass(frozen=True, slots=True)
class AlertDraft:
    """
    What a right holder writes; ``product_id`` is one's own.

    ``countries`` empty means all. ``ports`` (UN/LOCODE) are where it is read first: officers of
    the country see it in any case.
    """

    titles: Texts
    texts: Texts
    countries: list[str]
    priority: AlertPriority
    valid_from: date
    valid_until: date
    product_id: uuid.UUID | None = None
    ports: tuple[str, ...] = ()


def create_alert(session: Session, actor: Actor, draft: AlertDraft) -> Alert:
    """
    Warn officers of the countries of *draft*.

    Raises:
        Forbidden: *actor* may not publish.
        NotFound: the product is not one's own.
        Invalid: no title, too long, an unknown country, or an impossible period.
    """
    require(actor, PUBLISHERS)
    _check(session, actor, draft)
    assert actor.right_holder_id is not None
    alert = Alert(right_holder_id=actor.right_holder_id)
    _write(alert, draft)
    session.add(alert)
    session.flush()
    audit.record(session, actor, "alert.created", alert.id)
    session.commit()
    return alert


def update_alert(session: Session, actor: Actor, alert_id: uuid.UUID, draft: AlertDraft) -> Alert:
    """
    Write one's own alert anew; officers see the change at once.

    Raises:
        Forbidden, Invalid: see create_alert.
        NotFound: no such alert, or another right holder's.
    """
    require(actor, PUBLISHERS)
    alert = own_alert(session, actor, alert_id)
    _check(session, actor, draft)
    _write(alert, draft)
    audit.record(session, actor, "alert.changed", alert.id)
    session.commit()
    return alert


def withdraw_alert(session: Session, actor: Actor, alert_id: uuid.UUID) -> None:
    """
    Take an alert from officers at once.

    Raises:
        NotFound: see update_alert.
        Conflict: it is withdrawn already.
    """
    require(actor, PUBLISHERS)
    alert = own_alert(session, actor, alert_id)
    if alert.withdrawn_at is not None:
        raise Conflict(Sentence("This alert is withdrawn already."))
    alert.withdrawn_at = now()
    audit.record(session, actor, "alert.withdrawn", alert.id)
    session.commit()


def renew_alert(session: Session, actor: Actor, alert_id: uuid.UUID) -> None:
    """
    Undo a withdrawal.

    Raises:
        NotFound: see update_alert.
        Conflict: it is not withdrawn.
    """
    require(actor, PUBLISHERS)
    alert = own_alert(session, actor, alert_id)
    if alert.withdrawn_at is None:
        raise Conflict(Sentence("This alert is not withdrawn."))
    alert.withdrawn_at = None
    audit.record(session, actor, "alert.renewed", alert.id)
    session.commit()


def own_alerts(session: Session, actor: Actor, *, past: bool = False) -> list[Alert]:
    """
    The alerts of one's own organisation, newest first.

    Args:
        past: those that are over or withdrawn, instead of those in force or to come.
    """
    require(actor, RIGHT_HOLDER)
    over = or_(Alert.withdrawn_at.is_not(None), Alert.valid_until < now().date())
    query = _own(actor).where(over if past else ~over)
    return list(session.scalars(query.order_by(Alert.valid_from.desc(), Alert.id).limit(200)))


def own_alert(session: Session, actor: Actor, alert_id: uuid.UUID) -> Alert:
    """
    One alert of one's own organisation.

    Raises:
        NotFound: none, or another right holder's.
    """
    require(actor, RIGHT_HOLDER)
    alert = session.scalar(_own(actor).where(Alert.id == alert_id))
    if alert is None:
        raise NotFound("The alert")
    return alert


def current_alerts(session: Session, actor: Actor) -> list[Alert]:
    """What is in force today for the officer's country, urgent first, then newest."""
    require(actor, OFFICERS)
    today = now().date()
    return list(
        session.scalars(
            select(Alert)
            .join(Alert.right_holder)
            .where(
                RightHolder.state == RightHolderState.APPROVED,
                Alert.withdrawn_at.is_(None),
                or_(Alert.product_id.is_(None), Alert.product_id.in_(readable_products(actor))),
                Alert.valid_from <= today,
                Alert.valid_until >= today,
                or_(
                    func.cardinality(Alert.countries) == 0,
                    Alert.countries.contains([actor.country]),
                ),
            )
            .options(contains_eager(Alert.right_holder))
            .order_by(_URGENT_FIRST, Alert.created_at.desc())
        )
    )


def _own(actor: Actor) -> Select[Alert]:
    return (
        select(Alert)
        .where(Alert.right_holder_id == actor.right_holder_id)
        .options(joinedload(Alert.product))
    )


def _write(alert: Alert, draft: AlertDraft) -> None:
    alert.titles, alert.texts = draft.titles, draft.texts
    alert.countries = sorted(set(draft.countries))
    alert.ports = sorted(set(draft.ports))
    alert.priority = draft.priority
    alert.valid_from, alert.valid_until = draft.valid_from, draft.valid_until
    alert.product_id = draft.product_id


def _check(session: Session, actor: Actor, draft: AlertDraft) -> None:
    wrong: dict[str, list[str]] = {}
    if not text_in(draft.titles, ()).strip():
        wrong["titles"] = [Sentence("Give the alert a title.")]
    elif any(len(text) > MAXIMUM_TITLE for text in draft.titles.values()):
        wrong["titles"] = [Sentence("At most %(most)s characters.", most=MAXIMUM_TITLE)]
    if any(len(text) > MAXIMUM_TEXT for text in draft.texts.values()):
        wrong["texts"] = [Sentence("At most %(most)s characters.", most=MAXIMUM_TEXT)]
    if not all(len(c) == 2 and c.isascii() and c.isupper() for c in draft.countries):
        wrong["countries"] = [Sentence("Choose countries of the list.")]
    if not set(draft.ports) <= PORTS.keys():
        wrong["ports"] = [Sentence("Choose ports of the list.")]
    elif draft.countries and not {port[:2] for port in draft.ports} <= set(draft.countries):
        wrong["ports"] = [Sentence("Choose ports of the chosen countries.")]
    if draft.valid_until < draft.valid_from:
        wrong["valid_until"] = [Sentence("The last day must not be before the first.")]
    elif (draft.valid_until - draft.valid_from).days > LONGEST_DAYS:
        wrong["valid_until"] = [
            Sentence("An alert lasts at most %(days)s days.", days=LONGEST_DAYS)
        ]
    if draft.product_id is not None:
        try:
            own_product(session, actor, draft.product_id)
        except NotFound:
            wrong["product_id"] = [Sentence("Choose one of your products.")]
    if wrong:
        raise Invalid(wrong)
