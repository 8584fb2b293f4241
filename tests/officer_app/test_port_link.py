"""A small AV-6: photos over a link that delays, loses and breaks, the app killed on the way."""

import hashlib

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.port_link import Link, PortLink
from benchmarks.port_photos import Officer, draw_photos, send_over
from ipm_api.models.account import Role
from ipm_api.models.inspection import Inspection, InspectionPhoto
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser


def test_photos_over_a_bad_link_and_a_kill_are_there_exactly_once(
    chromium, live_server, make_account, engine, tmp_path
):
    """No manual step; little is sent twice. The whole of it: benchmarks/port_photos.py."""
    photos = draw_photos(tmp_path, 6)
    officer = Officer(make_account(Role.OFFICER).email, PASSWORD)
    link = PortLink(
        int(live_server.rsplit(":", 1)[1]),
        Link(delay=0.1, loss=0.05, cut_after=700_000, down_for=0.3),
    )

    def kept() -> list[str]:
        with Session(engine) as session:
            return list(session.scalars(select(InspectionPhoto.original_sha256)))

    try:
        send_over(
            chromium.browser_type,
            tmp_path / "profile",
            link,
            officer,
            photos,
            lambda: len(kept()),
            kills=1,
        )
    finally:
        link.close()
    data = [photo.read_bytes() for photo in photos]
    assert sorted(kept()) == sorted(hashlib.sha256(one).hexdigest() for one in data)
    with Session(engine) as session:
        assert len(session.scalars(select(Inspection.id)).all()) == len(photos)
    assert link.cuts > 0
    once = 1.15 * sum(map(len, data))  # smaller copies, headers, segments that were lost
    assert link.sent <= once + link.cuts * max(map(len, data))  # and what a cut interrupted
