"""What rules know beyond one position, made once a bill: measurements evaluated, works recognised, groups and sums.

Everything is a pure function of the bill.  Rules only look things up here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from statistics import median

from estimator_desktop.audit import repeats
from estimator_desktop.audit.pairs import Pair, pairs_of
from estimator_desktop.audit.recognise import Recognition, Scheme, recognise
from estimator_desktop.audit.systematics import Kind
from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.figures import Figures, figures
from estimator_desktop.domain.measuring import LineResult, evaluate_lines, measured_quantity
from estimator_desktop.domain.sums import Sums, pricing, sums, unit_price, value_of
from estimator_desktop.domain.units import normalise_unit

_YEAR = re.compile(r"(?:19|20)?\d\d\b")
_OWN_SYSTEM = re.compile(r"vlastn|individu|^\s*r\s*$|^\s*r?\s*[-–]?\s*polo[zž]k|^\s*r\s*[-–]")
_SURCHARGE = re.compile(r"pripl|zvetsen\w+ presun")
HSV = "HSV"
"""The main trades: everything whose transport is one position 998 an object."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The prices of one family: how many, their median and the median distance from it."""

    count: int
    median: Decimal
    mad: Decimal


@lru_cache(maxsize=4096)
def price_system(raw: str) -> tuple[str, str]:
    """System and edition of what stands in the column of price systems: `CS ÚRS 2025 02` → (`URS`, `2025 02`).

    Own items (`vlastní`, `R-položka`, empty) have the system ``.
    """
    text = raw.casefold()
    for word, name in (("otskp", "OTSKP"), ("úrs", "URS"), ("urs", "URS"), ("rts", "RTS"), ("úoži", "UOZI")):
        if word in text:
            edition = " ".join(text.replace(word, " ").replace("cs ", " ").replace("/", " ").split())
            return name, edition.upper()
    if not text.strip(" -–") or _OWN_SYSTEM.search(text):
        return "", ""
    plain = _YEAR.sub("", text).strip(" /")
    return plain.upper(), ""


class Facts:
    """Lazily made facts about one bill."""

    def __init__(self, bill: BillOfQuantities) -> None:
        self.bill = bill
        self.pricing = pricing(bill)
        self.sums: Sums = sums(bill)
        spelt = {raw: normalise_unit(raw) for raw in {position.unit for position in bill.positions}}
        self.units: tuple[str, ...] = tuple(spelt[position.unit] for position in bill.positions)
        self.works: tuple[Recognition, ...] = tuple(map(recognise, bill.positions))

        positions = bill.positions
        many = max(1, len(positions) // 2)
        self.uses_units = any(position.unit for position in positions)
        self.uses_quantities = any(position.quantity.raw for position in positions)
        self.uses_codes = sum(bool(position.code) for position in positions) > many
        self.uses_ordinals = sum(bool(position.ordinal) for position in positions) > many
        self.measures = sum(bool(position.measurements) for position in positions) * 5 > len(positions)
        masses = [position.total_mass.value for position in positions if position.unit_mass.value]
        self.masses_missing = not any(masses)
        self.uses_materials = any(position.row_type == "M" for position in positions)

    # measurements

    @cached_property
    def figures(self) -> Mapping[int | None, Figures]:
        """Figures by object: names that some line defines and that have one value there."""
        return figures(self.bill)

    @cached_property
    def restated(self) -> dict[int, tuple[tuple[str, Decimal, Decimal], ...]]:
        """By position: lines that are nothing but a figure's name and print another value than the figure has."""
        stale: defaultdict[int, list[tuple[str, Decimal, Decimal]]] = defaultdict(list)
        for position in self.bill.positions:
            names = self.figures.get(position.object)
            if not names:
                continue
            for line in position.measurements:
                name = (line.expression or line.text).strip().casefold()
                value = names.get(name)
                if value is None or line.value is None or line.label:
                    continue
                if abs(value - line.value) > Decimal("0.005"):
                    stale[position.index].append((name, value, line.value))
        return {index: tuple(lines) for index, lines in stale.items()}

    @cached_property
    def lines(self) -> tuple[tuple[LineResult, ...], ...]:
        """Every position's measurement, evaluated."""
        nothing: Figures = {}
        return tuple(
            evaluate_lines(position.measurements, self.figures.get(position.object, nothing))
            if position.measurements
            else ()
            for position in self.bill.positions
        )

    def measured(self, position: Position) -> Decimal | None:
        """The quantity that the position's measurement gives."""
        return self._measured[position.index]

    @cached_property
    def _measured(self) -> tuple[Decimal | None, ...]:
        return tuple(
            measured_quantity(position.measurements, printed=position.quantity.value, results=lines)
            if position.measurements
            else None
            for position, lines in zip(self.bill.positions, self.lines, strict=True)
        )

    # the budget's own customs

    @cached_property
    def priced_totals(self) -> bool:
        """Whether the document prints totals at all."""
        return any(position.total_price.value is not None for position in self.bill.positions)

    @cached_property
    def code_units(self) -> dict[str, Counter[str]]:
        """For each whole code (its suffix makes another item of it): in which units the budget has it."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for unit, work, code in zip(self.units, self.works, (row.code for row in self.bill.positions), strict=True):
            if unit and work.code.scheme in {Scheme.WORK, Scheme.MATERIAL, Scheme.OTSKP}:
                found[code][unit] += 1
        return found

    @cached_property
    def family_units(self) -> dict[str, Counter[str]]:
        """For each family of works (first six digits): in which units the budget has its different codes."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for code, units in self.code_units.items():
            if len(code) == 9:  # without a suffix
                found[code[:6]][units.most_common(1)[0][0]] += 1
        return found

    @cached_property
    def code_texts(self) -> dict[str, Counter[str]]:
        """For each full catalogue code: the descriptions under which it stands."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for position, work in zip(self.bill.positions, self.works, strict=True):
            if work.code.scheme in {Scheme.WORK, Scheme.MATERIAL} and position.code == work.code.base:
                found[position.code][work.words.folded] += 1
        return found

    @cached_property
    def text_codes(self) -> dict[str, Counter[str]]:
        """For each description of some length: the catalogue codes under which it stands."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for position, work in zip(self.bill.positions, self.works, strict=True):
            catalogued = work.code.scheme in {Scheme.WORK, Scheme.MATERIAL} and position.code == work.code.base
            if catalogued and len(work.words.folded) >= 25:
                found[work.words.folded][position.code] += 1
        return found

    @cached_property
    def systems(self) -> tuple[Counter[str], Counter[tuple[str, str]], str, dict[str, tuple[str, int]]]:
        """How often each price system and edition is named, own items left out; the main system; its usual editions."""
        systems: Counter[str] = Counter()
        editions: Counter[tuple[str, str]] = Counter()
        for position in self.bill.positions:
            system, edition = price_system(position.price_system)
            if system:
                systems[system] += 1
                if edition:
                    editions[system, edition] += 1
        usual: dict[str, tuple[str, int]] = {}
        for (system, edition), count in editions.most_common():
            usual.setdefault(system, (edition, count))
        return systems, editions, systems.most_common(1)[0][0] if systems else "", usual

    @cached_property
    def duplicates(self) -> dict[int, tuple[int, ...]]:
        """For each position that stands more than once in its section: all its places, its own too."""
        return repeats.duplicates(self.bill)

    @cached_property
    def indistinct(self) -> dict[int, tuple[int, ...]]:
        """Those of `duplicates` that measurements, notes and quantity do not tell apart either."""
        return repeats.indistinct(self.bill, self.duplicates)

    @cached_property
    def same_items(self) -> dict[int, repeats.SameItem]:
        """For each position whose code, description and unit stand elsewhere too, with a price: all of them."""
        return repeats.same_items(self.bill, self.units)

    @cached_property
    def spreads(self) -> dict[tuple[str, str], Spread]:
        """Unit prices of each family of works (six digits and unit)."""
        prices: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(list)
        for position, work in zip(self.bill.positions, self.works, strict=True):
            price = unit_price(position)
            if price and price > 0 and work.code.scheme is Scheme.WORK:
                prices[work.code.base[:6], self.units[position.index]].append(price)
        found = {}
        for key, values in prices.items():
            middle = Decimal(median(values))
            found[key] = Spread(len(values), middle, Decimal(median(abs(value - middle) for value in values)))
        return found

    @cached_property
    def quantities(self) -> dict[tuple[int | None, Decimal], int]:
        """How often a quantity of four and more digits stands in an object."""
        found: Counter[tuple[int | None, Decimal]] = Counter()
        for position in self.bill.positions:
            value = position.quantity.value
            if value is not None and significant(value) >= 4:
                found[position.object, value.normalize()] += 1
        return found

    # trades, masses, debris

    @cached_property
    def trades(self) -> tuple[str, ...]:
        """Each position's trade: `711`…`784` for finishing trades, `HSV` for the main ones, `` for what is neither."""
        by_section: dict[int, str] = {}
        for section in self.bill.sections:
            code = section.code.strip()
            if re.fullmatch(r"7\d\d", code):
                by_section[section.index] = code
            elif re.fullmatch(r"\d{1,2}|99\d|HSV", code):
                by_section[section.index] = HSV
            elif section.parent is not None:
                by_section[section.index] = by_section.get(section.parent, "")
            else:
                by_section[section.index] = ""
        found = []
        for position, work in zip(self.bill.positions, self.works, strict=True):
            trade = by_section.get(position.section, "") if position.section is not None else ""
            if not trade and work.code.scheme is Scheme.WORK and work.code.base[0] in "123456789":
                base = work.code.base
                trade = base[:3] if base[0] == "7" else base[3:6] if base.startswith("9987") else HSV
            found.append(trade)
        return tuple(found)

    @cached_property
    def masses(self) -> dict[tuple[int | None, str], Decimal]:
        """Tonnes to be moved by object and trade: Σ of the total masses."""
        found: defaultdict[tuple[int | None, str], Decimal] = defaultdict(Decimal)
        for position, trade in zip(self.bill.positions, self.trades, strict=True):
            if position.total_mass.value and trade:
                found[position.object, trade] += position.total_mass.value
        return found

    @cached_property
    def transfers(self) -> dict[tuple[int | None, str], tuple[int, ...]]:
        """The positions 998 by object and trade; surcharges for distance or complexity are none."""
        found: defaultdict[tuple[int | None, str], list[int]] = defaultdict(list)
        for position, work, trade in zip(self.bill.positions, self.works, self.trades, strict=True):
            if work.kind is Kind.TRANSFER and not _SURCHARGE.search(work.words.folded):
                base = work.code.base
                own = base[3:6] if base.startswith("9987") else (trade or HSV)
                found[position.object, own].append(position.index)
        return {key: tuple(members) for key, members in found.items()}

    @cached_property
    def debris(self) -> dict[int | None, Decimal]:
        """Tonnes of debris by object, from the positions' own debris masses."""
        found: defaultdict[int | None, Decimal] = defaultdict(Decimal)
        for position in self.bill.positions:
            if position.debris_mass.value:
                found[position.object] += position.debris_mass.value
        return found

    def total(self, work_object: int | None, *kinds: Kind, unit: str = "") -> tuple[Decimal, tuple[int, ...]]:
        """Σ of the quantities of some kinds of work in an object (surcharges left out), and the rows concerned."""
        whole = Decimal(0)
        rows: list[int] = []
        for index in self.by_object.get(work_object, ()):
            work = self.works[index]
            quantity = self.bill.positions[index].quantity.value
            wanted = work.kind in kinds and not work.words.extra and unit in {"", self.units[index]}
            if wanted and quantity is not None:
                whole += quantity
                rows.append(index)
        return whole, tuple(rows)

    @cached_property
    def by_object(self) -> dict[int | None, tuple[int, ...]]:
        """The positions of each object."""
        found: defaultdict[int | None, list[int]] = defaultdict(list)
        for position in self.bill.positions:
            found[position.object].append(position.index)
        return {key: tuple(members) for key, members in found.items()}

    @cached_property
    def by_section(self) -> dict[int | None, tuple[int, ...]]:
        """The positions of each section, nested ones not included."""
        found: defaultdict[int | None, list[int]] = defaultdict(list)
        for position in self.bill.positions:
            found[position.section].append(position.index)
        return {key: tuple(members) for key, members in found.items()}

    @cached_property
    def pairs(self) -> dict[int, Pair]:
        """For every position that erects formwork, shoring or scaffolding, and for those that strike it: the pair."""
        return pairs_of(self.bill, self.works)

    @cached_property
    def elements(self) -> Mapping[tuple[int | None, str, Kind], tuple[Decimal, tuple[int, ...]]]:
        """Concrete, rebar and formwork by object and element (the first three digits of the code)."""
        amounts: defaultdict[tuple[int | None, str, Kind], Decimal] = defaultdict(Decimal)
        rows: defaultdict[tuple[int | None, str, Kind], list[int]] = defaultdict(list)
        for position, work in zip(self.bill.positions, self.works, strict=True):
            kind, quantity, unit = work.kind, position.quantity.value, self.units[position.index]
            if quantity is None or work.words.extra or work.code.scheme not in {Scheme.WORK, Scheme.OTSKP}:
                continue
            if kind in {Kind.CONCRETE, Kind.REINFORCED} and unit == "m3":
                kind = Kind.REINFORCED if kind is Kind.REINFORCED else Kind.CONCRETE
            elif kind is Kind.REBAR and unit in {"t", "kg"}:
                quantity = quantity if unit == "t" else quantity / 1000
            elif not (kind is Kind.FORMWORK and unit == "m2"):
                continue
            key = (position.object, work.code.base[:3], kind)
            amounts[key] += quantity
            rows[key].append(position.index)
        return {key: (amounts[key], tuple(rows[key])) for key in amounts}

    @cached_property
    def whole(self) -> Decimal:
        """What all positions cost."""
        return self.sums.whole

    def share(self, position: Position) -> Decimal:
        """The position's part of the whole, in per cent; 0 where nothing is priced."""
        return value_of(position) / self.whole * 100 if self.whole else Decimal(0)


def significant(value: Decimal) -> int:
    """How many significant digits a number has, trailing zeros not counted."""
    return len(value.normalize().as_tuple().digits)
