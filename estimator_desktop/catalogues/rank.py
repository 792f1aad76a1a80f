"""Which candidate is the right one, and how sure that is.

Two small models over what `index` measures, fitted by `scripts/fit_matching.py` on pairs of wordings of one item (no
text is kept, only these numbers).  `RANK` orders the candidates; `CERTAINTY` turns the best one's lead and agreement
into the probability that it is right, the chance that the right item is in no catalogue included.  Price is no input.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from estimator_desktop.catalogues.index import FEATURES, Floats, Index, Ints, Query
from estimator_desktop.catalogues.weights import CERTAINTY, RANK

FLOOR = 0.04
"""A best candidate that is less probable than this is no answer."""
_CONTRADICTED = 0.85
"""A candidate with a hard contradiction (number, unit, kind of work) is never said to be more probable than this."""
CERTAINTY_INPUTS = (
    "bias", "margin", "share", "rank", "same_text", "covers_query", "covers_item", "number_conflict",
    "number_short", "bounds", "kind_conflict", "unit_same", "unit_conflict", "excluded", "one_sided_work", "both_alone",
    "query_alone", "item_alone",
    "product", "lead_by_product", "same_text_alone", "own_code", "query_weight", "numbers_agree", "some_lead",
    "lead_by_cover", "covers_least_squared", "covers_without_gap", "nothing_foreign",
)  # fmt: skip
_AT = {name: place for place, name in enumerate(FEATURES)}
_RANK = np.array([RANK[name] for name in FEATURES])
_CERTAINTY = tuple(CERTAINTY[name] for name in CERTAINTY_INPUTS)
_CONTRADICTIONS = tuple(_AT[name] for name in ("number_conflict", "kind_conflict", "unit_conflict", "excluded"))
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate by its row in the index, with its probability and what was measured."""

    row: int
    score: float
    measured: list[float]

    def get(self, name: str) -> float:
        """One of `FEATURES`."""
        return self.measured[_AT[name]]

    @property
    def contradicted(self) -> bool:
        """Whether a number, the unit or the kind of work contradicts."""
        return any(self.measured[place] > 0 for place in _CONTRADICTIONS)


def certainty_inputs(measured: Floats, ranks: Floats, own: NDArray[np.bool_]) -> tuple[int, list[float]]:
    """The best candidate's place and what its certainty is computed from."""
    best = int(np.argmax(ranks))
    values = ranks.tolist()
    rank = values[best]
    second = max((value for place, value in enumerate(values) if place != best), default=rank - 8)
    lead = min(rank - second, 8.0)
    top = dict(zip(FEATURES, measured[best].tolist(), strict=True))
    cover, product, most = top["covers_query"], top["product"], top["covers_most"]
    alone = top["same_text"] > 0 and float(measured[:, _AT["same_text"]].sum()) == 1
    derived = {
        "margin": lead,
        "share": -log(sum(exp(value - rank) for value in values)),
        "rank": rank / 4,
        "lead_by_product": min(lead, 2.0) * product,
        "same_text_alone": float(alone),
        "own_code": float(own[best]),
        "query_weight": min(top["query_alone"] / max(1 - cover, 1e-3), 12.0) / 6 if cover < 1 else 1.0,
        "numbers_agree": top["numbers_query"] * top["numbers_item"] * top["kinds_shared"],
        "some_lead": min(lead, 1.0),
        "lead_by_cover": min(lead, 3.0) * most,
        "covers_least_squared": top["covers_least"] ** 2,
        "covers_without_gap": most if top["number_short"] == 0 else 0.0,
        "nothing_foreign": float(top["both_alone"] == 0),
    }
    return best, [derived[name] if name in derived else top[name] for name in CERTAINTY_INPUTS]


def weigh(index: Index, queries: Sequence[Query], rows: Sequence[Ints]) -> list[list[Weighed]]:
    """For each query its candidates with their probabilities, best first; equal ones in the order of their rows."""
    tables = index.measure(queries, rows)
    return [_weighed(index, table, some) for table, some in zip(tables, rows, strict=True)]


def _weighed(index: Index, measured: Floats, rows: Ints) -> list[Weighed]:
    if not len(rows):
        return []
    ranks = measured @ _RANK
    best, inputs = certainty_inputs(measured, ranks, index.own[rows])
    sure = 1.0 / (1.0 + exp(-sum(value * weight for value, weight in zip(inputs, _CERTAINTY, strict=True))))
    scores = (sure * np.exp(ranks - ranks[best])).tolist()
    numbers = rows.tolist()
    order = sorted(range(len(numbers)), key=lambda place: (-scores[place], numbers[place]))[:_KEPT]
    found = [Weighed(numbers[place], round(scores[place], 4), measured[place].tolist()) for place in order]
    found = [replace(one, score=min(one.score, _CONTRADICTED)) if one.contradicted else one for one in found]
    return sorted(found, key=lambda one: -one.score)
