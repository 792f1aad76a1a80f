"""Which of our candidates is the position's item: the question, and what of the answer counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from estimator_desktop.ai.desk import Malformed
from estimator_desktop.ai.evidence import stands_in
from estimator_desktop.ai.questions import (
    INTEGER,
    NUMBER,
    TEXT,
    Question,
    content_of,
    list_of,
    object_of,
    prompt,
    visible,
)
from estimator_desktop.ai.roles import Sent, rows_of, sent, share_of, text_of, whole_of
from estimator_desktop.domain.advice import Model, Suggestion, Use
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.match import CatalogueItem, Match

TOGETHER = 15
_OUTPUT_EACH = 140
_OUTPUT_BASE = 1500
_LONGEST_REASON = 400
_SCHEMA = object_of(
    {
        "choices": list_of(
            object_of({"id": TEXT, "choice": INTEGER, "confidence": NUMBER, "quote": TEXT, "reason": TEXT})
        )
    }
)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A position whose match is to be chosen, with our candidates."""

    sent: Sent
    candidates: tuple[CatalogueItem, ...]

    @property
    def id(self) -> str:
        """Its id in the question."""
        return self.sent.id


def doubtful(position: Position, match: Match) -> Doubtful:
    """A position with its candidates."""
    return Doubtful(sent(position), tuple(candidate.item for candidate in match.candidates))


def question(items: Sequence[Doubtful], model: Model, language: str) -> Question:
    """The question about some positions."""
    rows = [
        {
            "id": item.id,
            **{name: item.sent.fields[name] for name in ("code", "description", "unit") if name in item.sent.fields},
            "candidates": [
                {
                    "number": number,
                    "code": candidate.code,
                    "description": visible(candidate.description),
                    "unit": candidate.unit,
                }
                for number, candidate in enumerate(item.candidates, 1)
            ],
        }
        for item in items
    ]
    return Question(
        Use.MATCHING,
        model,
        prompt("matching"),
        content_of({"language": language, "positions": rows}),
        _SCHEMA,
        _OUTPUT_BASE + _OUTPUT_EACH * len(items),
        tuple(item.id for item in items),
    )


def read(value: object, items: Sequence[Doubtful]) -> dict[str, Suggestion]:
    """The choices that count, by id: a number of a candidate that was offered, with a quote of the position.

    The code comes from our candidate, never from the answer.  Raises Malformed.
    """
    known = {item.id: item for item in items}
    found: dict[str, Suggestion] = {}
    twice: set[str] = set()
    for row in rows_of(value, "choices"):
        identity, number, confidence = text_of(row, "id"), whole_of(row, "choice"), share_of(row, "confidence")
        quote, reason = visible(text_of(row, "quote")).strip(), visible(text_of(row, "reason")).strip()
        item = known.get(identity)
        if item is None:
            continue
        if not 0 <= number <= len(item.candidates):
            raise Malformed(f"choice {number} of {len(item.candidates)}")
        if identity in found:
            twice.add(identity)
        if number and not stands_in(quote, item.sent.source):
            continue
        reason = reason[:_LONGEST_REASON]
        if number == 0:
            found[identity] = Suggestion("", "", "", confidence, reason, "")
        else:
            chosen = item.candidates[number - 1]
            found[identity] = Suggestion(chosen.code, chosen.system, chosen.edition, confidence, reason, quote)
    return {identity: choice for identity, choice in found.items() if identity not in twice}
