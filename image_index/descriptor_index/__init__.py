"""Which reference keypoints resemble these descriptors? A protocol, and what answers to it."""

from collections.abc import Callable

from image_index.descriptor_index.base import DescriptorIndex, Neighbours
from image_index.descriptor_index.faiss import FaissDescriptorIndex

DESCRIPTOR_INDEXES: dict[str, Callable[[], DescriptorIndex]] = {
    "faiss": FaissDescriptorIndex,
}
"""Every way to keep descriptors; the contract tests run over this table."""

__all__ = ["DESCRIPTOR_INDEXES", "DescriptorIndex", "Neighbours"]
