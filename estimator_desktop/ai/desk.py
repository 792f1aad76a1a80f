"""Asking with a memory and a purse: stored answers first, caps before, the log after; bad answers asked in halves."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from estimator_desktop.ai.client import Answer, CallCancelled, CallFailed
from estimator_desktop.ai.questions import Question
from estimator_desktop.domain.advice import CallState, Estimate, Usage
from estimator_desktop.errors import UserError

_T = TypeVar("_T")
_Item = TypeVar("_Item")
_DIVISIBLE = frozenset({CallState.TRUNCATED, CallState.REFUSED, CallState.MALFORMED})


class Asks(Protocol):
    """Whoever answers: the real client, or a stand-in in tests."""

    def ask(self, question: Question, stop: Callable[[], bool]) -> Answer:
        """The answer.  Raises CallFailed, CallCancelled."""


class Ledger(Protocol):
    """Where calls are written down.  Every method is one transaction."""

    def known(self, prompt_hash: str) -> str | None:
        """The answer that the same question brought before; None where it was not asked or not answered well."""

    def begin(self, question: Question) -> int:
        """Note a call that is about to be made, at its dearest; its id.  Raises UserError where a cap is reached."""

    def end(
        self, call: int, question: Question, state: CallState, usage: Usage, answer: str, error: str, seconds: float
    ) -> None:
        """Note how it ended and what it really cost."""


class Malformed(Exception):
    """An answer that is not of the schema; the text says where."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Asks questions for one job."""

    claude: Asks
    ledger: Ledger
    stop: Callable[[], bool]

    def ask(self, question: Question, read: Callable[[object], _T]) -> _T:
        """The answer to a question as `read` understands its JSON; from the log where it was asked before.

        `read` raises Malformed.  Raises CallFailed, UserError for caps, Cancelled.
        """
        stored = self.ledger.known(question.hash)
        if stored is not None:
            return read(json.loads(stored))
        call = self.ledger.begin(question)
        started = time.monotonic()

        def end(state: CallState, usage: Usage, text: str = "", error: str = "") -> None:
            self.ledger.end(call, question, state, usage, text, error, time.monotonic() - started)

        try:
            answer = self.claude.ask(question, self.stop)
        except CallFailed as failed:
            end(failed.state, failed.usage, failed.text, failed.error.code)
            raise
        except CallCancelled as cancelled:
            end(CallState.CANCELLED, cancelled.usage, cancelled.text)
            raise
        except BaseException as error:
            end(CallState.FAILED, question.most, "", type(error).__name__)
            raise
        try:
            value = read(json.loads(answer.text))
        except (Malformed, ValueError, RecursionError) as error:
            end(CallState.MALFORMED, answer.usage, answer.text, "ai_malformed")
            trouble = UserError("ai_malformed", detail=str(error)[:500])
            raise CallFailed(CallState.MALFORMED, trouble, answer.usage, answer.text) from error
        end(CallState.DONE, answer.usage, answer.text)
        return value

    def ask_all(
        self,
        items: Sequence[_Item],
        make: Callable[[Sequence[_Item]], Question],
        read: Callable[[object, Question], Mapping[str, _T]],
        name: Callable[[_Item], str],
    ) -> tuple[dict[str, _T], dict[str, UserError]]:
        """Answers by the items' names, and why the others have none.

        A call that was cut short, refused or malformed is asked again in halves, so that one bad item costs only its
        own answer.  Other failures (network, key, caps) end the whole and are raised as UserError.
        """
        found: dict[str, _T] = {}
        failures: dict[str, UserError] = {}
        waiting: list[Sequence[_Item]] = [items] if items else []
        while waiting:
            part = waiting.pop()
            question = make(part)
            try:
                answers = self.ask(question, lambda value, question=question: read(value, question))  # type: ignore[misc]
            except CallFailed as failed:
                if failed.state not in _DIVISIBLE:
                    raise failed.error from failed
                if len(part) > 1:
                    half = len(part) // 2
                    waiting += [part[half:], part[:half]]
                else:
                    failures[name(part[0])] = failed.error
                continue
            for item in part:
                key = name(item)
                if key in answers:
                    found[key] = answers[key]
                else:
                    failures[key] = UserError("ai_not_usable")
        return found, failures


def estimate(ledger: Ledger, questions: Sequence[Question]) -> Estimate:
    """What the questions would cost at most; those that were asked before cost nothing."""
    total = Estimate()
    for question in questions:
        if ledger.known(question.hash) is not None:
            total += Estimate(known=1)
        else:
            most = question.most
            total += Estimate(1, 0, most.cache_write + most.output, question.dearest)
    return total
