"""Reminds deputies of questions that nobody has answered."""

from ipm_api.jobs.job_run import JobRun
from ipm_api.operations.question_notice import tell_deputies


def tell_deputies_of_silence(run: JobRun) -> None:
    """Regular work; see DEPUTY_AFTER for when."""
    tell_deputies(run.session)
