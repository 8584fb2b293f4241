"""Removes what has served its time: tokens, counters, kept answers, old jobs, sent mails."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.jobs.job_run import JobRun
from ipm_api.models.account import AccessToken, SignInCounter
from ipm_api.models.idempotency_record import IdempotencyRecord
from ipm_api.models.invitation import Invitation
from ipm_api.models.job import Job, JobState
from ipm_api.models.one_time_token import OneTimeToken
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.models.photo_upload import PhotoUpload
from ipm_api.models.picture_upload import PictureUpload, UploadAllowance, UploadState
from ipm_api.models.push_subscription import PushSubscription
from ipm_api.operations.picture_clean_up import clean_pictures
from ipm_api.operations.throttle import DAY

ANSWERS_KEPT = timedelta(days=7)  # as the API promises for Idempotency-Key
UPLOADS_KEPT = timedelta(days=7)  # of files that did not arrive whole
MAILS_KEPT = timedelta(days=30)  # after they left
PHONES_KEPT = timedelta(days=30)  # that were not opened since
INVITATIONS_KEPT = timedelta(days=30)  # expired ones are shown as such until then
JOBS_KEPT = {JobState.DONE: timedelta(days=7), JobState.FAILED: timedelta(days=90)}


def clean_up_pictures(run: JobRun) -> None:
    """Regular work, once a day; see operations/picture_clean_up.py."""
    clean_pictures(run.session, run.runtime.images)


def clean_up(session: Session) -> int:
    """Delete expired rows and return how many; safe to run at any time, say hourly from cron."""
    moment = now()
    removed = 0
    for statement in (
        delete(AccessToken).where(AccessToken.expires_at < moment),
        delete(SignInCounter).where(SignInCounter.window_start < moment - DAY),
        delete(IdempotencyRecord).where(IdempotencyRecord.created_at < moment - ANSWERS_KEPT),
        delete(UploadAllowance).where(UploadAllowance.starts_at < moment - 2 * DAY),
        delete(PictureUpload).where(
            PictureUpload.state != UploadState.KEPT,
            PictureUpload.changed_at < moment - UPLOADS_KEPT,
        ),
        delete(PhotoUpload).where(PhotoUpload.changed_at < moment - UPLOADS_KEPT),
        delete(PushSubscription).where(PushSubscription.renewed_at < moment - PHONES_KEPT),
        delete(OneTimeToken).where(OneTimeToken.expires_at < moment),
        delete(Invitation).where(Invitation.expires_at < moment - INVITATIONS_KEPT),
        delete(OutgoingMail).where(OutgoingMail.sent_at < moment - MAILS_KEPT),
        *(
            delete(Job).where(Job.state == state, Job.finished_at < moment - kept)
            for state, kept in JOBS_KEPT.items()
        ),
    ):
        removed += session.execute(statement).rowcount  # type: ignore[attr-defined]
    session.commit()
    return removed
