r"""What a text that matches a pattern can begin with: a cheap look that spares most texts the pattern itself.

Understands what the vocabulary's patterns are made of: signs, `.`, `\w`, classes, groups with alternatives, `?`, `*`
and `+`.
"""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST = 3
_ANY = "\0"
"""Stands for a sign that may be anything: what follows says nothing any more."""


def openings(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Beginnings of at most three signs and within the first word; every match of a pattern starts with one of them."""
    found = {head.partition(_ANY)[0].partition(" ")[0] for pattern in patterns for head in _Reader(pattern).heads()}
    return tuple(sorted(found))


@dataclass(slots=True)
class _Reader:
    """Recursive descent over a pattern; every step gives the beginnings of what it has read."""

    pattern: str
    place: int = 0

    def heads(self) -> frozenset[str]:
        """The alternatives up to the closing bracket or the end."""
        found = self._sequence()
        while self._peek() == "|":
            self.place += 1
            found |= self._sequence()
        return found

    def _peek(self) -> str:
        return self.pattern[self.place : self.place + 1]

    def _sequence(self) -> frozenset[str]:
        found = frozenset({""})
        while self._peek() not in {"", "|", ")"}:
            found = _followed(found, self._repeated(self._atom()))
        return found

    def _repeated(self, atom: frozenset[str]) -> frozenset[str]:
        sign = self._peek()
        if sign not in {"?", "*", "+"}:
            return atom
        self.place += 1
        more = atom if sign == "?" else frozenset(head + _ANY for head in atom)
        return more if sign == "+" else more | {""}

    def _atom(self) -> frozenset[str]:
        sign = self._peek()
        self.place += 1
        if sign == "(":
            if self._peek() == "?":  # (?: …)
                self.place += 2
            inner = self.heads()
            self.place += 1
            return inner
        if sign == "[":
            end = self.pattern.index(
                "]", self.place + (self._peek() == "\\" and self.pattern[self.place + 1] == "]") * 2
            )
            self.place = end + 1
            return frozenset({_ANY})
        if sign == "\\":
            escaped = self._peek()
            self.place += 1
            return frozenset({_ANY if escaped.isalpha() else escaped})
        return frozenset({_ANY if sign == "." else sign})


def _followed(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Beginnings of one thing followed by another."""
    result: set[str] = set()
    for head in one:
        if _ANY in head or len(head) >= _LONGEST:
            result.add(head)
        else:
            result.update((head + tail)[:_LONGEST] for tail in other)
    return frozenset(result)
