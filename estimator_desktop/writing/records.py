"""The shape of the JSON files: dictionaries only here, on the way out.  Described in docs/json.md.

Numbers are decimal strings with a point, exactly as understood (`"112.290"`); null is nothing printed.  Keys are only
ever added, never renamed: `resources/schema/` describes them, and the tests hold the writer to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from estimator_desktop import __version__
from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Measurement,
    Position,
    ProofFailure,
    RecapitulationLine,
    Section,
    Source,
    WorkObject,
)
from estimator_desktop.domain.decision import Standing
from estimator_desktop.domain.exchange import AMOUNTS, AUDIT_KIND, BILL_KIND, SCHEMA_VERSION, position_id
from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.domain.sums import value_of
from estimator_desktop.domain.tally import tally, worst
from estimator_desktop.domain.verdict import Colour, Finding, Opinion, Role, Verdict
from estimator_desktop.texts import Texts
from estimator_desktop.writing.handover import Handover
from estimator_desktop.writing.packing import packed

Record = dict[str, object]
_WORST = 20
"""Findings that the list of the worst names."""


def bill_record(bill: BillOfQuantities) -> Record:
    """What `read` writes: everything that was read, and the proof.  Nothing of the bill is left out."""
    return {
        "schema": SCHEMA_VERSION,
        "kind": BILL_KIND,
        "program": __version__,
        "file": bill.file,
        "family": bill.family,
        "name": bill.name,
        "code": bill.code,
        "currency": bill.currency,
        "price_level": bill.price_level,
        "price_decimals": bill.price_decimals,
        "pages": bill.pages,
        "printed_position_count": bill.printed_position_count,
        "proof": proof_record(bill),
        "warnings": [{"code": code, "subject": subject} for code, subject in bill.warnings],
        "objects": [_work(work) for work in bill.objects],
        "sections": [_section(section) for section in bill.sections],
        "recapitulation": [_recapitulation(line) for line in bill.recapitulation],
        "positions": [position_record(bill, position) for position in bill.positions],
    }


def audit_record(content: Handover) -> Record:
    """What `audit` writes: `bill_record` with a verdict on every position, and the summary.

    With all positions in it, it carries them once more, packed: whoever edits the file edits the open ones, and what
    comes back is compared with what was written, not with what the project has decided meanwhile.
    """
    bill, audit, texts = content.bill, content.audit, Texts(content.template.language)
    read = bill_record(bill)
    record: Record = {**read, "kind": AUDIT_KIND}
    record["versions"] = {
        "schema": SCHEMA_VERSION,
        "program": __version__,
        "rule_pack": audit.pack,
        "catalogues": _catalogues(content),
    }
    record["input_sha256"] = audit.input_hash
    record["file_sha256"] = content.sha256
    figures, priced = tally(bill, audit), content.template.prices
    record["summary"] = {
        "positions": len(bill.positions),
        "green": figures.counts[Colour.GREEN],
        "amber": figures.counts[Colour.AMBER],
        "red": figures.counts[Colour.RED],
        "hitl": figures.hitl,
        "money": {colour.value.lower(): str(money) for colour, money in figures.money.items()} if priced else None,
        "rates": {
            "pass": _percent(figures.rate(figures.passed)),
            "review": _percent(figures.rate(figures.review)),
            "hitl": _percent(figures.rate(figures.hitl)),
        },
        "coverage": {"run": figures.run, "applicable": figures.applicable},
        "pricing": audit.pricing,
        "total": str(sum(map(value_of, bill.positions), Decimal(0))),
        "import_proven": bill.proof is not None and bill.proof.proven,
    }
    record["findings"] = [_finding(finding, texts) for finding in audit.findings]
    record["worst"] = [
        {**_finding(item.finding, texts), "stake": str(item.money) if priced else None}
        for item in worst(bill, audit)[:_WORST]
    ]
    record["positions"] = [
        {
            **position_record(bill, position),
            "id": identity,
            "match": _match(content, position.index),
            "decision": _decision(content, position.index),
            **_verdict(verdict, texts),
        }
        for position, identity, verdict in zip(bill.positions, content.ids, audit.verdicts, strict=True)
    ]
    if not content.template.only:
        record["base"] = packed(read)
    return record


def _percent(share: Decimal) -> str:
    return str(round_half_up(share, 2))


def _catalogues(content: Handover) -> list[Record]:
    known = content.enrichment.catalogues if content.enrichment else ()
    return [
        {"name": item.name, "system": item.system, "edition": item.edition, "sha256": item.sha256} for item in known
    ]


def _decision(content: Handover, index: int) -> Record | None:
    """What stands about a position; the edits are already in its values."""
    item = content.stands.get(index)
    if item is None:
        return None
    last = item.last
    read = content.as_read.get(index)
    return {
        "as_read": _as_read(read, item) if read is not None else {},
        "action": last.action.value,
        "reason": last.reason,
        "created": last.created.isoformat(),
        "edits": [
            {"field": name, "value": edit.value, "reason": edit.reason, "created": edit.created.isoformat()}
            for name, edit in item.edits.items()
        ],
    }


def decisions_record(content: Handover) -> Record:
    """What stands, by the positions' ids: for files that restore the project."""
    return {content.ids[index]: _decision(content, index) for index in content.stands}


def _as_read(position: Position, item: Standing) -> Record:
    """The values that edits replaced, and the total that followed them."""
    names = [*item.edits, "total_price"]
    found = {name: getattr(position, name) for name in names}
    return {
        name: {"value": _number(value), "printed": value.raw, "alternative": _text(value.alternative)}
        if isinstance(value, Amount)
        else value
        for name, value in found.items()
    }


def _match(content: Handover, index: int) -> Record | None:
    found = content.match(index)
    if found is None:
        return None
    item = found.chosen.item if found.chosen else None
    return {
        "level": found.level.value,
        "score": found.score,
        "basis": found.basis.value,
        "standing": found.standing.value,
        "answer": found.answer.value,
        "code": item.code if item else None,
        "description": item.description if item else None,
        "unit": item.unit if item else None,
        "price": _text(found.price),
        "difference": _text(found.difference),
    }


def proof_record(bill: BillOfQuantities) -> Record | None:
    """The import proof."""
    proof = bill.proof
    if proof is None:
        return None
    return {
        "holds": proof.holds,
        "state": proof.state,
        "positions": proof.positions,
        "checks": [
            {
                "check": result.check.value,
                "total": result.total,
                "passed": result.passed,
                "failures": [_failure(failure, bill) for failure in result.failures],
            }
            for result in proof.results
        ],
    }


def position_record(bill: BillOfQuantities, position: Position) -> Record:
    """One position."""
    path = bill.object_path(position.object)
    section = bill.sections[position.section] if position.section is not None else None
    amounts = {name: getattr(position, name) for name in AMOUNTS}
    return {
        "id": position_id(position.index),
        "object": position.object,
        "section": position.section,
        "object_code": path[-1].code if path else None,
        "object_name": path[-1].name if path else None,
        "object_path": [{"code": work.code, "name": work.name} for work in path],
        "section_code": section.code if section else None,
        "section_name": section.name if section else None,
        "section_path": [{"code": part.code, "name": part.name} for part in bill.section_path(position.section)],
        "ordinal": position.ordinal,
        "row_type": position.row_type,
        "code": position.code,
        "variant": position.variant,
        "description": position.description,
        "unit": position.unit,
        "quantity": _number(position.quantity),
        "unit_price": _number(position.unit_price),
        "total_price": _number(position.total_price),
        "price_system": position.price_system,
        "supply_price": _number(position.supply_price),
        "installation_price": _number(position.installation_price),
        "unit_mass": _number(position.unit_mass),
        "total_mass": _number(position.total_mass),
        "debris_mass": _number(position.debris_mass),
        "vat_rate": position.vat_rate,
        "page": position.source.page if position.source else None,
        "measurement_lines": [_measurement(line) for line in position.measurements],
        "notes": [{"kind": note.kind, "text": note.text} for note in position.notes],
        "source": _source(position.source),
        "open_numbers": {
            name: {"printed": amount.raw, "alternative": _text(amount.alternative)}
            for name, amount in amounts.items()
            if amount.ambiguous or amount.unreadable
        },
        "printed": {name: amount.raw for name, amount in amounts.items() if amount.raw != (_number(amount) or "")},
        "confidence": dict(position.confidence),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _number(amount: Amount) -> str | None:
    return _text(amount.value)


def _measurement(line: Measurement) -> Record:
    return {
        "text": line.text,
        "value": _text(line.value),
        "kind": line.kind.value,
        "expression": line.expression,
        "label": line.label,
        "taken": line.taken,
        "source": _source(line.source),
    }


def _work(work: WorkObject) -> Record:
    return {
        "code": work.code,
        "name": work.name,
        "parent": work.parent,
        "kind": work.kind,
        "total": _amount(work.total),
        "source": _source(work.source),
    }


def _section(section: Section) -> Record:
    return {
        "code": section.code,
        "name": section.name,
        "object": section.object,
        "parent": section.parent,
        "total": _amount(section.total),
        "source": _source(section.source),
    }


def _recapitulation(line: RecapitulationLine) -> Record:
    return {
        "scope": line.scope,
        "code": line.code,
        "name": line.name,
        "value": _amount(line.value),
        "object": line.object,
        "section": line.section,
        "vat_rate": line.vat_rate,
        "source": _source(line.source),
    }


def _amount(amount: Amount) -> Record | None:
    if amount == NOTHING:
        return None
    return {"value": _number(amount), "printed": amount.raw, "alternative": _text(amount.alternative)}


def _source(source: Source | None) -> Record | None:
    if source is None:
        return None
    if source.sheet is not None or source.page is None:
        return {"file": source.file, "sheet": source.sheet, "row": source.row}
    box = source.box
    edges = [box.left, box.top, box.right, box.bottom] if box else None
    return {"file": source.file, "page": source.page, "box": edges}


def _failure(failure: ProofFailure, bill: BillOfQuantities) -> Record:
    position = bill.positions[failure.position] if failure.position is not None else None
    section = bill.sections[failure.section] if failure.section is not None else None
    return {
        "code": failure.code,
        "expected": failure.expected,
        "found": failure.found,
        "position": failure.position,
        "ordinal": position.ordinal if position else None,
        "section": section.code if section else None,
        "source": _source(failure.source),
    }


def _verdict(verdict: Verdict, texts: Texts) -> Record:
    return {
        "verdict": verdict.colour.value,
        "verdict_confidence": verdict.confidence,
        "corrected": list(verdict.corrected),
        "verdict_as_read": verdict.as_read.value if verdict.as_read else None,
        "hitl": verdict.hitl,
        "hitl_reasons": list(verdict.hitl_reasons),
        "rules_run": verdict.rules_run,
        "rules_applicable": verdict.rules_applicable,
        "opinions": _opinions(verdict.opinions),
        "findings": [_finding(finding, texts) for finding in verdict.findings],
        "claude": _claude(verdict),
    }


def _opinions(opinions: Sequence[Opinion]) -> Record:
    return {
        opinion.role.value: {"verdict": opinion.colour.value, "confidence": opinion.confidence}
        for opinion in sorted(opinions, key=lambda opinion: list(Role).index(opinion.role))
    }


def _claude(verdict: Verdict) -> Record | None:
    """What Claude said beside what the rules alone said; None where it was not asked."""
    if verdict.by_rules is None:
        return None
    return {"verdict_by_rules": verdict.by_rules.value, "opinions": _opinions(verdict.advice)}


def _finding(finding: Finding, texts: Texts) -> Record:
    return {
        "rule": finding.rule,
        "version": finding.version,
        "role": finding.role.value,
        "severity": finding.severity.value,
        "code": finding.code,
        "expected": finding.expected,
        "found": finding.found,
        "message": texts.finding(finding),
        "position": finding.position,
        "section": finding.section,
    }
