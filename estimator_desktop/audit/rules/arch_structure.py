"""ARCH: completeness and structure of the budget.

Sources: decree 169/2016 Sb., §§ 4–6 (what a position must state; one unambiguous description; no trade names); the
price systems' general conditions (montáž without material; VRN apart).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from estimator_desktop.audit.recognise import Scheme, fold
from estimator_desktop.audit.repeats import others
from estimator_desktop.audit.rules import (
    PASSED,
    BillRule,
    Context,
    Needs,
    Placed,
    Rule,
    Ruling,
    Weight,
    amber,
    failed,
    info,
    ordinals,
    red,
)
from estimator_desktop.audit.systematics import Kind
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.domain.ordinals import breaks, groups
from estimator_desktop.domain.sums import value_of
from estimator_desktop.domain.verdict import Concern, Role

_VRN = re.compile(
    r"^(?:vrn|von|von\b|0[1-9]?$)|vedlejsi|ostatni rozpoctove|vseobecne (?:konstrukce|polozky)|zarizeni staven"
)
_LUMPS = frozenset({"kpl", "soubor"})
_WITH_SUPPLY = re.compile(r"\bd ?\+ ?m\b|dodavk|vcetne (?:mater|dod)|kompletn")


def s1_required(position: Position, context: Context) -> Ruling | None:
    """Description, unit and quantity stand in every position, ordinal and code where the budget uses them.

    A percentage position (`%`) carries no quantity until it is priced.
    """
    bill = context.bill
    issues = []
    if not position.description.strip():
        issues.append(red("s1_missing_description"))
    if not position.unit.strip() and context.facts.uses_units:
        issues.append(red("s1_missing_unit"))
    if not position.quantity.raw.strip() and position.unit.strip() != "%" and context.facts.uses_quantities:
        issues.append(red("s1_missing_quantity"))
    if not position.code and context.facts.uses_codes:
        issues.append(amber("s1_missing_code"))
    if not position.ordinal and context.facts.uses_ordinals and bill.positions:
        issues.append(info("s1_missing_ordinal"))
    return failed(*issues) if issues else PASSED


def s3_duplicate(position: Position, context: Context) -> Ruling | None:
    """The same code, description and unit stand once in a section, unless their measurements name different places."""
    group = context.facts.indistinct.get(position.index)
    if group is None:
        return PASSED
    same = others(group, position.index)
    first = context.bill.positions[same[0]]
    issue = amber("s3_duplicate", "", first.ordinal, same, code=position.code, others=ordinals(context, same))
    return failed(issue)


def s6_lump(position: Position, context: Context) -> Ruling | None:
    """A lump (`kpl`, `soubor`) is no large part of the price: what is in it cannot be checked."""
    if context.facts.units[position.index] not in _LUMPS or context.pricing == "blind":
        return None
    share = context.facts.share(position)
    if share <= context.pack["s6_percent"] / 2:
        return PASSED
    return failed(amber("s6_lump", context.pack["s6_percent"] / 2, round_half_up(share, 1)))


_APART = str.maketrans(dict.fromkeys("!\"#$%&'()*+,-./:;<=>?@[]^`{|}~„“”‘’–—×°®™", " "))
"""What separates words, as spaces."""


@lru_cache(maxsize=8)
def _folded(words: tuple[str, ...]) -> dict[str, str]:
    """Words as they are written, by their spelling without accents."""
    return {fold(word): word for word in words}


def s7_brand(position: Position, context: Context) -> Ruling | None:
    """A description names no brand: decree 169/2016 Sb. and the act on public procurement, § 89.

    Only a hint: a private client may name whom he likes, and `nebo rovnocenné` cures it.
    """
    brands = _folded(context.pack.words.get("brands", ()))
    words = context.facts.works[position.index].words.folded.translate(_APART).split()
    if brands.keys().isdisjoint(words):
        return None
    named = sorted(brands[word] for word in set(words) & brands.keys())
    text = fold(position.description)
    if "rovnocenn" in text or "nebo ekvival" in text:
        return PASSED
    return failed(info("s7_brand", "", ", ".join(named)))


def s8_material(position: Position, context: Context) -> Ruling | None:
    """Montáž has its material in the section, and a material has a work before it."""
    facts = context.facts
    work = facts.works[position.index]
    rows = facts.by_section.get(position.section, ())
    if position.section is None or work.code.scheme is Scheme.OTSKP or not facts.uses_materials:
        return None
    if position.row_type == "M" and rows and rows[0] == position.index and len(rows) > 1:
        return failed(info("s8_material_first", "", position.code))
    if position.row_type != "K" or not work.words.folded.startswith("montaz") or work.code.scheme is not Scheme.WORK:
        return None
    if _WITH_SUPPLY.search(work.words.folded):
        return PASSED
    material = any(
        context.bill.positions[row].row_type == "M" or facts.works[row].code.scheme in {Scheme.OWN, Scheme.UNKNOWN}
        for row in rows
    )
    return PASSED if material else failed(amber("s8_no_material", "", position.code))


def s9_section(position: Position, context: Context) -> Ruling | None:
    """The code belongs to the section it stands in."""
    work = context.facts.works[position.index]
    if position.section is None or work.code.scheme is not Scheme.WORK or position.row_type == "M":
        return None
    section = context.bill.sections[position.section].code.strip()
    base = work.code.base
    if re.fullmatch(r"7\d\d", section):
        # Finishing trades borrow from each other and from the installation lists (21-M, 22-M, 46-M).
        fits = base.startswith(("7", "9", "21", "22", "23", "4", "0")) or _shared_trade(context, position, base[:1])
    elif re.fullmatch(r"[1-9]", section):
        fits = base[0] in {section, "9", "0"} or _shared_trade(context, position, base[:1])
    else:
        return None
    return PASSED if fits else failed(amber("s9_section", section, position.code))


def _shared_trade(context: Context, position: Position, prefix: str) -> bool:
    """Whether the section holds other works of the same prefix: then the author groups his budget in a way of his own."""
    rows = context.facts.by_section.get(position.section, ())
    mine = sum(context.facts.works[row].code.base.startswith(prefix) for row in rows)
    return mine >= 3 or mine * 2 >= len(rows) > 1


def s2_ordinals(context: Context) -> tuple[Placed, ...] | None:
    """Ordinals are unique and continuous within their object."""
    placed: list[Placed] = []
    applies = False
    for group in groups(context.bill):
        found, checked = breaks(group)
        applies = applies or bool(checked)
        for item in found:
            position = context.bill.positions[item.position]
            code = "s2_ordinal_repeated" if item.repeated else "s2_ordinal_gap"
            placed.append(
                Placed(amber(code, item.expected, item.found), item.position, position.section, position.object)
            )
    return tuple(placed) if applies else None


def s4_site_costs(context: Context) -> tuple[Placed, ...] | None:
    """A budget of a whole building has its site and side costs (VRN, VON), and not as one lump."""
    bill, facts = context.bill, context.facts
    if not is_whole_building(context):
        return None
    rows = site_cost_rows(context)
    if not rows:
        return (Placed(amber("s4_missing")),)
    if len(rows) == 1 and facts.units[rows[0]] in _LUMPS:
        return (Placed(amber("s4_lump", "", bill.positions[rows[0]].description[:60], rows), rows[0]),)
    return ()


def is_whole_building(context: Context) -> bool:
    """Whether the budget holds so much of different main works that site costs belong to it."""
    first = {
        work.code.base[0]
        for work in context.facts.works
        if work.code.scheme in {Scheme.WORK, Scheme.OTSKP} and work.code.base[:1] in tuple("123456789")
    }
    return len(first) >= 4 and len(context.bill.positions) >= 40


def site_cost_rows(context: Context) -> tuple[int, ...]:
    """The positions of site and side costs: by section, object, or code."""
    bill = context.bill
    sections = {part.index for part in bill.sections if _VRN.search(fold(f"{part.code} {part.name}"))}
    for part in bill.sections:
        if part.parent in sections:
            sections.add(part.index)
    objects = {work.index for work in bill.objects if work.kind in {"VON", "OST"} or
               _VRN.search(fold(f"{work.code} {work.name}"))}  # fmt: skip
    return tuple(
        position.index
        for position, work in zip(bill.positions, context.facts.works, strict=True)
        if position.section in sections
        or position.object in objects
        or work.code.kind is Kind.SITE_COST
        or "zarizeni staveniste" in work.words.folded
    )


def s5_site_cost_share(context: Context) -> tuple[Placed, ...] | None:
    """Site costs are a usual part of the basic costs."""
    if context.pricing != "priced" or not is_whole_building(context):
        return None
    rows = site_cost_rows(context)
    cost = sum((value_of(context.bill.positions[row]) for row in rows), Decimal(0))
    basic = context.facts.whole - cost
    if not rows or not cost or basic <= 0:
        return None
    percent = cost / basic * 100
    low, high = context.pack["s5_from_percent"], context.pack["s5_to_percent"]
    if low <= percent <= high:
        return ()
    return (Placed(amber("s5_share", f"{low:f}–{high:f}", round_half_up(percent, 1), rows[:10])),)


def s10_areas(context: Context) -> tuple[Placed, ...] | None:
    """Floor insulation and screed of one object cover about the same area."""
    placed: list[Placed] = []
    applies = False
    for work_object in context.facts.by_object:
        sums: dict[str, Decimal] = {}
        for index in context.facts.by_object[work_object]:
            base, quantity = context.facts.works[index].code.base, context.bill.positions[index].quantity.value
            if quantity is None or context.facts.units[index] != "m2" or context.facts.works[index].words.extra:
                continue
            name = "insulation" if base.startswith("713121") else "screed" if base.startswith("6324") else ""
            if name:
                sums[name] = sums.get(name, Decimal(0)) + quantity
        if len(sums) < 2:
            continue
        applies = True
        one, other = sums["insulation"], sums["screed"]
        if abs(one - other) / max(one, other) * 100 > context.pack["s10_percent"]:
            placed.append(Placed(info("s10_areas", one, other), work=work_object))
    return tuple(placed) if applies else None


def s11_empty(context: Context) -> tuple[Placed, ...] | None:
    """Every section holds positions, itself or in the sections under it."""
    bill, filled = context.bill, set()
    for position in bill.positions:
        section = position.section
        while section is not None and section not in filled:
            filled.add(section)
            section = bill.sections[section].parent
    if not filled:
        return None
    return tuple(
        Placed(amber("s11_empty", "", f"{part.code} {part.name}".strip()), section=part.index, work=part.object)
        for part in bill.sections
        if part.index not in filled and part.code.strip()
    )


RULES = (
    Rule("S1", 2, Role.ARCH, Weight.FORMAL, Concern.CODE, ("ordinal", "code", "description", "unit", "quantity"),
         "required fields are present", "exact", s1_required),
    Rule("S3", 1, Role.ARCH, Weight.FORMAL, Concern.COST, ("code", "description", "unit", "measurement"),
         "no row twice in a section", "exact", s3_duplicate),
    Rule("S6", 1, Role.ARCH, Weight.FORMAL, Concern.COST, ("unit", "total_price"), "lump ≤ s / 2 % of the price",
         "s6_percent", s6_lump, needs=Needs.MONEY),
    Rule("S7", 1, Role.ARCH, Weight.FORMAL, Concern.CODE, ("description",), "no brand", "exact", s7_brand),
    Rule("S8", 1, Role.ARCH, Weight.FORMAL, Concern.PRACTICALITY, ("row_type", "code", "description"),
         "montáž ⇒ material", "exact", s8_material, needs=Needs.SECTION),
    Rule("S9", 1, Role.ARCH, Weight.FORMAL, Concern.CODE, ("code", "section"), "code ∈ section", "exact", s9_section, needs=Needs.SECTION),
)  # fmt: skip
BILL_RULES = (
    BillRule("S2", 2, Role.ARCH, Concern.CODE, ("ordinal",), "ordinals 1 … n in an object", "exact", s2_ordinals),
    BillRule("S4", 1, Role.ARCH, Concern.CODE, ("code", "section"), "VRN present and itemised", "exact", s4_site_costs),
    BillRule("S5", 1, Role.ARCH, Concern.COST, ("total_price",), "VRN / basic costs", "s5_from_percent", s5_site_cost_share),
    BillRule("S11", 1, Role.ARCH, Concern.CODE, ("section",), "section holds positions", "exact", s11_empty, 0.9),
    BillRule("S10", 1, Role.ARCH, Concern.DURABILITY, ("quantity",), "insulation ≈ screed", "s10_percent", s10_areas),
)  # fmt: skip
