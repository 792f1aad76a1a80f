"""Projects, documents, bills and audits in a real database file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from estimator_desktop.audit import audit_bill
from estimator_desktop.config import Paths
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.errors import BugError, UserError
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.codec import decode, encode
from estimator_desktop.storage.migrations import MIGRATIONS
from estimator_desktop.storage.shape import STEPS
from estimator_desktop.storage.store import Store
from estimator_desktop.storage.views import DocumentView


@pytest.fixture(scope="module")
def bill(demo_pdf: Path) -> BillOfQuantities:
    return read_document(demo_pdf)


def _document(store: Store, name: str = "a.pdf", sha256: str = "0" * 64) -> str:
    return store.add_document(store.add_project("Stavba"), name, sha256, 10)


def test_a_bill_comes_back_exactly(store: Store, bill: BillOfQuantities) -> None:
    document = _document(store)
    store.bills.save(document, bill)
    assert store.bills.load(document) == bill
    assert store.bills.load("unknown") is None


def test_an_audit_comes_back_exactly_and_goes_with_a_new_bill(store: Store, bill: BillOfQuantities) -> None:
    document = _document(store)
    store.bills.save(document, bill)
    audit = audit_bill(bill)
    assert not store.bills.audited(document)
    store.bills.save_audit(document, audit)
    assert store.bills.audited(document)
    assert store.bills.load_audit(document) == audit
    store.bills.save(document, bill)
    assert store.bills.load_audit(document) is None


def test_what_is_loaded_is_of_one_saving_even_while_another_is_made(store: Store, bill: BillOfQuantities) -> None:
    """The worker may save a document anew between two of the window's queries."""
    document = _document(store)
    half = replace(bill, positions=bill.positions[: len(bill.positions) // 2], name="nový")

    def save(read: BillOfQuantities) -> None:
        with store.transaction():
            store.bills.save(document, read)
            store.bills.save_audit(document, audit_bill(read))

    def disturbed(load: Callable[[str], object]) -> object:
        """What `load` brings where another thread saves before its last query."""
        save(bill)
        statements: list[str] = []
        connection = store._connections.get()
        connection.set_trace_callback(statements.append)
        load(document)
        last = [statement for statement in statements if statement.startswith("select")][-1]
        others: list[threading.Thread] = []

        def disturb(statement: str) -> None:
            if statement == last and not others:
                others.append(threading.Thread(target=save, args=(half,)))
                others[0].start()
                others[0].join()

        connection.set_trace_callback(disturb)
        try:
            return load(document)
        finally:
            connection.set_trace_callback(None)
            assert others

    loaded = disturbed(store.bills.load)
    assert loaded == bill
    audit = disturbed(store.bills.load_audit)
    assert audit == audit_bill(bill)
    view = disturbed(store.bills.view)
    assert isinstance(view, DocumentView)
    assert view.audit is not None
    assert view.bill.name == bill.name
    assert len(view.rows) == len(view.marks) == len(bill.positions)
    assert len(half.positions) == store.bills.count(document)


def test_nothing_can_be_written_inside_a_snapshot(store: Store) -> None:
    with store._connections.snapshot(), pytest.raises(BugError):
        store.set_setting("a", "b")
    store.set_setting("a", "b")
    assert store.setting("a") == "b"
    with store.transaction(), store._connections.snapshot():
        store.set_setting("a", "c")
    assert store.setting("a") == "c"


def test_saving_twice_leaves_one_copy(store: Store, bill: BillOfQuantities) -> None:
    document = _document(store)
    for _ in range(2):
        store.bills.save(document, bill)
        store.bills.save_audit(document, audit_bill(bill))
    with sqlite3.connect(store.paths.database) as connection:
        for table in ("positions", "verdicts"):
            found = connection.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608 - fixed names
            assert found == len(bill.positions)
    connection.close()


def test_projects_are_listed_newest_first_with_their_counts(store: Store, bill: BillOfQuantities) -> None:
    first, second = _document(store), _document(store, "b.pdf", "1" * 64)
    store.bills.save(first, bill)
    audit = audit_bill(bill)
    store.bills.save_audit(first, audit)
    listed = store.projects()
    assert [item.document for item in listed] == [second, first]
    assert listed[0].red is None
    assert (listed[1].positions, listed[1].hitl) == (len(bill.positions), audit.hitl)
    store.touch(listed[1].id)
    assert [item.document for item in store.projects()] == [first, second]


def test_the_same_content_is_the_same_document(store: Store) -> None:
    project = store.add_project("Stavba")
    one = store.add_document(project, "a.pdf", "a" * 64, 1)
    assert store.add_document(project, "kopie.pdf", "a" * 64, 1) == one
    found = store.document_with("a" * 64)
    assert found is not None
    assert found.id == one
    assert store.document_with("b" * 64) is None


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    def half() -> None:
        with store.transaction():
            store.add_project("Půlka")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        half()
    assert store.projects() == ()
    store.add_project("Celá")
    with sqlite3.connect(store.paths.database) as connection:
        assert connection.execute("select name from projects").fetchall() == [("Celá",)]
    connection.close()


def test_data_version_changes_when_somebody_else_writes(store: Store) -> None:
    before = store.data_version()
    store.add_project("vlastní zápis")
    assert store.data_version() == before
    other = Store(store.paths)
    other.add_project("cizí zápis")
    other.close()
    assert store.data_version() != before


def test_settings_are_kept(store: Store) -> None:
    assert store.setting("language") is None
    store.set_setting("language", "en")
    store.set_setting("language", "cs")
    assert store.setting("language") == "cs"


def test_many_threads_write_at_once(store: Store) -> None:
    def work() -> None:
        for _ in range(20):
            store.add_project("souběh")

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sqlite3.connect(store.paths.database) as connection:
        assert connection.execute("select count(*) from projects").fetchone()[0] == 120
    connection.close()


def test_files_are_kept_by_content(store: Store, tmp_path: Path) -> None:
    one, two = tmp_path / "a.pdf", tmp_path / "b.pdf"
    one.write_bytes(b"stejny obsah")
    two.write_bytes(b"stejny obsah")
    sha256, size = store.files.put(one, "a.pdf")
    assert size == 12
    assert store.files.put(two, "b.pdf") == (sha256, 12)
    one.unlink()
    assert store.files.path(sha256).read_bytes() == b"stejny obsah"
    assert sum(path.is_file() for path in store.paths.files.rglob("*")) == 1


def test_a_database_of_a_newer_version_is_refused(paths: Paths) -> None:
    Store(paths).close()
    with sqlite3.connect(paths.database) as connection:
        name = next(
            name
            for (name,) in connection.execute("select name from sqlite_master where name like '%migrations%'")
            if not name.startswith("sqlite_")
        )
        columns = [row[1] for row in connection.execute(f"pragma table_info({name})")]
        row = dict(zip(columns, connection.execute(f"select * from {name}").fetchone(), strict=True))  # noqa: S608
        row["name"] = "9999_from_the_future"
        row.pop("id", None)
        marks = ",".join("?" * len(row))
        connection.execute(f"insert into {name} ({','.join(row)}) values ({marks})", tuple(row.values()))  # noqa: S608
    connection.close()
    with pytest.raises(UserError) as caught:
        Store(paths)
    assert caught.value.code == "database_newer"


def test_a_damaged_database_is_refused_and_left_alone(paths: Paths) -> None:
    paths.create()
    paths.database.write_bytes(b"not a database, but somebody's only copy of something" * 100)
    before = paths.database.read_bytes()
    with pytest.raises(UserError) as caught:
        Store(paths)
    assert caught.value.code == "database_corrupt"
    assert paths.database.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(UserError) as caught:
        Store(Paths(blocked / "home"))
    assert caught.value.code == "folder_unwritable"


def test_a_dated_copy_can_be_opened(store: Store) -> None:
    store.add_project("Zálohovaná")
    copy = store.backup("test")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("select name from projects").fetchall() == [("Zálohovaná",)]
    connection.close()


def test_only_seven_copies_are_kept(store: Store) -> None:
    for day in range(10):
        (store.paths.backups / f"estimator-2026010{day}T000000-test.db").write_bytes(b"")
    store.backup("test")
    assert len(list(store.paths.backups.glob("*.db"))) == 7


def test_a_damaged_record_is_a_bug_not_a_crash_of_the_decoder() -> None:
    with pytest.raises(BugError, match="BillOfQuantities"):
        decode(b'{"family": 1}', BillOfQuantities)
    assert encode(("1",)) == '["1"]'


def test_the_list_of_steps_is_the_migrations_own() -> None:
    assert [step.name for step in MIGRATIONS._migrations] == list(STEPS)


def test_findings_are_told_without_the_verdicts_also_of_audits_stored_before(store: Store, demo_pdf: Path) -> None:
    bill = read_document(demo_pdf)
    audit = audit_bill(bill)
    document = store.add_document(store.add_project("A"), "a.pdf", "0" * 64, 1)
    store.bills.save(document, bill)
    store.bills.save_audit(document, audit)
    wanted = {
        (verdict.position, finding.rule, finding.role.value)
        for verdict in audit.verdicts
        for opinion in verdict.opinions
        for finding in opinion.findings
    }
    assert _places(store, document) == wanted != set()
    store.bills.save_audit(document, audit)
    assert _places(store, document) == wanted
    connection = store._connections.get()
    connection.execute("drop table findings")
    connection.execute("delete from _sqlite_migrations where name = 'm052_findings'")
    store.close()
    assert _places(Store(store.paths), document) == wanted


def _places(store: Store, document: str) -> set[tuple[int, str, str]]:
    return {(place, rule, role) for rule, role, places in store.bills.findings(document) for place in places}
