"""The mails of a trial, which has no mail server: everybody's, on a page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import NotFound
from ipm_api.mail_message import said_mail
from ipm_api.operations.mail import latest_mails
from rightholder_portal.session import runtime

blueprint = Blueprint("mail", __name__)


@blueprint.get("/mails")
def list_mails() -> ResponseReturnValue:
    """The newest first; there is no such page unless IPM_SHOW_MAILS is 1."""
    config = runtime().config
    if not config.show_mails:
        raise NotFound("The page")
    mails = [(mail, said_mail(mail, config)) for mail in latest_mails(db.session())]
    return render_template("mail/list.html", mails=mails)
