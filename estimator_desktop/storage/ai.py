"""What Claude was asked and said: every call with its cost, opinions, suggestions, and what the person allowed.

The key is never here.  A call is written down before it is made, at the most that it can cost, and corrected when it
ends: a call that dies with its process still counts, and two calls at once cannot pass a cap together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from estimator_desktop.domain.advice import Call, CallState, Caps, Compared, Suggestion, Usage, Use
from estimator_desktop.domain.verdict import Opinion, Role
from estimator_desktop.errors import UserError
from estimator_desktop.storage.codec import decode, encode
from estimator_desktop.storage.connection import Connections, now, stored

EVERYTHING = "*"
"""The consent for all projects."""
_COLUMNS = (
    "id, use, model, state, project, document, job, prompt_hash, answer_hash, input_tokens, output_tokens, cache_write,"
    " cache_read, cost, created, seconds, error, request, answer"
)


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call that is about to be made; `dearest` is the most that it can cost."""

    use: Use
    model: str
    prompt_version: int
    prompt_hash: str
    request: str
    dearest: Decimal
    project: str = ""
    document: str = ""
    job: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a call ended."""

    state: CallState
    usage: Usage
    cost: Decimal
    answer: str = ""
    answer_hash: str = ""
    error: str = ""
    seconds: float = 0.0


class AiStore:
    """The door to Claude's tables."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    # calls

    def answer(self, prompt_hash: str) -> str | None:
        """What the same question brought before; None where it was not answered well or the answer was tidied away."""
        row = self._connections.get().execute(
            "select answer from ai_calls where prompt_hash = ? and state = 'done' and answer != ''"
            " order by id desc limit 1",
            (prompt_hash,),
        )
        found = row.fetchone()
        return None if found is None else str(found[0])

    def begin(self, call: NewCall, caps: Caps) -> int:
        """Note a call that is about to be made; its id.

        Raises UserError `ai_cap_project`, `ai_cap_month` where the caps could not hold it; nothing is noted then.
        """
        with self._connections.transaction() as connection:
            for code, spent, cap in (
                ("ai_cap_project", self.spent(call.project), caps.project),
                ("ai_cap_month", self.spent_in_month(), caps.month),
            ):
                if spent + call.dearest > cap and not (code == "ai_cap_project" and not call.project):
                    raise UserError(code, spent=f"{spent:.2f}", cap=f"{cap:.2f}", need=f"{call.dearest:.4f}")
            cursor = connection.execute(
                "insert into ai_calls (use, model, state, project, document, job, prompt_version, prompt_hash, cost,"
                " created, request) values (?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    call.use.value, call.model, call.project, call.document, call.job, call.prompt_version,
                    call.prompt_hash, str(call.dearest), now(), call.request,
                ),
            )  # fmt: skip
            return int(cursor.lastrowid or 0)

    def end(self, call: int, ended: Ended) -> None:
        """Note how a call ended and what it really cost."""
        usage = ended.usage
        with self._connections.transaction() as connection:
            connection.execute(
                "update ai_calls set state = ?, input_tokens = ?, output_tokens = ?, cache_write = ?, cache_read = ?,"
                " cost = ?, answer = ?, answer_hash = ?, error = ?, seconds = ? where id = ?",
                (
                    ended.state.value, usage.input, usage.output, usage.cache_write, usage.cache_read, str(ended.cost),
                    ended.answer, ended.answer_hash, ended.error, round(ended.seconds, 3), call,
                ),
            )  # fmt: skip

    def spent(self, project: str) -> Decimal:
        """What a project's calls cost so far, in dollars."""
        rows = self._connections.get().execute("select cost from ai_calls where project = ?", (project,))
        return sum((Decimal(cost) for (cost,) in rows), Decimal(0))

    def spent_in_month(self, moment: datetime | None = None) -> Decimal:
        """What all calls of a calendar month (UTC) cost, in dollars."""
        month = (moment or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m")
        rows = self._connections.get().execute("select cost from ai_calls where created like ? || '%'", (month,))
        return sum((Decimal(cost) for (cost,) in rows), Decimal(0))

    def calls(self, project: str | None = None, limit: int = 500) -> tuple[Call, ...]:
        """Logged calls, newest first."""
        rows = self._connections.get().execute(
            f"select {_COLUMNS} from ai_calls where (:project is null or project = :project)"
            " order by id desc limit :limit",
            {"project": project, "limit": limit},
        )
        return tuple(_call(row) for row in rows)

    def forget_texts(self, before: datetime) -> int:
        """Empty question and answer of the calls made before a moment; how many had any.

        The rows stay, with cost, tokens and hashes: sums and caps rest on them.  Opinions and suggestions stay too.
        """
        with self._connections.transaction() as connection:
            return connection.execute(
                "update ai_calls set request = '', answer = '' where created < ? and (request != '' or answer != '')",
                (stored(before),),
            ).rowcount

    # opinions

    def save_opinions(
        self, document: str, role: Role, opinions: Mapping[int, Opinion], grounds: Mapping[int, str]
    ) -> None:
        """Keep one role's opinions; the same role's older ones on these positions go.  Joins the open transaction."""
        with self._connections.transaction() as connection:
            connection.executemany(
                "insert or replace into ai_opinions (document, idx, role, ground, record) values (?, ?, ?, ?, ?)",
                [(document, idx, role.value, grounds[idx], encode(opinion)) for idx, opinion in opinions.items()],
            )

    def opinions(self, document: str, grounds: Sequence[str]) -> dict[int, tuple[Opinion, ...]]:
        """The opinions that still hold, by position: those on a position that has changed since do not count.

        `grounds` are the positions' present grounds, in order.
        """
        rows = self._connections.get().execute(
            "select idx, ground, record from ai_opinions where document = ? order by idx, role", (document,)
        )
        found: dict[int, tuple[Opinion, ...]] = {}
        order = list(Role)
        for idx, ground, record in rows:
            if idx < len(grounds) and grounds[idx] == ground:
                found[idx] = (*found.get(idx, ()), decode(record, Opinion))
        return {idx: tuple(sorted(said, key=lambda opinion: order.index(opinion.role))) for idx, said in found.items()}

    def any_opinions(self, document: str) -> bool:
        """Whether any opinion on a document is kept."""
        row = self._connections.get().execute("select 1 from ai_opinions where document = ? limit 1", (document,))
        return row.fetchone() is not None

    # suggestions for matches

    def save_suggestions(
        self, document: str, suggestions: Mapping[int, Suggestion], grounds: Mapping[int, str]
    ) -> None:
        """Keep suggestions for positions' matches.  Joins the open transaction."""
        with self._connections.transaction() as connection:
            connection.executemany(
                "insert or replace into ai_suggestions (document, idx, ground, record) values (?, ?, ?, ?)",
                [(document, idx, grounds[idx], encode(said)) for idx, said in suggestions.items()],
            )

    def suggestion(self, document: str, position: int, ground: str) -> Suggestion | None:
        """The suggestion for a position's match; None where there is none for what the match is now."""
        row = self._connections.get().execute(
            "select ground, record from ai_suggestions where document = ? and idx = ?", (document, position)
        )
        found = row.fetchone()
        return decode(found[1], Suggestion) if found is not None and found[0] == ground else None

    # consent

    def consent(self, project: str = EVERYTHING) -> None:
        """Note that the person allowed sending a project's texts (default: those of all projects)."""
        with self._connections.transaction() as connection:
            connection.execute("insert or replace into ai_consents (project, given) values (?, ?)", (project, now()))

    def withdraw(self, project: str = EVERYTHING) -> None:
        """Take a consent back."""
        with self._connections.transaction() as connection:
            connection.execute("delete from ai_consents where project = ?", (project,))

    def consented(self, project: str) -> bool:
        """Whether a project's texts may be sent."""
        row = self._connections.get().execute(
            "select 1 from ai_consents where project in (?, ?)", (project, EVERYTHING)
        )
        return row.fetchone() is not None

    def consents(self) -> tuple[str, ...]:
        """The projects that are allowed (`*`: all)."""
        rows = self._connections.get().execute("select project from ai_consents order by given")
        return tuple(str(project) for (project,) in rows)

    # readings compared

    def note_comparison(self, document: str, compared: Compared) -> None:
        """Keep how another engine's reading compared.  Joins the open transaction."""
        with self._connections.transaction() as connection:
            connection.execute(
                "insert into engine_comparisons (document, record, created) values (?, ?, ?)",
                (document, encode(compared), now()),
            )

    def comparisons(self, document: str) -> tuple[Compared, ...]:
        """The comparisons of a document, newest first."""
        rows = self._connections.get().execute(
            "select record from engine_comparisons where document = ? order by id desc", (document,)
        )
        return tuple(decode(record, Compared) for (record,) in rows)


def _call(row: Iterable[object]) -> Call:
    (
        identity, use, model, state, project, document, job, prompt_hash, answer_hash, sent, said, written, read, cost,
        created, seconds, error, request, answer,
    ) = (str(value) for value in row)  # fmt: skip
    return Call(
        int(identity),
        Use(use),
        model,
        CallState(state),
        project,
        document,
        job,
        prompt_hash,
        answer_hash,
        Usage(int(sent), int(said), int(written), int(read)),
        Decimal(cost),
        datetime.fromisoformat(created),
        float(seconds),
        error,
        request,
        answer,
    )
