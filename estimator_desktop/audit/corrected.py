"""The audit of a bill as a person corrected it: the verdict judges the value that will be used, and says so.

Sums that the document prints are held against what it added up itself too: a correction that moves a section's sum
makes no error of the printed one. What was read stays the ground of a decision: as long as document, catalogues and
rules say the same about the value as read, the correction stands; undoing it brings the old verdict back, byte for
byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from estimator_desktop.audit.engine import audit_bill
from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.decision import Standing, effective_bill
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.match import CodeStanding, Enrichment, Match
from estimator_desktop.domain.rulepack import Pack
from estimator_desktop.domain.units import relation
from estimator_desktop.domain.verdict import Audit, Verdict

_IDENTITY = frozenset({"code", "description"})


def audit_decided(
    bill: BillOfQuantities,
    stands: Mapping[int, Standing],
    pack: Pack | None = None,
    progress: Progress = silent,
    enrichment: Enrichment | None = None,
) -> Audit:
    """Audit a bill with the standing edits.  Without any it is `audit_bill`.

    The verdict of a corrected position names the corrected fields and the colour of the value as read; its ground is
    that of the value as read.
    """
    corrected = effective_bill(bill, stands)
    if corrected is bill:
        return audit_bill(bill, pack, progress, enrichment)
    before = audit_bill(bill, pack, silent, enrichment)
    after = audit_bill(corrected, pack, progress, _rematched(corrected, stands, enrichment), bill)
    verdicts = tuple(
        _on_the_correction(verdict, before.verdicts[verdict.position], stands.get(verdict.position))
        for verdict in after.verdicts
    )
    return replace(after, verdicts=verdicts)


def _on_the_correction(verdict: Verdict, read: Verdict, stands: Standing | None) -> Verdict:
    if stands is None or not stands.edits:
        return verdict
    return replace(verdict, ground=read.ground, corrected=tuple(sorted(stands.edits)), as_read=read.colour)


def _rematched(
    bill: BillOfQuantities, stands: Mapping[int, Standing], enrichment: Enrichment | None
) -> Enrichment | None:
    """The matches as far as they still speak of the corrected positions."""
    if enrichment is None or not enrichment.matches:
        return enrichment
    matches = tuple(
        _still_true(match, bill.positions[match.position], stands.get(match.position)) for match in enrichment.matches
    )
    return replace(enrichment, matches=matches)


def _still_true(match: Match, position: Position, stands: Standing | None) -> Match:
    """A match after a correction: of another code or text it knows nothing; a unit is compared anew."""
    if stands is None or not stands.edits:
        return match
    if not _IDENTITY.isdisjoint(stands.edits):
        return Match(match.position, standing=CodeStanding.NOT_LOADED)
    if "unit" not in stands.edits:
        return match
    coded, chosen = match.coded, match.chosen
    if coded is not None:
        coded = replace(coded, unit=relation(position.unit, coded.item.unit))
    return replace(
        match,
        coded=coded,
        price=chosen.price_in(position.unit) if chosen is not None else None,
        archive=None,
    )
