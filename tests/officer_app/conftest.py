"""An officer's phone with a photo on it."""

import dataclasses

import numpy as np
import pytest
from playwright.sync_api import Page

from image_index.simulated_photo import CONDITIONS, photograph
from ipm_api.models.account import Role
from tests.conftest import jpeg, label
from tests.officer_app.fake_camera import camera_chromium, feed
from tests.officer_app.phone import sign_in

__all__ = ["camera_chromium", "feed"]


@pytest.fixture
def photo_file(tmp_path):
    """Writes a photo of a label, as the phone would have taken it."""

    def write(seed: int, name: str = "photo.jpg"):
        conditions = dataclasses.replace(CONDITIONS["clear"], noise=2.0)
        shot = photograph(label(seed), np.random.default_rng(seed), conditions)
        path = tmp_path / name
        path.write_bytes(jpeg(shot.image))
        return path

    return write


@pytest.fixture
def officer_page(browser_page, make_account):
    """Signs an officer in at a width."""

    def open_page(width: int, **options: object) -> Page:
        account = make_account(Role.OFFICER)
        page = browser_page(width, **options)
        page.goto("/officer/")
        sign_in(page, account)
        return page

    return open_page
