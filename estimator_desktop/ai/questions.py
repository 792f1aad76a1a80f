"""Questions as values: what is sent, its hash, what it will cost at most.

The texts of a document go as JSON strings inside one JSON object, freed of signs that a reader of the page cannot see,
so that nothing in them can end the data and pose as an instruction.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from estimator_desktop.config import resources_folder
from estimator_desktop.domain.advice import Model, Usage, Use

_SIGNS_A_TOKEN = 2
"""Czech text in the newer tokenizers has 2 to 3 signs a token; estimates err on the dear side."""
_OVERHEAD = 600
"""Tokens of the schema and of what the service adds."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A system prompt with the version that is logged."""

    name: str
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One call.  `subjects` are the ids of what it is about, in order."""

    use: Use
    model: Model
    prompt: Prompt
    content: str
    schema: Mapping[str, object]
    max_tokens: int
    subjects: tuple[str, ...] = ()

    @property
    def request(self) -> str:
        """All that is sent, as one JSON text that is always the same for the same question."""
        return json.dumps(
            {
                "model": self.model.id,
                "effort": self.model.effort,
                "system": self.prompt.text,
                "content": self.content,
                "schema": self.schema,
                "max_tokens": self.max_tokens,
            },
            ensure_ascii=False,
            sort_keys=True,
        )

    @property
    def hash(self) -> str:
        """SHA-256 of the request."""
        return sha256(self.request)

    @property
    def most(self) -> Usage:
        """The most tokens it can take."""
        sent = tokens(self.prompt.text) + tokens(self.content) + tokens(json.dumps(self.schema)) + _OVERHEAD
        return Usage(input=0, output=self.max_tokens, cache_write=sent)

    @property
    def dearest(self) -> Decimal:
        """What it can cost at most, in dollars."""
        return self.model.cost(self.most)


def sha256(text: str) -> str:
    """SHA-256 of a text, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def tokens(text: str) -> int:
    """How many tokens a text has at most, roughly."""
    return len(text) // _SIGNS_A_TOKEN + 1


def visible(text: str) -> str:
    """The text without signs that nobody sees (zero width, direction, tags, private use) and without control signs."""
    kept = (
        sign if sign in "\n\t" or not unicodedata.category(sign).startswith("C") else " " if sign == "\r" else ""
        for sign in text
    )
    return "".join(kept)


def content_of(value: Mapping[str, object]) -> str:
    """The message of a question: one JSON object."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@cache
def prompt(*names: str) -> Prompt:
    """The common prompt and the named ones, one after the other.  The version is the sum of theirs."""
    folder = resources_folder() / "prompts"
    version = 0
    parts: list[str] = []
    for name in ("common", *names):
        head, _, text = (folder / f"{name}.md").read_text(encoding="utf-8").partition("\n")
        version += int(head.removeprefix("version:"))
        parts.append(text.strip())
    return Prompt("+".join(names), version, "\n\n".join(parts))


def object_of(properties: Mapping[str, object]) -> dict[str, object]:
    """A JSON schema of an object that has exactly these properties."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(item: Mapping[str, object]) -> dict[str, object]:
    """A JSON schema of a list."""
    return {"type": "array", "items": dict(item)}


TEXT: Mapping[str, object] = {"type": "string"}
NUMBER: Mapping[str, object] = {"type": "number"}
INTEGER: Mapping[str, object] = {"type": "integer"}


def one_of(values: Sequence[str]) -> dict[str, object]:
    """A JSON schema of one of some words."""
    return {"type": "string", "enum": list(values)}
