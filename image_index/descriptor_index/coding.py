"""
How a descriptor becomes a short code in an inverted list, and how lists of codes are searched.

A code is 16 bytes for the residual of the list's centroid, part by part, and one byte for the
squared length of the descriptor they stand for. With that byte |x - y|^2 = |x|^2 + |y|^2 - 2 x.y
needs one table per query instead of one per query and list, which is what most of a search would
otherwise go to once lists are divided and many short parts are read.

Source:
    Jegou, Douze & Schmid, *Product quantization for nearest neighbor search*, PAMI 2011; the kept
    length as in Babenko & Lempitsky, *Additive quantization*, CVPR 2014.
"""

from functools import cache
from typing import Any, TypeAlias

import faiss
import numpy as np
import numpy.typing as npt

from image_index.arrays import Descriptors
from image_index.codebook import Codebook, shipped_codebook

SHORTEST, LONGEST = 100_000.0, 300_000.0  # squared lengths; 512^2 before quantisation
GRAPH_LINKS = 16  # of the graph that finds the nearest lists
GRAPH_BREADTH = 32  # how widely that graph is searched
ENCODING_BREADTH = 24  # when adding, only the nearest list is wanted

Queries: TypeAlias = npt.NDArray[np.float32]
"""(Q, 128) descriptors of a photo."""

_LENGTHS = np.linspace(SHORTEST, LONGEST, 256, dtype=np.float32)


class DescriptorCoder:
    """The codebook at work; immutable, safe to use from several threads."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.lists, self._width = codebook.coarse.shape
        self._coarse = codebook.coarse.astype(np.float32)
        self._graph = faiss.IndexHNSWFlat(self._width, GRAPH_LINKS)
        self._graph.hnsw.efSearch = GRAPH_BREADTH
        self._graph.add(self._coarse)
        self._parts = len(codebook.fine)
        self._quantiser = faiss.ProductQuantizer(self._width, self._parts, 8)
        faiss.copy_array_to_vector(codebook.fine.ravel(), self._quantiser.centroids)

    @property
    def code_bytes(self) -> int:
        """Length of a code."""
        return self._parts + 1

    def nearest_lists(
        self, queries: Queries, count: int, *, breadth: int = GRAPH_BREADTH
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        """(Q, count) squared distances of the nearest lists' centroids, and their numbers."""
        how = faiss.SearchParametersHNSW(  # type: ignore[attr-defined]  # not in faiss' stub
            efSearch=breadth
        )
        distances, lists = self._graph.search(queries, count, params=how)
        return distances, lists

    def encode(
        self, descriptors: Descriptors
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
        """(N,) list and (N, code_bytes) code of each of *descriptors* (N, 128)."""
        vectors = descriptors.astype(np.float32)
        lists = self.nearest_lists(vectors, 1, breadth=ENCODING_BREADTH)[1][:, 0]
        codes = self._quantiser.compute_codes(vectors - self._coarse[lists])
        squared = ((self._coarse[lists] + self.residuals(codes)) ** 2).sum(axis=1)
        return lists, np.column_stack([codes, length_byte(squared)])

    def residuals(self, codes: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """(N, 128) what *codes* (N, at least parts) say of the residuals."""
        fine = self.codebook.fine
        return fine[np.arange(self._parts), codes[:, : self._parts]].reshape(
            len(codes), self._width
        )


@cache
def shipped_coder() -> DescriptorCoder:
    """The shipped codebook at work, made once: its graph takes a third of a second."""
    return DescriptorCoder(shipped_codebook())


class CodeScanner:
    """
    Finds the codes nearest to queries in those lists, or parts of lists, that it is told to read.

    Part p of coarse list c has the number c + p * 2^b, b being enough bits for all coarse lists.
    """

    def __init__(self, coder: DescriptorCoder, lists: Any, parts: int) -> None:
        """
        Args:
            coder: what the codes were made with.
            lists: faiss inverted lists of ``numbers_for(coder, parts)`` lists; kept alive here.
            parts: per coarse list.
        """
        fine = coder.codebook.fine
        bits = [_bits(coder.lists)] + [_bits(parts)] * (parts > 1)
        extra = fine.shape[2]  # a part more, which holds the squared length
        width = coder.codebook.coarse.shape[1] + extra
        vector = faiss.UInt64Vector()
        for count in bits:
            vector.push_back(count)
        # gives the coarse centroid for every part of its list: residuals are of the list; the
        # second stage, which tells the parts, adds nothing
        centres = faiss.ResidualCoarseQuantizer(width, vector)
        books = np.zeros((sum(1 << count for count in bits), width), np.float32)
        books[: coder.lists, :-extra] = coder.codebook.coarse
        faiss.copy_array_to_vector(books.ravel(), centres.rq.codebooks)
        centres.rq.is_trained = centres.is_trained = True
        centres.ntotal = lists.nlist
        lengths = np.zeros((1, 256, extra), np.float32)
        lengths[0, :, 0] = _LENGTHS
        make_index: Any = faiss.IndexIVFPQ
        index = make_index(
            centres, width, lists.nlist, coder.code_bytes, 8, faiss.METRIC_INNER_PRODUCT, False
        )
        faiss.copy_array_to_vector(np.concatenate([fine, lengths]).ravel(), index.pq.centroids)
        index.is_trained = True
        index.replace_invlists(lists, False)
        self.index = index
        self._extra = extra
        self._kept = (centres, lists)  # faiss does not keep its Python owners alive

    def search(
        self, queries: Queries, numbers: npt.NDArray[np.int64], neighbours: int, *, pairs: bool
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        """
        The nearest *neighbours* of each query in the lists of its row of *numbers* (Q, T).

        Returns:
            (Q, neighbours) squared distances, nearest first, and labels: the kept id, or with
            *pairs* list number << 32 | place in that list; inf and -1 where there are fewer.
        """
        squared = (queries**2).sum(axis=1, keepdims=True)
        asked = np.zeros((len(queries), queries.shape[1] + self._extra), np.float32)
        asked[:, : queries.shape[1]] = queries
        asked[:, queries.shape[1]] = -0.5
        products = np.empty((len(queries), neighbours), np.float32)
        labels = np.empty((len(queries), neighbours), np.int64)
        # named, because a pointer does not keep its array alive
        numbers = np.ascontiguousarray(numbers)
        unused = np.zeros(numbers.shape, np.float32)  # distances of the centroids
        make_parameters: Any = faiss.SearchParametersIVF
        self.index.search_preassigned_c(
            len(queries),
            faiss.swig_ptr(asked),
            neighbours,
            faiss.swig_ptr(numbers),
            faiss.swig_ptr(unused),
            faiss.swig_ptr(products),
            faiss.swig_ptr(labels),
            pairs,
            make_parameters(nprobe=numbers.shape[1]),
        )
        products[labels < 0] = -np.inf
        return np.maximum(squared - 2 * products, 0), labels


def length_byte(squared: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """The last byte of a code, for *squared* lengths."""
    step = (LONGEST - SHORTEST) / 255
    return np.clip(np.round((squared - SHORTEST) / step), 0, 255).astype(np.uint8)


def numbers_for(coder: DescriptorCoder, parts: int) -> int:
    """How many list numbers there are, unused ones included."""
    return 1 << _bits(coder.lists) + (_bits(parts) if parts > 1 else 0)


def number_of(
    coder: DescriptorCoder, lists: npt.NDArray[np.int64], part: npt.NDArray[np.int64] | int
) -> npt.NDArray[np.int64]:
    """The scanner's number of part *part* of coarse list *lists*."""
    return lists | np.left_shift(part, _bits(coder.lists))


def list_and_part(
    coder: DescriptorCoder, numbers: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """What ``number_of`` put together."""
    bits = _bits(coder.lists)
    return numbers & ((1 << bits) - 1), numbers >> bits


def _bits(count: int) -> int:
    return max(1, (count - 1).bit_length())
