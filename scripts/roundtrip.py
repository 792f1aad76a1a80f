"""What a bill keeps on its way out into a file and back, field by field; the table of docs/exports.md says it.

Every field of every part of a bill is named here, so that a new one cannot be forgotten: `tests/writing` holds the list
to the dataclasses and the docs to the list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from estimator_desktop.domain.bill import (
    Amount,
    BillOfQuantities,
    Measurement,
    Note,
    Position,
    RecapitulationLine,
    Section,
    WorkObject,
)
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.reading.read import read_document
from estimator_desktop.writing import Handover, write_json, write_unixml, write_xlsx

ALL, VALUE, NO = "all", "value", "no"
"""A field comes back as it is; its number without the printed text and a second reading; not at all."""
FORMATS = ("json", "xlsx", "unixml")
_UNIXML_LOSES = {
    "bill": {"pages", "printed_position_count", "price_level", "price_decimals", "warnings", "recapitulation"},
    "object": {"total", "source"},
    "section": {"total", "source"},
    "position": {"source", "confidence"},
    "measurement": {"source"},
    "note": set[str](),
    "recapitulation": {"scope", "code", "name", "value", "object", "section", "vat_rate", "source"},
}
_NAMED_ANEW = {"bill": {"family", "file"}}
"""What a uniXML is and is called, it says itself."""
PARTS: Mapping[str, type] = {
    "bill": BillOfQuantities,
    "object": WorkObject,
    "section": Section,
    "position": Position,
    "measurement": Measurement,
    "note": Note,
    "recapitulation": RecapitulationLine,
}
_INSIDE = {"bill": {"positions", "objects", "sections", "proof", "decided"}, "position": {"measurements", "notes"}}
"""Fields that hold parts which are compared on their own; the proof is made anew from all the rest."""


def field_names(part: str) -> tuple[str, ...]:
    """The fields of a part that are compared."""
    return tuple(item.name for item in fields(PARTS[part]) if item.name not in {"index", *_INSIDE.get(part, ())})


def holds(form: str, part: str, name: str) -> str:
    """Whether a format brings a field back: `all`, `value` or `no`."""
    if form in {"json", "xlsx"}:
        return ALL
    if name in _UNIXML_LOSES[part] or name in _NAMED_ANEW.get(part, ()):
        return NO
    return VALUE if name.endswith(("_price", "_mass")) or name in {"quantity", "value", "total"} else ALL


def differences(form: str, old: BillOfQuantities, new: BillOfQuantities) -> Counter[str]:
    """How often each field that the format should hold came back otherwise (`position.unit`), or a part is missing."""
    found: Counter[str] = Counter()
    for part, pairs in _pairs(old, new):
        if len(pairs[0]) != len(pairs[1]):
            found[f"{part} (number)"] += 1
            continue
        for one, other in zip(*pairs, strict=True):
            for name in field_names(part):
                kind = holds(form, part, name)
                if kind != NO and _seen(getattr(one, name), kind, form) != _seen(getattr(other, name), kind, form):
                    found[f"{part}.{name}"] += 1
    return found


def _pairs(
    old: BillOfQuantities, new: BillOfQuantities
) -> Iterator[tuple[str, tuple[Sequence[object], Sequence[object]]]]:
    yield "bill", ((old,), (new,))
    yield "object", (old.objects, new.objects)
    yield "section", (old.sections, new.sections)
    yield "position", (old.positions, new.positions)
    for one, other in zip(old.positions, new.positions, strict=False):
        yield "measurement", (one.measurements, other.measurements)
        yield "note", (one.notes, other.notes)


def _seen(value: object, kind: str, form: str) -> object:
    if kind == VALUE and isinstance(value, Amount):
        return value.value
    # XML has no white space around a text
    return value.strip() if isinstance(value, str) and form == "unixml" else value


def round_trips(whole: Handover, folder: Path) -> Mapping[str, Counter[str]]:
    """Write a bill in every format that comes back, read it again and compare."""
    writers: Mapping[str, Callable[[Handover, Path, Progress], object]] = {
        "json": _json,
        "xlsx": write_xlsx,
        "unixml": write_unixml,
    }
    endings = {"json": "json", "xlsx": "xlsx", "unixml": "xml"}
    found: dict[str, Counter[str]] = {}
    for form in FORMATS:
        target = folder / f"{form}.{endings[form]}"
        writers[form](whole, target, silent)
        found[form] = differences(form, whole.bill, read_document(target))
    return found


def _json(whole: Handover, target: Path, _progress: Progress) -> Path:
    return write_json(whole, target)


_TITLES = {
    "bill": "budget",
    "object": "object",
    "section": "section",
    "position": "position",
    "measurement": "measurement line",
    "note": "note",
    "recapitulation": "recapitulation line",
}


def table() -> str:
    """The table of docs/exports.md: what comes back, part by part."""
    lines = ["| | field | JSON | xlsx | uniXML |", "|---|---|---|---|---|"]
    for part in PARTS:
        groups: dict[tuple[str, ...], list[str]] = {}
        for name in field_names(part):
            groups.setdefault(tuple(holds(form, part, name) for form in FORMATS), []).append(name)
        for kinds, names in groups.items():
            lines.append(f"| {_TITLES[part]} | {', '.join(f'`{name}`' for name in names)} | {' | '.join(kinds)} |")
    return "\n".join(lines)


def report(results: Iterable[Mapping[str, Counter[str]]]) -> Mapping[str, Counter[str]]:
    """The differences of many bills, by format."""
    whole: dict[str, Counter[str]] = {form: Counter() for form in FORMATS}
    for result in results:
        for form in FORMATS:
            whole[form].update(result[form])
    return whole


if __name__ == "__main__":
    print(table())
