"""The catalogues' items held for matching: postings to find candidates, token lists to weigh them.

Made for one thing: thousands of positions a second against tens of thousands of items.  All per-item data are flat
arrays (about 2 kB an item); nothing is computed for an item that is no candidate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
_NEAR = 0.2
"""An item that shares less than this of what the best one shares is no candidate."""
_READ_MOST = 60_000
_ALWAYS = 4
"""How many entries of postings are read for one query, and how many tokens' at any rate."""
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
_COLUMN = {name: place for place, name in enumerate(FEATURES)}
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
        self._frequency = frequency
        self._classes = np.fromiter((_CLASSES[token[0]] for token in self._vocabulary), dtype=np.int8, count=size)
        self._unknown = float(np.log(1 + (self.size + 0.5) / 0.5))
        self._rarity = np.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        owner = np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self._starts))
        order = np.argsort(self._flat, kind="stable")
        self._postings = owner[order].astype(np.intp)
        self._posting_starts: list[int] = [0, *np.cumsum(frequency.astype(np.int64)).tolist()]
        self._retrieval = self._rarity * _RETRIEVAL[self._classes]
        self._searchable = frequency <= max(50.0, _COMMON * self.size)
        flat_classes = self._classes[self._flat]
        flat_weights = self._rarity[self._flat]
        self._sums = np.zeros((6, self.size))
        self._counts = np.zeros((6, self.size), dtype=np.intp)
        for kind in range(6):
            mask = flat_classes == kind
            self._sums[kind] = np.bincount(owner[mask], weights=flat_weights[mask], minlength=self.size)
            self._counts[kind] = np.bincount(owner[mask], minlength=self.size)
        self._total = np.bincount(owner, weights=self._retrieval[self._flat], minlength=self.size)

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
        starts = self._posting_starts
        # The rarest first; what is in very many items says least and costs most.
        usable = usable[np.argsort(self._frequency[usable], kind="stable")]
        read = np.cumsum(self._frequency[usable])
        usable = usable[: max(_ALWAYS, int(np.searchsorted(read, _READ_MOST)))]
        bounds = [(starts[number], starts[number + 1]) for number in usable.tolist()]
        found = np.concatenate([self._postings[start:end] for start, end in bounds])
        weights = np.repeat(self._retrieval[usable], [end - start for start, end in bounds])
        overlap: Floats = np.bincount(found, weights=weights, minlength=self.size).astype(np.float64, copy=False)
        near = np.flatnonzero(overlap > overlap.max() * _NEAR)
        # The geometric mean of what the query and what the item has covered, with some favour for the query's side.
        scores = overlap[near] ** 2 / (self._total[near] + query.weight * 0.3)
        if near.size > most:
            best = np.argpartition(scores, near.size - most)[near.size - most :]
            near, scores = near[best], scores[best]
        return near[np.lexsort((near, -scores))].astype(np.int32)

    def tokens(self, row: int) -> frozenset[str]:
        """The tokens of one item."""
        return frozenset(map(self._names.__getitem__, self._flat[self._starts[row] : self._starts[row + 1]].tolist()))

    def measure(self, queries: Sequence[Query], rows: Sequence[Ints]) -> list[Floats]:
        """What speaks for and against each query's items: for each query a table, one row of `FEATURES` an item.

        Many queries at once cost little more than one.
        """
        together = np.concatenate(rows)
        counts = [len(some) for some in rows]
        if not together.size:
            return [np.empty((0, len(FEATURES))) for _ in queries]
        who = np.repeat(np.arange(len(queries)), counts)
        shared, number = self._shared(queries, together, who)
        wanted = np.array([query.sums for query in queries])[who].T
        wanted_counts = np.array([query.counts for query in queries])[who].T
        offered, offered_counts = self._sums[:, together], self._counts[:, together]
        table = np.empty((len(together), len(FEATURES)))
        columns = (
            *_word_columns(shared, wanted, offered),
            *_number_columns(number, wanted_counts, offered_counts),
            *self._other_columns(queries, rows, together, who, number),
        )
        for name, column in columns:
            table[:, _COLUMN[name]] = column
        return np.split(table, np.cumsum(counts)[:-1])

    def _shared(
        self, queries: Sequence[Query], together: Ints, who: NDArray[np.intp]
    ) -> tuple[Floats, NDArray[np.intp]]:
        """Weight and number of the tokens that query and item share, by class of token."""
        count = len(together)
        lengths = self._starts[together + 1] - self._starts[together]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        flat = self._flat[np.repeat(self._starts[together] - offsets[:-1], lengths) + np.arange(offsets[-1])]
        size = len(self._names)
        keys = np.sort(np.concatenate([query.known + np.int64(place * size) for place, query in enumerate(queries)]))
        if not keys.size:
            return np.zeros((6, count)), np.zeros((6, count), dtype=np.intp)
        owner = np.repeat(np.arange(count), lengths)
        asked = flat + who[owner] * np.int64(size)
        place = np.searchsorted(keys, asked)
        hit = keys[np.minimum(place, len(keys) - 1)] == asked
        tokens = flat[hit]
        cell = self._classes[tokens] * np.int64(count) + owner[hit]
        weight = np.bincount(cell, weights=self._rarity[tokens], minlength=count * 6).astype(np.float64, copy=False)
        return weight.reshape(6, count), np.bincount(cell, minlength=count * 6).reshape(6, count)

    def _other_columns(
        self, queries: Sequence[Query], rows: Sequence[Ints], together: Ints, who: NDArray[np.intp],
        number: NDArray[np.intp],
    ) -> Iterator[tuple[str, Floats | NDArray[np.bool_]]]:  # fmt: skip
        asked = np.array([query.bits for query in queries], dtype=np.int64)[who]
        bits = self._bits[together]
        excluded = np.zeros(len(together))
        for group in _GROUPS:
            excluded += ((asked & group) != 0) & ((bits & group) != 0) & ((bits & asked & group) == 0)
        kinds = np.array([query.kinds for query in queries], dtype=np.int64)[who] & self._item_kinds[together]
        relation = np.concatenate(
            [self._relation(query)[self._item_units[some]] for query, some in zip(queries, rows, strict=True)]
        )
        yield "bias", np.ones(len(together))
        yield "excluded", excluded
        yield "one_sided_work", ((bits & _WORK) != 0) != ((asked & _WORK) != 0)
        yield "kind_conflict", np.maximum(_popcount(kinds) - number[KIND], 0)
        yield "unit_same", relation == 0
        yield "unit_converts", relation == 1
        yield "unit_conflict", relation == 2
        yield "same_text", self._texts[together] == np.array([query.text for query in queries], dtype=np.int64)[who]

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


def _word_columns(shared: Floats, wanted: Floats, offered: Floats) -> Iterator[tuple[str, Floats]]:
    """How much of the one text's words the other covers, and how much each has for itself."""
    cover_query = shared[WORD] / np.maximum(wanted[WORD], 1e-6)
    cover_item = shared[WORD] / np.maximum(offered[WORD], 1e-6)
    alone_query = np.maximum(wanted[WORD] - shared[WORD], 0) / 10
    alone_item = np.maximum(offered[WORD] - shared[WORD], 0) / 10
    yield "covers_query", cover_query
    yield "covers_item", cover_item
    yield "covers_most", np.maximum(cover_query, cover_item)
    yield "covers_least", np.minimum(cover_query, cover_item)
    yield "prefix_query", np.where(wanted[PREFIX] > 0, shared[PREFIX] / np.maximum(wanted[PREFIX], 1e-6), 1)
    yield "prefix_item", np.where(offered[PREFIX] > 0, shared[PREFIX] / np.maximum(offered[PREFIX], 1e-6), 1)
    yield "product", cover_query * cover_item
    yield "query_alone", alone_query
    yield "item_alone", alone_item
    yield "both_alone", np.minimum(alone_query, alone_item)
    yield "query_nearly", -np.log(1.03 - np.minimum(cover_query, 1))
    yield "item_nearly", -np.log(1.03 - np.minimum(cover_item, 1))


def _number_columns(
    number: NDArray[np.intp], wanted: NDArray[np.intp], offered: NDArray[np.intp]
) -> Iterator[tuple[str, Floats | NDArray[np.bool_]]]:
    """How the numbers agree.  Where each text has one that the other lacks, they contradict."""
    query_only, item_only = wanted[NUMBER] - number[NUMBER], offered[NUMBER] - number[NUMBER]
    least = np.minimum(query_only, item_only)
    yield "numbers_query", np.where(wanted[NUMBER] > 0, number[NUMBER] / np.maximum(wanted[NUMBER], 1), 1)
    yield "numbers_item", np.where(offered[NUMBER] > 0, number[NUMBER] / np.maximum(offered[NUMBER], 1), 1)
    yield "number_conflict", least > 0
    yield "number_conflicts", np.minimum(least, 4)
    yield "bounds", np.clip(np.minimum(wanted[BOUND] - number[BOUND], offered[BOUND] - number[BOUND]), 0, 4)
    yield "kinds_shared", np.minimum(number[KIND], 3)
    yield "number_short", (np.minimum(query_only, 1) + np.minimum(item_only, 1)) * 0.5
    yield "without", (wanted[WITHOUT] > number[WITHOUT]) | (offered[WITHOUT] > number[WITHOUT])


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
