"""What the table of `concepts` means: which words say the same, what abbreviations stand for, what excludes what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from estimator_desktop.catalogues.concepts import TABLE

SILENT = frozenset(
    [
        "a",
        "i",
        "o",
        "u",
        "v",
        "ve",
        "s",
        "se",
        "z",
        "ze",
        "k",
        "ke",
        "na",
        "po",
        "pro",
        "do",
        "od",
        "pri",
        "za",
        "dle",
        "podle",
        "atd",
        "apod",
        "napr",
        "viz",
        "pod",
        "nad",
        "mezi",
        "kolem",
        "okolo",
        "az",
        "nebo",
        "ci",
        "jakekoliv",
        "jakekoli",
        "jakoukoliv",
        "jakoukoli",
        "jakehokoliv",
        "jakemkoliv",
        "kterekoliv",
        "obvykl",
        "obvyklem",
        "vhodnych",
        "vhodny",
        "dalsich",
        "i",
        "zapocatych",
        "zapocaty",
        "zapocate",
        "jednotlive",
        "stanoveny",
        "avsak",
        "ale",
        "jako",
        "to",
        "ktere",
        "ktery",
        "nichz",
        "ust",
        "cl",
        "polozka",
        "polozky",
        "mm",
        "m",
        "m2",
        "m3",
        "cena",
        "cene",
        "ceny",
        "ostatni",
        "typ",
        "typu",
        "vsech",
        "vsechny",
        "jejich",
        "tohoto",
        "techto",
        "tech",
        "ostat",
    ]
)
"""Words that say nothing about which item is meant."""

PHRASES: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (sign, re.compile(pattern), meaning)
    for sign, pattern, meaning in (
        ("d", r"\bd\s*(?:\+|a|&)\s*m\b", " dodavka montaz "),
        ("dod", r"\bdod\.?\s*(?:\+|a|&)\s*mont(?:az)?\b", " dodavka montaz "),
        ("+", r"\bm\s*\+\s*d\b", " dodavka montaz "),
        ("sun hmot", r"\bpresun hmot\b", " presunhmot "),
        ("do ", r"\bdo\s+(dn|d|c|prumeru|pr)\s+(?=\d)", r" \1 do "),
        ("pres ", r"\bpres\s+(dn|d|c|prumeru|pr)\s+(?=\d)", r" \1 pres "),
    )
)
"""Wordings of several words, brought to one before the text is cut up; the first part says where to look at all."""

EXCLUSIVE: tuple[tuple[str, ...], ...] = (
    ("zrizeni", "odstran", "demontaz", "bourani", "montaz", "odbedneni", "vytrhani"),
    ("rucne", "strojne"),
    ("svisly", "vodorovny"),
    ("vnitrni", "vnejsi"),
    ("x1", "x2", "x3"),
    ("kruhovy", "ctyrhranny"),
    ("teply", "studeny"),
    ("horni", "dolni"),
    ("mokry", "suchy"),
    ("prosty", "zelezo"),
    ("litina", "kamenina", "plast", "pvc", "polyethylen", "polypropylen", "ocel", "nerez", "med", "beton", "hlinik"),
    ("zaklad", "strop", "stena", "sloup", "podlaha", "strecha", "schod"),
    ("nalozeni", "doprava", "poplatek"),
    ("jama", "ryha", "sachta"),
    ("zasyp", "obsyp", "nasyp", "podsyp"),
    ("dlazba", "obklad", "malba", "omitka"),
    ("deska", "pas", "pata"),
    ("rovny", "oblouk"),
)
"""Groups of concepts of which two texts must share one where both name some."""


@dataclass(frozen=True, slots=True)
class Concepts:
    """A compiled table: whole words, and beginnings of words, longest first."""

    exact: dict[str, tuple[str, ...]]
    prefixes: tuple[tuple[str, tuple[str, ...]], ...]

    def of(self, word: str, stemmed: str) -> tuple[str, ...]:
        """The concepts that a folded word names; empty where the table does not know it."""
        found = self.exact.get(word) or self.exact.get(stemmed)
        if found:
            return found
        for prefix, meaning in self.prefixes:
            if word.startswith(prefix):
                return meaning
        return ()


def compile_table(lines: Iterable[str]) -> Concepts:
    """Make a table of its lines; unknown forms (no colon, no words) are passed over."""
    exact: dict[str, tuple[str, ...]] = {}
    prefixes: dict[str, tuple[str, ...]] = {}
    for line in lines:
        names, colon, words = line.partition(":")
        if not colon or names.lstrip().startswith("#"):
            continue
        meaning = tuple(names.split())
        for word in words.split():
            if word.endswith("*"):
                prefixes.setdefault(word[:-1], meaning)
            elif "+" not in word:
                exact.setdefault(word, meaning)
    ordered = sorted(prefixes.items(), key=lambda entry: (-len(entry[0]), entry[0]))
    return Concepts(exact, tuple(ordered))


CONCEPTS = compile_table(TABLE.splitlines())
