"""Answers who forgot a password, by mail: asking takes as long for a stranger as for a member."""

from ipm_api.jobs.job_run import JobRun
from ipm_api.operations.password import mail_link


def mail_reset_link(run: JobRun, email: str) -> None:
    """Mail a link to *email*, if somebody has it."""
    mail_link(run.session, email, run.runtime.config.secret_key)
