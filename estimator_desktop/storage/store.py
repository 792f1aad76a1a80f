"""The one door to the database and the files.

`Store(paths)` opens and migrates; its parts: `projects` and documents here, `bills`, `jobs`, `files`,
`catalogues`, `matches`, `watched`.
Each part is made when it is first used, so that whoever needs one does not load them all.
`transaction()` spans several of them.  `data_version()` tells cheaply that somebody else has written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from estimator_desktop.config import Paths
from estimator_desktop.errors import UserError
from estimator_desktop.storage.connection import Connections, now
from estimator_desktop.storage.files import FileStore
from estimator_desktop.storage.opening import back_up, bring_up

if TYPE_CHECKING:
    from estimator_desktop.storage.ai import AiStore
    from estimator_desktop.storage.bills import Bills
    from estimator_desktop.storage.catalogues import Catalogues
    from estimator_desktop.storage.decisions import Decisions
    from estimator_desktop.storage.deeds import Deeds
    from estimator_desktop.storage.jobs import Jobs
    from estimator_desktop.storage.layouts import Layouts
    from estimator_desktop.storage.matches import Matches
    from estimator_desktop.storage.revisions import Revisions
    from estimator_desktop.storage.rulepacks import RulePacks
    from estimator_desktop.storage.schedules import Schedules
    from estimator_desktop.storage.search import Search
    from estimator_desktop.storage.unlocked import Unlocked
    from estimator_desktop.storage.upkeep import Upkeep
    from estimator_desktop.storage.watched import Watched


class Document(NamedTuple):
    """An imported file of a project."""

    id: str
    project: str
    name: str
    sha256: str
    size: int
    created: datetime


class ProjectSummary(NamedTuple):
    """A project as lists show it: what is in it and how its audit came out (None: not audited)."""

    id: str
    name: str
    created: datetime
    touched: datetime
    document: str
    positions: int | None
    green: int | None
    amber: int | None
    red: int | None
    hitl: int | None


class Store:
    """Everything that is kept.  Raises UserError where the data folder or database cannot be used."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        try:
            paths.create()
        except OSError as error:
            raise UserError("folder_unwritable", file=str(paths.home), detail=str(error)) from error
        self._connections = Connections(paths.database)
        bring_up(self._connections, paths.backups)
        self.files = FileStore(paths.files)

    @cached_property
    def unlocked(self) -> Unlocked:
        """Copies of protected files that were opened."""
        from estimator_desktop.storage.unlocked import Unlocked  # noqa: PLC0415 - see the module

        return Unlocked(self._connections, self.files)

    @cached_property
    def bills(self) -> Bills:
        """Bills and their audits."""
        from estimator_desktop.storage.bills import Bills  # noqa: PLC0415 - see the module

        return Bills(self._connections)

    @cached_property
    def search(self) -> Search:
        """Searching all projects."""
        from estimator_desktop.storage.search import Search  # noqa: PLC0415 - see the module

        return Search(self._connections)

    @cached_property
    def decisions(self) -> Decisions:
        """What the person decided."""
        from estimator_desktop.storage.decisions import Decisions  # noqa: PLC0415 - see the module

        return Decisions(self._connections)

    @cached_property
    def deeds(self) -> Deeds:
        """What the person did, to be undone and redone."""
        from estimator_desktop.storage.deeds import Deeds  # noqa: PLC0415 - see the module

        return Deeds(self._connections)

    @cached_property
    def rules(self) -> RulePacks:
        """The audit's thresholds."""
        from estimator_desktop.storage.rulepacks import RulePacks  # noqa: PLC0415 - see the module

        return RulePacks(self.setting, self.set_setting)

    @cached_property
    def jobs(self) -> Jobs:
        """Jobs."""
        from estimator_desktop.storage.jobs import Jobs  # noqa: PLC0415 - see the module

        return Jobs(self._connections)

    @cached_property
    def schedules(self) -> Schedules:
        """Periodic work."""
        from estimator_desktop.storage.schedules import Schedules  # noqa: PLC0415 - see the module

        return Schedules(self._connections, self.jobs)

    @cached_property
    def upkeep(self) -> Upkeep:
        """Archive and cleaning."""
        from estimator_desktop.storage.upkeep import Upkeep  # noqa: PLC0415 - see the module

        return Upkeep(self._connections, self.paths)

    @cached_property
    def catalogues(self) -> Catalogues:
        """Price lists."""
        from estimator_desktop.storage.catalogues import Catalogues  # noqa: PLC0415 - see the module

        return Catalogues(self._connections)

    @cached_property
    def layouts(self) -> Layouts:
        """Remembered layouts of tables."""
        from estimator_desktop.storage.layouts import Layouts  # noqa: PLC0415 - see the module

        return Layouts(self._connections)

    @cached_property
    def revisions(self) -> Revisions:
        """What changed between revisions."""
        from estimator_desktop.storage.revisions import Revisions  # noqa: PLC0415 - see the module

        return Revisions(self._connections)

    @cached_property
    def matches(self) -> Matches:
        """Matches of positions."""
        from estimator_desktop.storage.matches import Matches  # noqa: PLC0415 - see the module

        return Matches(self._connections)

    @cached_property
    def watched(self) -> Watched:
        """Watched folders."""
        from estimator_desktop.storage.watched import Watched  # noqa: PLC0415 - see the module

        return Watched(self._connections)

    @cached_property
    def ai(self) -> AiStore:
        """Answers of Claude and what they cost."""
        from estimator_desktop.storage.ai import AiStore  # noqa: PLC0415 - see the module

        return AiStore(self._connections)

    def close(self) -> None:
        """Close the database."""
        self._connections.close()

    def backup(self, reason: str) -> Path:
        """A checked copy of the database; seven of a reason are kept."""
        return back_up(self._connections, self.paths.backups, reason)

    def data_version(self) -> int:
        """Changes when another connection has written."""
        return self._connections.data_version()

    def set_patience(self, seconds: float) -> None:
        """How long this thread waits for a busy database (10 s where nothing is said)."""
        self._connections.set_patience(seconds)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is written together or not at all."""
        with self._connections.transaction():
            yield

    def add_project(self, name: str) -> str:
        """A new project; its id."""
        identity = _new_id()
        with self._connections.transaction() as connection:
            connection.execute(
                "insert into projects (id, name, created, touched) values (?, ?, ?, ?)", (identity, name, now(), now())
            )
        return identity

    def add_document(self, project: str, name: str, sha256: str, size: int, identity: str | None = None) -> str:
        """A file of a project; its id.  The same content again is the same document."""
        with self._connections.transaction() as connection:
            known = connection.execute(
                "select id from documents where project = ? and sha256 = ?", (project, sha256)
            ).fetchone()
            if known is not None:
                return str(known[0])
            identity = identity or _new_id()
            connection.execute(
                "insert into documents (id, project, name, sha256, size, created) values (?, ?, ?, ?, ?, ?)",
                (identity, project, name, sha256, size, now()),
            )
        return identity

    def document(self, identity: str) -> Document | None:
        """One document; None where there is none of that id."""
        row = self._connections.get().execute(
            "select id, project, name, sha256, size, created from documents where id = ?", (identity,)
        )
        return _document(row.fetchone())

    def documents(self, project: str) -> tuple[Document, ...]:
        """A project's documents, oldest first."""
        rows = self._connections.get().execute(
            "select id, project, name, sha256, size, created from documents where project = ? order by created, rowid",
            (project,),
        )
        return tuple(found for row in rows if (found := _document(row)) is not None)

    def document_with(self, sha256: str) -> Document | None:
        """The newest document of that content, archived projects last; None where there is none."""
        row = self._connections.get().execute(
            "select d.id, d.project, d.name, d.sha256, d.size, d.created from documents d join projects p"
            " on p.id = d.project where d.sha256 = ? order by p.archived is not null, d.created desc limit 1",
            (sha256,),
        )
        return _document(row.fetchone())

    def projects(self) -> tuple[ProjectSummary, ...]:
        """All projects that are not archived, most recently touched first, each with its newest document."""
        rows = self._connections.get().execute(
            "select p.id, p.name, p.created, p.touched, d.id, b.positions, a.green, a.amber, a.red, a.hitl"
            " from projects p join documents d on d.project = p.id left join bills b on b.document = d.id"
            " left join audits a on a.document = d.id where p.archived is null and d.rowid ="
            " (select n.rowid from documents n where n.project = p.id order by n.created desc, n.rowid desc limit 1)"
            " order by p.touched desc, p.rowid desc"
        )
        return tuple(
            ProjectSummary(
                row[0], row[1], datetime.fromisoformat(row[2]), datetime.fromisoformat(row[3]), row[4], *row[5:]
            )
            for row in rows
        )

    def has_archived(self) -> bool:
        """Whether there is anything in the archive; tells without loading what deals with it."""
        return self._any("select 1 from projects where archived is not null limit 1")

    def is_at_work(self) -> bool:
        """Whether a job is queued or running; tells without loading what deals with jobs."""
        return self._any("select 1 from jobs where state in ('queued', 'running', 'interrupted') limit 1")

    def _any(self, query: str) -> bool:
        return self._connections.get().execute(query).fetchone() is not None

    def project_name(self, project: str) -> str:
        """What a project is called; empty where there is none of that id."""
        row = self._connections.get().execute("select name from projects where id = ?", (project,)).fetchone()
        return "" if row is None else str(row[0])

    def touch(self, project: str) -> None:
        """Note that a project was used now; an archived one comes back with that."""
        with self._connections.transaction() as connection:
            connection.execute("update projects set touched = ?, archived = null where id = ?", (now(), project))

    def file_of(self, document: Document) -> Path:
        """Where the document's own copy lies."""
        return self.files.path(document.sha256)

    def setting(self, key: str) -> str | None:
        """A stored setting; None where it was never set."""
        row = self._connections.get().execute("select value from settings where key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_setting(self, key: str, value: str) -> None:
        """Store a setting."""
        with self._connections.transaction() as connection:
            connection.execute(
                "insert into settings (key, value) values (?, ?)"
                " on conflict (key) do update set value = excluded.value",
                (key, value),
            )


def _new_id() -> str:
    import uuid  # noqa: PLC0415 - the first window makes none

    return uuid.uuid4().hex


def _document(row: sqlite3.Row | tuple[str, str, str, str, int, str] | None) -> Document | None:
    if row is None:
        return None
    return Document(row[0], row[1], row[2], row[3], row[4], datetime.fromisoformat(row[5]))
