"""Warnings that officers of a country see."""

from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager

from ipm_api import audit
from ipm_api.database import Texts, now
from ipm_api.errors import Invalid
from ipm_api.languages import text_in
from ipm_api.models.alert import Alert
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.policy import OFFICERS, PUBLISHERS, Actor, require


def create_alert(
    session: Session,
    actor: Actor,
    *,
    titles: Texts,
    texts: Texts,
    countries: list[str],
    urgent: bool,
    valid_from: date,
    valid_until: date,
) -> Alert:
    """
    Warn officers of *countries* (none named: of all).

    Raises:
        Forbidden: *actor* may not publish.
        Invalid: no title, or the period ends before it begins.
    """
    require(actor, PUBLISHERS)
    wrong: dict[str, list[str]] = {}
    if not text_in(titles, ()).strip():
        wrong["titles"] = ["Give the alert a title."]
    if valid_until < valid_from:
        wrong["valid_until"] = ["The last day must not be before the first."]
    if wrong:
        raise Invalid(wrong)
    assert actor.right_holder_id is not None
    alert = Alert(
        right_holder_id=actor.right_holder_id,
        titles=titles,
        texts=texts,
        countries=countries,
        urgent=urgent,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    session.add(alert)
    session.flush()
    audit.record(session, actor, "alert.created", alert.id)
    session.commit()
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
                Alert.valid_from <= today,
                Alert.valid_until >= today,
                or_(
                    func.cardinality(Alert.countries) == 0,
                    Alert.countries.contains([actor.country]),
                ),
            )
            .options(contains_eager(Alert.right_holder))
            .order_by(Alert.urgent.desc(), Alert.created_at.desc())
        )
    )
