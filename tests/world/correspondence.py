"""What officers do and ask, what right holders answer, and alerts."""

import uuid

from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.models.alert import AlertPriority
from ipm_api.models.question import Statement
from ipm_api.operations.alert import AlertDraft, create_alert
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.photo_arrival import PhotoToSend
from ipm_api.operations.photo_pieces import start_photo
from ipm_api.operations.question import ask
from ipm_api.operations.question_answer import answer
from ipm_api.operations.seizure import SeizureDraft, save_seizure
from ipm_api.operations.stored_picture import Upload
from ipm_api.policy import actor_of
from ipm_api.runtime import Runtime
from tests.world.cast import NOBODY, ROLES_OF_HOLDERS, World


def inspect(session: Session, runtime: Runtime, world: World, officer: str) -> None:
    actor = actor_of(world.accounts[officer])
    assert actor is not None
    inspection = submit_inspection(
        session,
        actor,
        runtime.index,
        runtime.images,
        runtime.decoder,
        [Upload(world.pictures["A"], f"{world.plant('file', officer, NOBODY)}.jpg")],
        client_id=world.plant("client", officer, frozenset({officer})),
        place=world.plant("place", officer, frozenset({officer})),
        notes=world.plant("notes", officer, frozenset({officer})),
    ).inspection
    goods = world.plant("goods", officer, frozenset({officer}))
    save_seizure(session, actor, inspection.id, SeizureDraft(goods))
    world.inspections[officer] = str(inspection.id)
    world.photos[officer] = str(inspection.photos[0].id)
    words = {
        name: world.plant(f"sent-{name}", officer, NOBODY)
        for name in ("client_id", "place", "notes")
    }
    on_its_way = PhotoToSend(sha256="1" * 64, size=10, **words)
    world.photo_uploads[officer] = str(start_photo(session, actor, on_its_way).upload_id)


def correspond(session: Session, world: World, owner: str) -> None:
    """Officer X asks *owner*, who answers; and an alert to another country than X's and Y's."""
    officer = actor_of(world.accounts["officer X"])
    publisher = actor_of(world.accounts[f"publisher {owner}"])
    assert officer is not None
    assert publisher is not None
    people = frozenset({f"{role} {owner}" for role in ROLES_OF_HOLDERS})
    question = ask(
        session,
        officer,
        text=world.plant(f"question{owner}", "officer X", people),
        product_id=world.products[owner].id,
        inspection_id=uuid.UUID(world.inspections["officer X"]) if owner == "A" else None,
        photo_ids=[uuid.UUID(world.photos["officer X"])] if owner == "A" else [],
    )
    words = world.plant("answer", owner, frozenset({"officer X"}))
    answer(session, publisher, question.id, Statement.CANNOT_TELL, words)
    world.questions[owner] = str(question.id)
    title = {"en": world.plant("alert", owner, NOBODY)}
    today = now().date()
    draft = AlertDraft(title, {}, ["NZ"], AlertPriority.URGENT, today, today)
    world.alerts[owner] = str(create_alert(session, publisher, draft).id)
