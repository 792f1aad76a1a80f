"""Sheets that say again what others say: a recapitulation drawn as a table of lump sums is no part of the bill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

from estimator_desktop.reading.draft import Draft
from estimator_desktop.reading.spreadsheet.grid import Sheet
from estimator_desktop.reading.spreadsheet.layout import TableLayout
from estimator_desktop.reading.spreadsheet.surroundings import is_helper
from estimator_desktop.reading.vocabulary import folded

Found = tuple[Sheet, Sequence[TableLayout]]
_NAMED = 0.7
"""So many of a sheet's rows name sections, objects or sheets: it sums them up."""


def without_summaries(found: Sequence[Found], read: Callable[..., None]) -> list[Found]:
    """The tables but those whose rows are the sections of the others.  `read` puts a sheet into a draft."""
    if not any(is_helper(sheet) for sheet, _ in found) or any(layouts[0].label is not None for _, layouts in found):
        return list(found)
    drafts = []
    for sheet, layouts in found:
        draft = Draft("", "")
        read(sheet, layouts, draft, several=True)
        drafts.append(draft)
    names = [_names(sheet, draft) for (sheet, _), draft in zip(found, drafts, strict=True)]
    kept = []
    for number, draft in enumerate(drafts):
        others = set(chain.from_iterable(names[:number] + names[number + 1 :]))
        named = sum(folded(position.description) in others for position in draft.positions)
        if not is_helper(found[number][0]) or named < len(draft.positions) * _NAMED or not draft.positions:
            kept.append(found[number])
    return kept


def _names(sheet: Sheet, draft: Draft) -> set[str]:
    """What a recapitulation would call the parts of a sheet."""
    parts = [*(section.name for section in draft.sections), *(work.name for work in draft.objects), sheet.name]
    return {folded(name) for name in parts}
