"""Descriptors in a Milvus cluster: for when one machine is not enough. See docs/scale.md."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np
from pymilvus import DataType, MilvusClient

from image_index.arrays import Descriptors
from image_index.descriptor_index.base import LARGEST_ROW, Neighbours, checked
from image_index.features import FEATURES_VERSION

DESCRIPTORS = f"descriptors_{FEATURES_VERSION}"  # collections of this version of the features
PROGRESS = f"progress_{FEATURES_VERSION}"
LISTS = 1024  # of each Milvus segment; it trains them itself
PROBED_LISTS = 64  # of each segment, per query descriptor
INSERTED_AT_ONCE = 5000  # rows: 2.6 MB of vectors
TIMEOUT = 60.0  # seconds, for any one call
_ROW_BITS = 12  # an id is slot << 12 | row
_STRONG = "Strong"  # a search sees everything that was acknowledged before it


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the collection has followed the changes of which database."""

    position: int
    history: str


class MilvusDescriptorIndex:
    """
    The descriptors themselves, one byte per dimension, in lists that Milvus trains per segment.

    Slots may have gaps. Adding and removing may be repeated: the outcome is the same. What Milvus
    acknowledged survives its restart.
    """

    def __init__(self, url: str, prefix: str = "ipm") -> None:
        """
        Args:
            url: http(s)://user:password@host:port; without user where Milvus asks for none.
            prefix: begins the names of the collections, which are made when they are missing.
        """
        parts = urlsplit(url)
        names = (parts.username, parts.password)
        user = ":".join(unquote(name or "") for name in names) if parts.username else ""
        address = f"{parts.scheme}://{parts.hostname}:{parts.port or 19530}"
        self._client: Any = MilvusClient(uri=address, token=user, timeout=TIMEOUT)
        self._descriptors = f"{prefix}_{DESCRIPTORS}"
        self._progress = f"{prefix}_{PROGRESS}"
        self._ensure(self._descriptors, 128, "IVF_SQ8", {"nlist": LISTS})

    def __len__(self) -> int:
        found = self._client.query(
            self._descriptors, filter="", output_fields=["count(*)"], consistency_level=_STRONG
        )
        return int(found[0]["count(*)"])

    def add(self, slot: int, descriptors: Descriptors) -> None:
        checked(slot, descriptors)
        vectors = descriptors.astype(np.float32)
        for start in range(0, len(vectors), INSERTED_AT_ONCE):
            rows = range(start, min(start + INSERTED_AT_ONCE, len(vectors)))
            ids = [{"id": slot << _ROW_BITS | row, "vector": vectors[row]} for row in rows]
            self._client.upsert(self._descriptors, ids)

    def remove(self, slot: int) -> None:
        first, end = slot << _ROW_BITS, (slot + 1) << _ROW_BITS
        self._client.delete(self._descriptors, filter=f"id >= {first} and id < {end}")

    def search(self, descriptors: Descriptors, neighbours: int) -> Neighbours:
        if not len(descriptors):
            return Neighbours.none(0, neighbours)
        answers = self._client.search(
            self._descriptors,
            data=list(descriptors.astype(np.float32)),
            limit=neighbours,
            search_params={"metric_type": "L2", "params": {"nprobe": PROBED_LISTS}},
            consistency_level=_STRONG,
        )
        found = Neighbours.none(len(descriptors), neighbours)
        for query, hits in enumerate(answers):
            ids = np.array([hit["id"] for hit in hits], np.int64)
            found.slots[query, : len(ids)] = ids >> _ROW_BITS
            found.rows[query, : len(ids)] = ids & LARGEST_ROW
            found.distances[query, : len(ids)] = [hit["distance"] for hit in hits]
        return found

    def progress(self) -> Progress:
        """What ``reached`` kept last."""
        if not self._client.has_collection(self._progress):
            return Progress(0, "")
        kept = self._client.query(
            self._progress,
            filter="id == 0",
            output_fields=["position", "history"],
            consistency_level=_STRONG,
        )
        if not kept:
            return Progress(0, "")
        return Progress(int(kept[0]["position"]), str(kept[0]["history"]))

    def reached(self, progress: Progress) -> None:
        """Keep *progress* beside the descriptors: an emptied cluster knows that it is empty."""
        self._ensure(self._progress, 2, "FLAT", {})
        row = {"id": 0, "vector": [0.0, 0.0]}
        row |= {"position": progress.position, "history": progress.history}
        self._client.upsert(self._progress, [row])

    def drop(self) -> None:
        """Delete the collections; the progress first: what is half deleted has not begun."""
        if self._client.has_collection(self._progress):
            self._client.drop_collection(self._progress)
        self._client.drop_collection(self._descriptors)

    def clear(self) -> None:
        """Forget everything."""
        self.drop()
        self._ensure(self._descriptors, 128, "IVF_SQ8", {"nlist": LISTS})

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def _ensure(self, name: str, width: int, kind: str, parameters: dict[str, int]) -> None:
        if not self._client.has_collection(name):
            schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field("id", DataType.INT64, is_primary=True)
            schema.add_field("vector", DataType.FLOAT_VECTOR, dim=width)
            if name == self._progress:
                schema.add_field("position", DataType.INT64)
                schema.add_field("history", DataType.VARCHAR, max_length=64)
            index = MilvusClient.prepare_index_params()
            index.add_index("vector", index_type=kind, metric_type="L2", params=parameters)
            self._client.create_collection(
                name, schema=schema, index_params=index, consistency_level=_STRONG
            )
        self._client.load_collection(name)
