"""The person's own synonyms: kept as typed, and as lines of the table that matching reads."""

from __future__ import annotations

from collections.abc import Sequence

from estimator_desktop.catalogues.synonyms import CONCEPTS
from estimator_desktop.catalogues.words import fold, stem
from estimator_desktop.domain.synonyms import Group, encoded
from estimator_desktop.storage.store import Store
from estimator_desktop.usecases.enrichment import SYNONYMS

TYPED = "synonyms_typed"
"""The setting with the groups as typed; the window shows them."""
_SHORTEST = 4
"""Letters that the beginning of a word must have to stand for all its forms."""


def line_of(group: Group) -> str:
    """The group as a line of the table.

    Where one of its words already names a concept, the others name it too from now on; else the first word becomes a
    new one.
    """
    folded = [fold(word.rstrip("*")) for word in group]
    known = next((meaning for word in folded if (meaning := CONCEPTS.of(word, stem(word)))), None)
    return f"{' '.join(known or (folded[0],))}: {' '.join(map(_form, group))}"


def _form(word: str) -> str:
    """How a word stands in the table: its stem with any ending where it is long enough."""
    plain = fold(word.rstrip("*"))
    if word.endswith("*"):
        return f"{plain}*"
    root = stem(plain)
    return f"{root}*" if len(root) >= _SHORTEST else plain


def save_groups(store: Store, groups: Sequence[Group]) -> None:
    """Keep the groups; they count from the next match on."""
    with store.transaction():
        store.set_setting(TYPED, encoded(groups))
        store.set_setting(SYNONYMS, "\n".join(map(line_of, groups)))
