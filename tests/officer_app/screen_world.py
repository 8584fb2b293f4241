"""What an officer's screens can show: goods, photos of a counterfeit, verdicts, questions, news."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from ipm_api.database import now
from ipm_api.models.account import Role
from ipm_api.models.alert import AlertPriority
from ipm_api.models.inspection import Verdict
from ipm_api.models.question import Statement
from ipm_api.operations.alert import AlertDraft, create_alert
from ipm_api.operations.favourite import add_favourite
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.news import add_news
from ipm_api.operations.question import ask
from ipm_api.operations.question_answer import answer
from ipm_api.operations.stored_picture import Upload
from ipm_api.operations.verdict import record_verdict
from ipm_api.policy import actor_of
from seed_products.artwork import draw_counterfeit, draw_product
from seed_products.catalogue import PRODUCTS
from seed_products.single import load_one
from tests.conftest import jpeg, label
from tests.officer_app.fake_camera import scene

KNOWN, TWIN = PRODUCTS[0], PRODUCTS[1]


@dataclass(frozen=True)
class ScreenWorld:
    """Who looks, what at (ids by name, see every_screen.py), and a photo to choose."""

    email: str
    ids: dict[str, str]
    photo: Path


def _photo_of(picture) -> bytes:
    """As in the shade: white paper is no glare."""
    return jpeg((0.8 * scene(picture)).astype(np.uint8))


def _with_sticker(picture):
    """Something that nobody declared: a place to look at."""
    picture = picture.copy()
    cv2.rectangle(picture, (435, 300), (700, 400), (250, 210, 60), cv2.FILLED)
    cv2.putText(picture, "SAMPLE", (455, 368), cv2.FONT_HERSHEY_DUPLEX, 1.6, (20, 30, 120), 4)
    return picture


@pytest.fixture
def screen_world(session, runtime, make_account, make_product, tmp_path) -> ScreenWorld:
    """Two products that resemble each other; photos of a counterfeit and of something else."""
    publishers = [
        load_one(session, runtime.index, runtime.images, runtime.decoder, product)
        for product in (KNOWN, TWIN)
    ]
    others = [
        make_product(publishers[0], picture=label(seed), name=name, brand=brand)
        for seed, brand, name in (
            (40, "Averlune", "Averlune hand cream"),
            (41, "Ombre Valcour", "Rivage soap"),
            (42, "Brovidel", "Brovidel throat syrup"),
        )
    ]
    account = make_account(Role.OFFICER)
    account.name = "Amina Diallo"
    officer, administrator = actor_of(account), actor_of(make_account(Role.ADMINISTRATOR))

    def inspect(picture, **told):
        photos = [Upload(_photo_of(picture))]
        return submit_inspection(
            session, officer, runtime.index, runtime.images, runtime.decoder, photos, **told
        ).inspection

    fake = _with_sticker(draw_counterfeit(KNOWN)[0].image)
    seen = inspect(fake)
    product = seen.candidates[0].product_id
    decided = inspect(
        fake, barcode=KNOWN.gtins[0], place="Le Havre, quay 4", notes="40 cartons, no papers"
    )
    reason = "The word on the side is misspelt and the print is dull."
    for verdict in (Verdict.CANNOT_TELL, Verdict.SUSPECT):
        record_verdict(session, officer, decided.id, verdict, reason=reason, product_id=product)
    unknown = inspect(label(31))
    asked = ask(
        session,
        officer,
        text="Is this hologram yours? It does not change colour.",
        product_id=product,
        inspection_id=decided.id,
        photo_ids=[decided.photos[0].id],
    )
    answer(
        session,
        publishers[0],
        asked.id,
        Statement.NOT_GENUINE,
        "The lot number L77 was never ours. Please keep the outer carton.",
    )
    ask(session, officer, text="Who imports this carton?", product_id=product, perishable=True)
    alert = _tell(session, publishers[0], administrator, product)
    for one in (product, *(other.id for other in others[:-1])):
        add_favourite(session, officer, one)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(_photo_of(draw_product(TWIN)[0].image))
    ids = {
        "inspection": seen.id,
        "decided": decided.id,
        "unknown": unknown.id,
        "product": product,
        "other": others[-1].id,
        "question": asked.id,
        "alert": alert.id,
    }
    return ScreenWorld(account.email, {name: str(one) for name, one in ids.items()}, photo)


def _tell(session, publisher, administrator, product_id):
    """An urgent alert about the product, a usual one, and news; returns the urgent one."""
    today = now().date()

    def warn(title, text, priority, about=None):
        texts = {"en": title}, {"en": text}
        days = today, today + timedelta(days=90)
        return create_alert(session, publisher, AlertDraft(*texts, [], priority, *days, about))

    urgent = warn(
        "Copies in mixed consignments",
        "Cartons with a misspelt back text were found among genuine goods.",
        AlertPriority.URGENT,
        product_id,
    )
    warn("New lot numbers", "From November they begin with a letter.", AlertPriority.INFORMATION)
    add_news(
        session,
        administrator,
        {"en": "Course: reading holograms"},
        {"en": "On 3 December at 14:00, for officers of all ports."},
    )
    return urgent
