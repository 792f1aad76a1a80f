"""What is handed on: a bill and its audit, cut to what a template shows.

Cutting happens once, here, before any writer sees a value, so that no format can leak what the template leaves out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from estimator_desktop import __version__
from estimator_desktop.domain.bill import NOTHING, BillOfQuantities, Position, Source
from estimator_desktop.domain.decision import Action, Standing
from estimator_desktop.domain.exchange import position_id
from estimator_desktop.domain.match import Enrichment, Match
from estimator_desktop.domain.outline import SectionPart, WorkPart
from estimator_desktop.domain.sums import is_priced, product, value_of
from estimator_desktop.domain.template import Template
from estimator_desktop.domain.verdict import Audit, Colour, Finding, Severity, Verdict
from estimator_desktop.texts import Texts

_FREE_OF_PRICES = re.compile(r"A5|A9|C[1-5]|S(?:1|2|3|7|8|9|10)|V[124567]|T\d+|M\d+")
"""Rules whose findings never name a price or a share of one.  A rule that is not listed is left out of an export
without prices: a new one must first be looked at."""


@dataclass(frozen=True, slots=True)
class Handover:
    """One export's content, already cut to its template.

    `ids` are the positions' ids in the bill they come from, in the order of `bill.positions`.  `sha256` is that of the
    imported file, `made` the moment of the export.
    """

    bill: BillOfQuantities
    audit: Audit
    ids: tuple[str, ...]
    template: Template
    made: datetime
    sha256: str = ""
    enrichment: Enrichment | None = None
    stands: Mapping[int, Standing] = field(default_factory=dict)
    """What a person decided, by position; edited values are already in `bill`."""
    as_read: Mapping[int, Position] = field(default_factory=dict)
    """The positions with edited values as they were read; empty in a file that leaves something out."""

    @property
    def money(self) -> bool:
        """Whether sums say anything: prices are shown, and the budget is no blind one."""
        return self.template.prices and self.audit.pricing != "blind"

    def match(self, index: int) -> Match | None:
        """What the catalogues say of a position; None where nothing was matched."""
        return None if self.enrichment is None else self.enrichment.matches[index]


def hand_over(
    bill: BillOfQuantities,
    audit: Audit,
    template: Template,
    made: datetime,
    *,
    sha256: str = "",
    enrichment: Enrichment | None = None,
    stands: Mapping[int, Standing] | None = None,
) -> Handover:
    """Cut a bill and its audit to a template.  `stands` are the decisions whose edits `bill` already holds."""
    ids = tuple(position_id(position.index) for position in bill.positions)
    whole = Handover(bill, audit, ids, template, made, sha256, enrichment, stands or {})
    if template.only:
        whole = _only(whole)
    if not template.prices:
        whole = _blind(whole)
    if template.anonymised:
        whole = _anonymised(whole)
    return whole


def _only(whole: Handover) -> Handover:
    """The positions of the wanted verdicts; sums and proof of the document no longer fit and go."""
    wanted = whole.template.only
    kept = [verdict.position for verdict in whole.audit.verdicts if verdict.colour in wanted]
    places = {old: new for new, old in enumerate(kept)}
    bill = replace(
        whole.bill,
        positions=tuple(replace(whole.bill.positions[old], index=new) for new, old in enumerate(kept)),
        proof=None,
    )
    audit = replace(
        whole.audit,
        findings=tuple(replace(found, related=()) for found in whole.audit.findings),
        verdicts=tuple(_moved(whole.audit.verdicts[old], places) for old in kept),
    )
    enrichment = whole.enrichment
    if enrichment is not None:
        matches = tuple(replace(enrichment.matches[old], position=places[old]) for old in kept)
        enrichment = replace(enrichment, matches=matches)
    ids = tuple(whole.ids[old] for old in kept)
    stands = {places[old]: item for old, item in whole.stands.items() if old in places}
    return replace(whole, bill=bill, audit=audit, ids=ids, enrichment=enrichment, stands=stands)


def _moved(verdict: Verdict, places: dict[int, int]) -> Verdict:
    def finding(found: Finding) -> Finding:
        related = tuple(places[other] for other in found.related if other in places)
        at = None if found.position is None else places.get(found.position)
        return replace(found, position=at, related=related)

    opinions = tuple(replace(opinion, findings=tuple(map(finding, opinion.findings))) for opinion in verdict.opinions)
    advice = tuple(replace(opinion, findings=tuple(map(finding, opinion.findings))) for opinion in verdict.advice)
    return replace(verdict, position=places[verdict.position], opinions=opinions, advice=advice)


def _blind(whole: Handover) -> Handover:
    """No price, no sum, and no finding that names one."""
    bill = whole.bill
    positions = tuple(
        replace(position, unit_price=NOTHING, total_price=NOTHING, supply_price=NOTHING, installation_price=NOTHING)
        for position in bill.positions
    )
    blind = replace(
        bill,
        positions=positions,
        objects=tuple(replace(work, total=NOTHING) for work in bill.objects),
        sections=tuple(replace(section, total=NOTHING) for section in bill.sections),
        recapitulation=(),
        proof=None,
    )
    audit = replace(
        whole.audit,
        findings=tuple(found for found in whole.audit.findings if _free_of_prices(found)),
        verdicts=tuple(map(_without_prices, whole.audit.verdicts)),
    )
    enrichment = whole.enrichment
    if enrichment is not None:
        enrichment = replace(enrichment, matches=tuple(map(_unpriced, enrichment.matches)))
    stands = {index: unpriced for index, item in whole.stands.items() if (unpriced := _without_price(item)) is not None}
    return replace(whole, bill=blind, audit=audit, enrichment=enrichment, stands=stands)


def _free_of_prices(found: Finding) -> bool:
    return _FREE_OF_PRICES.fullmatch(found.rule) is not None


def _without_prices(verdict: Verdict) -> Verdict:
    opinions = tuple(
        replace(opinion, findings=tuple(found for found in opinion.findings if _free_of_prices(found)))
        for opinion in verdict.opinions
    )
    return replace(verdict, opinions=opinions, advice=())  # an opinion's words may name a price


def _without_price(item: Standing) -> Standing | None:
    """What stands without decisions on prices; None where nothing is left."""
    edits = {name: decision for name, decision in item.edits.items() if name != "unit_price"}
    if item.last.field == "unit_price":
        return Standing(next(reversed(edits.values())), edits) if edits else None
    return replace(item, edits=edits)


def _unpriced(match: Match) -> Match:
    return replace(match, price=None, difference=None, archive=None)


def _anonymised(whole: Handover) -> Handover:
    """No name of the job, its objects, files or sheets; what is built and where on the page stays."""
    bill = whole.bill

    def source(found: Source | None) -> Source | None:
        return None if found is None else replace(found, file="", sheet=None if found.sheet is None else "–")

    positions = tuple(
        replace(
            position,
            source=source(position.source),
            measurements=tuple(replace(line, source=source(line.source)) for line in position.measurements),
        )
        for position in bill.positions
    )
    nameless = replace(
        bill,
        file="",
        name="",
        code="",
        positions=positions,
        objects=tuple(
            replace(work, code=f"{work.index + 1:02d}", name="", source=source(work.source)) for work in bill.objects
        ),
        sections=tuple(replace(section, source=source(section.source)) for section in bill.sections),
        recapitulation=(),
        proof=None,
        warnings=(),
    )
    return replace(whole, bill=nameless, sha256="", audit=replace(whole.audit, input_hash=""))


def live_total(position: Position) -> Decimal:
    """What a position comes to in the written workbook: quantity times price, or the printed total without them."""
    computed = product(position)
    return computed if computed is not None else value_of(position)


def shown_total(position: Position) -> Decimal | None:
    """The same for formats that hold values only; None where nothing is priced."""
    return live_total(position) if is_priced(position) else position.total_price.value


def still_waiting(content: Handover) -> tuple[Verdict, ...]:
    """The verdicts that a person has yet to decide, as the window counts them: a settled one waits no more."""
    stands = content.stands
    return tuple(
        verdict
        for verdict in content.audit.verdicts
        if verdict.hitl and not (verdict.position in stands and stands[verdict.position].settles(verdict))
    )


_ORDER = {Severity.RED: 0, Severity.AMBER: 1, Severity.INFO: 2}


def all_findings(content: Handover) -> tuple[Finding, ...]:
    """Every finding, the gravest first, in document order within a weight."""
    found = [*content.audit.findings]
    for verdict in content.audit.verdicts:
        found.extend(verdict.findings)
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))


def findings_by_rule(content: Handover, texts: Texts) -> tuple[tuple[str, str, int], ...]:
    """Rule, its title, and how often it found something; most first."""
    counts = Counter((finding.rule, texts.finding_title(finding)) for finding in all_findings(content))
    return tuple((rule, title, count) for (rule, title), count in sorted(counts.items(), key=_most))


def gravest(content: Handover, rule: str) -> Colour:
    """The colour of a rule's gravest finding: red, or amber."""
    red = any(item.rule == rule and item.severity is Severity.RED for item in all_findings(content))
    return Colour.RED if red else Colour.AMBER


def _most(item: tuple[tuple[str, str], int]) -> tuple[int, tuple[str, str]]:
    return -item[1], item[0]


def work_values(bill: BillOfQuantities, tree: tuple[WorkPart, ...]) -> tuple[tuple[str, Decimal], ...]:
    """What each object with positions of its own comes to, dearest first; sections where there is but one."""
    values: dict[str, Decimal] = {}
    for part in _holding(tree):
        own = replace(part, works=())
        values[titled(part) or "–"] = part_value(bill, own)
    parts = list(_holding(tree))
    if len(parts) == 1 and parts[0].sections:
        values = {titled(inner): part_value(bill, inner) for inner in parts[0].sections}
    return tuple(sorted(values.items(), key=lambda item: -item[1]))


def _holding(tree: tuple[WorkPart, ...]) -> Iterator[WorkPart]:
    for part in tree:
        if part.holds:
            yield part
        yield from _holding(part.works)


def titled(part: WorkPart | SectionPart) -> str:
    """Code and name of an object or section; empty for what belongs to no object."""
    named = part.work if isinstance(part, WorkPart) else part.section
    return f"{named.code} {named.name}".strip() if named else ""


def part_indexes(part: WorkPart | SectionPart) -> Iterator[int]:
    """The positions in an object or section and in all that lies in it, in document order."""
    yield from part.positions
    for section in part.sections:
        yield from part_indexes(section)
    if isinstance(part, WorkPart):
        for inner in part.works:
            yield from part_indexes(inner)


def part_value(bill: BillOfQuantities, part: WorkPart | SectionPart) -> Decimal:
    """What an object or section comes to with all that lies in it."""
    return sum((live_total(bill.positions[index]) for index in part_indexes(part)), Decimal(0))


def protocol_facts(content: Handover, texts: Texts) -> tuple[tuple[str, str], ...]:
    """What the audit rested on, line by line: title and value."""
    say, bill, audit = texts.say, content.bill, content.audit
    enrichment = content.enrichment
    editions = ", ".join(f"{item.name} {item.edition}" for item in enrichment.catalogues) if enrichment else ""
    facts = (
        ("sheet.made", f"{texts.day(content.made)}, {content.made.astimezone():%H:%M %Z}"),
        ("sheet.program", f"Estimator Desktop {__version__}"),
        ("sheet.pack", audit.pack),
        ("sheet.catalogues", editions or say("sheet.no_catalogues")),
        ("sheet.file", bill.file),
        ("sheet.file_hash", content.sha256),
        ("sheet.input_hash", audit.input_hash),
        ("sheet.family", say(family) if texts.knows(family := f"family.{bill.family}") else bill.family),
    )
    return tuple((say(key), value) for key, value in facts if value)


def decision_words(item: Standing | None, texts: Texts, *, prices: bool = True) -> tuple[str, str]:
    """What a person decided about a position, and why: the last word, then the values that were replaced."""
    if item is None:
        return "", ""
    said = [texts.say(f"export.{item.last.action.value}")] if item.last.action is not Action.EDIT else []
    for name, decision in item.edits.items():
        if prices or name != "unit_price":
            value = texts.value(name, decision.value)
            said.append(texts.say("export.edit", field=texts.say(f"export.field.{name}"), text=value))
    return "; ".join(said), item.last.reason
