"""Which candidate is the right one, and how sure that is.

Two small models over what `index` measures, fitted by `scripts/fit_matching.py` on pairs of wordings of one item (no
text is kept, only these numbers).  `RANK` orders the candidates; `CERTAINTY` turns the best one's lead and agreement
into the probability that it is right, the chance that the right item is in no catalogue included.  Price is no input.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimator_desktop.catalogues.index import FEATURES, Floats, Index, Ints, Query
from estimator_desktop.catalogues.weights import CERTAINTY, RANK

FLOOR = 0.04
"""A best candidate that is less probable than this is no answer."""
_CONTRADICTED = 0.85
"""A candidate with a hard contradiction (number, unit, kind of work) is never said to be more probable than this."""
CERTAINTY_INPUTS = (
    "bias", "margin", "share", "rank", "same_text", "covers_query", "covers_item", "number_conflict", "number_short", "bounds",
    "kind_conflict", "unit_same", "unit_conflict", "excluded", "one_sided_work", "both_alone", "query_alone", "item_alone",
    "product", "lead_by_product", "same_text_alone", "own_code", "query_weight", "numbers_agree", "some_lead",
    "lead_by_cover", "covers_least_squared", "covers_without_gap", "nothing_foreign",
)  # fmt: skip
_AT = {name: place for place, name in enumerate(FEATURES)}
_RANK = np.array([RANK[name] for name in FEATURES])
_CERTAINTY = np.array([CERTAINTY[name] for name in CERTAINTY_INPUTS])


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate by its row in the index, with its probability and what was measured."""

    row: int
    score: float
    measured: NDArray[np.float64]

    def get(self, name: str) -> float:
        """One of `FEATURES`."""
        return float(self.measured[_AT[name]])

    @property
    def contradicted(self) -> bool:
        """Whether a number, the unit or the kind of work contradicts."""
        return contradicted(self.measured)


def contradicted(measured: NDArray[np.float64]) -> bool:
    """Whether a number, a bound, the unit or the kind of work contradicts."""
    return any(measured[_AT[name]] > 0 for name in ("number_conflict", "kind_conflict", "unit_conflict", "excluded"))


def certainty_inputs(measured: Floats, ranks: Floats, own: NDArray[np.bool_]) -> tuple[int, Floats]:
    """The best candidate's place and what its certainty is computed from."""
    best = int(np.argmax(ranks))
    top = measured[best]
    rank = float(ranks[best])
    others = np.delete(ranks, best)
    lead = min(max(rank - float(others.max()), 0.0), 8.0) if others.size else 8.0
    share = -float(np.log(np.exp(ranks - rank).sum()))
    at = _AT
    cover = float(top[at["covers_query"]])
    weight = min(float(top[at["query_alone"]]) / max(1 - cover, 1e-3), 12.0) / 6 if cover < 1 else 1.0
    product, most = float(top[at["product"]]), float(top[at["covers_most"]])
    alone = float(top[at["same_text"]]) * (measured[:, at["same_text"]].sum() == 1)
    return best, np.array([
        1.0, lead, share, rank / 4, top[at["same_text"]], cover, top[at["covers_item"]], top[at["number_conflict"]],
        top[at["number_short"]], top[at["bounds"]], top[at["kind_conflict"]], top[at["unit_same"]], top[at["unit_conflict"]],
        top[at["excluded"]], top[at["one_sided_work"]], top[at["both_alone"]], top[at["query_alone"]], top[at["item_alone"]],
        product, min(lead, 2.0) * product, alone, float(own[best]), weight,
        top[at["numbers_query"]] * top[at["numbers_item"]] * top[at["kinds_shared"]], min(lead, 1.0), min(lead, 3.0) * most,
        top[at["covers_least"]] ** 2, (top[at["number_short"]] == 0) * most, float(top[at["both_alone"]] == 0),
    ])  # fmt: skip


def weigh(index: Index, query: Query, rows: Ints) -> list[Weighed]:
    """The candidates with their probabilities, best first; equal ones in the order of the rows' numbers."""
    if not len(rows):
        return []
    measured = index.features(query, rows)
    ranks = measured @ _RANK
    best, inputs = certainty_inputs(measured, ranks, index.own[rows])
    sure = 1.0 / (1.0 + float(np.exp(-(inputs @ _CERTAINTY))))
    scores = sure * np.exp(ranks - ranks[best])
    order = np.lexsort((rows, -scores))[:10]
    found = []
    for place in order.tolist():
        values = measured[place]
        score = min(float(scores[place]), _CONTRADICTED) if contradicted(values) else float(scores[place])
        found.append(Weighed(int(rows[place]), round(score, 4), values))
    found.sort(key=lambda one: -one.score)
    return found
