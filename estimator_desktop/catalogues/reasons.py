"""Why a candidate is offered and what speaks against it, as codes for `texts`."""

from __future__ import annotations

from collections.abc import Iterable

from estimator_desktop.catalogues.rank import Weighed
from estimator_desktop.catalogues.synonyms import EXCLUSIVE
from estimator_desktop.domain.match import CatalogueItem, CodeStanding, Reason

_NAMED = 4


def reasons_of(
    wanted: frozenset[str], offered: frozenset[str], measured: Weighed, unit: str, item_unit: str
) -> tuple[Reason, ...]:
    """The reasons for and against an item, from the tokens of both texts and what was measured."""
    found: list[Reason] = []
    if measured.get("same_text"):
        found.append(_reason("text_same"))
    else:
        found.append(_reason("words", share=f"{measured.get('covers_query') * 100:.0f}"))
        missing = _words(wanted - offered) if measured.get("query_alone") else ""
        if missing:
            found.append(_reason("words_missing", supports=False, words=missing))
    shared = _numbers(wanted & offered)
    if shared:
        found.append(_reason("numbers_same", numbers=shared))
    if measured.get("number_conflict"):
        ours, theirs = _numbers(wanted - offered), _numbers(offered - wanted)
        found.append(_reason("numbers_differ", supports=False, expected=ours, found=theirs))
    elif measured.get("bounds"):
        found.append(_reason("bounds_differ", supports=False))
    if measured.get("excluded"):
        expected, other = _excluded(wanted, offered)
        found.append(_reason("kind_differs", supports=False, expected=expected, found=other))
    if measured.get("unit_same"):
        found.append(_reason("unit_same", unit=item_unit))
    elif measured.get("unit_converts"):
        found.append(_reason("unit_converts", supports=False, unit=unit, found=item_unit))
    elif measured.get("unit_conflict"):
        found.append(_reason("unit_conflict", supports=False, unit=unit, found=item_unit))
    return tuple(found)


def code_reasons(standing: CodeStanding, item: CatalogueItem) -> tuple[Reason, ...]:
    """What the code itself says."""
    if standing is CodeStanding.FOUND:
        return (_reason("code_same", code=item.code),)
    return (
        _reason("code_same", code=item.code),
        _reason(f"code_{standing.value}", supports=False, system=item.system, edition=item.edition),
    )


def rule_reason() -> Reason:
    """That the person's own rule names the item."""
    return _reason("own_rule")


def person_reason() -> Reason:
    """That the person chose the item."""
    return _reason("own_word")


def _reason(name: str, *, supports: bool = True, **params: str) -> Reason:
    return Reason(name, supports, tuple(params.items()))


def _words(tokens: Iterable[str]) -> str:
    return ", ".join(sorted(token[1:] for token in tokens if token[0] == "w" and len(token) > 3)[:_NAMED])


def _numbers(tokens: Iterable[str]) -> str:
    values = sorted(token[1:] for token in tokens if token[0] == "n")
    return ", ".join(sorted(values, key=len)[:_NAMED])


def _excluded(wanted: frozenset[str], offered: frozenset[str]) -> tuple[str, str]:
    for group in EXCLUSIVE:
        ours = [value for value in group if f"w{value}" in wanted]
        theirs = [value for value in group if f"w{value}" in offered]
        if ours and theirs and not set(ours) & set(theirs):
            return ours[0], theirs[0]
    return "", ""
