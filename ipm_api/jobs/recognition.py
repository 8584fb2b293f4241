"""Measures how well the pictures of a product are recognised."""

import uuid

from ipm_api.jobs.job_run import JobRun
from ipm_api.operations.recognition import measure_pictures


def measure_recognition(run: JobRun, product_id: str) -> None:
    """Measure what is not measured yet; run again, it goes on with the rest."""
    held = run.runtime
    measure_pictures(
        run.session,
        run.actor,
        held.images,
        held.decoder,
        uuid.UUID(product_id),
        run.progress,
    )
