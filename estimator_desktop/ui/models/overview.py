"""What the overview says of an audited budget, counted from its verdicts; no Qt."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from estimator_desktop.domain.verdict import Colour, Outcome, Role, Severity
from estimator_desktop.ui.models.desk import Desk

_AT_STAKE = 10


@dataclass(frozen=True, slots=True)
class Slice:
    """Some positions, counted and priced by colour.  `place` leads to their rows: (`section` or `object`, index)."""

    label: str
    counts: Counter[Colour]
    money: dict[Colour, Decimal]
    place: tuple[str, int | None] | None = None

    @property
    def stake(self) -> Decimal:
        """What the positions that are not green cost."""
        return self.money.get(Colour.RED, Decimal(0)) + self.money.get(Colour.AMBER, Decimal(0))

    @property
    def doubtful(self) -> int:
        """How many positions are not green."""
        return self.counts[Colour.RED] + self.counts[Colour.AMBER]


@dataclass(frozen=True, slots=True)
class RuleTally:
    """How often one rule ran and could not be checked, and the positions it failed on.

    `whole` are the colours of its findings on sections or the whole budget, which belong to no position.
    """

    rule: str
    ran: int
    unchecked: int
    failed: frozenset[int]
    whole: tuple[Colour, ...] = ()

    @property
    def found(self) -> int:
        """How often it found something."""
        return len(self.failed) + len(self.whole)


@dataclass(frozen=True, slots=True)
class RoleTally:
    """What one role thinks: its positions by colour."""

    role: Role
    positions: dict[Colour, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole budget, its parts with the worst first, the four roles, the ten rows with most at stake, the rules."""

    document: str
    whole: Slice
    sections: tuple[Slice, ...]
    roles: tuple[RoleTally, ...]
    stakes: tuple[int, ...]
    rules: tuple[RuleTally, ...]
    run: int
    applicable: int


def overview_of(desk: Desk) -> Overview | None:
    """Count; None before the audit.  Decodes every verdict: not for the window's thread."""
    if desk.audit is None or not desk.marks:
        return None
    counts: defaultdict[tuple[str, int | None], Counter[Colour]] = defaultdict(Counter)
    money: defaultdict[tuple[str, int | None], dict[Colour, Decimal]] = defaultdict(dict)
    whole_money: dict[Colour, Decimal] = {}
    for row, mark, value in zip(desk.rows, desk.marks, desk.values, strict=True):
        place = ("section", row.section) if row.section is not None else ("object", row.object)
        counts[place][mark.colour] += 1
        money[place][mark.colour] = money[place].get(mark.colour, Decimal(0)) + value
        whole_money[mark.colour] = whole_money.get(mark.colour, Decimal(0)) + value
    parts = [Slice(_label(desk, place), counts[place], money[place], place) for place in counts]
    parts.sort(key=lambda part: (-part.stake, -part.counts[Colour.RED], -part.doubtful))
    roles, rules, run, applicable = _opinions(desk)
    return Overview(
        desk.document,
        Slice(desk.project, Counter(desk.counts), whole_money),
        tuple(parts),
        roles,
        _stakes(desk),
        rules,
        run,
        applicable,
    )


def _label(desk: Desk, place: tuple[str, int | None]) -> str:
    kind, index = place
    if index is None:
        return desk.project
    if kind == "object":
        work = desk.bill.objects[index]
        return f"{work.code} {work.name}".strip()
    section = desk.bill.sections[index]
    name = f"{section.code} {section.name}".strip()
    if section.object is None or len(desk.bill.objects) < 2:
        return name
    work = desk.bill.objects[section.object]
    return f"{work.code or work.name} · {name}"


def _stakes(desk: Desk) -> tuple[int, ...]:
    """The doubtful positions with most money, red before amber where the money is the same."""
    doubtful = [index for index, mark in enumerate(desk.marks) if mark.colour is not Colour.GREEN]
    doubtful.sort(key=lambda index: (-abs(desk.values[index]), desk.marks[index].colour is not Colour.RED, index))
    return tuple(doubtful[:_AT_STAKE])


def _opinions(desk: Desk) -> tuple[tuple[RoleTally, ...], tuple[RuleTally, ...], int, int]:
    by_role: dict[Role, defaultdict[Colour, set[int]]] = {role: defaultdict(set) for role in Role}
    ran: Counter[str] = Counter()
    failed: defaultdict[str, set[int]] = defaultdict(set)
    unchecked: Counter[str] = Counter()
    run = applicable = 0
    for index, verdict in enumerate(desk.audit.verdicts if desk.audit else ()):
        run += verdict.rules_run
        applicable += verdict.rules_applicable
        for opinion in verdict.opinions:
            by_role[opinion.role][opinion.colour].add(index)
            for one in opinion.runs:
                tally = unchecked if one.outcome is Outcome.NOT_CHECKED else ran
                tally[one.rule] += 1
                if one.outcome is Outcome.FAILED:
                    failed[one.rule].add(index)
    whole: defaultdict[str, list[Colour]] = defaultdict(list)
    for one in desk.audit.runs if desk.audit else ():
        ran[one.rule] += 1
    for finding in desk.audit.findings if desk.audit else ():
        if finding.severity is not Severity.INFO:
            whole[finding.rule].append(Colour(finding.severity.value))
    rules = tuple(
        sorted(
            (
                RuleTally(name, ran[name], unchecked[name], frozenset(failed[name]), tuple(whole[name]))
                for name in {*ran, *unchecked, *whole}
            ),
            key=lambda tally: (-tally.found, -tally.ran, tally.rule),
        )
    )
    roles = tuple(
        RoleTally(role, {colour: frozenset(found) for colour, found in colours.items()})
        for role, colours in by_role.items()
        if colours
    )
    return roles, rules, run, applicable
