"""`export`, `changes`, `fill`: files out, what came back in them, and values into the original workbook."""

from __future__ import annotations

import argparse
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.commands.terminal import DONE, PATIENCE, USAGE, job_error
from estimator_desktop.config import default_paths
from estimator_desktop.domain.template import BUILT_IN, DEFAULT_FORMATS, SUFFIXES, Encoding, Order, Template
from estimator_desktop.errors import UserError

if TYPE_CHECKING:
    from estimator_desktop.domain.bill import BillOfQuantities
    from estimator_desktop.domain.changes import Changes, FieldChange
    from estimator_desktop.storage.store import ProjectSummary, Store
    from estimator_desktop.texts import Texts
    from estimator_desktop.writing.original import CellChange


_SHOWN = 80
"""So many signs of a long text stand in a line."""


def add_formats(parser: argparse.ArgumentParser) -> None:
    """The options that say what is written and how it looks."""
    parser.add_argument(
        "--format",
        type=_formats,
        default=DEFAULT_FORMATS,
        metavar="LIST",
        help=f"of {','.join(SUFFIXES)}; default xlsx,json",
    )
    known = ", ".join(BUILT_IN)
    parser.add_argument("--template", default="full", metavar="NAME", help=f"of {known} or your own (`template`)")
    parser.add_argument("--cp1250", action="store_true", help="CSV in Windows-1250 instead of UTF-8")


def _formats(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    unknown = [name for name in names if name not in SUFFIXES]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown format {unknown[0]}; known: {', '.join(SUFFIXES)}")
    return names


def order_of(options: argparse.Namespace, stem: str = "") -> Order:
    """The order that the options of `add_formats` make."""
    built_in = BUILT_IN.get(options.template)
    template = replace(built_in, language=options.lang) if built_in else _own_template(options.template)
    if options.cp1250:
        template = replace(template, encoding=Encoding.WINDOWS)
    return Order(options.format, template, stem)


def _own_template(name: str) -> Template:
    from estimator_desktop.storage.store import Store
    from estimator_desktop.usecases.saved_templates import template_named

    store = Store(default_paths())
    try:
        return template_named(store, name)
    finally:
        store.close()


def register_export(parser: argparse.ArgumentParser) -> None:
    """Arguments of `export`."""
    parser.add_argument(
        "project",
        metavar="PROJECT",
        help="a project's or its file's name or its beginning, or the first signs of its id",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the files")
    add_formats(parser)


def run_export(options: argparse.Namespace) -> int:
    """Write a project's audited files."""
    from estimator_desktop.storage.store import Store
    from estimator_desktop.texts import Texts
    from estimator_desktop.usecases.exports import export
    from estimator_desktop.usecases.names import projects_apart

    texts, store = Texts(options.lang), Store(default_paths())
    try:
        found = _projects(store, options.project)
        if len(found) != 1:
            print(texts.say("cli.no_such_project", id=options.project), file=sys.stderr)
            for project in projects_apart(store, found or store.projects(), texts):
                print(f"  {project.id[:8]}  {project.name}", file=sys.stderr)
            return USAGE
        written = export(store, found[0].document, options.out, order_of(options))
        print(texts.say("cli.written"))
        for path in written:
            print(f"  {path}")
    finally:
        store.close()
    return DONE


def _projects(store: Store, wanted: str) -> list[ProjectSummary]:
    """The projects that a person means: by id, by name, by the file as `audit` was given it, or by a beginning."""
    named, begun = wanted.casefold(), Path(wanted).name.casefold()
    known = [(project, project.name.casefold(), _file(store, project).casefold()) for project in store.projects()]
    found = [project for project, name, _file in known if wanted == project.id or named == name]
    found = found or [project for project, _name, file in known if begun and begun == file]
    return found or [
        project
        for project, *names in known
        if begun and (project.id.startswith(wanted) or any(name.startswith(begun) for name in names))
    ]


def _file(store: Store, project: ProjectSummary) -> str:
    document = store.document(project.document)
    return document.name if document is not None else ""


def register_changes(parser: argparse.ArgumentParser) -> None:
    """Arguments of `changes`."""
    parser.add_argument("edited", type=Path, metavar="EDITED", help="an export of this program, edited")
    parser.add_argument("base", type=Path, nargs="?", metavar="BASE", help="the budget it came from (JSON, CSV)")
    parser.add_argument("--project", metavar="PROJECT", help="the project it came from; default: the one it names")
    parser.add_argument("--apply", action="store_true", help="store the changed values in the project as decisions")
    parser.add_argument("--json", action="store_true", help="say it for programs")


def run_changes(options: argparse.Namespace) -> int:
    """Say what an edited export would change; with `--apply` store the values as decisions of its project."""
    from estimator_desktop.commands.compare import read_bill
    from estimator_desktop.config import Limits
    from estimator_desktop.domain.changes import compare
    from estimator_desktop.jobs.manners import within_memory
    from estimator_desktop.reading.edited import read_edited
    from estimator_desktop.texts import Texts

    if options.apply or options.json or options.project:
        return _run_proposal(options)
    base = read_bill(options.base) if options.base else None
    with within_memory(Limits().memory_bytes, options.edited.name):
        came = read_edited(options.edited, base)
    _print_changes(Texts(options.lang), compare(came.base, came.bill, came.ids), came.base, came.bill)
    return DONE


def _run_proposal(options: argparse.Namespace) -> int:
    from estimator_desktop.jobs.limits import limits_of
    from estimator_desktop.jobs.manners import within_memory
    from estimator_desktop.storage.codec import encode
    from estimator_desktop.storage.store import Store
    from estimator_desktop.texts import Texts
    from estimator_desktop.usecases.edited import apply, propose

    texts, store = Texts(options.lang), Store(default_paths())
    try:
        document = ""
        if options.project:
            document = next((item.document for item in _projects(store, options.project)), "") or options.project
        with within_memory(limits_of(store).memory_bytes, options.edited.name):
            found = propose(store, options.edited, document)
        if options.json:
            print(encode(found.summary()))
        else:
            _print_changes(texts, found.changes, found.base, found.new)
            print(texts.say("cli.proposed", count=len(found.edits), left=found.left_out))
        if options.apply:
            stored = apply(store, found, texts.say("edited.reason", file=options.edited.name))
            said = sys.stderr if options.json else sys.stdout
            print(texts.say("cli.applied", count=stored), file=said)
            if stored:
                with redirect_stdout(said):
                    _judge_again(store, found.document, texts)
    finally:
        store.close()
    return DONE


def _judge_again(store: Store, document: str, texts: Texts) -> None:
    """Audit a document with its new decisions, in a worker as `audit` does, and say how it came out.

    Raises UserError: `worker_silent`; what the audit ended with.
    """
    from estimator_desktop.commands.audited import print_audit
    from estimator_desktop.domain.decision import effective_bill, standing
    from estimator_desktop.domain.job import JobState
    from estimator_desktop.jobs.monitor import JobMonitor
    from estimator_desktop.jobs.queue import Queue
    from estimator_desktop.jobs.supervisor import Supervisor

    supervisor = Supervisor(default_paths())
    queue = Queue(store, supervisor.wake)
    monitor = JobMonitor(store, queue)
    identity = queue.audit(document)
    supervisor.start()
    try:
        if not monitor.wait([document], supervisor.tick, PATIENCE):
            raise UserError("worker_silent")
    finally:
        supervisor.stop()
    job = monitor.status(identity)
    if job is not None and job.state is not JobState.DONE:
        raise job_error(job)
    bill, audit = store.bills.load(document), store.bills.load_audit(document)
    if bill is not None and audit is not None:
        print_audit(texts, effective_bill(bill, standing(store.decisions.all(document))), audit)


def _print_changes(texts: Texts, changes: Changes, base: BillOfQuantities, new: BillOfQuantities) -> None:
    print(
        texts.say(
            "cli.changes",
            changed=len({change.position for change in changes.changed}),
            appeared=len(changes.appeared),
            vanished=len(changes.vanished),
        )
    )
    for change in changes.changed:
        print(f"  ~ {_named(base, change.position)}  {_change(texts, change)}")
    for index in changes.appeared:
        print(f"  + {_named(new, index)}")
    for index in changes.vanished:
        print(f"  - {_named(base, index)}")


def _named(bill: BillOfQuantities, index: int) -> str:
    position = bill.positions[index]
    return " ".join(f"{position.ordinal} {position.code} {position.description[:60]}".split())


def _change(texts: Texts, change: FieldChange) -> str:
    values = (texts.value(change.field, text) for text in (change.before, change.after))
    before, after = (" ".join(text[:_SHOWN].split()) or "–" for text in values)
    return f"{texts.say(f'edited.field.{change.field}')}: {before} → {after}"


def register_fill(parser: argparse.ArgumentParser) -> None:
    """Arguments of `fill`."""
    parser.add_argument("original", type=Path, metavar="ORIGINAL", help="the workbook the budget was read from")
    parser.add_argument("edited", type=Path, metavar="EDITED", help="an export of it by this program, edited")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the copy to write")


def run_fill(options: argparse.Namespace) -> int:
    """Write a copy of the original workbook with the values of an edited export."""
    from estimator_desktop.config import Limits
    from estimator_desktop.jobs.manners import within_memory
    from estimator_desktop.texts import Texts
    from estimator_desktop.usecases.originals import FIELDS, fill

    texts = Texts(options.lang)
    if not options.original.is_file():
        raise UserError("file_missing", file=options.original.name)
    with within_memory(Limits().memory_bytes, options.original.name):
        filled = fill(options.original, options.edited, options.out)
    wanted = [change for change in filled.written.changes if not change.follows]
    print(texts.say("cli.filled", count=len(wanted), file=str(options.out)))
    for change in wanted:
        before, after = (_cell(text, change, texts.language) for text in (change.before, change.after))
        print(f"  ~ {change.sheet}!{change.place}: {before or '–'} → {after or '–'}")
    follows = len(filled.written.changes) - len(wanted)
    if follows:
        print(f"  = {texts.say('cli.follows', count=follows)}")
    for refusal in filled.written.refused:
        reason = texts.say(f"refused.{refusal.reason}")
        print(f"  ✘ {refusal.edit.sheet}!{refusal.edit.place}: {reason}")
    for lost in filled.without_cell:
        reason = texts.say("refused.no_column" if lost.field in FIELDS else "refused.not_written")
        print(f"  ✘ {_named(filled.base, lost.position)}  {_change(texts, lost)}: {reason}")
    for count, key in ((len(filled.changes.appeared), "appeared"), (len(filled.changes.vanished), "vanished")):
        if count:
            print(f"  ✘ {texts.say(f'refused.{key}', count=count)}")
    return DONE


def _cell(text: str, change: CellChange, language: str) -> str:
    from estimator_desktop.writing.text_table import number_words

    return number_words(text, language) if change.number else " ".join(text[:_SHOWN].split())
