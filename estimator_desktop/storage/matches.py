"""Matches, the person's word on them, and personal rules.

An answer is a row of its own and is never overwritten; its deed tells whether it stands.  It belongs to a document's
position and holds as long as the position is still the same (code, description and unit); it survives every re-run of
matching and reading.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from estimator_desktop.catalogues.words import fold
from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.deed import DeedKind
from estimator_desktop.domain.match import (
    Answer,
    CatalogueItem,
    Enrichment,
    Match,
    MatchLevel,
    PersonalRule,
    Said,
)
from estimator_desktop.domain.units import normalise_unit
from estimator_desktop.storage.codec import decode, encode
from estimator_desktop.storage.connection import Connections, now
from estimator_desktop.storage.deeds import record
from estimator_desktop.storage.personal import put_rule


def fingerprint(position: Position) -> str:
    """What must stay the same for an answer to go on holding."""
    text = "\n".join((position.code, fold(position.description), normalise_unit(position.unit)))
    return hashlib.sha256(text.encode()).hexdigest()


class Matches:
    """What matching found, and what the person said about it."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def save(self, document: str, enrichment: Enrichment) -> None:
        """Store a document's matches; those of an earlier run that are not among them go."""
        with self._connections.transaction():
            self.clear(document)
            self.save_some(document, enrichment)

    def save_some(self, document: str, enrichment: Enrichment) -> None:
        """Store the matches of some positions; those of the others stay as they are.  Joins the open transaction."""
        head = encode(replace(enrichment, matches=()))
        with self._connections.transaction() as connection:
            connection.execute(
                "insert into enrichments (document, head, exact, partial, saved) values (?, ?, 0, 0, ?)"
                " on conflict (document) do update set head = excluded.head, saved = excluded.saved",
                (document, head, now()),
            )
            connection.executemany(
                "insert or replace into matches (document, idx, level, code, record) values (?, ?, ?, ?, ?)",
                [_row(document, match) for match in enrichment.matches],
            )
            connection.execute(
                "update enrichments set exact = (select count(*) from matches m where m.document = ? and m.level = ?),"
                " partial = (select count(*) from matches m where m.document = ? and m.level = ?) where document = ?",
                (document, MatchLevel.EXACT.value, document, MatchLevel.PARTIAL.value, document),
            )

    def saved(self, document: str) -> str:
        """When any match of a document was saved last, to compare; empty where there is none."""
        row = self._connections.get().execute("select saved from enrichments where document = ?", (document,))
        found = row.fetchone()
        return "" if found is None else str(found[0])

    def clear(self, document: str) -> None:
        """Forget what matching found in a document; the person's words stay."""
        with self._connections.transaction() as connection:
            connection.execute("delete from enrichments where document = ?", (document,))

    def load(self, document: str) -> Enrichment | None:
        """A document's matches in position order; None where it was not enriched."""
        with self._connections.snapshot() as connection:
            head = connection.execute("select head from enrichments where document = ?", (document,)).fetchone()
            found = connection.execute("select record from matches where document = ? order by idx", (document,))
            rows = found.fetchall()
        if head is None:
            return None
        return replace(decode(head[0], Enrichment), matches=tuple(decode(row[0], Match) for row in rows))

    def load_one(self, document: str, position: int) -> Match | None:
        """One position's match; None where it was not matched."""
        row = self._connections.get().execute(
            "select record from matches where document = ? and idx = ?", (document, position)
        )
        found = row.fetchone()
        return None if found is None else decode(found[0], Match)

    def say(
        self, document: str, position: Position, answer: Answer, item: CatalogueItem | None = None,
        rule: PersonalRule | None = None,
    ) -> bool:  # fmt: skip
        """Note the person's word on a position's match (`OPEN` takes it back), and the rule to keep of it: one deed.

        Whether anything was noted: the same word again is none.
        """
        with self._connections.transaction() as connection:
            stands = self._word(document, position)
            if rule is None and (answer is Answer.OPEN, item) == (stands.answer is Answer.OPEN, stands.item):
                return False
            deed = record(connection, document, DeedKind.of(answer))
            before = put_rule(connection, rule) if rule is not None else None
            connection.execute(
                "insert into match_answers (document, idx, fingerprint, answer, item, created, deed, rule, rule_before)"
                " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (document, position.index, fingerprint(position), answer.value, encode(item) if item else None, now(),
                 deed, encode(rule) if rule else None, encode(before) if before else None),
            )  # fmt: skip
            return True

    def _word(self, document: str, position: Position) -> Said:
        """What stands about a position, which may be that nothing was said."""
        row = self._connections.get().execute(
            "select a.fingerprint, a.answer, a.item from match_answers a join deeds d on d.id = a.deed"
            " where a.document = ? and a.idx = ? and d.undone is null order by a.deed desc limit 1",
            (document, position.index),
        )
        mark, answer, item = row.fetchone() or ("", "", None)
        if mark != fingerprint(position):
            return Said(Answer.OPEN)
        return Said(Answer(answer), decode(item, CatalogueItem) if item else None)

    def said(self, document: str, bill: BillOfQuantities) -> dict[int, Said]:
        """The person's standing word by position; words on positions that have changed since do not count."""
        rows = self._connections.get().execute(
            "select a.idx, a.fingerprint, a.answer, a.item from match_answers a join deeds d on d.id = a.deed"
            " where a.document = ? and d.undone is null order by a.deed",
            (document,),
        )
        found: dict[int, Said] = {}
        for idx, mark, answer, item in rows:
            if idx < len(bill.positions) and fingerprint(bill.positions[idx]) == mark:
                found[idx] = Said(Answer(answer), decode(item, CatalogueItem) if item else None)
        return {idx: said for idx, said in found.items() if said.answer is not Answer.OPEN}

    def rules(self) -> tuple[PersonalRule, ...]:
        """All personal rules, newest first."""
        rows = self._connections.get().execute(
            "select text, unit, code, system, id from personal_rules order by id desc"
        )
        return tuple(PersonalRule(*row) for row in rows)

    def remove_rule(self, identity: int) -> None:
        """Forget a rule."""
        with self._connections.transaction() as connection:
            connection.execute("delete from personal_rules where id = ?", (identity,))


def _row(document: str, match: Match) -> tuple[str, int, str, str, str]:
    code = match.chosen.item.code if match.chosen else ""
    return document, match.position, match.level.value, code, encode(match)
