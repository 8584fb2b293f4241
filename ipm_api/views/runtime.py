"""The runtime that the factory was given."""

from flask import current_app

from ipm_api.runtime import Runtime


def runtime() -> Runtime:
    """Pictures, decoder, index and settings of this process."""
    held = current_app.extensions["ipm"]
    assert isinstance(held, Runtime)
    return held
