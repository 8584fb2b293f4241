"""Descriptors in memory: inverted lists with product-quantised residuals, by faiss."""

from typing import cast

import faiss
import numpy as np

from image_index.arrays import Descriptors
from image_index.codebook import Codebook, shipped_codebook
from image_index.descriptor_index.base import LARGEST_ROW, Neighbours, StoredCodes

PROBED_LISTS = 8  # of the coarse quantiser's, per query descriptor
_ROW_BITS = 12  # an id is slot << 12 | row
_GRAPH_LINKS = 16  # of the graph that finds the nearest lists
_GRAPH_BREADTH = 32  # how widely that graph is searched


class FaissDescriptorIndex:
    """
    ``IndexIVFPQ`` with the shipped codebook: adding never trains, removing is by id.

    Source:
        Jegou, Douze & Schmid, *Product quantization for nearest neighbor search*, PAMI 2011.
    """

    def __init__(self, codebook: Codebook | None = None) -> None:
        faiss.omp_set_num_threads(1)  # one process per core beats threads, see identification.md
        codebook = codebook or shipped_codebook()
        lists, width = codebook.coarse.shape
        graph = faiss.IndexHNSWFlat(width, _GRAPH_LINKS)
        graph.hnsw.efSearch = _GRAPH_BREADTH
        graph.add(codebook.coarse.astype(np.float32))
        parts = len(codebook.fine)
        index = faiss.IndexIVFPQ(graph, width, lists, parts, 8)
        index.use_precomputed_table = -1  # it would cost lists * 16 kB in every process
        faiss.copy_array_to_vector(codebook.fine.ravel(), index.pq.centroids)
        index.is_trained = True
        index.nprobe = PROBED_LISTS
        self._graph = graph  # faiss does not keep its Python owner alive
        self._index = index
        self._lists = cast(faiss.InvertedLists, index.invlists)
        self._identity = codebook.identity

    @property
    def codebook_identity(self) -> str:
        return self._identity

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, slot: int, descriptors: Descriptors) -> None:
        if descriptors.dtype != np.uint8 or descriptors.ndim != 2 or descriptors.shape[1] != 128:
            raise ValueError(
                f"expected (K, 128) uint8, got {descriptors.dtype} {descriptors.shape}"
            )
        if len(descriptors) > LARGEST_ROW + 1 or slot < 0:
            raise ValueError(f"slot {slot} with {len(descriptors)} rows cannot be numbered")
        if len(descriptors):
            ids = (np.int64(slot) << _ROW_BITS) + np.arange(len(descriptors), dtype=np.int64)
            self._index.add_with_ids(descriptors.astype(np.float32), ids)

    def remove(self, slot: int) -> None:
        self._index.remove_ids(faiss.IDSelectorRange(slot << _ROW_BITS, (slot + 1) << _ROW_BITS))

    def search(self, descriptors: Descriptors, neighbours: int) -> Neighbours:
        if not len(self) or not len(descriptors):
            shape = (len(descriptors), neighbours)
            none = np.full(shape, -1, np.int64)
            return Neighbours(none, none.copy(), np.full(shape, np.inf, np.float32))
        distances, ids = self._index.search(descriptors.astype(np.float32), neighbours)
        missing = ids < 0
        rows = np.where(missing, -1, ids & LARGEST_ROW)
        slots = np.where(missing, -1, ids >> _ROW_BITS)
        distances[missing] = np.inf
        return Neighbours(slots, rows, distances)

    def stored(self) -> StoredCodes:
        lists = self._lists
        width = self._index.code_size
        ids, codes, owners = [], [], []
        for number in range(self._index.nlist):
            size = lists.list_size(number)
            if size:
                ids.append(faiss.rev_swig_ptr(lists.get_ids(number), size).copy())
                held = faiss.rev_swig_ptr(lists.get_codes(number), size * width)
                codes.append(held.reshape(size, width).copy())
                owners.append(np.full(size, number, np.uint16))
        if not ids:
            return StoredCodes(
                np.zeros(0, np.int32),
                np.zeros(0, np.uint16),
                np.zeros(0, np.uint16),
                np.zeros((0, width), np.uint8),
            )
        numbers = np.concatenate(ids)
        order = np.argsort(numbers)
        numbers = numbers[order]
        return StoredCodes(
            (numbers >> _ROW_BITS).astype(np.int32),
            (numbers & LARGEST_ROW).astype(np.uint16),
            np.concatenate(owners)[order],
            np.concatenate(codes)[order],
        )

    def restore(self, stored: StoredCodes) -> None:
        count = len(stored.slots)
        fits = stored.codes.shape == (count, self._index.code_size)
        if not fits or len(stored.rows) != count or len(stored.lists) != count or len(self):
            raise ValueError("stored codes do not fit this index")
        if count and int(stored.lists.max()) >= self._index.nlist:
            raise ValueError("stored codes name a list that this codebook does not have")
        order = np.argsort(stored.lists, kind="stable")
        numbers = (stored.slots.astype(np.int64) << _ROW_BITS) | stored.rows
        numbers, codes = numbers[order], np.ascontiguousarray(stored.codes[order])
        used, starts, sizes = np.unique(stored.lists[order], return_index=True, return_counts=True)
        for number, start, size in zip(used, starts, sizes, strict=True):
            self._lists.add_entries(
                int(number),
                int(size),
                faiss.swig_ptr(numbers[start : start + size]),
                faiss.swig_ptr(codes[start : start + size]),
            )
        self._index.ntotal = count
