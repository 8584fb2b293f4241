"""Sends pushes without content (RFC 8030); what a push service makes of them."""

import http.client
import logging
import ssl
import uuid
from datetime import timedelta

from ipm_api.config import Config
from ipm_api.database import now
from ipm_api.jobs.job_run import JobRun
from ipm_api.jobs.queue import enqueue
from ipm_api.operations.push_subscription import (
    endpoint_to_tell,
    forget_phone,
    note_result,
    phones_of,
)
from ipm_api.policy import ANONYMOUS
from ipm_api.push_service import push_origin
from ipm_api.sealing import seal_of
from ipm_api.vapid import push_key

PATIENCE = 10  # seconds for every answer of the push service
KEPT = timedelta(days=1)  # for a phone that is off; then it asks when it is opened
LONGEST_WAIT = timedelta(hours=12)
POSTPONED = 5  # times that a push service may ask to come back
GONE = (404, 410)
BUSY = (408, 425, 429)  # and every 5xx

_log = logging.getLogger(__name__)


class PushNotTaken(Exception):
    """The queue tries again."""


def tell_officer(run: JobRun, account_id: str) -> None:
    """One push for every phone of an officer, each tried on its own."""
    for subscription_id in phones_of(run.session, uuid.UUID(account_id)):
        enqueue(run.session, ANONYMOUS, "send_push", subscription_id=str(subscription_id))


def send_push(run: JobRun, subscription_id: str, postponed: int = 0) -> None:
    """
    Tell one phone to look.

    Raises:
        OSError, http.client.HTTPException, PushNotTaken: not now; the queue tries again.
    """
    session, config, phone = run.session, run.runtime.config, uuid.UUID(subscription_id)
    endpoint = endpoint_to_tell(session, phone, seal_of(config))
    origin = push_origin(endpoint, config.push_services) if endpoint else None
    if endpoint is None or origin is None:
        return
    session.commit()  # nothing is held while another machine thinks
    status, wait = _post(config, origin, endpoint)
    if status in GONE:
        forget_phone(session, phone)
        return
    note_result(session, phone, None if status < 300 else status)
    if status < 300:
        return
    _log.warning("%s answered a push with %s", origin, status)
    if wait and postponed < POSTPONED:
        enqueue(
            session,
            ANONYMOUS,
            "send_push",
            wait=min(timedelta(seconds=wait), LONGEST_WAIT),
            subscription_id=subscription_id,
            postponed=postponed + 1,
        )
    elif status in BUSY or status >= 500:
        session.commit()
        raise PushNotTaken(status)
    # any other refusal is of how we ask: see IPM_PUSH_CONTACT; again would be the same


def _post(config: Config, origin: str, endpoint: str) -> tuple[int, int]:
    """Status, and in how many seconds to come back (0: not said). No redirection is followed."""
    scheme, host = origin.split("://")
    connection = (
        http.client.HTTPSConnection(host, timeout=PATIENCE, context=ssl.create_default_context())
        if scheme == "https"
        else http.client.HTTPConnection(host, timeout=PATIENCE)
    )
    headers = {
        "Authorization": push_key(config).authorization(origin, config.push_contact, now()),
        "TTL": str(int(KEPT.total_seconds())),
        "Urgency": "high",  # goods are being held
        "Topic": "answers",  # what the phone has not fetched yet is replaced
    }
    try:
        connection.request("POST", endpoint.removeprefix(origin), headers=headers)
        answer = connection.getresponse()
        wait = answer.headers.get("Retry-After", "")
        return answer.status, int(wait) if wait.isascii() and wait.isdigit() else 0
    finally:
        connection.close()
