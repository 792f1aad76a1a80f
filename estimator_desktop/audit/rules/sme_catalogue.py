"""SME: code, description, unit and price system, against catalogues and against the budget itself."""

from __future__ import annotations

import re
from decimal import Decimal

from estimator_desktop.audit.facts import price_system
from estimator_desktop.audit.recognise import Scheme, contradicts, fold
from estimator_desktop.audit.rules import (
    NO_CATALOGUE,
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
    not_checked,
    red,
)
from estimator_desktop.audit.systematics import CONCRETE_CLASS
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.match import Answer, CodeStanding, Match
from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.domain.sums import value_of
from estimator_desktop.domain.units import UnitRelation
from estimator_desktop.domain.verdict import Concern, Role

_LINK = re.compile(r"/item/([A-Z_]+?)_(\d{4}_\d{2})/([\w.\-]+)")
_STEMS = re.compile(r"\b[^\W\d_]{4,5}")
_WORDS = re.compile(r"[^\W\d_]{4,}")
_ENOUGH = 2
"""Words that make an own item's description a definite one."""
_BEGINNING = 30
"""A full text that begins with so many signs of the short one goes on with it."""
_SIZES = re.compile(r"\d+(?:[.,]\d+)?(?: ?[x×*/] ?\d+|\s?(?:mm|cm|kW|W|V|A|l)\b)|\bDN ?\d+")
"""Dimensions and outputs: they describe a thing as well as a word does."""
_WAITING = not_checked(NO_CATALOGUE)
_CONFLICTS = frozenset({"numbers_differ", "bounds_differ", "kind_differs"})
_STANDING = {
    CodeStanding.UNKNOWN: "c1_unknown",
    CodeStanding.OTHER_SYSTEM: "c1_other_system",
}


def _coded(position: Position, context: Context) -> Match | Ruling:
    """The position's match where its own code was found; else the ruling that ends the rule."""
    match = context.match(position)
    if match is None or match.standing in {CodeStanding.NOT_LOADED, CodeStanding.NO_CODE} or match.coded is None:
        return _WAITING
    return match


def c1_code(position: Position, context: Context) -> Ruling | None:
    """The code exists in the loaded catalogue of the declared system."""
    if context.facts.works[position.index].code.scheme in {Scheme.OWN, Scheme.UNKNOWN}:
        return None
    match = context.match(position)
    if match is None or match.standing in {CodeStanding.NOT_LOADED, CodeStanding.NO_CODE}:
        return _WAITING
    code = _STANDING.get(match.standing)
    if code is None or match.answer in {Answer.ACCEPTED, Answer.REPLACED}:
        return PASSED
    return failed(amber(code, position.price_system, position.code))


def c2_edition(position: Position, context: Context) -> Ruling | None:
    """The code exists in the declared edition, not only in another."""
    match = context.match(position)
    if match is None or match.standing not in {CodeStanding.FOUND, CodeStanding.OTHER_EDITION}:
        return None
    if match.standing is CodeStanding.FOUND:
        return PASSED
    edition = match.coded.item.edition if match.coded else ""
    return failed(amber("c2_edition", position.price_system, edition))


def c3_unit(position: Position, context: Context) -> Ruling | None:
    """The unit is the catalogue's unit."""
    if not position.unit or context.facts.works[position.index].code.scheme in {Scheme.OWN, Scheme.UNKNOWN}:
        return None
    match = _coded(position, context)
    if isinstance(match, Ruling):
        return match
    candidate = match.coded
    if candidate is None or not candidate.item.unit or candidate.unit is UnitRelation.SAME:
        return PASSED
    if candidate.unit is UnitRelation.CONVERTIBLE:
        return failed(amber("c3_convertible", candidate.item.unit, position.unit))
    return failed(red("c3_unit", candidate.item.unit, position.unit, text=candidate.item.description[:80]))


def c4_description(position: Position, context: Context) -> Ruling | None:
    """The description is the catalogue's: words agree, and no number (DN, thickness, class, distance) contradicts."""
    if context.facts.works[position.index].code.scheme in {Scheme.OWN, Scheme.UNKNOWN}:
        return None
    match = _coded(position, context)
    if isinstance(match, Ruling):
        return match
    candidate = match.coded
    if candidate is None:
        return _WAITING
    conflicts = [reason for reason in candidate.against if reason.code in _CONFLICTS]
    similar = Decimal(str(candidate.similarity))
    if similar >= context.pack["c4_similarity"] and not conflicts:
        return PASSED
    return failed(
        amber("c4_description", candidate.item.description[:120], position.description[:120],
              percent=round_half_up(similar * 100, 0))
    )  # fmt: skip


def c5_class(position: Position, context: Context) -> Ruling | None:
    """OTSKP prices concrete up to a class (`DO C30/37`): the class that the position's own text demands is not above."""
    work = context.facts.works[position.index]
    if work.code.scheme is not Scheme.OTSKP or work.words.strength is None:
        return None
    demanded: list[int] = []
    for note in position.notes:
        demanded.extend(int(strength) for _cylinder, strength in CONCRETE_CLASS.findall(fold(note.text[:600])))
    if not demanded:
        return None
    # The description may name a class of its own beside the bound; the bound is the largest one in it.
    bound = max(int(strength) for _cylinder, strength in CONCRETE_CLASS.findall(work.words.folded))
    if demanded[0] <= bound:
        return PASSED
    return failed(red("c5_class", bound, demanded[0]))


def c6_system(position: Position, context: Context) -> Ruling | None:
    """A budget rests on one price system and one edition of it, besides own items."""
    system, edition = price_system(position.price_system)
    if not system:
        return None
    _systems, editions, main, usuals = context.facts.systems
    if system != main:
        return failed(amber("c6_system", main, position.price_system))
    if edition:
        usual, number = usuals[system]
        if edition != usual and editions[system, edition] * 4 <= number:
            return failed(amber("c6_edition", usual, edition))
    return PASSED


def c7_vague(position: Position, context: Context) -> Ruling | None:
    """An own item says what it is: more than two words, for decree 169/2016 Sb. demands an unambiguous description."""
    if context.facts.works[position.index].code.scheme is not Scheme.OWN:
        return None
    words = 0
    for text in (position.description, *(note.text for note in position.notes)):
        words += len(_WORDS.findall(text))
        words += len(_SIZES.findall(text)) if words < _ENOUGH else 0
        if words >= _ENOUGH:
            return PASSED
    return failed(amber("c7_vague", "", position.description[:60]))


def c7_share(context: Context) -> tuple[Placed, ...] | None:
    """Own items are not the larger part of the money."""
    if context.pricing == "blind" or not context.facts.whole:
        return None
    own = [
        position
        for position, work in zip(context.bill.positions, context.facts.works, strict=True)
        if work.code.scheme is Scheme.OWN
    ]
    percent = sum(map(value_of, own), Decimal(0)) / context.facts.whole * 100
    if percent <= context.pack["c7_own_percent"]:
        return ()
    rows = sorted(own, key=lambda position: (-value_of(position), position.index))[:10]
    issue = amber("c7_share", context.pack["c7_own_percent"], round_half_up(percent, 1), [row.index for row in rows],
                  count=len(own))  # fmt: skip
    return (Placed(issue),)


def c8_unit(position: Position, context: Context) -> Ruling | None:
    """The unit is usual for the code, for the words, and for the same code elsewhere in the budget."""
    facts = context.facts
    unit, work = facts.units[position.index], facts.works[position.index]
    if not unit:
        return None
    by_code = work.code.units if work.code.scheme is not Scheme.OWN else None
    by_words = work.words.units
    # Where the two sources contradict each other, the code's word is the more certain one.
    if by_code is not None and unit not in by_code:
        return failed(amber("c8_code", _named(by_code), position.unit, code=position.code))
    if by_words is not None and unit not in by_words and (by_code is None or unit not in by_code):
        return failed(amber("c8_words", _named(by_words), position.unit))
    counted = work.words.counted
    if counted is not None and unit in counted.never and (by_code is None or unit not in by_code):
        return failed(amber("c8_words", ", ".join(counted.usual), position.unit))
    others = facts.code_units.get(position.code)
    if others and len(others) > 1 and work.code.scheme is not Scheme.OWN:
        usual, count = others.most_common(1)[0]
        if usual != unit and count > others[unit]:
            return failed(amber("c8_elsewhere", usual, position.unit, code=position.code))
    family = facts.family_units.get(work.code.base[:6]) if work.code.scheme is Scheme.WORK else None
    if family and sum(family.values()) >= 4 and len(family) == 2:
        usual, count = family.most_common(1)[0]
        if usual != unit and family[unit] == 1 and count >= 4 and {usual, unit} == {"m2", "m3"}:
            return failed(amber("c8_family", usual, position.unit, code=work.code.base[:6]))
    return PASSED if by_code is not None or by_words is not None or counted is not None else None


def _named(units: frozenset[str]) -> str:
    order = ("m3", "m2", "m", "t", "ks", "kg", "kpl", "hod", "%")
    return ", ".join(unit for unit in order if unit in units) or ", ".join(sorted(units))


def c9_trade(position: Position, context: Context) -> Ruling | None:
    """The description speaks of the trade that the code stands for."""
    work = context.facts.works[position.index]
    if work.code.scheme in {Scheme.OWN, Scheme.UNKNOWN} or not position.description:
        return None
    if work.code.scheme is Scheme.OTSKP and work.words.kind is None:
        return None
    if contradicts(work):
        return failed(amber("c9_trade", position.code, position.description[:80]))
    return PASSED


def c10_link(position: Position, context: Context) -> Ruling | None:
    """The code in the link to the publisher's conditions (`Online PSC`) is the position's code."""
    for note in position.notes:
        found = _LINK.search(note.text)
        if found is not None:
            base = context.facts.works[position.index].code.base
            if found[3] in {position.code, base}:
                return PASSED
            return failed(amber("c10_link", found[3], position.code))
    return None


def c11_full_text(position: Position, context: Context) -> Ruling | None:
    """The full description (PP) tells the same as the short one: shared words and numbers."""
    scheme = context.facts.works[position.index].code.scheme
    if scheme is Scheme.OTSKP:
        return None  # there PP says where the work is, not what it is
    for note in position.notes:
        if note.kind != "PP":
            continue
        if note.text[:_BEGINNING] == position.description[:_BEGINNING]:
            return PASSED
        words = set(_STEMS.findall(context.facts.works[position.index].words.folded))
        full = set(_STEMS.findall(fold(note.text)))
        if len(words) < 2 or len(full) < 2:
            return None
        if len(words & full) > float(context.pack["c11_agreement"]) * len(words):
            return PASSED
        if scheme not in {Scheme.WORK, Scheme.MATERIAL}:
            return None  # an own item's author may go on in PP where the short text ends
        return failed(amber("c11_full_text", note.text[:100], position.description[:100]))
    return None


def c12_one_code(position: Position, context: Context) -> Ruling | None:
    """One catalogue code has one description in the budget, and one description one code."""
    work, facts = context.facts.works[position.index], context.facts
    if work.code.scheme not in {Scheme.WORK, Scheme.MATERIAL} or position.code != work.code.base:
        return None
    codes = facts.text_codes.get(work.words.folded)
    texts = facts.code_texts[position.code]
    if codes is not None and len(codes) > 1 and codes.most_common(1)[0][0] != position.code:
        usual, count = codes.most_common(1)[0]
        if count > codes[position.code] and usual[:3] != position.code[:3]:
            return failed(amber("c12_two_codes", usual, position.code))
    if len(texts) > 1:
        usual_text, count = texts.most_common(1)[0]
        mine = set(_WORDS.findall(work.words.folded))
        theirs = set(_WORDS.findall(usual_text))
        rarer = usual_text != work.words.folded and count > texts[work.words.folded]
        if rarer and mine and theirs and len(mine & theirs) / min(len(mine), len(theirs)) < 0.34:
            return failed(amber("c12_two_texts", usual_text[:80], position.description[:80]))
    return PASSED if sum(texts.values()) > 1 or (codes is not None and sum(codes.values()) > 1) else None


def c13_confidence(position: Position, context: Context) -> Ruling | None:
    """What was read by eye (OCR) was read surely."""
    if not position.confidence:
        return None
    name, sure = min(position.confidence, key=lambda item: item[1])
    if Decimal(str(sure)) >= context.pack["code_hitl_below"]:
        return PASSED
    return failed(info("c13_unsure", "", f"{round(sure * 100)} %", field=name))


_BOTH = ("code", "description")
RULES = (
    Rule("C1", 1, Role.SME, Weight.SUBSTANTIVE, Concern.CODE, ("code", "price_system", "catalogue"),
         "code ∈ catalogue", "exact", c1_code),
    Rule("C2", 1, Role.SME, Weight.FORMAL, Concern.CODE, ("code", "price_system", "catalogue"),
         "code ∈ declared edition", "exact", c2_edition, 0.9, needs=Needs.MATCHES),
    Rule("C3", 1, Role.SME, Weight.SUBSTANTIVE, Concern.CODE, ("unit", "catalogue"), "unit = catalogue unit", "exact",
         c3_unit),
    Rule("C4", 1, Role.SME, Weight.SUBSTANTIVE, Concern.CODE, ("description", "catalogue"),
         "similarity(text, catalogue text) ≥ s", "c4_similarity", c4_description),
    Rule("C5", 1, Role.SME, Weight.FORMAL, Concern.SAFETY, ("description", "notes"), "demanded class ≤ class in the code",
         "exact", c5_class, needs=Needs.NOTES),
    Rule("C6", 1, Role.SME, Weight.FORMAL, Concern.CODE, ("price_system",), "one price system and edition", "exact",
         c6_system),
    Rule("C7", 1, Role.SME, Weight.FORMAL, Concern.CODE, ("code", "description"), "words ≥ 2", "exact", c7_vague),
    Rule("C8", 1, Role.SME, Weight.SUBSTANTIVE, Concern.CODE, ("unit", *_BOTH), "unit ∈ usual units", "exact", c8_unit),
    Rule("C9", 1, Role.SME, Weight.SUBSTANTIVE, Concern.CODE, _BOTH, "trade(code) = trade(text)", "exact", c9_trade),
    Rule("C10", 1, Role.SME, Weight.SUBSTANTIVE, Concern.CODE, ("code", "notes"), "code = code in the link", "exact",
         c10_link, needs=Needs.NOTES),
    Rule("C11", 1, Role.SME, Weight.SUBSTANTIVE, Concern.CODE, ("description", "notes"), "words ∩ full text > s",
         "c11_agreement", c11_full_text, needs=Needs.NOTES),
    Rule("C12", 1, Role.SME, Weight.FORMAL, Concern.CODE, _BOTH, "one code ↔ one text", "exact", c12_one_code),
    Rule("C13", 1, Role.SME, Weight.FORMAL, Concern.PRACTICALITY, ("confidence",), "reading ≥ s", "code_hitl_below",
         c13_confidence, needs=Needs.READ_BY_EYE),
)  # fmt: skip
BILL_RULES = (
    BillRule("C7S", 1, Role.SME, Concern.COST, ("code", "total_price"), "own items ≤ s % of the price", "c7_own_percent",
             c7_share),
)  # fmt: skip
