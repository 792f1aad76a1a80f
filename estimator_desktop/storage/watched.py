"""Folders (and addresses) that are looked at for new editions of catalogues, and how each file there last came out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from estimator_desktop.storage.connection import Connections, now

FETCH_SETTING = "fetch_addresses"
"""Whether watched addresses are fetched (`yes`); off unless the person switched it on."""


def is_address(place: str) -> bool:
    """Whether a watched place is a web address (http or https, without a name and password in it)."""
    try:
        parts = urlsplit(place)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """A file of a watched place: its content when last read, the catalogue it gave, what went wrong last time."""

    path: str
    sha256: str
    catalogue: int | None
    checked: datetime
    error_code: str = ""
    error_params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WatchedSource:
    """A watched folder or address, when it was last looked at, and what was wrong with it as a whole."""

    id: int
    place: str
    checked: datetime | None
    error_code: str = ""
    error_params: tuple[tuple[str, str], ...] = ()
    files: tuple[WatchedFile, ...] = ()

    @property
    def loaded(self) -> bool:
        """Whether a catalogue came from here."""
        return any(file.catalogue is not None for file in self.files)


class Watched:
    """The list of watched places."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, place: str) -> None:
        """Watch a place from now on."""
        with self._connections.transaction() as connection:
            connection.execute("insert or ignore into watched_sources (place, added) values (?, ?)", (place, now()))

    def remove(self, source: int) -> None:
        """Watch a place no longer; the catalogues it gave stay."""
        with self._connections.transaction() as connection:
            connection.execute("delete from watched_sources where id = ?", (source,))

    def listed(self) -> tuple[WatchedSource, ...]:
        """All watched places with their files."""
        connection = self._connections.get()
        rows = connection.execute(
            "select id, place, checked, error_code, error_params from watched_sources order by place"
        ).fetchall()
        return tuple(
            WatchedSource(row[0], row[1], _time(row[2]), row[3], _params(row[4]), self._files(row[0])) for row in rows
        )

    def _files(self, source: int) -> tuple[WatchedFile, ...]:
        rows = self._connections.get().execute(
            "select path, sha256, catalogue, checked, error_code, error_params from watched_files where source = ?"
            " order by path",
            (source,),
        )
        return tuple(
            WatchedFile(row[0], row[1], row[2], datetime.fromisoformat(row[3]), row[4], _params(row[5])) for row in rows
        )

    def note(self, source: int, error_code: str = "", params: Mapping[str, str] | None = None) -> None:
        """That a place was looked at, and what was wrong with it."""
        with self._connections.transaction() as connection:
            connection.execute(
                "update watched_sources set checked = ?, error_code = ?, error_params = ? where id = ?",
                (now(), error_code, json.dumps(dict(params or {})), source),
            )

    def note_file(
        self, source: int, path: str, sha256: str, catalogue: int | None, error_code: str = "",
        params: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """How a file came out; nothing is noted of a place that is watched no longer."""
        with self._connections.transaction() as connection:
            connection.execute(
                "insert or replace into watched_files (source, path, sha256, catalogue, checked, error_code,"
                " error_params) select id, ?, ?, ?, ?, ?, ? from watched_sources where id = ?",
                (path, sha256, catalogue, now(), error_code, json.dumps(dict(params or {})), source),
            )

    def forget_file(self, source: int, path: str) -> None:
        """A file that gave nothing is no longer there."""
        with self._connections.transaction() as connection:
            connection.execute("delete from watched_files where source = ? and path = ?", (source, path))


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _params(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(json.loads(text).items())
