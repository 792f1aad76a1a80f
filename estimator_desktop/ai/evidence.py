"""What an answer may rest on: quotes that stand in the position, numbers that stand in the source.

Pure functions; the texts are compared without regard to white space, case and look-alike forms of the same sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f.,]\d+)*")
_SHORTEST_QUOTE = 4


def plain(text: str) -> str:
    """The text as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def stands_in(quote: str, source: str) -> bool:
    """Whether a quote of at least four signs stands in the source."""
    wanted = plain(quote)
    return len(wanted) >= _SHORTEST_QUOTE and wanted in plain(source)


def numbers(text: str) -> list[str]:
    """The numbers in a text, without group separators, one kind of decimal sign."""
    return [_bare(found) for found in _NUMBER.findall(unicodedata.normalize("NFKC", text))]


def _bare(number: str) -> str:
    return re.sub(r"[ \u00a0\u202f]", "", number).replace(".", ",").rstrip(",")


def foreign_numbers(text: str, source: str) -> list[str]:
    """The numbers in a text that do not stand in the source, printed the same way or as a part between blanks."""
    known = set(numbers(source))
    for number in list(known):
        known.update(part for part in number.split(",") if part)
    for found in _NUMBER.findall(unicodedata.normalize("NFKC", source)):
        known.update(_bare(part) for part in found.split())
    return [number for number in numbers(text) if number not in known]


def is_printed(number: str, source: str) -> bool:
    """Whether a number was copied from the source: the very signs, not inside a longer number."""
    wanted = " ".join(unicodedata.normalize("NFKC", number).split())
    text = " ".join(unicodedata.normalize("NFKC", source).split())
    if not wanted:
        return True
    return re.search(rf"(?<![\d,.]){re.escape(wanted)}(?![\d]|[.,]\d)", text) is not None


def words_in(text: str, source: str) -> bool:
    """Whether every word of a text stands in the source."""
    known = set(plain(source).split())
    return all(word in known for word in plain(text).split())


def joined(parts: Iterable[str]) -> str:
    """Texts as one source."""
    return "\n".join(part for part in parts if part)
