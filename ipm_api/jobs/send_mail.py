"""Sends mails through SMTP; what cannot be sent now is tried again, and kept until it is."""

import smtplib
import ssl
import uuid
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from ipm_api.jobs.job_run import JobRun
from ipm_api.jobs.queue import enqueue
from ipm_api.mail_message import message_of
from ipm_api.operations.mail import mark_sent, unsent_mails, waiting_mail
from ipm_api.policy import ANONYMOUS

PATIENCE = 20  # seconds for every answer of the mail server
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def send_mail(run: JobRun, mail_id: str) -> None:
    """
    Send one mail; without a server it waits for one.

    Raises:
        OSError, smtplib.SMTPException: the server did not take it; the queue tries again.
    """
    config = run.runtime.config
    if not config.smtp_url:
        return
    mail = waiting_mail(run.session, uuid.UUID(mail_id))
    if mail is None:  # sent already, or another worker has it
        return
    deliver(config.smtp_url, message_of(mail, config))
    mark_sent(run.session, mail)


def send_waiting_mails(run: JobRun) -> None:
    """Ask again for every mail that was given up: a server may be away for days."""
    if not run.runtime.config.smtp_url:
        return
    for mail_id in unsent_mails(run.session):
        enqueue(run.session, ANONYMOUS, "send_mail", key=f"mail:{mail_id}", mail_id=str(mail_id))


def deliver(url: str, message: EmailMessage) -> None:
    """
    Hand *message* to the server at *url*: ``smtp://``, ``smtp+starttls://`` or ``smtps://``.

    Raises:
        OSError, smtplib.SMTPException: it did not take it.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    secure = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=secure)
        if parts.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=PATIENCE)
    ) as server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=secure)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
