"""What a mail says in its reader's language, and the link that it carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any

from ipm_api.config import Config
from ipm_api.languages import FALLBACK, INTERFACE_LANGUAGES
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.operations.one_time_token import signed_token
from ipm_api.translations import translations_to


@dataclass(frozen=True, slots=True)
class SaidMail:
    """A mail in words."""

    recipient: str
    subject: str
    lines: list[str]
    link: str  # the whole address, or ""


def said_mail(mail: OutgoingMail, config: Config) -> SaidMail:
    """*mail* in its language, its link opened by the site's secret key."""
    language = mail.language if mail.language in INTERFACE_LANGUAGES else FALLBACK
    path = mail.link
    if mail.link_purpose is not None and mail.link_id is not None:
        token = signed_token(config.secret_key, mail.link_purpose, mail.link_id)
        path = path.replace("{token}", token)
    return SaidMail(
        mail.recipient,
        _said(mail.subject, language),
        [_said(line, language) for line in mail.lines],
        config.site + path if path else "",
    )


def message_of(mail: OutgoingMail, config: Config) -> EmailMessage:
    """*mail* as RFC 5322 wants it: plain text, one recipient."""
    said = said_mail(mail, config)
    message = EmailMessage()
    message["From"] = config.mail_from
    message["To"] = said.recipient
    message["Subject"] = " ".join(said.subject.split())
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = make_msgid(str(mail.id), domain=config.mail_from.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.language
    message.set_content("\n\n".join([*said.lines, *([said.link] if said.link else [])]) + "\n")
    return message


def _said(sentence: Mapping[str, Any], language: str) -> str:
    said = translations_to(language).gettext(sentence["template"])
    values = sentence["values"]
    return said % values if values else said
