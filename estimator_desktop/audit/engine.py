"""Run the rules over a bill, let the roles speak, decide every position."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from estimator_desktop.audit import consensus, roles
from estimator_desktop.audit.facts import Facts
from estimator_desktop.audit.pack import shipped_pack
from estimator_desktop.audit.registry import BILL_RULES, RULES
from estimator_desktop.audit.rules import PASSED, Context, Needs, Rule, Ruling, Weight
from estimator_desktop.audit.systematics import Kind
from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.match import Enrichment, Match
from estimator_desktop.domain.rulepack import Pack
from estimator_desktop.domain.sums import sums, unit_price, value_of
from estimator_desktop.domain.verdict import Audit, Finding, Outcome, Role, RuleRun, Verdict

_STEP = 2000
_ROLES = tuple(Role)
_Step = tuple[int, Rule, Callable[[Position, Context], Ruling | None], bool, RuleRun]


@lru_cache(maxsize=4096)
def _steps(given: int, kind: Kind | None) -> tuple[_Step, ...]:
    """The rules that can apply where `given` (bits of `Needs`) is there, with what is the same on every position."""
    return tuple(
        (_ROLES.index(rule.role), rule, rule.apply, rule.weight is Weight.SUBSTANTIVE, RuleRun(rule.id, Outcome.PASSED))
        for rule in rules_for(given, kind)
    )


@lru_cache(maxsize=4096)
def rules_for(given: int, kind: Kind | None) -> tuple[Rule, ...]:
    """The rules whose needs are met and that speak of this kind of work."""
    return tuple(rule for rule in RULES if not int(rule.needs) & ~given and (not rule.kinds or kind in rule.kinds))


def given(position: Position, context: Context) -> int:
    """What a position offers to rules, as bits of `Needs`."""
    bits = _MONEY if context.pricing != "blind" else 0
    if unit_price(position) or position.total_price.value:
        bits |= _PRICE
    if position.measurements:
        bits |= _LINES
    if position.notes:
        bits |= _NOTES
    if position.unit_mass.value:
        bits |= _MASS
    if context.matches:
        bits |= _MATCHES
    if position.confidence:
        bits |= _READ_BY_EYE
    if position.section is not None:
        bits |= _SECTION
    return bits


_PRICE, _MONEY, _LINES, _NOTES, _MASS, _MATCHES, _READ_BY_EYE, _SECTION = (
    int(need) for need in (Needs.PRICE, Needs.MONEY, Needs.LINES, Needs.NOTES, Needs.MASS, Needs.MATCHES,
                           Needs.READ_BY_EYE, Needs.SECTION)
)  # fmt: skip


def audit_bill(
    bill: BillOfQuantities,
    pack: Pack | None = None,
    progress: Progress = silent,
    enrichment: Enrichment | None = None,
    as_read: BillOfQuantities | None = None,
) -> Audit:
    """Audit a bill.  Deterministic: the same bill, pack and matches give the same result, byte for byte.

    `as_read` is the bill before a person's corrections, where there are any.
    """
    context, runs, on_bill = _prepared(bill, pack, enrichment, as_read)
    judge = _Judge(context)
    on_position: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in on_bill:
        if finding.position is not None:
            on_position[finding.position].append(finding)
    verdicts: list[Verdict] = []
    for position in bill.positions:
        verdicts.append(judge.verdict(position, on_position.get(position.index, ())))
        if position.index % _STEP == 0:
            progress(position.index, len(bill.positions), "positions")
    whole = tuple(sorted((finding for finding in on_bill if finding.position is None), key=consensus.rank))
    digest = _input_hash(bill, judge.inputs, context)
    return Audit(context.pack.version, tuple(verdicts), whole, context.pricing, digest, context.editions, tuple(runs))


def audit_position(
    bill: BillOfQuantities, position: int, pack: Pack | None = None, enrichment: Enrichment | None = None
) -> Verdict:
    """The verdict on one position, the same as in the audit of the whole bill."""
    context, _runs, on_bill = _prepared(bill, pack, enrichment)
    extra = [finding for finding in on_bill if finding.position == position]
    return _Judge(context).verdict(bill.positions[position], extra)


def input_hash(bill: BillOfQuantities, enrichment: Enrichment | None = None) -> str:
    """SHA-256 of everything the audit looks at, as hexadecimal digits."""
    context = context_of(bill, enrichment=enrichment)
    return _input_hash(bill, [_inputs(position, context) for position in bill.positions], context)


def context_of(
    bill: BillOfQuantities,
    pack: Pack | None = None,
    enrichment: Enrichment | None = None,
    as_read: BillOfQuantities | None = None,
) -> Context:
    """What the rules look at."""
    matches = enrichment.matches if enrichment is not None and enrichment.catalogues else ()
    editions = tuple(
        f"{item.name} {item.edition}".strip() for item in (enrichment.catalogues if enrichment is not None else ())
    )
    read = sums(as_read) if as_read is not None else None
    return Context(bill, Facts(bill), pack or shipped_pack(), matches, editions, read)


def _prepared(
    bill: BillOfQuantities,
    pack: Pack | None,
    enrichment: Enrichment | None,
    as_read: BillOfQuantities | None = None,
) -> tuple[Context, list[RuleRun], list[Finding]]:
    """The context, how the rules on the budget went, and what they found."""
    context = context_of(bill, pack, enrichment, as_read)
    runs: list[RuleRun] = []
    found: list[Finding] = []
    for rule in BILL_RULES:
        placed = rule.apply(context)
        if placed is not None:
            runs.append(RuleRun(rule.id, Outcome.FAILED if placed else Outcome.PASSED))
            found.extend(rule.finding(item) for item in placed)
    return context, runs, found


class _Judge:
    """Decides positions of one bill."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._policy = consensus.Policy.of(context.pack)
        self._large = context.pack["large_value"]
        self._unsure = float(context.pack["code_hitl_below"])
        self.inputs: list[str] = []

    def verdict(self, position: Position, extra: Sequence[Finding]) -> Verdict:
        """The verdict on a position; `extra` are the findings that rules on the budget placed on it."""
        context = self._context
        runs: tuple[list[RuleRun], ...] = tuple([] for _role in _ROLES)
        findings: tuple[list[Finding], ...] = tuple([] for _role in _ROLES)
        substantive = False
        unchecked = 0
        kind = context.facts.works[position.index].kind
        for role, rule, apply, proves, passed in _steps(given(position, context), kind):
            ruling = apply(position, context)
            if ruling is None:
                continue
            if ruling is PASSED:
                runs[role].append(passed)
                substantive = substantive or proves
                continue
            outcome = ruling.outcome
            runs[role].append(RuleRun(rule.id, outcome, ruling.reason))
            if outcome is Outcome.NOT_CHECKED:
                unchecked += 1
                continue
            findings[role].extend(rule.finding(issue, position) for issue in ruling.issues)
            substantive = substantive or proves
        for finding in extra:
            role = _ROLES.index(finding.role)
            runs[role].append(RuleRun(finding.rule, Outcome.FAILED))
            findings[role].append(finding)
        for part in findings:
            if len(part) > 1:
                part.sort(key=consensus.rank)
        large = value_of(position) > self._large
        opinions = tuple(
            roles.opinion(role, runs[index], findings[index])
            for index, role in enumerate(_ROLES)
            if roles.speaks(role, runs[index], large=large)
        )
        decided = consensus.decide(
            opinions, self._policy, substantive=substantive, unsure_code=self._unsure_code(context.match(position))
        )
        applicable = sum(map(len, runs))
        inputs = _inputs(position, context)
        self.inputs.append(inputs)
        ground = hashlib.sha256(inputs.encode())
        for part in findings:
            for finding in part:
                ground.update(f"{finding.code}|{finding.expected}|{finding.found}\n".encode())
        return Verdict(
            position.index,
            decided.colour,
            decided.confidence,
            decided.hitl,
            decided.reasons,
            opinions,
            applicable - unchecked,
            applicable,
            context.pack.version,
            decided.lead,
            ground.hexdigest()[:16],
        )

    def _unsure_code(self, match: Match | None) -> bool:
        return match is not None and match.coded is not None and match.coded.score < self._unsure


def _inputs(position: Position, context: Context) -> str:
    """Everything that rules look at in one position, as one text."""
    match = context.match(position)
    coded = match.coded if match is not None else None
    parts = [
        position.ordinal,
        position.row_type,
        position.code,
        position.variant,
        position.description,
        position.unit,
        position.price_system,
        position.vat_rate,
        position.quantity.raw,
        str(position.quantity.value),
        position.unit_price.raw,
        position.total_price.raw,
        position.supply_price.raw,
        position.installation_price.raw,
        position.unit_mass.raw,
        position.total_mass.raw,
        position.debris_mass.raw,
    ]
    for line in position.measurements:
        parts += (line.text, str(line.value), str(line.taken))
    for note in position.notes:
        parts += (note.kind, note.text)
    if coded is not None and match is not None:
        parts += (coded.item.code, coded.item.edition, str(coded.score), str(match.price))
    return "\x1f".join(parts)


def _input_hash(bill: BillOfQuantities, inputs: Sequence[str], context: Context) -> str:
    digest = hashlib.sha256("\x1e".join(inputs).encode())
    head = replace(bill, file="", positions=(), proof=None, warnings=())
    places = [(position.object, position.section) for position in bill.positions]
    digest.update(repr((head, places, context.editions, context.pack.version)).encode())
    if context.as_read is not None:
        read = context.as_read
        digest.update(repr((sorted(read.sections.items()), sorted(read.objects.items()), read.whole)).encode())
    return digest.hexdigest()
