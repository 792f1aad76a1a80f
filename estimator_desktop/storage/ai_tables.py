"""The tables of what Claude was asked and said."""

AI_TABLES = (
    """create table ai_calls (
        id integer primary key, use text not null, model text not null, state text not null,
        project text not null default '', document text not null default '', job text not null default '',
        prompt_version integer not null default 0, prompt_hash text not null, answer_hash text not null default '',
        input_tokens integer not null default 0, output_tokens integer not null default 0,
        cache_write integer not null default 0, cache_read integer not null default 0,
        cost text not null, created text not null, seconds real not null default 0, error text not null default '',
        request text not null, answer text not null default ''
    )""",
    "create index ai_calls_hash on ai_calls (prompt_hash, state)",
    "create index ai_calls_project on ai_calls (project)",
    "create index ai_calls_created on ai_calls (created)",
    """create table ai_opinions (
        document text not null references documents(id) on delete cascade,
        idx integer not null, role text not null, ground text not null, record text not null,
        primary key (document, idx, role)
    ) without rowid""",
    """create table ai_suggestions (
        document text not null references documents(id) on delete cascade,
        idx integer not null, ground text not null, record text not null,
        primary key (document, idx)
    ) without rowid""",
    """create table ai_consents (
        project text primary key, given text not null
    )""",
    """create table engine_comparisons (
        id integer primary key, document text not null, record text not null, created text not null
    )""",
)
