"""The tables that migration `m010_catalogues` makes: catalogues, price archive, matches, watched folders."""

from __future__ import annotations

CATALOGUE_TABLES = (
    """create table catalogues (
        id integer primary key, name text not null, system text not null, edition text not null, items integer not null,
        imported text not null, sha256 text not null, source text not null, published text, licence text not null,
        currency text not null, complete integer not null, unique (name, edition)
    )""",
    """create table catalogue_items (
        id integer primary key, catalogue integer not null references catalogues(id) on delete cascade,
        code text not null, code_key text not null, description text not null, unit text not null, price text,
        specification text not null, chapter text not null
    )""",
    "create index catalogue_items_catalogue on catalogue_items (catalogue)",
    "create index catalogue_items_code on catalogue_items (code_key)",
    "create virtual table catalogue_search using fts5(code, words, prefix = '1 2 3 4', tokenize = 'unicode61')",
    "create virtual table catalogue_pieces using fts5(folded, detail = 'none', tokenize = 'trigram')",
    """create table price_archive (
        id integer primary key, code text not null, code_key text not null, description text not null,
        unit text not null, price text not null, noted text not null, region text not null, project text not null,
        document text not null,
        system text not null
    )""",
    "create index price_archive_code on price_archive (code_key)",
    "create index price_archive_document on price_archive (document)",
    """create table enrichments (
        document text primary key references documents(id) on delete cascade,
        head text not null, exact integer not null, partial integer not null, saved text not null
    )""",
    """create table matches (
        document text not null references enrichments(document) on delete cascade,
        idx integer not null, level text not null, code text not null, record text not null,
        primary key (document, idx)
    ) without rowid""",
    """create table match_answers (
        id integer primary key, document text not null references documents(id) on delete cascade,
        idx integer not null, fingerprint text not null, answer text not null, item text, created text not null,
        undone text
    )""",
    "create index match_answers_document on match_answers (document, idx)",
    """create table personal_rules (
        id integer primary key, text text not null, unit text not null, code text not null, system text not null,
        created text not null, unique (text, unit)
    )""",
    """create table watched_sources (
        id integer primary key, place text not null unique, added text not null, checked text,
        error_code text not null default '', error_params text not null default '{}'
    )""",
    """create table watched_files (
        source integer not null references watched_sources(id) on delete cascade,
        path text not null, sha256 text not null, catalogue integer, checked text not null,
        error_code text not null default '', error_params text not null default '{}',
        primary key (source, path)
    ) without rowid""",
)
