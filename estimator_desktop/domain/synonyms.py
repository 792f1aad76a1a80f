"""The person's own words that mean the same, as they typed them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

Group = tuple[str, ...]
_BETWEEN = re.compile(r"[,;=\n]+")
_WORD = re.compile(r"[^\W\d_][\w-]*\*?")


class SynonymError(ValueError):
    """The words are no group: `str` is a code for a sentence (`synonyms.too_few`, `synonyms.not_a_word`)."""


def group_of(typed: str) -> Group:
    """The words of a typed line, each once, parted by commas.  Raises SynonymError."""
    words = tuple(dict.fromkeys(" ".join(part.split()) for part in _BETWEEN.split(typed) if part.strip()))
    for word in words:
        if not _WORD.fullmatch(word):
            raise SynonymError("synonyms.not_a_word")
    if len(words) < 2:
        raise SynonymError("synonyms.too_few")
    return words


def typed(group: Group) -> str:
    """A group as a line."""
    return ", ".join(group)


def encoded(groups: Sequence[Group]) -> str:
    """Groups as they are kept in the settings."""
    return json.dumps([list(group) for group in groups], ensure_ascii=False)


def decoded(text: str | None, lines: str | None) -> tuple[Group, ...]:
    """The kept groups; where none are kept, those of table lines (`concept: word beginning*`) that somebody wrote."""
    if text:
        return tuple(tuple(str(word) for word in group) for group in json.loads(text))
    found = [line.partition(":") for line in (lines or "").splitlines()]
    return tuple(tuple(words.split()) for names, colon, words in found if colon and not names.lstrip().startswith("#"))
