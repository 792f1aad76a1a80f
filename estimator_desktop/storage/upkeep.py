"""Keeping house: projects nobody touches go to the archive, leftovers of jobs go away.

Archiving marks a project and deletes nothing: opening it brings it back.  A person may delete one for good.  Otherwise
a kept file goes only when no document and no job knows it any more, and then only some days later.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from estimator_desktop.config import Paths
from estimator_desktop.errors import UserError
from estimator_desktop.storage.connection import Connections, now, stored
from estimator_desktop.storage.search import unindex_document

_AT_WORK = "select 1 from jobs where document = ? and state in ('queued', 'running', 'interrupted')"
_BESIDE = ("delete from jobs where document = ?", "delete from previews where document = ?",
           "delete from engine_comparisons where document = ?")  # fmt: skip
"""What no foreign key takes along with a document."""


@dataclass(frozen=True, slots=True)
class ArchivedProject:
    """A project in the archive; `document` opens it."""

    id: str
    name: str
    document: str
    archived: datetime


class Upkeep:
    """What the periodic clean-ups do to storage."""

    def __init__(self, connections: Connections, paths: Paths) -> None:
        self._connections = connections
        self._paths = paths

    def archive_untouched(self, before: datetime) -> int:
        """Archive the projects last touched before a moment and not at work; how many."""
        with self._connections.transaction() as connection:
            return connection.execute(
                "update projects set archived = ? where archived is null and touched < ? and id not in"
                " (select project from jobs where state in ('queued', 'running', 'interrupted'))",
                (now(), stored(before)),
            ).rowcount

    def archived(self) -> tuple[ArchivedProject, ...]:
        """What is in the archive, last archived first."""
        rows = self._connections.get().execute(
            "select p.id, p.name, min(d.id), p.archived from projects p join documents d on d.project = p.id"
            " where p.archived is not null group by p.id order by p.archived desc, p.name"
        )
        return tuple(ArchivedProject(row[0], row[1], row[2], datetime.fromisoformat(row[3])) for row in rows)

    def delete_project(self, document: str) -> None:
        """Delete a document's project for good: its documents, audits and decisions, its jobs and its kept files.

        Own prices taken from it stay, as do the costs of what Claude was asked, without the words.  Does nothing where
        it is gone already.  Raises UserError `project_at_work`.
        """
        with self._connections.transaction() as connection:
            row = connection.execute(
                "select p.id, p.name from projects p join documents d on d.project = p.id where d.id = ?", (document,)
            ).fetchone()
            if row is None:
                return
            project = str(row[0])
            documents = [(one,) for (one,) in connection.execute("select id from documents where project = ?", row[:1])]
            files = self._files_of(connection, project)
            if any(connection.execute(_AT_WORK, one).fetchone() for one in documents):
                raise UserError("project_at_work", file=str(row[1]))
            forget_documents(connection, documents)
            connection.execute("delete from ai_consents where project = ?", (project,))
            connection.execute("update ai_calls set request = '', answer = '' where project = ?", (project,))
            connection.execute("delete from jobs where project = ?", (project,))
            connection.execute("delete from projects where id = ?", (project,))
            files -= self._wanted(connection)
            connection.executemany("delete from unlocked where ?1 in (locked, unlocked)", [(one,) for one in files])
        for name in files:
            (self._paths.files / name).unlink(missing_ok=True)

    def _files_of(self, connection: sqlite3.Connection, project: str) -> set[str]:
        """The kept files of a project's documents; of a protected one with and without its protection."""
        found = {row[0] for row in connection.execute("select sha256 from documents where project = ?", (project,))}
        for one in tuple(found):
            pair = "select locked, unlocked from unlocked where ?1 in (locked, unlocked)"
            found.update(*connection.execute(pair, (one,)).fetchall())
        return found

    def _wanted(self, connection: sqlite3.Connection) -> set[str]:
        """The kept files that a document or a job refers to."""
        wanted = {row[0] for row in connection.execute("select sha256 from documents")}
        return wanted | {
            row[0]
            for row in connection.execute("select json_extract(payload, '$.sha256') from jobs where payload != '{}'")
        }

    def sweep(self, before: datetime) -> int:
        """Delete leftovers last changed before a moment: kept files and read bills that nothing refers to; how many."""
        connection = self._connections.get()
        wanted = self._wanted(connection)
        busy = {row[0] for row in connection.execute("select document from jobs")}
        gone = 0
        for folder in (self._paths.files, self._paths.spool):
            for path in folder.iterdir():
                used = path.name in wanted or path.stem in busy
                if path.is_file() and not used and path.stat().st_mtime < before.timestamp():
                    path.unlink(missing_ok=True)
                    gone += 1
        return gone

    def sweep_taken_over(self) -> int:
        """Delete what readers left of documents that are in the database and nobody works on; how many.

        A worker that died between taking a bill over and tidying leaves such a file.  Only for a worker that begins:
        nothing is being read then.
        """
        left = list(self._paths.spool.iterdir())
        connection = self._connections.get()
        known = {row[0] for row in connection.execute("select id from documents")}
        known -= {
            row[0]
            for row in connection.execute(
                "select document from jobs where state in ('queued', 'running', 'interrupted')"
            )
        }
        over = [path for path in left if path.stem in known and path.is_file()]
        for path in over:
            path.unlink(missing_ok=True)
        return len(over)


def forget_documents(connection: sqlite3.Connection, documents: Iterable[tuple[str]]) -> None:
    """Delete what is kept beside documents that are about to go."""
    for one in documents:
        unindex_document(connection, one[0])
        for statement in _BESIDE:
            connection.execute(statement, one)
