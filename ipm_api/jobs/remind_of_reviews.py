"""Reminds right holders of what they should look at again."""

from ipm_api.jobs.job_run import JobRun
from ipm_api.operations.review_notice import remind_of_reviews


def remind_of_due_reviews(run: JobRun) -> None:
    """Regular work, once a day; see review_notice.AGAIN."""
    remind_of_reviews(run.session)
