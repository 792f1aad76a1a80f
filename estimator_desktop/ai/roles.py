"""The four roles' opinions: the question about some positions, and what of the answer counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from estimator_desktop.ai.desk import Malformed
from estimator_desktop.ai.evidence import foreign_numbers, joined, stands_in
from estimator_desktop.ai.questions import (
    NUMBER,
    TEXT,
    Question,
    content_of,
    list_of,
    object_of,
    one_of,
    prompt,
    visible,
)
from estimator_desktop.domain.advice import Model, Use
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.verdict import Colour, Concern, Finding, Opinion, Role, Severity

TOGETHER = 20
"""Positions of one question."""
RULE = "CLAUDE"
_OUTPUT_EACH = 160
_OUTPUT_BASE = 1500
_LONGEST_REASON = 400
_LONGEST_TEXT = 2000
_SURE_DOUBT = 0.85
"""An opinion that doubts never makes a position surer than this."""
_CONCERNS = {
    Role.SME: Concern.COST,
    Role.ARCH: Concern.CODE,
    Role.ENG: Concern.DURABILITY,
    Role.SUP: Concern.PRACTICALITY,
}
_SCHEMA = object_of(
    {
        "opinions": list_of(
            object_of(
                {
                    "id": TEXT,
                    "verdict": one_of([colour.value for colour in Colour]),
                    "confidence": NUMBER,
                    "reason": TEXT,
                    "quote": TEXT,
                }
            )
        )
    }
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A position as it is sent, by its id in the question."""

    id: str
    index: int
    fields: Mapping[str, str | Sequence[str]]

    @property
    def source(self) -> str:
        """All its texts: what quotes and numbers must stand in."""
        parts: list[str] = []
        for value in self.fields.values():
            parts += [value] if isinstance(value, str) else value
        return joined(parts)


def sent(position: Position) -> Sent:
    """What of a position is sent: its own texts, freed of invisible signs, and nothing else of the document."""
    fields: dict[str, str | Sequence[str]] = {
        "ordinal": position.ordinal,
        "type": position.row_type,
        "code": position.code,
        "description": position.description,
        "unit": position.unit,
        "quantity": position.quantity.raw,
        "unit_price": position.unit_price.raw,
        "total": position.total_price.raw,
        "measurements": [line.text for line in position.measurements],
        "notes": [note.text for note in position.notes],
    }
    clean = {
        name: visible(value)[:_LONGEST_TEXT]
        if isinstance(value, str)
        else [visible(text)[:_LONGEST_TEXT] for text in value[:30]]
        for name, value in fields.items()
        if value
    }
    return Sent(f"p{position.index}", position.index, clean)


def question(role: Role, positions: Sequence[Sent], model: Model, language: str) -> Question:
    """The question for one role's opinion on some positions."""
    content = content_of({"language": language, "positions": [{"id": item.id, **item.fields} for item in positions]})
    return Question(
        Use.OPINION,
        model,
        prompt(role.value, "opinions"),
        content,
        _SCHEMA,
        _OUTPUT_BASE + _OUTPUT_EACH * len(positions),
        tuple(item.id for item in positions),
    )


def read(value: object, role: Role, positions: Sequence[Sent], version: int) -> dict[str, Opinion]:
    """The opinions that count, by id.

    Left out: unknown ids, ids answered twice, doubts without a quote that stands in the position, reasons with numbers
    that do not.  Raises Malformed where the answer is not of the schema.
    """
    rows = rows_of(value, "opinions")
    known = {item.id: item for item in positions}
    found: dict[str, Opinion] = {}
    twice: set[str] = set()
    for row in rows:
        identity = text_of(row, "id")
        opinion = _opinion(row, role, known.get(identity), version)
        if identity in found or identity in twice:
            twice.add(identity)
        if opinion is not None:
            found[identity] = opinion
    return {identity: opinion for identity, opinion in found.items() if identity not in twice}


def _opinion(row: Mapping[str, object], role: Role, about: Sent | None, version: int) -> Opinion | None:
    try:
        colour = Colour(text_of(row, "verdict"))
    except ValueError as error:
        raise Malformed(str(error)) from error
    confidence = share_of(row, "confidence")
    reason, quote = visible(text_of(row, "reason")).strip(), visible(text_of(row, "quote")).strip()
    if about is None:
        return None
    if colour is Colour.GREEN:
        return Opinion(role, colour, confidence, (), (), source="claude")
    source = about.source
    if not stands_in(quote, source) or len(reason) > _LONGEST_REASON or not reason or foreign_numbers(reason, source):
        return None
    finding = Finding(
        RULE,
        version,
        role,
        Severity.AMBER,
        "claude_red" if colour is Colour.RED else "claude_amber",
        found=reason,
        expected="",
        position=about.index,
        params=(("quote", quote[:_LONGEST_REASON]), ("role", role.value)),
        concern=_CONCERNS[role],
    )
    doubt = min(_SURE_DOUBT, 1.0 - confidence) if colour is Colour.RED else min(_SURE_DOUBT, max(0.7, 1.0 - confidence))
    return Opinion(role, colour, round(doubt, 4), (), (finding,), source="claude")


def rows_of(value: object, name: str) -> list[Mapping[str, object]]:
    """The list of objects under a name.  Raises Malformed."""
    if not isinstance(value, dict) or set(value) != {name} or not isinstance(value[name], list):
        raise Malformed(f"no list of {name}")
    if not all(isinstance(row, dict) for row in value[name]):
        raise Malformed(f"{name} holds something else than objects")
    return list(value[name])


def text_of(row: Mapping[str, object], name: str) -> str:
    """A text.  Raises Malformed."""
    value = row.get(name)
    if not isinstance(value, str):
        raise Malformed(f"{name} is no text")
    return value


def whole_of(row: Mapping[str, object], name: str) -> int:
    """A whole number.  Raises Malformed."""
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Malformed(f"{name} is no whole number")
    return value


def share_of(row: Mapping[str, object], name: str) -> float:
    """A number from 0 to 1.  Raises Malformed."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise Malformed(f"{name} is no number from 0 to 1")
    return float(value)
