"""Bills and audits in the database.  Saving replaces what the same stage saved before, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TypeVar, cast

from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.verdict import Audit, Colour, Verdict
from estimator_desktop.errors import BugError
from estimator_desktop.storage.codec import decode, encode
from estimator_desktop.storage.connection import Connections, now
from estimator_desktop.storage.search import index_document
from estimator_desktop.storage.views import Decoded, DocumentView, Mark, PositionRow, position_row

_T = TypeVar("_T")


class Bills:
    """The content of documents and the audit's verdicts."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def save(self, document: str, bill: BillOfQuantities) -> None:
        """Store a document's bill; an older one, and the audit that rested on it, go in the same transaction."""
        head = encode(replace(bill, positions=()))
        with self._connections.transaction() as connection:
            connection.execute("delete from audits where document = ?", (document,))
            connection.execute("delete from bills where document = ?", (document,))
            connection.execute(
                "insert into bills (document, head, positions, saved) values (?, ?, ?, ?)",
                (document, head, len(bill.positions), now()),
            )
            connection.executemany(
                f"insert into positions (document, idx, {_COLUMNS}, record)"  # noqa: S608 - constant names
                " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (_position_row(document, position) for position in bill.positions),
            )
            index_document(connection, document)

    def load(self, document: str) -> BillOfQuantities | None:
        """The document's bill exactly as saved; None where it has not been read yet."""
        with self._connections.snapshot() as connection:
            row = connection.execute("select head from bills where document = ?", (document,)).fetchone()
            records = connection.execute("select record from positions where document = ? order by idx", (document,))
            found = records.fetchall()
        if row is None:
            return None
        positions = _decode_all((record for (record,) in found), Position)
        return replace(decode(row[0], BillOfQuantities), positions=positions)

    def count(self, document: str) -> int:
        """How many positions the document's bill has; 0 where it has not been read yet."""
        row = self._connections.get().execute("select positions from bills where document = ?", (document,)).fetchone()
        return 0 if row is None else int(row[0])

    def worth(self, document: str) -> tuple[Decimal, str] | None:
        """What the document's positions come to as read, and its currency; None without prices, or not read yet."""
        connection = self._connections.get()
        row = connection.execute(
            "select json_extract(head, '$.currency'), (select sum(cast(round(value * 100) as integer))"
            " from positions where document = bills.document) from bills where document = ?",
            (document,),
        ).fetchone()
        return None if row is None or not row[1] else (Decimal(row[1]) / 100, str(row[0]))

    def save_audit(self, document: str, audit: Audit) -> None:
        """Store the audit of a document's bill; an older one goes in the same transaction."""
        head = encode(replace(audit, verdicts=()))
        counts = [audit.count(colour) for colour in (Colour.GREEN, Colour.AMBER, Colour.RED)]
        with self._connections.transaction() as connection:
            connection.execute("delete from audits where document = ?", (document,))
            connection.execute(
                "insert into audits (document, head, saved, green, amber, red, hitl) values (?, ?, ?, ?, ?, ?, ?)",
                (document, head, now(), *counts, audit.hitl),
            )
            connection.executemany(
                "insert into verdicts (document, idx, colour, hitl, record) values (?, ?, ?, ?, ?)",
                (
                    (document, verdict.position, verdict.colour.value, int(verdict.hitl), encode(verdict))
                    for verdict in audit.verdicts
                ),
            )
            connection.executemany(
                "insert or ignore into findings (document, rule, role, idx) values (?, ?, ?, ?)",
                (
                    (document, finding.rule, finding.role.value, verdict.position)
                    for verdict in audit.verdicts
                    for opinion in verdict.opinions
                    for finding in opinion.findings
                ),
            )

    def audit_saved(self, document: str) -> str:
        """When the document's audit was saved, to compare; empty where there is none."""
        row = self._connections.get().execute("select saved from audits where document = ?", (document,)).fetchone()
        return "" if row is None else str(row[0])

    def audited(self, document: str) -> bool:
        """Whether the document's bill has been audited."""
        row = self._connections.get().execute("select 1 from audits where document = ?", (document,)).fetchone()
        return row is not None

    def load_audit(self, document: str) -> Audit | None:
        """The document's audit exactly as saved; None where there is none."""
        with self._connections.snapshot() as connection:
            row = connection.execute("select head from audits where document = ?", (document,)).fetchone()
            records = connection.execute("select record from verdicts where document = ? order by idx", (document,))
            found = records.fetchall()
        if row is None:
            return None
        verdicts = _decode_all((record for (record,) in found), Verdict)
        return replace(decode(row[0], Audit), verdicts=verdicts)

    def view(self, document: str) -> DocumentView | None:
        """The document as the window shows it; None where it has not been read yet."""
        with self._connections.snapshot() as connection:
            row = connection.execute("select head, positions from bills where document = ?", (document,)).fetchone()
            if row is None:
                return None
            found = connection.execute(
                f"select {_COLUMNS} from positions where document = ? order by idx",  # noqa: S608 - constant names
                (document,),
            )
            rows = list(map(_row, found))
            audit, marks = self._audit_view(connection, document)
        positions = Decoded(row[1], self._record("positions", document), Position)
        head = decode(row[0], BillOfQuantities)
        return DocumentView(replace(head, positions=cast("tuple[Position, ...]", positions)), rows, audit, marks)

    def _audit_view(self, connection: sqlite3.Connection, document: str) -> tuple[Audit | None, Sequence[Mark]]:
        row = connection.execute("select head from audits where document = ?", (document,)).fetchone()
        if row is None:
            return None, ()
        known = {(colour.value, hitl): Mark(colour, bool(hitl)) for colour in Colour for hitl in (0, 1)}
        found = connection.execute("select colour, hitl from verdicts where document = ? order by idx", (document,))
        marks = [known[pair] for pair in found]
        verdicts = Decoded(len(marks), self._record("verdicts", document), Verdict)
        return replace(decode(row[0], Audit), verdicts=cast("tuple[Verdict, ...]", verdicts)), marks

    def findings(self, document: str) -> tuple[tuple[str, str, frozenset[int]], ...]:
        """What found something, as (rule, role, positions), without decoding the verdicts."""
        rows = self._connections.get().execute(
            "select rule, role, group_concat(idx) from findings where document = ? group by rule, role", (document,)
        )
        return tuple((rule, role, frozenset(map(int, positions.split(",")))) for rule, role, positions in rows)

    def _record(self, table: str, document: str) -> Callable[[int], str]:
        """Brings one record by its index, on the asking thread's own connection."""

        def one(index: int) -> str:
            found = self._connections.get().execute(
                f"select record from {table} where document = ? and idx = ?",  # noqa: S608 - one of two names
                (document, index),
            )
            row = found.fetchone()
            if row is None:
                raise BugError(f"{table} of {document} changed while they were shown")
            return str(row[0])

        return one


_COLUMNS = ", ".join(PositionRow._fields)
_row = partial(tuple.__new__, PositionRow)
"""A row of the columns as it comes, as `PositionRow._make` would make it, without a call of Python for each."""
_AT_ONCE = 250


def _decode_all(records: Iterable[str], kind: type[_T]) -> tuple[_T, ...]:
    """Many records at once: a JSON array decodes faster than single objects; in pieces, so that other threads run."""
    found: list[_T] = []
    waiting = list(records)
    for start in range(0, len(waiting), _AT_ONCE):
        piece = "[" + ",".join(waiting[start : start + _AT_ONCE]) + "]"
        found.extend(decode(piece, list[kind]))  # type: ignore[valid-type]
    return tuple(found)


def _position_row(document: str, position: Position) -> tuple[object, ...]:
    row = position_row(position)
    return (document, position.index, *row[:-1], int(row.odd), encode(position))
