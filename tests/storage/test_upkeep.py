"""A project that a person deletes is gone, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from estimator_desktop.config import Paths
from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.job import JobKind
from estimator_desktop.errors import UserError
from estimator_desktop.pipeline import take_over
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store
from estimator_desktop.usecases.intake import import_file


def imported(store: Store, path: Path, *, settle: bool = True) -> str:
    """A read document with a decision; its jobs settled."""
    document = import_file(store, path).document
    for job in store.jobs.unsettled():
        store.jobs.claim(job.id, "w")
        store.jobs.finish(job.id, "w")
    with store.transaction():
        payload = store.jobs.payload(store.jobs.listed(document=document)[0].id)
        project = take_over(store, document, payload, read_document(path))
    store.decisions.add(document, 0, Action.ACCEPT, reason="ano")
    store.jobs.add(NewJob(JobKind.AUDIT, path.name, project, document))
    if settle:
        for job in store.jobs.unsettled():
            store.jobs.claim(job.id, "w")
            store.jobs.finish(job.id, "w")
    return document


def rows_of(store: Store, identities: set[str]) -> dict[str, int]:
    """How many rows of which tables name one of the documents or projects."""
    connection = store._connections.get()
    found: dict[str, int] = {}
    for (table,) in connection.execute("select name from sqlite_master where type = 'table'").fetchall():
        columns = {row[1] for row in connection.execute(f"pragma table_info({table})")}
        for column in columns & {"document", "project", "previous", "id"}:
            named = [row[0] for row in connection.execute(f"select {column} from {table}")]  # noqa: S608 - its own names
            count = sum(name in identities for name in named)
            if count:
                found[f"{table}.{column}"] = count
    return found


def test_a_deleted_project_leaves_nothing_of_itself_and_everything_of_others(
    paths: Paths, demo_pdf: Path, sound_pdf: Path
) -> None:
    store = Store(paths)
    gone, stays = imported(store, demo_pdf), imported(store, sound_pdf)
    project = store.document(gone).project  # type: ignore[union-attr]
    kept = store.files.path(store.document(gone).sha256)  # type: ignore[union-attr]
    before = rows_of(store, {stays})
    found = len(store.search.find("beton"))
    assert kept.exists()
    assert rows_of(store, {gone, project})
    store.upkeep.delete_project(gone)
    assert rows_of(store, {gone, project}) == {}
    assert rows_of(store, {stays}) == before
    assert not kept.exists()
    assert store.files.path(store.document(stays).sha256).exists()  # type: ignore[union-attr]
    assert [one.document for one in store.projects()] == [stays]
    assert {hit.document for hit in store.search.find("beton")} <= {stays}
    assert len(store.search.find("beton")) < found
    index = store._connections.get().execute("select count(*) from position_search").fetchone()[0]
    assert index == len(read_document(sound_pdf).positions)
    store.upkeep.delete_project(gone)  # a second time there is nothing to do
    assert imported(store, demo_pdf)
    store.close()


def test_a_project_at_work_is_not_deleted(paths: Paths, demo_pdf: Path) -> None:
    store = Store(paths)
    document = imported(store, demo_pdf, settle=False)
    with pytest.raises(UserError) as caught:
        store.upkeep.delete_project(document)
    assert caught.value.code == "project_at_work"
    assert store.bills.load(document) is not None
    store.close()
