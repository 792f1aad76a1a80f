"""A position against the estimator's catalogues: the person's word, then personal rules, then the code, then the text.

Pure: a `Matcher` is made of what the store holds and answers for one position after another.  It never names a code
that no loaded catalogue holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

import numpy as np

from estimator_desktop.catalogues.index import Index, Query, unit_name
from estimator_desktop.catalogues.rank import FLOOR, Weighed, weigh
from estimator_desktop.catalogues.reasons import code_reasons, person_reason, reasons_of, rule_reason
from estimator_desktop.catalogues.twins import CEILING, has_twins
from estimator_desktop.catalogues.words import Words, fold
from estimator_desktop.domain.match import (
    Answer,
    ArchivedPrice,
    Basis,
    Candidate,
    Catalogue,
    CatalogueItem,
    CodeStanding,
    Match,
    MatchLevel,
    PersonalRule,
    PriceStatistics,
    Said,
    difference_percent,
    level_of,
)
from estimator_desktop.domain.systems import edition_of, normalise_code, own_code, same_edition, shape_of, system_of
from estimator_desktop.domain.units import UnitRelation, factor, relation

VERSION = "2"
"""Of the rules and numbers of matching; part of what a verdict rests on."""
SHOWN = 5
_TOGETHER = 64
_REMEMBERED = 20_000
_CODE_AGREES = 0.98
_CODE_ELSEWHERE = 0.88
_CODE_DOUBTED = 0.6
_CODE_CONTRADICTED = 0.35
_ALIKE = 0.5
_STRANGE = 0.25


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a position matters for its match.  `index` is the position's index in the bill."""

    index: int
    description: str
    unit: str = ""
    code: str = ""
    price_system: str = ""
    unit_price: Decimal | None = None


class Matcher:
    """Catalogues, rules and archive, ready to be asked.  Building takes about 60 µs an item."""

    def __init__(
        self,
        catalogues: Sequence[Catalogue],
        items: Sequence[CatalogueItem],
        *,
        words: Words | None = None,
        rules: Iterable[PersonalRule] = (),
        archive: Iterable[ArchivedPrice] = (),
    ) -> None:
        self.catalogues = tuple(catalogues)
        self._systems = frozenset(system_of(catalogue.system) or catalogue.system for catalogue in catalogues)
        own = {system for system in {item.system for item in items} if system_of(system) in {"OWN", ""}}
        self._shapes = frozenset(shape_of(item.code) for item in items if item.system not in own)
        self._by_code: dict[str, list[CatalogueItem]] = defaultdict(list)
        for item in items:
            self._by_code[normalise_code(item.code)].append(item)
        self._rules = {(fold(rule.text), unit_name(rule.unit)): rule for rule in rules}
        self._archive: dict[str, list[ArchivedPrice]] = defaultdict(list)
        for entry in archive:
            self._archive[normalise_code(entry.code)].append(entry)
        self._items = _distinct(items)
        self._index = Index(((item.code, item.description, item.unit) for item in self._items), words)
        self._rows: dict[int, int] = {id(item): row for row, item in enumerate(self._items)}
        self._known: dict[tuple[str, str, str, str], Match] = {}

    def match(self, wanted: Wanted, said: Said | None = None) -> Match:
        """The match of one position.  The same input gives the same answer."""
        return self.match_all((wanted,), {wanted.index: said} if said else {})[0]

    def match_all(self, wanted: Sequence[Wanted], said: Mapping[int, Said] | None = None) -> tuple[Match, ...]:
        """The matches of many positions in the same order; `said` by position.  Faster than one by one."""
        keys = [(one.code, one.description, one.unit, one.price_system) for one in wanted]
        known = {key: self._known[key] for key in keys if key in self._known}
        fresh = {key: one for key, one in zip(keys, wanted, strict=True) if key not in known}
        todo = list(fresh.items())
        for start in range(0, len(todo), _TOGETHER):
            part = todo[start : start + _TOGETHER]
            known.update(zip((key for key, _one in part), self._match([one for _key, one in part]), strict=True))
        if len(self._known) < _REMEMBERED:
            self._known.update(known)
        words = said or {}
        return tuple(
            self._finished(known[key], one, words.get(one.index)) for key, one in zip(keys, wanted, strict=True)
        )

    def _finished(self, found: Match, wanted: Wanted, said: Said | None) -> Match:
        if said is not None:
            found = self._as_said(found, wanted, said)
        return self._priced(found, wanted)

    def _match(self, wanted: Sequence[Wanted]) -> list[Match]:
        queries = [self._index.query(one.description, one.unit) for one in wanted]
        weighed = weigh(self._index, queries, [self._index.candidates(query) for query in queries])
        return [self._answer(*item) for item in zip(wanted, queries, weighed, strict=True)]

    def _answer(self, wanted: Wanted, query: Query, weighed: Sequence[Weighed]) -> Match:
        standing, bearing = self._standing(wanted)
        coded = self._coded(query, wanted, standing, bearing) if bearing else None
        ruled = self._ruled(query, wanted)
        sure = bool(weighed) and weighed[0].score >= FLOOR
        candidates = [self._candidate(query, one, wanted) for one in weighed[:SHOWN]] if sure else []
        leading = [one for one in (ruled, coded) if one is not None]
        for one in leading:
            candidates = [other for other in candidates if not _same(other.item, one.item)]
        candidates = sorted([*leading, *candidates], key=lambda one: -one.score)[:SHOWN]
        if not candidates:
            return Match(wanted.index, standing=standing, coded=coded)
        best = candidates[0]
        basis = Basis.TEXT
        if ruled is not None and best is ruled:
            basis = Basis.RULE
        elif coded is not None and best is coded:
            basis = Basis.CODE
        return Match(wanted.index, best.level, best.score, basis, standing, best, tuple(candidates), coded)

    def _standing(self, wanted: Wanted) -> tuple[CodeStanding, list[CatalogueItem]]:
        """Where the position's code stands, and the items that bear it, the nearest edition first."""
        bearing = self._by_code.get(normalise_code(wanted.code), []) if wanted.code.strip() else []
        if own_code(wanted.code, wanted.price_system):
            bearing = [item for item in bearing if system_of(item.system) == "OWN"]
            return (CodeStanding.FOUND if bearing else CodeStanding.NO_CODE), bearing
        newest = sorted(bearing, key=lambda item: (edition_of(item.edition), item.edition), reverse=True)
        declared = system_of(wanted.price_system)
        if not declared:
            if bearing:
                return CodeStanding.FOUND, newest
            # A list of one's own holds what one needs: what it lacks may well be a sound code of a public one.  So may
            # a code that is not built as those of the public lists at hand: its system is none of theirs.
            doubted = shape_of(wanted.code) in self._shapes
            return (CodeStanding.UNKNOWN if doubted else CodeStanding.NOT_LOADED), []
        ours = [item for item in newest if (system_of(item.system) or item.system) == declared]
        exact = [item for item in ours if same_edition(item.edition, wanted.price_system)]
        if exact:
            return CodeStanding.FOUND, exact + [item for item in newest if item not in exact]
        if ours:
            return CodeStanding.OTHER_EDITION, ours + [item for item in newest if item not in ours]
        if bearing:
            return CodeStanding.OTHER_SYSTEM, newest
        return (CodeStanding.UNKNOWN if declared in self._systems else CodeStanding.NOT_LOADED), []

    def _coded(
        self, query: Query, wanted: Wanted, standing: CodeStanding, bearing: Sequence[CatalogueItem]
    ) -> Candidate:
        """The item with the position's own code, weighed by text, unit and where the code stands."""
        item = bearing[0]
        measured = self._measure(query, item)
        similarity = max(measured.get("covers_most"), measured.get("same_text"))
        units = _relation(wanted.unit, item.unit)
        if units is UnitRelation.CONFLICT or similarity < _STRANGE:
            score = _CODE_CONTRADICTED
        elif measured.contradicted or similarity < _ALIKE:
            score = _CODE_DOUBTED
        else:
            score = _CODE_AGREES if standing is CodeStanding.FOUND else _CODE_ELSEWHERE
        reasons = reasons_of(query.tokens, self._index.tokens(measured.row), measured, wanted.unit, item.unit)
        return Candidate(
            item, score, level_of(score), round(similarity, 3), units,
            (*code_reasons(standing, item), *reasons),
        )  # fmt: skip

    def _ruled(self, query: Query, wanted: Wanted) -> Candidate | None:
        rule = self._rules.get((fold(wanted.description), unit_name(wanted.unit)))
        if rule is None:
            return None
        bearing = [
            item
            for item in self._by_code.get(normalise_code(rule.code), [])
            if not rule.system or item.system == rule.system
        ]
        if not bearing:
            return None
        item = max(bearing, key=lambda one: (edition_of(one.edition), one.edition))
        measured = self._measure(query, item)
        reasons = reasons_of(query.tokens, self._index.tokens(measured.row), measured, wanted.unit, item.unit)
        units = _relation(wanted.unit, item.unit)
        similarity = round(measured.get("covers_most"), 3)
        return Candidate(item, 1.0, MatchLevel.EXACT, similarity, units, (rule_reason(), *reasons))

    def _measure(self, query: Query, item: CatalogueItem) -> Weighed:
        row = self._rows.get(id(item))
        if row is None:
            row = self._rows[id(self._representative(item))]
        table = self._index.measure([query], [np.array([row], dtype=np.int32)])[0]
        return Weighed(row, 0.0, table[0].tolist())

    def _representative(self, item: CatalogueItem) -> CatalogueItem:
        """The item of the index that stands for one of another edition: that of the same code, the likest worded."""
        for other in self._by_code[normalise_code(item.code)]:
            if id(other) in self._rows and other.system == item.system:
                return other
        raise LookupError(item.code)

    def _candidate(self, query: Query, one: Weighed, wanted: Wanted) -> Candidate:
        item = self._in_declared_edition(self._items[one.row], wanted.price_system)
        score = one.score
        if score > CEILING and has_twins(item.code, item.description):
            score = CEILING
        reasons = reasons_of(query.tokens, self._index.tokens(one.row), one, wanted.unit, item.unit)
        similarity = round(max(one.get("covers_most"), one.get("same_text")), 3)
        return Candidate(item, score, level_of(score), similarity, _relation(wanted.unit, item.unit), reasons)

    def _in_declared_edition(self, item: CatalogueItem, price_system: str) -> CatalogueItem:
        if not edition_of(price_system):
            return item
        for other in self._by_code[normalise_code(item.code)]:
            if other.system == item.system and same_edition(other.edition, price_system):
                return other
        return item

    def _as_said(self, found: Match, wanted: Wanted, said: Said) -> Match:
        """The match with the person's word in the place of ours."""
        if said.answer is Answer.REJECTED or said.item is None:
            return replace(
                found, level=MatchLevel.NONE, score=0.0, basis=Basis.PERSON, chosen=None, answer=Answer.REJECTED
            )
        chosen = next((one for one in found.candidates if _same(one.item, said.item)), None)
        if chosen is None:
            chosen = Candidate(
                said.item, 1.0, MatchLevel.EXACT, 0.0, _relation(wanted.unit, said.item.unit), (person_reason(),)
            )
        chosen = replace(chosen, score=1.0, level=MatchLevel.EXACT)
        others = tuple(one for one in found.candidates if not _same(one.item, said.item))
        return replace(
            found, level=MatchLevel.EXACT, score=1.0, basis=Basis.PERSON, chosen=chosen,
            candidates=(chosen, *others)[:SHOWN], answer=said.answer,
        )  # fmt: skip

    def _priced(self, found: Match, wanted: Wanted) -> Match:
        """With the catalogue's and the archive's prices in the position's own unit."""
        if found.chosen is None:
            return replace(found, position=wanted.index)
        price = found.chosen.price_in(wanted.unit)
        return replace(
            found,
            position=wanted.index,
            price=price,
            difference=difference_percent(wanted.unit_price, price),
            archive=self.statistics(found.chosen.item.code, wanted.unit) if self._archive else None,
        )

    def statistics(self, code: str, unit: str) -> PriceStatistics | None:
        """What accepted past budgets paid for a code, per the unit given; units that do not convert stay out."""
        prices: list[Decimal] = []
        newest: date | None = None
        for entry in self._archive.get(normalise_code(code), ()):
            ratio = factor(unit, entry.unit)
            if ratio is not None:
                prices.append(entry.price * ratio)
                newest = entry.noted if newest is None else max(newest, entry.noted)
        return PriceStatistics.of(prices, newest)


def _distinct(items: Sequence[CatalogueItem]) -> list[CatalogueItem]:
    """One item for each price system and code: its newest edition, so that editions do not compete with each other.

    Short codes first: among items that say the same, the plain code is meant rather than its variant.
    """
    newest: dict[tuple[str, str, str], CatalogueItem] = {}
    for item in items:
        key = (item.system, item.code, "" if item.edition else item.description)
        known = newest.get(key)
        if known is None or (edition_of(item.edition), item.edition) > (edition_of(known.edition), known.edition):
            newest[key] = item
    return sorted(newest.values(), key=lambda item: (len(item.code), item.code, item.system))


def _same(one: CatalogueItem, other: CatalogueItem) -> bool:
    return one.code == other.code and one.system == other.system


@lru_cache(maxsize=4096)
def _relation(one: str, other: str) -> UnitRelation:
    return relation(one, other)
