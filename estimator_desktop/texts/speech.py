"""From codes to sentences in one language.

A sentence names its values in braces.  A value that is a decimal number is written as people of the language write it;
everything else stands as it is.  Counted things have three forms in Czech (1, 2 to 4, other) and two in English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache, cached_property
from math import ceil
from types import ModuleType
from typing import TYPE_CHECKING

from estimator_desktop.domain.colour import Colour

if TYPE_CHECKING:
    from decimal import Decimal

    from estimator_desktop.domain.bill import BillOfQuantities, CheckResult, ProofFailure, Source
    from estimator_desktop.domain.job import Job
    from estimator_desktop.domain.verdict import Finding, Role
    from estimator_desktop.texts.numbers import Numbers

MARKS = {Colour.RED: "■", Colour.AMBER: "▲", Colour.GREEN: "●"}
"""The shape that says the verdict without colour."""
LANGUAGES = {"cs": "Čeština", "en": "English"}
_NUMBERS = frozenset({
    "expected", "found", "difference", "value", "amount", "back", "away", "percent", "rate", "free", "size",
})  # fmt: skip

_SHORT = 40
"""So many signs of a text stand for a code."""
_NAMING = frozenset(
    {
        "c1_unknown",
        "c1_other_system",
        "c2_edition",
        "c6_edition",
        "c7_vague",
        "c9_trade",
        "c10_link",
        "c12_two_codes",
        "c12_two_texts",
        "s8_no_material",
        "s9_section",
        "s11_empty",
    }
)
"""Findings whose `expected` and `found` are codes, years or wordings: `631311115` is no number to be grouped."""


def _beginning(text: str) -> str:
    """What names a position that has no code: the first words of its text."""
    words = " ".join(text.split())
    return words if len(words) <= _SHORT else words[:_SHORT].rsplit(" ", 1)[0] + "…"


class _Plain(str):
    """A text that stays as it is, digits or not."""

    __slots__ = ()


def parts_of(language: str) -> tuple[ModuleType, ...]:
    """The modules that hold a language's sentences.  Only what is spoken is loaded: the first window waits for it."""
    if language == "en":
        from estimator_desktop.texts import (  # noqa: PLC0415 - see above
            ai_en,
            audit_en,
            catalogue_en,
            en,
            pages_en,
            queue_en,
            review_en,
        )

        return en, catalogue_en, audit_en, queue_en, pages_en, ai_en, review_en
    from estimator_desktop.texts import (  # noqa: PLC0415 - see above
        ai_cs,
        audit_cs,
        catalogue_cs,
        cs,
        pages_cs,
        queue_cs,
        review_cs,
    )

    return cs, catalogue_cs, audit_cs, queue_cs, pages_cs, ai_cs, review_cs


@cache
def _words(language: str) -> tuple[Mapping[str, str], Mapping[str, tuple[str, str, str]]]:
    """Sentences and counted things of a language."""
    sentences: dict[str, str] = {}
    counted: dict[str, tuple[str, str, str]] = {}
    for part in parts_of(language):
        sentences.update(part.SENTENCES)
        counted.update(getattr(part, "COUNTED", {}))
    return sentences, counted


class Texts:
    """The sentences of one language (`cs` or `en`).  A code without a sentence is a KeyError: a bug, never shown."""

    def __init__(self, language: str = "cs") -> None:
        self.language = language if language in LANGUAGES else "cs"
        self._sentences, self._counted = _words(self.language)

    def patterns(self, prefix: str) -> Mapping[str, str]:
        """All sentences whose keys begin so, by the rest of the key; values stand as names in braces."""
        return {key[len(prefix) :]: words for key, words in self._sentences.items() if key.startswith(prefix)}

    def say(self, key: str, **values: object) -> str:
        """The sentence of a key with its values."""
        if not values:
            return self._sentences[key].format()
        return self._sentences[key].format(**{name: self._shown(name, value) for name, value in values.items()})

    def knows(self, key: str) -> bool:
        """Whether there is a sentence for a key."""
        return key in self._sentences

    def count(self, thing: str, number: int) -> str:
        """A number of things: `1 položka`, `3 položky`, `1 441 položek`."""
        one, few, many = self._counted[thing]
        word = one if number == 1 else few if 2 <= number <= 4 else many
        return f"{self._numbers.whole(number)} {word}"

    def number(self, value: Decimal, places: int | None = None) -> str:
        """A number as people of the language write it."""
        return self._numbers.write(value, places)

    @cached_property
    def _numbers(self) -> Numbers:
        from estimator_desktop.texts.numbers import Numbers  # noqa: PLC0415 - the first window names no number

        return Numbers(self.language)

    def money(self, value: Decimal, currency: str = "CZK") -> str:
        """An amount with its currency."""
        return f"{self.number(value, 2)} {self.currency(currency)}"

    def currency(self, currency: str) -> str:
        """The sign of a currency."""
        return "Kč" if currency == "CZK" else currency

    def value(self, field: str, text: str) -> str:
        """What a position's field is changed from or to; a number as people of the language write it."""
        from estimator_desktop.domain.decimals import decimals  # noqa: PLC0415 - the first window names no number
        from estimator_desktop.domain.exchange import AMOUNTS  # noqa: PLC0415
        from estimator_desktop.domain.numbers import parse_amount  # noqa: PLC0415

        number = parse_amount(text).value if field in AMOUNTS else None
        return text if number is None else self.number(number, decimals(number))

    def day(self, moment: datetime) -> str:
        """A date in local time."""
        return self.calendar_day(moment.astimezone())

    def calendar_day(self, day: date) -> str:
        """A date of the calendar: `3. 11. 2026`, `3 Nov 2026`."""
        return f"{day.day} {day:%b %Y}" if self.language == "en" else f"{day.day}. {day.month}. {day.year}"

    def month(self, text: str) -> str:
        """A month that comes as `2026-11`: `11/2026`, `Nov 2026`."""
        first = datetime.strptime(f"{text}-01", "%Y-%m-%d")  # noqa: DTZ007 - a month has no zone
        return f"{first:%b %Y}" if self.language == "en" else f"{first.month}/{first.year}"

    def colour(self, colour: Colour) -> str:
        """The word for a verdict."""
        return self.say(f"colour.{colour.value}")

    def role(self, role: Role) -> str:
        """What a role looks after."""
        return self.say(f"role.{role.value}")

    def error(self, code: str, params: Mapping[str, str]) -> str:
        """What went wrong, in one or two plain sentences with the next step."""
        values = dict(params)
        if "seen" in values:
            values["seen"] = self.say(f"seen.{values['seen']}")
        if "why" in values:
            values["why"] = self.say(f"why.{values['why']}", **values)
        values.setdefault("file", "")
        return self.say(f"error.{code}", **values)

    def finding(self, finding: Finding) -> str:
        """What a rule found: both numbers, then what to do."""
        plain = _Plain if finding.code in _NAMING else str
        values: dict[str, object] = {
            "expected": plain(finding.expected),
            "found": plain(finding.found),
            **dict(finding.params),
        }
        if finding.code == "p4_age":
            values["day"] = self.month(dict(finding.params)["day"])
        said = self.say(f"finding.{finding.code}", **values)
        return said.replace("….", "…").replace(" ()", "")  # a list cut short ends the sentence; no empty brackets

    def finding_title(self, finding: Finding) -> str:
        """The finding in two or three words."""
        return self.say(f"title.{finding.code}")

    def hitl_reason(self, code: str) -> str:
        """Why a person must decide."""
        return self.say(f"hitl.{code}")

    def health(self, code: str, params: Mapping[str, str]) -> str:
        """How something is, and what to do where it is not well.  An error that has no sentence here has its own."""
        if not self.knows(f"health.{code}"):
            return self.error(code, params)
        from decimal import Decimal  # noqa: PLC0415 - the first window names no number

        from estimator_desktop.texts.times import ago_words, moment_words  # noqa: PLC0415 - see above

        shown: dict[str, Callable[[str], str]] = {
            "size": lambda size: self.number(Decimal(size)),
            "free": lambda free: self.number(Decimal(free)),
            "at": lambda at: moment_words(datetime.fromisoformat(at), self),
            "days": lambda days: ago_words(int(days), self),
            "jobs": lambda jobs: self.count("jobs", int(jobs)),
            "tasks": lambda tasks: ", ".join(self.say(f"job.{task}") for task in tasks.split(", ")),
        }
        return self.say(
            f"health.{code}", **{name: shown[name](value) if name in shown else value for name, value in params.items()}
        )

    def job(self, job: Job) -> str:
        """What the job does, to what."""
        return self.say(f"job.{job.kind.value}", file=job.subject)

    def system(self, code: str) -> str:
        """A price system as people call it; only the one for own codes has a name of the program's."""
        return self.say("system.own") if code == "OWN" else code

    def job_event(self, event: str) -> str:
        """A line of a job's history; an event without a sentence of its own as it is stored."""
        return self.say(f"event.{event}") if self.knows(f"event.{event}") else event

    def job_state(self, job: Job, now: datetime | None = None) -> str:
        """Where the job is, with its progress, its error or the seconds until the next try."""
        from estimator_desktop.domain.job import MAX_ATTEMPTS, JobState  # noqa: PLC0415 - the first window has no jobs

        if job.state is JobState.FAILED:
            return self.error(job.error_code, dict(job.error_params))
        if job.state is JobState.RUNNING and job.cancel_requested:
            return self.say("state.cancelling")
        if job.state is JobState.RUNNING and job.total:
            return self.say("progress", done=job.done, total=self.count(job.message or "steps", job.total))
        if job.state is JobState.QUEUED and job.retry_at is not None:
            seconds = (job.retry_at - (now or datetime.now(UTC))).total_seconds()
            return self.say("state.retry", seconds=max(0, ceil(seconds)), attempt=job.attempt + 1, count=MAX_ATTEMPTS)
        return self.say(f"state.{job.state.value}")

    def place(self, source: Source | None) -> str:
        """Where something stands in its document."""
        if source is None:
            return ""
        if source.sheet is not None:
            return self.say("place.sheet", sheet=source.sheet, row=str(source.row))
        if source.page is not None:
            return self.say("place.page", page=str(source.page))
        return self.say("place.row", row=str(source.row)) if source.row is not None else ""

    def check(self, result: CheckResult) -> str:
        """One line of the proof: `23 z 23 součtů dílů`."""
        return self.say(f"check.{result.check.value}", passed=result.passed, total=result.total)

    def proof_line(self, bill: BillOfQuantities) -> str:
        """The whole proof in one line."""
        proof = bill.proof
        if proof is None:
            return ""
        checked = [self.check(result) for result in proof.results if result.total and result.check != "numbers"]
        parts = [self.count("positions", proof.positions), *checked]
        return "  ·  ".join(parts)

    def proof_failure(self, failure: ProofFailure, bill: BillOfQuantities) -> str:
        """Where and how the document's own checksum is not reproduced."""
        position = bill.positions[failure.position] if failure.position is not None else None
        section = bill.sections[failure.section] if failure.section is not None else None
        work = bill.objects[failure.object] if failure.object is not None else None
        name = f"{section.code} {section.name}" if section else f"{work.code} {work.name}" if work else bill.name
        said = self.say(
            f"proof.{failure.code}",
            expected=failure.expected,
            found=failure.found,
            ordinal=position.ordinal if position else "",
            code=(position.code or _beginning(position.description)) if position else "",
            name=name.strip(),
        )
        return said.replace("  ", " ").replace(" ()", "")

    def _shown(self, name: str, value: object) -> str:
        if isinstance(value, int):
            return self._numbers.whole(value)
        if isinstance(value, _Plain):
            return str(value)
        text = str(value)
        return "–".join(map(self._numbers.written, text.split("–"))) if name in _NUMBERS else text
