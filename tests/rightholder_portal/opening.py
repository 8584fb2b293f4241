"""What opens pages without a click: the cookie of a session, and the links of mails."""

import uuid
from datetime import timedelta

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.config import Config
from ipm_api.models.email_change import EmailChange
from ipm_api.models.invitation import Invitation
from ipm_api.models.one_time_token import Purpose
from ipm_api.models.question import QuestionNotice
from ipm_api.operations.one_time_token import digest, issue_link, signed_token

FIRST_STEP = {"ticket": "of a password that was right"}
"""What opens the second step of signing in."""


def signed(content: dict[str, str], config: Config) -> str:
    """*content* as the session cookie of the portal."""
    app = Flask(__name__)
    app.secret_key = config.secret_key
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(content))


def mailed_links(
    session: Session, config: Config, *, account_id: uuid.UUID, question_id: str
) -> dict[str, str]:
    """
    Tokens by the first word of their address, signed as the service does.

    A new password and a new address of an account, an invitation, and the reply form of a question.
    """
    reset = issue_link(
        session, config.secret_key, Purpose.PASSWORD_RESET, timedelta(minutes=30), account_id
    )
    invitation = session.scalars(select(Invitation).limit(1)).one()
    token = signed_token(config.secret_key, Purpose.INVITATION, invitation.id)
    invitation.token_sha256 = digest(token)
    told = QuestionNotice.question_id == uuid.UUID(question_id)
    notice = session.scalars(select(QuestionNotice.id).where(told).limit(1)).one()
    change = issue_link(
        session, config.secret_key, Purpose.EMAIL_CHANGE, timedelta(hours=24), account_id
    )
    session.add(EmailChange(token_id=change.id, email="new.address@ipm.example"))
    session.commit()
    return {
        "account_token": signed_token(config.secret_key, Purpose.EMAIL_CHANGE, change.id),
        "reset_token": signed_token(config.secret_key, Purpose.PASSWORD_RESET, reset.id),
        "invitation_token": token,
        "notice_id": str(notice),
        "reply_token": signed_token(config.secret_key, Purpose.QUESTION, notice),
    }
