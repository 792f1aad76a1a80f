"""Keeping house: projects nobody touches go to the archive, leftovers of jobs go away.

Archiving marks a project and deletes nothing: opening it brings it back.  A kept file goes only when no document and no
job knows it any more, and then only some days later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from estimator_desktop.config import Paths
from estimator_desktop.storage.connection import Connections, now, stored


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

    def sweep(self, before: datetime) -> int:
        """Delete leftovers last changed before a moment: kept files and read bills that nothing refers to; how many."""
        connection = self._connections.get()
        wanted = {row[0] for row in connection.execute("select sha256 from documents")}
        wanted |= {
            row[0]
            for row in connection.execute("select json_extract(payload, '$.sha256') from jobs where payload != '{}'")
        }
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
