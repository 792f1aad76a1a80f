"""The catalogues' items held for matching: postings to find candidates, token lists to weigh them.

Made for one thing: thousands of positions a second against tens of thousands of items.  All per-item data are flat
arrays (about 2 kB an item); nothing is computed for an item that is no candidate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from estimator_desktop.catalogues.synonyms import EXCLUSIVE
from estimator_desktop.catalogues.words import Words, fold
from estimator_desktop.domain.units import factor, normalise_unit

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

WORD, PREFIX, NUMBER, BOUND, KIND, WITHOUT = range(6)
_CLASSES = {"w": WORD, "p": PREFIX, "n": NUMBER, "c": BOUND, "k": KIND, "-": WITHOUT}
_RETRIEVAL = np.array([1.0, 0.5, 0.6, 0.3, 0.5, 0.4], dtype=np.float32)
"""What a class of tokens counts in the search for candidates, beside its rarity."""
CANDIDATES = 24
"""How many items are weighed; the right one was among twenty in 999 of 1 000 trials."""
_COMMON = 0.2
"""A token in more than this share of the items finds nothing; it still weighs."""

_BITS = {value: 1 << place for place, value in enumerate(value for group in EXCLUSIVE for value in group)}
_GROUPS = tuple(sum(_BITS[value] for value in group) for group in EXCLUSIVE)
FEATURES = (
    "bias", "covers_query", "covers_item", "covers_most", "covers_least", "prefix_query", "prefix_item",
    "numbers_query",
    "numbers_item", "number_conflict", "number_conflicts", "bounds", "kinds_shared", "kind_conflict", "unit_same",
    "unit_converts", "unit_conflict", "excluded", "one_sided_work", "same_text", "product", "without",
    "query_alone", "item_alone", "both_alone", "query_nearly", "item_nearly", "number_short",
)  # fmt: skip
_WORK = _GROUPS[0]


@dataclass(frozen=True, slots=True)
class Query:
    """A text brought to the index's own numbers."""

    known: Ints
    weight: float
    sums: tuple[float, ...]
    counts: tuple[int, ...]
    bits: int
    kinds: int
    unit: int
    unit_text: str
    text: int
    tokens: frozenset[str]


class Index:
    """Items by number (0 … n-1), in the order given."""

    def __init__(self, items: Iterable[tuple[str, str, str]], words: Words | None = None) -> None:
        """`items`: code, description and unit of each."""
        self.words = words or Words()
        self._vocabulary: dict[str, int] = {}
        self._units: dict[str, int] = {}
        self._relations: dict[int, Ints] = {}
        flat: list[int] = []
        starts = [0]
        units: list[int] = []
        texts: list[int] = []
        bits: list[int] = []
        own: list[bool] = []
        kinds: list[int] = []
        self._kind_bits: dict[str, int] = {}
        for code, description, unit in items:
            own.append(not code.isdigit())
            tokens = self.words.tokens(description)
            flat.extend(sorted(self._vocabulary.setdefault(token, len(self._vocabulary)) for token in tokens))
            starts.append(len(flat))
            units.append(self._units.setdefault(unit_name(unit), len(self._units)))
            texts.append(_text_hash(description))
            bits.append(_bits(tokens))
            kinds.append(self._kinds(tokens))
        self.size = len(units)
        self._flat = np.array(flat, dtype=np.int32)
        self._starts = np.array(starts, dtype=np.int32)
        self._item_units = np.array(units, dtype=np.int32)
        self._texts = np.array(texts, dtype=np.int64)
        self._bits = np.array(bits, dtype=np.int64)
        self._item_kinds = np.array(kinds, dtype=np.int64)
        self.own = np.array(own, dtype=np.bool_)
        self._weigh()

    def _kinds(self, tokens: Iterable[str]) -> int:
        found = 0
        for token in tokens:
            if token[0] == "k":
                name = token[1:].partition("=")[0]
                found |= 1 << min(self._kind_bits.setdefault(name, len(self._kind_bits)), 62)
        return found

    def _weigh(self) -> None:
        """Rarity of the tokens, sums by item, postings."""
        size = len(self._vocabulary)
        frequency = np.bincount(self._flat, minlength=size).astype(np.float32)
        self._names = list(self._vocabulary)
        self._classes = np.fromiter((_CLASSES[token[0]] for token in self._vocabulary), dtype=np.int8, count=size)
        self._unknown = float(np.log(1 + (self.size + 0.5) / 0.5))
        self._rarity = np.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        owner = np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self._starts))
        order = np.argsort(self._flat, kind="stable")
        self._postings = owner[order]
        self._posting_starts = np.concatenate(([0], np.cumsum(frequency))).astype(np.int64)
        self._retrieval = self._rarity * _RETRIEVAL[self._classes]
        self._searchable = frequency <= max(50.0, _COMMON * self.size)
        flat_classes = self._classes[self._flat]
        flat_weights = self._rarity[self._flat]
        self._sums = np.zeros((6, self.size), dtype=np.float32)
        self._counts = np.zeros((6, self.size), dtype=np.float32)
        for kind in range(6):
            mask = flat_classes == kind
            self._sums[kind] = np.bincount(owner[mask], weights=flat_weights[mask], minlength=self.size)
            self._counts[kind] = np.bincount(owner[mask], minlength=self.size)
        self._total = np.bincount(owner, weights=self._retrieval[self._flat], minlength=self.size).astype(np.float32)
        self._mark = np.zeros(size, dtype=np.bool_)

    def query(self, description: str, unit: str) -> Query:
        """Bring a text and a unit to this index's numbers."""
        tokens = self.words.tokens(description)
        known: list[int] = []
        sums = [0.0] * 6
        counts = [0] * 6
        weight = 0.0
        for token in sorted(tokens):
            kind = _CLASSES[token[0]]
            number = self._vocabulary.get(token)
            counts[kind] += 1
            if number is None:
                sums[kind] += self._unknown * (0.6 if kind == WORD else 1)
                weight += self._unknown * float(_RETRIEVAL[kind])
            else:
                known.append(number)
                sums[kind] += float(self._rarity[number])
                weight += float(self._retrieval[number])
        named = unit_name(unit)
        return Query(
            np.array(known, dtype=np.int32), weight, tuple(sums), tuple(counts), _bits(tokens), self._kinds(tokens),
            self._units.setdefault(named, len(self._units)), named, _text_hash(description), tokens,
        )  # fmt: skip

    def candidates(self, query: Query, most: int = CANDIDATES) -> Ints:
        """The items that share most with the query, best first."""
        usable = query.known[self._searchable[query.known]] if query.known.size else query.known
        if not usable.size:
            usable = query.known
        if not usable.size:
            return np.empty(0, dtype=np.int32)
        scores = np.zeros(self.size, dtype=np.float32)
        starts = self._posting_starts
        for number in usable.tolist():
            scores[self._postings[starts[number] : starts[number + 1]]] += self._retrieval[number]
        # The geometric mean of what the query and what the item has covered, with some favour for the query's side.
        np.multiply(scores, scores, out=scores)
        scores /= self._total + query.weight * 0.3
        best = _leading(scores, most)
        return best[np.lexsort((best, -scores[best]))].astype(np.int32)

    def tokens(self, row: int) -> frozenset[str]:
        """The tokens of one item."""
        return frozenset(map(self._names.__getitem__, self._flat[self._starts[row] : self._starts[row + 1]].tolist()))

    def features(self, query: Query, rows: Ints) -> Floats:
        """What speaks for and against each of the items: one row of `FEATURES` an item."""
        count = len(rows)
        lengths = self._starts[rows + 1] - self._starts[rows]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        place = np.repeat(self._starts[rows] - offsets[:-1], lengths) + np.arange(offsets[-1])
        flat = self._flat[place]
        self._mark[query.known] = True
        hit = self._mark[flat]
        self._mark[query.known] = False
        owner = np.repeat(np.arange(count), lengths)[hit]
        tokens = flat[hit]
        cell = owner * 6 + self._classes[tokens]
        shared = np.bincount(cell, weights=self._rarity[tokens], minlength=count * 6).reshape(count, 6)
        number = np.bincount(cell, minlength=count * 6).reshape(count, 6)
        sums, counts = self._sums[:, rows], self._counts[:, rows]
        cover_query = shared[:, WORD] / max(query.sums[WORD], 1e-6)
        cover_item = shared[:, WORD] / np.maximum(sums[WORD], 1e-6)
        alone_query = np.maximum(query.sums[WORD] - shared[:, WORD], 0)
        alone_item = np.maximum(sums[WORD] - shared[:, WORD], 0)
        query_only = query.counts[NUMBER] - number[:, NUMBER]
        item_only = counts[NUMBER] - number[:, NUMBER]
        bounds_query = query.counts[BOUND] - number[:, BOUND]
        bounds_item = counts[BOUND] - number[:, BOUND]
        kinds = _popcount(self._item_kinds[rows] & query.kinds)
        bits = self._bits[rows]
        excluded = np.zeros(count)
        for group in _GROUPS:
            if query.bits & group:
                excluded += ((bits & group) != 0) & ((bits & query.bits & group) == 0)
        work = ((bits & _WORK) != 0) != ((query.bits & _WORK) != 0)
        relation = self._relation(query)[self._item_units[rows]]
        found = np.empty((count, len(FEATURES)))
        columns = (
            np.ones(count),
            cover_query,
            cover_item,
            np.maximum(cover_query, cover_item),
            np.minimum(cover_query, cover_item),
            shared[:, PREFIX] / query.sums[PREFIX] if query.sums[PREFIX] else np.ones(count),
            np.where(sums[PREFIX] > 0, shared[:, PREFIX] / np.maximum(sums[PREFIX], 1e-6), 1),
            number[:, NUMBER] / query.counts[NUMBER] if query.counts[NUMBER] else np.ones(count),
            np.where(counts[NUMBER] > 0, number[:, NUMBER] / np.maximum(counts[NUMBER], 1), 1),
            (query_only > 0) & (item_only > 0),
            np.minimum(np.minimum(query_only, item_only), 4),
            np.minimum(np.minimum(bounds_query, bounds_item), 4),
            np.minimum(number[:, KIND], 3),
            np.maximum(kinds - number[:, KIND], 0),
            relation == 0,
            relation == 1,
            relation == 2,
            excluded,
            work,
            self._texts[rows] == query.text,
            cover_query * cover_item,
            (query.counts[WITHOUT] > number[:, WITHOUT]) | (counts[WITHOUT] > number[:, WITHOUT]),
            alone_query / 10,
            alone_item / 10,
            np.minimum(alone_query, alone_item) / 10,
            -np.log(1.03 - cover_query),
            -np.log(1.03 - cover_item),
            np.minimum(query_only, 1) * 0.5 + np.minimum(item_only, 1) * 0.5,
        )
        for place_, column in enumerate(columns):
            found[:, place_] = column
        return found

    def _relation(self, query: Query) -> Ints:
        """Same 0, convertible 1, conflict 2, unknown 3, for each known unit."""
        known = self._relations.get(query.unit)
        if known is None or len(known) < len(self._units):
            known = np.array([_unit_code(query.unit_text, unit) for unit in self._units], dtype=np.int32)
            self._relations[query.unit] = known
        return known


@lru_cache(maxsize=4096)
def unit_name(unit: str) -> str:
    """A unit in one spelling; there are few, asked for often."""
    return normalise_unit(unit)


def _leading(scores: Floats | NDArray[np.float32], most: int) -> NDArray[np.intp]:
    """The places of the highest scores above nothing, `most` at most (more where many are equal to the last)."""
    top = float(scores.max(initial=0))
    if top <= 0:
        return np.empty(0, dtype=np.intp)
    best = np.empty(0, dtype=np.intp)
    for share in (0.5, 0.25, 0.1, 0.0):
        best = np.flatnonzero(scores > top * share)
        if best.size >= most:
            break
    if best.size > most:
        chosen = np.argpartition(scores[best], best.size - most)[best.size - most :]
        best = best[chosen]
    return best


def _unit_code(one: str, other: str) -> int:
    if not one or not other or not any(map(str.isalpha, one)) or not any(map(str.isalpha, other)):
        return 3
    if one == other:
        return 0
    return 2 if factor(one, other) is None else 1


def _text_hash(description: str) -> int:
    return hash(fold(description)) >> 1


def _bits(tokens: Iterable[str]) -> int:
    found = 0
    for token in tokens:
        if token[0] == "w":
            found |= _BITS.get(token[1:], 0)
    return found


def _popcount(values: NDArray[np.int64]) -> Ints:
    return np.bitwise_count(values).astype(np.int32)
