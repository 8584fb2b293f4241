"""Which reference keypoints resemble these descriptors? A protocol, and what answers to it."""

from collections.abc import Callable

from image_index.descriptor_index.base import DescriptorIndex, Neighbours
from image_index.descriptor_index.faiss import FaissDescriptorIndex


def _milvus(url: str, prefix: str) -> DescriptorIndex:
    from image_index.descriptor_index.milvus import MilvusDescriptorIndex  # optional dependency

    return MilvusDescriptorIndex(url, prefix)


DESCRIPTOR_INDEXES: dict[str, Callable[..., DescriptorIndex]] = {
    "faiss": FaissDescriptorIndex,  # in this process
    "milvus": _milvus,  # address of the server, and what the names of its collections begin with
}
"""Every way to keep descriptors; the contract tests run over this table."""

__all__ = ["DESCRIPTOR_INDEXES", "DescriptorIndex", "Neighbours"]
