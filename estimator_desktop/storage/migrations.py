"""The database's shape, step by step.  A step that has shipped is never changed."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from estimator_desktop.domain.bill import Position
from estimator_desktop.storage.ai_tables import AI_TABLES
from estimator_desktop.storage.catalogue_tables import CATALOGUE_TABLES
from estimator_desktop.storage.codec import decode
from estimator_desktop.storage.deed_tables import DEED_TABLES, LEFT_BEHIND, gather
from estimator_desktop.storage.search import SEARCH_TABLES, index_document
from estimator_desktop.storage.views import position_row

MIGRATIONS = Migrations("estimator_desktop")


@MIGRATIONS()
def m001_first(db: Database) -> None:
    """Projects, documents and what is read of them, audits, decisions, jobs, settings."""
    for statement in _FIRST:
        db.execute(statement)


@MIGRATIONS()
def m002_rows(db: Database) -> None:
    """What the table shows of a position without decoding it: its value, and whether an amount is no number."""
    db.execute("alter table positions add column value text not null default '0'")
    db.execute("alter table positions add column odd integer not null default 0")
    for document, index, record in db.execute("select document, idx, record from positions").fetchall():
        row = position_row(decode(record, Position))
        db.execute(
            "update positions set value = ?, odd = ?, unit_price = ? where document = ? and idx = ?",
            (row.value, int(row.odd), row.unit_price, document, index),
        )


@MIGRATIONS()
def m003_queue(db: Database) -> None:
    """Signs of life instead of lease times, batches with failed items, schedules."""
    for statement in _QUEUE:
        db.execute(statement)


@MIGRATIONS()
def m010_catalogues(db: Database) -> None:
    """Catalogues with their search index, the price archive, matches, the person's word on them, watched folders."""
    for statement in CATALOGUE_TABLES:
        db.execute(statement)


@MIGRATIONS()
def m020_layouts(db: Database) -> None:
    """Templates of table layouts, and what a mapping is still to be chosen from."""
    db.execute(
        "create table layouts (name text primary key, fingerprint text not null, mapping text not null,"
        " created text not null)"
    )
    db.execute("create table previews (document text primary key, record text not null, saved text not null)")


@MIGRATIONS()
def m021_revisions(db: Database) -> None:
    """Which document a document is the new revision of; decisions that were carried over from it."""
    db.execute(
        "create table revisions (document text primary key references documents(id) on delete cascade,"
        " previous text not null references documents(id) on delete cascade, created text not null)"
    )
    db.execute("alter table decisions add column carried_from text")


@MIGRATIONS()
def m025_decisions(db: Database) -> None:
    """Decisions remember the ground they rest on, and whether they were undone."""
    db.execute("alter table decisions add column ground text not null default ''")
    db.execute("alter table decisions add column undone text")
    db.execute("create index decisions_document on decisions (document, id)")


@MIGRATIONS()
def m030_unlocked(db: Database) -> None:
    """Which kept file holds what a protected one protects."""
    db.execute("create table unlocked (locked text primary key, unlocked text not null, created text not null)")


@MIGRATIONS()
def m031_search(db: Database) -> None:
    """The index of all projects' positions, filled with what there is."""
    for statement in SEARCH_TABLES:
        db.execute(statement)
    for (document,) in db.execute("select document from bills").fetchall():
        index_document(db.conn, document)


@MIGRATIONS()
def m040_claude(db: Database) -> None:
    """Calls to Claude with their cost, its opinions and suggestions, consent, readings compared."""
    for statement in AI_TABLES:
        db.execute(statement)


@MIGRATIONS()
def m050_batches(db: Database) -> None:
    """Decisions made together are undone together."""
    db.execute("alter table decisions add column batch integer not null default 0")


@MIGRATIONS()
def m051_marks(db: Database) -> None:
    """Colours without the verdicts behind them: the table of a document needs no more."""
    db.execute("create index verdicts_plain on verdicts (document, idx, colour, hitl)")


@MIGRATIONS()
def m052_findings(db: Database) -> None:
    """What found something where, without the verdicts behind it: a filter by rule or role asks for nothing else."""
    db.execute(
        "create table findings (document text not null references audits(document) on delete cascade,"
        " rule text not null, role text not null, idx integer not null,"
        " primary key (document, rule, role, idx)) without rowid"
    )
    db.execute(
        "insert or ignore into findings (document, rule, role, idx)"
        " select v.document, json_extract(f.value, '$.rule'), json_extract(f.value, '$.role'), v.idx from verdicts v,"
        " json_each(v.record, '$.opinions') o, json_each(o.value, '$.findings') f"
    )


@MIGRATIONS()
def m053_deeds(db: Database) -> None:
    """One history of what a person did: decisions and words on matches name their deed, which tells what stands."""
    for statement in DEED_TABLES:
        db.execute(statement)
    gather(db.conn)
    for statement in LEFT_BEHIND:
        db.execute(statement)


_FIRST = (
    """create table projects (
        id text primary key, name text not null, created text not null, touched text not null, archived text
    )""",
    """create table documents (
        id text primary key,
        project text not null references projects(id) on delete cascade,
        name text not null, sha256 text not null, size integer not null, created text not null,
        unique (project, sha256)
    )""",
    """create table bills (
        document text primary key references documents(id) on delete cascade,
        head text not null, positions integer not null, saved text not null
    )""",
    """create table positions (
        document text not null references bills(document) on delete cascade,
        idx integer not null, object integer, section integer, ordinal text, row_type text, code text,
        description text, unit text, quantity text, unit_price text, total_price text, record text not null,
        primary key (document, idx)
    ) without rowid""",
    "create index positions_code on positions (code)",
    """create table audits (
        document text primary key references documents(id) on delete cascade,
        head text not null, saved text not null,
        green integer not null, amber integer not null, red integer not null, hitl integer not null
    )""",
    """create table verdicts (
        document text not null references audits(document) on delete cascade,
        idx integer not null, colour text not null, hitl integer not null, record text not null,
        primary key (document, idx)
    ) without rowid""",
    """create table decisions (
        id integer primary key, document text not null references documents(id) on delete cascade,
        idx integer not null, action text not null, field text, value text, reason text, created text not null
    )""",
    """create table jobs (
        id text primary key, kind text not null, state text not null,
        project text not null default '', document text not null default '', subject text not null default '',
        payload text not null default '{}',
        depends_on text references jobs(id) on delete set null,
        created text not null, started text, finished text, retry_at text,
        done integer not null default 0, total integer not null default 0, message text not null default '',
        attempt integer not null default 0, owner text, lease_until real,
        cancel_requested integer not null default 0,
        error_code text not null default '', error_params text not null default '{}',
        error_detail text not null default ''
    )""",
    "create index jobs_state on jobs (state, created)",
    """create table job_events (
        id integer primary key, job text not null references jobs(id) on delete cascade,
        event text not null, at text not null, detail text not null default ''
    )""",
    "create table settings (key text primary key, value text not null)",
)

_QUEUE = (
    "alter table jobs drop column lease_until",
    "alter table jobs add column beat integer not null default 0",
    "alter table jobs add column recovered integer not null default 0",
    "alter table jobs add column cursor integer not null default 0",
    "create index jobs_document on jobs (document)",
    "create index jobs_project on jobs (project)",
    "create index jobs_created on jobs (created)",
    "create index job_events_job on job_events (job)",
    """create table job_failures (
        job text not null references jobs(id) on delete cascade,
        item integer not null, code text not null, params text not null, detail text not null,
        primary key (job, item)
    ) without rowid""",
    """create table schedules (
        name text primary key, wall real not null, elapsed real not null, boot text not null,
        finished text, report text not null default ''
    )""",
)
