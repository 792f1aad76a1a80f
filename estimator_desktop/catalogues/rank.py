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
    "bias", "margin", "share", "rank", "same_text", "covers_query", "covers_item", "number_conflict",
    "number_short", "bounds", "kind_conflict", "unit_same", "unit_conflict", "excluded", "one_sided_work", "both_alone",
    "query_alone", "item_alone",
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
    rank = float(ranks[best])
    others = np.delete(ranks, best)
    lead = min(max(rank - float(others.max()), 0.0), 8.0) if others.size else 8.0
    share = -float(np.log(np.exp(ranks - rank).sum()))
    top = dict(zip(FEATURES, measured[best].tolist(), strict=True))
    cover, product, most = top["covers_query"], top["product"], top["covers_most"]
    derived = {
        "margin": lead,
        "share": share,
        "rank": rank / 4,
        "lead_by_product": min(lead, 2.0) * product,
        "same_text_alone": top["same_text"] * float(measured[:, _AT["same_text"]].sum() == 1),
        "own_code": float(own[best]),
        "query_weight": min(top["query_alone"] / max(1 - cover, 1e-3), 12.0) / 6 if cover < 1 else 1.0,
        "numbers_agree": top["numbers_query"] * top["numbers_item"] * top["kinds_shared"],
        "some_lead": min(lead, 1.0),
        "lead_by_cover": min(lead, 3.0) * most,
        "covers_least_squared": top["covers_least"] ** 2,
        "covers_without_gap": most if top["number_short"] == 0 else 0.0,
        "nothing_foreign": float(top["both_alone"] == 0),
    }
    return best, np.array([derived[name] if name in derived else top[name] for name in CERTAINTY_INPUTS])


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
