"""ENG: technology: earth balance, reinforcement, formwork, densities, concrete classes.

Sources: usual ranges of reinforcement and formwork (docs/rules.md, `AUDIT` thresholds of the settings pack); ČSN EN 206+A2 for
the smallest concrete class of an exposure class; densities of excavated and demolished materials.
"""

from __future__ import annotations

import re
from decimal import Decimal

from estimator_desktop.audit.recognise import Scheme, element_of, fold
from estimator_desktop.audit.rules import (
    PASSED,
    BillRule,
    Context,
    Placed,
    Rule,
    Ruling,
    Weight,
    amber,
    failed,
    off_by_percent,
    ordinals,
)
from estimator_desktop.audit.systematics import EXPOSURE, Kind
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.domain.verdict import Concern, Role

_STRENGTH = {
    "xc1": 25, "xc2": 30, "xc3": 30, "xc4": 30,
    "xd1": 37, "xd2": 37, "xd3": 45,
    "xf1": 30, "xf2": 30, "xf3": 30, "xf4": 37,
    "xa1": 30, "xa2": 37, "xa3": 45,
}  # fmt: skip
"""The smallest cube strength of an exposure class.  Lenient where the national annex allows entrained air (XF)."""
_MESH = re.compile(r"\bkari\b|\bsit[ei]|svarovan\w+ sit")
"""Welded mesh: in a slab it may be the only reinforcement, one layer of a few kilograms a square metre."""
_SOIL = re.compile(r"zemin|vykop|hornin|sypan")
_WITH_REBAR = ("vcetne vyztuz", "vcet vyztuz", "vc. vyztuz", "dratkobeton", "predpj", "s vyztuzi", "vyztuzen")


def t2_rebar(position: Position, context: Context) -> Ruling | None:
    """Reinforcement per cubic metre of its concrete lies in the usual range of the element."""
    work = context.facts.works[position.index]
    if work.kind is not Kind.REBAR or work.code.scheme not in {Scheme.WORK, Scheme.OTSKP}:
        return None
    element = element_of(work)
    low, high = context.pack.get(f"t2_{element}_from"), context.pack.get(f"t2_{element}_to")
    if low is not None and _MESH.search(work.words.folded):
        low = min(low, context.pack["t2_mesh_from"])
    steel = context.facts.elements.get((position.object, work.code.base[:3], Kind.REBAR))
    concrete, rows = _concrete(context, position.object, work.code.base[:3])
    if low is None or high is None or steel is None or not concrete or not steel[0]:
        return None
    ratio = steel[0] * 1000 / concrete
    # The range is a habit, not a law: half of it on either side is still no reason to stop.
    if low / 2 <= ratio <= high * Decimal("1.5"):
        return PASSED
    times = context.pack["t2_hitl_times"]
    code = "t2_rebar_far" if ratio < low / times / 2 or ratio > high * times else "t2_rebar"
    return failed(amber(code, f"{low:f}–{high:f}", round_half_up(ratio, 1), rows))


def _concrete(context: Context, work_object: int | None, group: str) -> tuple[Decimal, tuple[int, ...]]:
    """Cubic metres of concrete of one element in an object, and the rows."""
    plain = context.facts.elements.get((work_object, group, Kind.CONCRETE), (Decimal(0), ()))
    reinforced = context.facts.elements.get((work_object, group, Kind.REINFORCED), (Decimal(0), ()))
    return (reinforced if reinforced[0] else plain)[0], (*plain[1], *reinforced[1])


def t3_formwork(position: Position, context: Context) -> Ruling | None:
    """Formwork per cubic metre of its concrete lies in the usual range of the element."""
    work = context.facts.works[position.index]
    if work.kind is not Kind.FORMWORK or work.code.scheme is not Scheme.WORK:
        return None
    element = element_of(work)
    low, high = context.pack.get(f"t3_{element}_from"), context.pack.get(f"t3_{element}_to")
    formwork = context.facts.elements.get((position.object, work.code.base[:3], Kind.FORMWORK))
    concrete, rows = _concrete(context, position.object, work.code.base[:3])
    if low is None or high is None or formwork is None or not concrete or not formwork[0]:
        return None
    ratio = formwork[0] / concrete
    if low / 4 <= ratio <= high * 2:
        return PASSED
    return failed(amber("t3_formwork", f"{low:f}–{high:f}", round_half_up(ratio, 2), rows))


def t4_struck(position: Position, context: Context) -> Ruling | None:
    """What is erected (formwork, shoring, scaffolding) is struck again, all of it."""
    pair = context.facts.pairs.get(position.index)
    if pair is None:
        return None
    erects = position.index in pair.members
    if not pair.strikers:
        return failed(amber("t4_not_struck", pair.erected, "0")) if erects else None
    if not pair.members:
        return failed(amber("t4_not_erected", "0", pair.struck))
    if off_by_percent(pair.erected, pair.struck) <= context.pack["t4_percent"]:
        return PASSED
    others = pair.strikers if erects else pair.members
    return failed(amber("t4_struck", pair.erected, pair.struck, others, others=ordinals(context, others)))


def t5_complete(position: Position, context: Context) -> Ruling | None:
    """Reinforced concrete has its reinforcement in the object, and in building works its formwork."""
    work = context.facts.works[position.index]
    if work.kind is not Kind.REINFORCED or work.code.scheme not in {Scheme.WORK, Scheme.OTSKP}:
        return None
    text = work.words.folded
    if any(word in text for word in _WITH_REBAR) or ("bez vyztuze" in text and "prost" in text):
        return None
    elements, group = context.facts.elements, work.code.base[:3]
    issues = []
    if (position.object, group, Kind.REBAR) not in elements and not _any(context, position, Kind.REBAR):
        issues.append(amber("t5_no_rebar", "", position.code))
    bare = work.code.scheme is Scheme.WORK and (position.object, group, Kind.FORMWORK) not in elements
    if bare and not _any(context, position, Kind.FORMWORK):
        issues.append(amber("t5_no_formwork", "", position.code))
    return failed(*issues) if issues else PASSED


def _any(context: Context, position: Position, kind: Kind) -> bool:
    """Whether the position's section holds any row of a kind."""
    rows = context.facts.by_section.get(position.section, ())
    return any(context.facts.works[row].kind is kind for row in rows)


def t6_density(position: Position, context: Context) -> Ruling | None:
    """Soil paid for by the tonne weighs what soil weighs per deposited cubic metre."""
    facts = context.facts
    work = facts.works[position.index]
    if work.kind is not Kind.SOIL_FEE or facts.units[position.index] != "t":
        return None
    if work.code.scheme is Scheme.OTSKP and not _SOIL.search(work.words.folded):
        return None  # a fee of OTSKP may be for debris as well
    tonnes, fees = facts.total(position.object, Kind.SOIL_FEE, unit="t")
    volume, rows = facts.total(position.object, Kind.DEPOSIT, unit="m3")
    if not tonnes or not volume or len(fees) != 1:
        return None
    ratio = tonnes / volume
    slack = 1 + context.pack["t6_percent"] / 100
    low, high = Decimal("1.5") / slack, Decimal("2.0") * slack
    if low <= ratio <= high:
        return PASSED
    # Less than all of it may go to the dump; more than it weighs may not.
    code = "t6_density" if ratio > high else "t6_density_low"
    issue = amber(code, "1.75–2.0", round_half_up(ratio, 2), rows, value=volume)
    return failed(issue)


def t7_exposure(position: Position, context: Context) -> Ruling | None:
    """The concrete class is enough for the exposure classes named with it."""
    work = context.facts.works[position.index]
    strength = work.words.strength
    if strength is None:
        return None
    named = set(work.words.exposures)
    for note in position.notes:
        if note.kind in {"P", "PP"}:
            named.update(EXPOSURE.findall(fold(note.text[:400])))
    demanding = [(need, name) for name, need in _STRENGTH.items() if name in named]
    if not demanding:
        return None
    need, name = max(demanding)
    if strength >= need:
        return PASSED
    return failed(amber("t7_exposure", need, strength, name=name.upper()))


def t1_earth(context: Context) -> tuple[Placed, ...] | None:
    """Earth dug = earth put back + earth deposited, in natural state, object by object."""
    facts = context.facts
    placed: list[Placed] = []
    applies = False
    for work_object in facts.by_object:
        dug, digging = facts.total(work_object, Kind.EXCAVATION, unit="m3")
        back, filling = facts.total(work_object, Kind.BACKFILL, unit="m3")
        away, deposits = facts.total(work_object, Kind.DEPOSIT, unit="m3")
        if not digging or not filling or not deposits or dug <= 0:
            continue
        applies = True
        if abs(dug - back - away) / dug * 100 > context.pack["t1_percent"]:
            rows = (*digging, *filling, *deposits)
            issue = amber("t1_earth", dug, back + away, rows[:20], back=back, away=away,
                          difference=round_half_up(dug - back - away, 3))  # fmt: skip
            placed.append(Placed(issue, work=work_object))
    return tuple(placed) if applies else None


RULES = (
    Rule("T2", 1, Role.ENG, Weight.FORMAL, Concern.SAFETY, ("quantity", "code"), "kg rebar / m³ concrete", "t2_*", t2_rebar, kinds=frozenset({Kind.REBAR})),
    Rule("T3", 1, Role.ENG, Weight.FORMAL, Concern.COST, ("quantity", "code"), "m² formwork / m³ concrete", "t3_*",
         t3_formwork, 0.9, kinds=frozenset({Kind.FORMWORK})),
    Rule("T4", 1, Role.ENG, Weight.SUBSTANTIVE, Concern.PRACTICALITY, ("quantity", "code", "description"),
         "struck = erected", "t4_percent", t4_struck),
    Rule("T5", 1, Role.ENG, Weight.FORMAL, Concern.SAFETY, ("code", "description"), "reinforced ⇒ rebar, formwork", "exact",
         t5_complete, 0.9, kinds=frozenset({Kind.REINFORCED})),
    Rule("T6", 1, Role.ENG, Weight.FORMAL, Concern.COST, ("quantity", "code"), "t / m³ of soil", "t6_percent", t6_density,
         0.9, kinds=frozenset({Kind.SOIL_FEE})),
    Rule("T7", 1, Role.ENG, Weight.FORMAL, Concern.DURABILITY, ("description", "notes"), "class ≥ minimum of exposure", "exact",
         t7_exposure),
)  # fmt: skip
BILL_RULES = (
    BillRule(
        "T1", 1, Role.ENG, Concern.PRACTICALITY, ("quantity", "code"), "dug = back + away", "t1_percent", t1_earth
    ),
)
