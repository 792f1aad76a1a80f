"""Claude's edge: who may be asked what, for how much, and where the answers go.  Saving is the caller's.

Rules stand above Claude (`audit.advice`); a suggestion changes no match; a reading is kept only where its proof is
better.  Nothing is sent unless it was switched on, a key is there and the person allowed the project.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from estimator_desktop.ai import choice, extract, roles
from estimator_desktop.ai.desk import Asks, Desk, estimate
from estimator_desktop.ai.models import Models, load_models
from estimator_desktop.ai.questions import TEXT, Question, content_of, object_of, prompt, sha256
from estimator_desktop.domain.advice import CallState, Caps, Estimate, Model, Suggestion, Usage, Use
from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.decision import effective_bill, standing
from estimator_desktop.domain.lines import PageLines
from estimator_desktop.domain.match import Answer, Match, MatchLevel
from estimator_desktop.domain.verdict import Audit, Opinion, Role
from estimator_desktop.errors import BugError, UserError
from estimator_desktop.keys import Keys
from estimator_desktop.storage.ai import Ended, NewCall
from estimator_desktop.storage.store import Store

ON = "ai_on"
MODEL = "ai_model"
CAP_PROJECT = "ai_cap_project"
CAP_MONTH = "ai_cap_month"
PROXY = "ai_proxy"
ADDRESS = "ai_address"
ALL, DOUBTFUL = "all", "doubtful"
"""Which positions are asked about: every one, or those that a person must look at anyway."""


@dataclass(frozen=True, slots=True)
class AiSettings:
    """What the person set."""

    on: bool
    model: Model
    caps: Caps
    language: str
    proxy: str = ""
    address: str = ""


def settings_of(store: Store) -> AiSettings:
    """The settings in force."""
    standard = Caps()
    return AiSettings(
        store.setting(ON) == "yes",
        models_of(store).get(store.setting(MODEL) or ""),
        Caps(_amount(store.setting(CAP_PROJECT), standard.project), _amount(store.setting(CAP_MONTH), standard.month)),
        store.setting("language") or "cs",
        store.setting(PROXY) or "",
        store.setting(ADDRESS) or "",
    )


def models_of(store: Store) -> Models:
    """The models to choose from."""
    return load_models(store.paths.home)


def _amount(text: str | None, standard: Decimal) -> Decimal:
    try:
        value = Decimal((text or "").replace(",", "."))
    except InvalidOperation:
        return standard
    return value if value.is_finite() and value >= 0 else standard


def client_of(store: Store, keys: Keys | None = None) -> Asks:
    """The real client.  Raises UserError `ai_no_key`."""
    from estimator_desktop.ai.client import Claude  # noqa: PLC0415 - only who asks needs it

    key, _place = (keys or Keys()).find()
    if not key:
        raise UserError("ai_no_key")
    settings = settings_of(store)
    return Claude(key, base_url=settings.address, proxy=settings.proxy)


def must_be_allowed(store: Store, project: str) -> None:
    """Raise UserError `ai_off` or `ai_no_consent` where a project's texts may not be sent."""
    if store.setting(ON) != "yes":
        raise UserError("ai_off")
    if not store.ai.consented(project):
        raise UserError("ai_no_consent")


@dataclass(frozen=True, slots=True)
class StoredLedger:
    """The log in the database, for one job."""

    store: Store
    caps: Caps
    project: str = ""
    document: str = ""
    job: str = ""

    def known(self, prompt_hash: str) -> str | None:
        """See `ai.desk.Ledger`."""
        return self.store.ai.answer(prompt_hash)

    def begin(self, question: Question) -> int:
        """See `ai.desk.Ledger`."""
        call = NewCall(
            question.use,
            question.model.id,
            question.prompt.version,
            question.hash,
            question.request,
            question.dearest,
            self.project,
            self.document,
            self.job,
        )
        return self.store.ai.begin(call, self.caps)

    def end(
        self, call: int, question: Question, state: CallState, usage: Usage, answer: str, error: str, seconds: float
    ) -> None:
        """See `ai.desk.Ledger`."""
        cost = question.model.cost(usage)
        self.store.ai.end(call, Ended(state, usage, cost, answer, sha256(answer) if answer else "", error, seconds))


def desk_for(store: Store, claude: Asks, document: str, job: str, stop: Callable[[], bool]) -> Desk:
    """Who asks about a document.  Raises UserError where nothing may be asked."""
    known = store.document(document)
    if known is None:
        raise BugError(f"no document {document}")
    must_be_allowed(store, known.project)
    return Desk(claude, StoredLedger(store, settings_of(store).caps, known.project, document, job), stop)


# opinions


@dataclass(frozen=True, slots=True)
class Round:
    """One role's question about some positions."""

    role: Role
    positions: tuple[roles.Sent, ...]


def rounds(store: Store, document: str, scope: str = ALL) -> tuple[Round, ...]:
    """Who is asked about what: the roles that spoke on a position, twenty positions a question."""
    corrected = standing(store.decisions.all(document))
    bill, audit = effective_bill(_bill(store, document), corrected), store.bills.load_audit(document)
    if audit is None:
        raise UserError("not_audited", file=document)
    found: list[Round] = []
    for role in Role:
        chosen = [
            roles.sent(bill.positions[verdict.position])
            for verdict in audit.verdicts
            if any(opinion.role is role for opinion in verdict.opinions) and (scope == ALL or verdict.hitl)
        ]
        starts = range(0, len(chosen), roles.TOGETHER)
        found.extend(Round(role, tuple(chosen[start : start + roles.TOGETHER])) for start in starts)
    return tuple(found)


def ask_round(desk: Desk, round_: Round, settings: AiSettings) -> tuple[dict[int, Opinion], dict[int, UserError]]:
    """One role's opinions by position, and why others have none.  Raises UserError, Cancelled."""

    def make(positions: Sequence[roles.Sent]) -> Question:
        return roles.question(round_.role, positions, settings.model, settings.language)

    def read(value: object, question: Question) -> Mapping[str, Opinion]:
        about = [item for item in round_.positions if item.id in question.subjects]
        return roles.read(value, round_.role, about, question.prompt.version)

    found, failed = desk.ask_all(round_.positions, make, read, lambda item: item.id)
    places = {item.id: item.index for item in round_.positions}
    return (
        {places[identity]: opinion for identity, opinion in found.items()},
        {places[identity]: error for identity, error in failed.items()},
    )


def opinion_estimate(store: Store, document: str, scope: str = ALL) -> Estimate:
    """What the opinions on a document would cost at most."""
    settings = settings_of(store)
    questions = [
        roles.question(part.role, part.positions, settings.model, settings.language)
        for part in rounds(store, document, scope)
    ]
    return estimate(StoredLedger(store, settings.caps), questions)


def ground_of(item: roles.Sent) -> str:
    """What must stay the same for an opinion to go on holding: all that was sent of the position."""
    return sha256(content_of(item.fields))


def grounds(bill: BillOfQuantities) -> list[str]:
    """The grounds of all positions, in order."""
    return [ground_of(roles.sent(position)) for position in bill.positions]


def with_opinions(store: Store, document: str, bill: BillOfQuantities, audit: Audit) -> Audit:
    """The audit with the kept opinions that still hold.  The rules stand above them."""
    from estimator_desktop.audit.advice import advise  # noqa: PLC0415 - only who audits needs it

    return advise(audit, store.ai.opinions(document, grounds(bill)), store.rules.pack())


# suggestions for matches


def doubtful_matches(store: Store, document: str) -> tuple[tuple[choice.Doubtful, ...], ...]:
    """The positions whose match is not exact, has candidates and has no word of the person, fifteen a question."""
    bill, enrichment = _bill(store, document), store.matches.load(document)
    if enrichment is None:
        return ()
    items = [choice.doubtful(bill.positions[match.position], match) for match in enrichment.matches if _open(match)]
    return tuple(tuple(items[start : start + choice.TOGETHER]) for start in range(0, len(items), choice.TOGETHER))


def _open(match: Match) -> bool:
    return match.level is not MatchLevel.EXACT and bool(match.candidates) and match.answer is Answer.OPEN


def ask_choices(
    desk: Desk, items: Sequence[choice.Doubtful], settings: AiSettings
) -> tuple[dict[int, Suggestion], dict[int, UserError]]:
    """Suggestions by position, and why others have none.  Raises UserError, Cancelled."""

    def make(part: Sequence[choice.Doubtful]) -> Question:
        return choice.question(part, settings.model, settings.language)

    def read(value: object, question: Question) -> Mapping[str, Suggestion]:
        return choice.read(value, [item for item in items if item.id in question.subjects])

    found, failed = desk.ask_all(items, make, read, lambda item: item.id)
    places = {item.id: item.sent.index for item in items}
    return (
        {places[identity]: said for identity, said in found.items()},
        {places[identity]: error for identity, error in failed.items()},
    )


def choice_ground(item: choice.Doubtful) -> str:
    """What must stay the same for a suggestion to be shown: the position and the candidates."""
    codes = [f"{candidate.system}|{candidate.edition}|{candidate.code}" for candidate in item.candidates]
    return sha256(content_of({"position": item.sent.fields, "candidates": codes}))


def suggestion_for(store: Store, document: str, position: Position, match: Match | None) -> Suggestion | None:
    """What Claude suggests for a position's match as it is now; None where it was not asked."""
    if match is None or not match.candidates:
        return None
    return store.ai.suggestion(document, position.index, choice_ground(choice.doubtful(position, match)))


def choice_estimate(store: Store, document: str) -> Estimate:
    """What the suggestions for a document would cost at most."""
    settings = settings_of(store)
    questions = [choice.question(part, settings.model, settings.language) for part in doubtful_matches(store, document)]
    return estimate(StoredLedger(store, settings.caps), questions)


# pages


def read_page(desk: Desk, page: PageLines, settings: AiSettings) -> tuple[extract.Extracted, ...]:
    """What Claude reads on a page; nothing where its answer cannot be used.  Raises UserError, Cancelled."""

    def read(value: object, _question: Question) -> Mapping[str, tuple[extract.Extracted, ...]]:
        return {str(page.number): extract.read(value, page)[0]}

    found, _failed = desk.ask_all(
        [page],
        lambda _pages: extract.question(page, settings.model, settings.language),
        read,
        lambda _page: str(page.number),
    )
    return found.get(str(page.number), ())


def page_estimate(store: Store, pages: int) -> Estimate:
    """What reading so many pages again costs at most; their texts are not known before."""
    one = extract.dearest(settings_of(store).model)
    return Estimate(pages, 0, one.tokens * pages, one.cost * pages)


# the test of the connection


def check_connection(store: Store, claude: Asks, job: str, stop: Callable[[], bool]) -> None:
    """Ask the smallest question there is; nothing of any document is sent.

    Raises what is wrong: UserError, Cancelled.
    """
    from estimator_desktop.ai.client import CallFailed  # noqa: PLC0415 - only who asks needs it

    settings = settings_of(store)
    question = Question(
        Use.CHECK,
        settings.model,
        prompt("opinions"),
        content_of({"language": settings.language, "positions": [], "job": job}),
        object_of({"word": TEXT}),
        256,
    )
    try:
        Desk(claude, StoredLedger(store, settings.caps, job=job), stop).ask(question, lambda value: value)
    except CallFailed as failed:
        if failed.state is CallState.FAILED:
            raise failed.error from failed
        # cut short, refused or odd: an answer came, and that was the question


def _bill(store: Store, document: str) -> BillOfQuantities:
    bill = store.bills.load(document)
    if bill is None:
        raise UserError("not_audited", file=document)
    return bill
