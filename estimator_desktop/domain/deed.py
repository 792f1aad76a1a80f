"""What a person did in a budget, deed after deed, whatever it was about: what undo takes back and redo brings again.

A deed is whole: what was done at once is undone at once.  What jobs do (matching again, carrying over) is no deed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.match import Answer


class DeedKind(StrEnum):
    """What was done."""

    ACCEPT = "accept"
    OVERRIDE = "override"
    EDIT = "edit"
    LATER = "later"
    FILE = "file"
    """The values of an edited export were taken over."""
    MATCH_ACCEPTED = "match_accepted"
    MATCH_REPLACED = "match_replaced"
    MATCH_REJECTED = "match_rejected"
    MATCH_OPEN = "match_open"
    """The word on a match was taken back."""

    @classmethod
    def of(cls, said: Action | Answer) -> DeedKind:
        """The kind of a decision or of a word on a match."""
        return cls(said.value if isinstance(said, Action) else f"match_{said.value}")

    @property
    def on_match(self) -> bool:
        """Whether it was a word on a match: matching follows when it is undone or redone."""
        return self.value.startswith("match_")

    @property
    def on_values(self) -> bool:
        """Whether it changed values: the audit follows when it is undone or redone."""
        return self in {DeedKind.EDIT, DeedKind.FILE}


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed.  `field` is the one value it changed, empty where it changed none or several."""

    id: int
    kind: DeedKind
    created: datetime
    positions: tuple[int, ...]
    field: str = ""
    undone: bool = False


def to_undo(deeds: Sequence[Deed]) -> Deed | None:
    """What an undo takes back, of deeds in order: the last one that stands."""
    return next((deed for deed in reversed(deeds) if not deed.undone), None)


def to_redo(deeds: Sequence[Deed]) -> Deed | None:
    """What a redo brings again, of deeds in order: the first undone one.  What stands is always before it."""
    return next((deed for deed in deeds if deed.undone), None)
