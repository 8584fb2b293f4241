"""The buttons that stand beside the evidence: approve, take back, refuse, reconsider."""

import uuid

from flask import request, url_for

from ipm_api.database import db
from ipm_api.models.approval import ApprovalKind, Decision
from ipm_api.operations.approval import approve, reconsider, refuse, take_back
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.session import current_actor


def carry_out(kind: ApprovalKind, subject_id: uuid.UUID, endpoint: str, **values: object) -> bool:
    """
    Do what the form of this request asks for, and say what happened and how to undo it.

    Args:
        endpoint: of this form, with *values*: where the undo button leads.

    Returns:
        False when the form asks for none of these; nothing was done then.

    Raises:
        Invalid: a refusal without a reason.
        Forbidden, NotFound, Conflict: see ipm_api.operations.approval.
    """
    subject = (db.session(), current_actor(), kind, subject_id)
    undo = url_for(endpoint, **values)  # type: ignore[arg-type]
    match request.form.get("decision"):
        case "approve":
            if approve(*subject) is Decision.WAITING:
                tell(
                    _("Your approval is recorded. Another administrator must approve as well."),
                    undo=undo,
                    fields={"decision": "take-back"},
                )
            else:
                tell(_("Approved by two administrators. It takes effect at once."))
        case "take-back":
            take_back(*subject)
            tell(_("Your approval is taken back."), undo=undo, fields={"decision": "approve"})
        case "refuse":
            refuse(*subject, reason=request.form.get("reason", ""))
            tell(_("Refused."), undo=undo, fields={"decision": "reconsider"})
        case "reconsider":
            reconsider(*subject)
            tell(_("It waits for two approvals again."))
        case _:
            return False
    return True
