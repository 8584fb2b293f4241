"""Where bytes are kept: under their SHA-256, written once, never changed."""

from ipm_api.image_store.base import ImageStore
from ipm_api.image_store.local_folder import LocalFolder

__all__ = ["ImageStore", "LocalFolder"]
