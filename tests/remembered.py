"""
What a picture looks like to the vision is worked out once in a test run.

Hundreds of tests register the same drawn labels. Describing and judging a picture depends on its
pixels alone, and has tests of its own in tests/image_index: the service's tests get the same
answer again without the third of a second that it takes.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import numpy as np
import pytest

from ipm_api.operations import image_admission, photo_evidence

WORK = (
    (image_admission, "describe_reference"),
    (image_admission, "assess_quality"),
    (image_admission, "lacking_distinction"),
    (image_admission, "perceptual_hash"),
    (photo_evidence, "assess_quality"),
)
MOST = 1_000  # answers kept of each


@pytest.fixture(scope="session", autouse=True)
def remembered() -> Iterator[None]:
    """The service asks `image_index` about the same pixels only once."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in WORK:
            patch.setattr(module, name, once(getattr(module, name)))
        yield


def once(work: Callable[..., Any]) -> Callable[..., Any]:
    """*work* on a picture, its first argument, or what was kept of doing it."""
    kept: dict[Any, Any] = {}

    @wraps(work)
    def remembering(picture: np.ndarray, *rest: Any, **options: Any) -> Any:
        digest = hashlib.sha256(np.ascontiguousarray(picture)).digest()
        key = (digest, picture.shape, tuple(sorted(options.items())))
        if key not in kept:
            if len(kept) >= MOST:
                kept.clear()
            kept[key] = work(picture, *rest, **options)
        return kept[key]

    return remembering
