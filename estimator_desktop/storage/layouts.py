"""Layouts of tables: templates that a person named, and what a mapping is still to be chosen from."""

from __future__ import annotations

from estimator_desktop.domain.mapping import LayoutTemplate, TableMapping, TablePreview
from estimator_desktop.storage.codec import decode, encode
from estimator_desktop.storage.connection import Connections, now


class Layouts:
    """Templates by name, previews by document."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def templates(self) -> tuple[LayoutTemplate, ...]:
        """All templates, newest first: where two fit, the later one is meant."""
        rows = self._connections.get().execute(
            "select name, fingerprint, mapping from layouts order by created desc, name"
        )
        return tuple(LayoutTemplate(name, titles, decode(record, TableMapping)) for name, titles, record in rows)

    def save_template(self, template: LayoutTemplate) -> None:
        """Remember a template; one of the same name, or for the same titles, is replaced."""
        with self._connections.transaction() as connection:
            connection.execute(
                "delete from layouts where name = ? or fingerprint = ?", (template.name, template.fingerprint)
            )
            connection.execute(
                "insert into layouts (name, fingerprint, mapping, created) values (?, ?, ?, ?)",
                (template.name, template.fingerprint, encode(template.mapping), now()),
            )

    def remove_template(self, name: str) -> bool:
        """Forget a template; whether there was one."""
        with self._connections.transaction() as connection:
            return bool(connection.execute("delete from layouts where name = ?", (name,)).rowcount)

    def save_preview(self, document: str, preview: TablePreview) -> None:
        """Keep what a document's mapping is chosen from."""
        with self._connections.transaction() as connection:
            connection.execute(
                "insert into previews (document, record, saved) values (?, ?, ?)"
                " on conflict (document) do update set record = excluded.record, saved = excluded.saved",
                (document, encode(preview), now()),
            )

    def preview(self, document: str) -> TablePreview | None:
        """What a document's mapping is chosen from; None where none is needed."""
        row = self._connections.get().execute("select record from previews where document = ?", (document,)).fetchone()
        return None if row is None else decode(row[0], TablePreview)

    def forget_preview(self, document: str) -> None:
        """The document has been read."""
        with self._connections.transaction() as connection:
            connection.execute("delete from previews where document = ?", (document,))
