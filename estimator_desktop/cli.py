"""The command line.  Exit codes: 0 done, 2 wrong usage, 3 the input could not be read (one line says why), 1 a bug.

`doctor` ends with 4 where something is not well.

Nothing is imported before a command needs it: the window must start fast, and the reader's child must stay small.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop import __version__
from estimator_desktop.commands import exports
from estimator_desktop.commands.audited import print_audit
from estimator_desktop.commands.bids import register as register_bids
from estimator_desktop.commands.bids import run as run_bids
from estimator_desktop.commands.catalogue import load_demo_list, print_matches
from estimator_desktop.commands.catalogue import register as register_catalogue
from estimator_desktop.commands.catalogue import run as run_catalogue
from estimator_desktop.commands.compare import register as register_compare
from estimator_desktop.commands.compare import run as run_compare
from estimator_desktop.commands.doctor import register as register_doctor
from estimator_desktop.commands.doctor import run as run_doctor
from estimator_desktop.commands.jobs import register as register_jobs
from estimator_desktop.commands.jobs import run as run_jobs
from estimator_desktop.commands.templates import register_template, run_template
from estimator_desktop.config import Paths, default_paths, resources_folder
from estimator_desktop.domain.template import Order, Template
from estimator_desktop.errors import UserError

if TYPE_CHECKING:
    from estimator_desktop.domain.bill import BillOfQuantities
    from estimator_desktop.domain.job import Job
    from estimator_desktop.storage.store import Store
    from estimator_desktop.texts import Texts

DONE, BUG, USAGE, UNREADABLE = 0, 1, 2, 3
PATIENCE = 3600.0
"""Seconds that a command waits for the worker."""
_SHOWN_FAILURES = 10
_CHILDREN = {
    "read-child": "child_main",
    "read-list-child": "list_main",
    "read-mineru-child": "mineru_main",
    "read-lines-child": "lines_main",
    "read-sheets-child": "sheets_main",
    "unlock-child": "unlock_main",
}
"""What the program starts itself for, and the function of `jobs.reader_child` that does it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in _CHILDREN:
        from estimator_desktop.jobs import reader_child

        return int(getattr(reader_child, _CHILDREN[given[0]])(given[1:]))
    if given[:1] == ["worker"]:
        return _worker(given[1:])
    options = _parser().parse_args(given)
    try:
        return int(options.run(options))
    except UserError as error:
        _complain(options.lang, error)
        return UNREADABLE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `… | head`: whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        code = say_remediable(error, options.lang)
        if code is None:
            raise
        return code


def say_remediable(error: Exception, language: str = "") -> int | None:
    """Say what the user can remedy; the exit code.  None: it is a bug, and nothing is said."""
    from estimator_desktop.storage.trouble import as_user_error

    trouble = as_user_error(error, str(default_paths().database))
    if trouble is None:
        return None
    _complain(language, trouble)
    return UNREADABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="estimator-desktop",
        description="Reads bills of quantities, proves that every position was read, audits them, writes the result.",
        epilog="Exit codes: 0 done, 2 wrong usage, 3 the input could not be read (one line says why), 1 a bug.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, text: str, run: object) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        sub.add_argument("--lang", choices=("cs", "en"), default="cs", help="language of messages and files")
        sub.set_defaults(run=run)
        return sub

    read = command("read", "read one budget: positions and import proof", _read)
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--json", type=Path, metavar="OUT", help="write positions and proof to this file")
    read.add_argument("--mapping", type=Path, metavar="MAP", help="what the columns of a table hold (docs/mapping.md)")
    read.add_argument("--password", metavar="WORD", help="opens a protected PDF; - asks for it")
    audit = command("audit", "read and audit budgets, write an xlsx and a JSON file (or others) for each", _audit)
    audit.add_argument("files", type=Path, nargs="+", metavar="FILE")
    audit.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the audited files")
    audit.add_argument("--password", default="", metavar="WORD", help="opens the protected PDFs; - asks for it")
    exports.add_formats(audit)
    exports.register_export(command("export", "write the audited files of a project", exports.run_export))
    exports.register_changes(command("changes", "say what an edited export changes", exports.run_changes))
    exports.register_fill(command("fill", "write an edited export's values into the original", exports.run_fill))
    register_template(command("template", "what an export shows, under a name of your own", run_template))
    demo = command("demo", "do the same with the shipped sample", _demo)
    demo.add_argument("--out", type=Path, default=Path("out/demo"), metavar="DIR", help="default: out/demo")
    gui = command("gui", "open the window", _gui)
    gui.set_defaults(lang="")
    gui.add_argument("files", type=Path, nargs="*", metavar="FILE")
    jobs = command("jobs", "list, show, cancel or retry background jobs", run_jobs)
    register_jobs(jobs)
    register_doctor(command("doctor", "say whether everything is well, and what to do where it is not", run_doctor))
    catalogue = command("catalogue", "price lists: import, list, search, match", run_catalogue)
    register_catalogue(catalogue)
    register_compare(command("compare", "what changed between two budgets", run_compare))
    register_bids(command("bids", "several bids of one tender beside each other", run_bids))
    commands.add_parser("worker", help="the background process (window and commands start it themselves)")
    return parser


def _texts(language: str) -> Texts:
    from estimator_desktop.texts import Texts

    return Texts(language)


def _complain(language: str, error: UserError) -> None:
    print(_texts(language).error(error.code, error.params), file=sys.stderr)
    if error.code == "bug":
        print(error.detail, file=sys.stderr)


def _worker(arguments: Sequence[str]) -> int:
    if arguments[:1] in (["--help"], ["-h"]):
        print("usage: estimator-desktop worker\n\nThe background process; ends when its standard input closes.")
        return DONE
    from estimator_desktop.jobs.worker import main as worker_main

    return worker_main(arguments)


def _gui(options: argparse.Namespace) -> int:
    from estimator_desktop.ui.app import run

    return run(default_paths(), options.files, options.lang)


def _read(options: argparse.Namespace) -> int:
    from estimator_desktop.config import Limits
    from estimator_desktop.domain.bill import BillOfQuantities
    from estimator_desktop.jobs.reader_process import ReaderProcess
    from estimator_desktop.storage.codec import decode
    from estimator_desktop.writing import write_bill_json

    path: Path = options.file
    with tempfile.TemporaryDirectory(prefix="estimator-") as folder:
        spool = Path(folder) / "bill.json"
        meter = _Meter(options.lang)
        request = _request(options.mapping, Path(folder)) if options.mapping else None
        ReaderProcess(Limits()).read(path, spool, path.name, meter, lambda: False, request, _password(options))
        meter.end()
        bill = decode(spool.read_bytes(), BillOfQuantities)
    if options.json:
        write_bill_json(bill, options.json)
    _print_proof(_texts(options.lang), bill)
    return DONE


def _password(options: argparse.Namespace) -> str | None:
    """The password as given; for `-` typed unseen, or the first line of standard input: other users see arguments."""
    given: str | None = options.password
    if given != "-":
        return given
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass(_texts(options.lang).say("cli.password"))
    return sys.stdin.readline().rstrip("\r\n")


def _request(path: Path, folder: Path) -> Path:
    """The mapping file in the form that the reader's child takes."""
    import json

    from estimator_desktop.domain.mapping import LayoutRequest, mapping_of
    from estimator_desktop.storage.codec import encode

    try:
        mapping = mapping_of(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UserError("file_unreadable", file=path.name, detail=str(error)) from error
    except ValueError as error:
        raise UserError("mapping_invalid", file=path.name, reason=str(error), detail=str(error)) from error
    target = folder / "layout.request"
    target.write_text(encode(LayoutRequest(mapping)), encoding="utf-8")
    return target


class _Meter:
    """Progress on standard error, where a person watches."""

    def __init__(self, language: str) -> None:
        self._texts = _texts(language)
        self._on = sys.stderr.isatty()

    def __call__(self, done: int, total: int, message: str) -> None:
        if self._on and total:
            line = self._texts.say("progress", done=done, total=self._texts.count(message or "steps", total))
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line."""
        if self._on:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _print_proof(texts: Texts, bill: BillOfQuantities) -> None:
    print(f"{bill.file}: {texts.count('positions', len(bill.positions))}")
    proof = bill.proof
    if proof is None:
        return
    print(texts.say(f"proof.{proof.state}"))
    for result in proof.results:
        if result.total:
            print(f"  {'✔' if result.passed == result.total else '✘'} {texts.check(result)}")
    for failure in proof.failures[:_SHOWN_FAILURES]:
        print(f"    {texts.proof_failure(failure, bill)}")
    if len(proof.failures) > _SHOWN_FAILURES:
        print(f"    {texts.say('cli.more', count=len(proof.failures) - _SHOWN_FAILURES)}")
    for code, subject in bill.warnings:
        print(f"  ! {texts.say(f'warning.{code}', subject=subject)}")


@dataclass(frozen=True, slots=True)
class _Taken:
    """A file that was taken in."""

    path: Path
    document: str
    stem: str


def output_stems(files: Sequence[Path]) -> tuple[str, ...]:
    """How the written files of each input begin: its stem; its whole name where stems meet; numbered where those do."""
    stems = [path.stem for path in files]
    names = [path.stem if stems.count(path.stem) == 1 else path.name for path in files]
    return tuple(
        name if name not in names[:place] else f"{name} ({names[: place + 1].count(name)})"
        for place, name in enumerate(names)
    )


def _audit(options: argparse.Namespace) -> int:
    return _audit_files(
        options.files, options.out, exports.order_of(options), default_paths(), _password(options) or ""
    )


def _demo(options: argparse.Namespace) -> int:
    sample = resources_folder() / "demo" / "ukazka_rozpocet.pdf"
    with tempfile.TemporaryDirectory(prefix="estimator-demo-") as home:
        load_demo_list(Paths(Path(home)))
        return _audit_files([sample], options.out, Order(template=Template(options.lang)), Paths(Path(home)))


def _audit_files(files: Sequence[Path], out: Path, order: Order, paths: Paths, password: str = "") -> int:
    """Take the files in, let the worker read and audit them, write the results."""
    from estimator_desktop.jobs.monitor import JobMonitor
    from estimator_desktop.jobs.queue import Queue
    from estimator_desktop.jobs.supervisor import Supervisor
    from estimator_desktop.storage.store import Store

    language = order.template.language
    store = Store(paths)
    supervisor = Supervisor(paths)
    queue = Queue(store, supervisor.wake)
    monitor = JobMonitor(store, queue)
    taken: list[_Taken] = []
    code = DONE
    try:
        for path, stem in zip(files, output_stems(files), strict=True):
            try:
                if password:
                    queue.unlock_file(path, password)
                taken.append(_Taken(path, queue.import_file(path).document, stem))
            except UserError as error:
                _complain(language, error)
                code = UNREADABLE
        if taken:
            supervisor.start()
        meter = _Meter(language)

        def tick() -> None:
            supervisor.tick()
            running = [job for job in monitor.listed() if job.state.value == "running"]
            if running:
                meter(running[0].done, running[0].total, running[0].message)

        if not monitor.wait([item.document for item in taken], tick, PATIENCE):
            raise UserError("worker_silent")
        meter.end()
        for item in taken:
            try:
                _report(store, monitor.chain(item.document), item, out, order)
            except UserError as error:
                _complain(language, error)
                code = BUG if error.code == "bug" else UNREADABLE
    finally:
        supervisor.stop()
        store.close()
    return code


def _report(store: Store, chain: Sequence[Job], item: _Taken, out: Path, order: Order) -> None:
    """Say how one document came out and write its files.  Raises the error its last job ended with."""
    from estimator_desktop.domain.job import JobState
    from estimator_desktop.domain.sums import value_of
    from estimator_desktop.usecases.exports import export

    if chain and chain[-1].state is not JobState.DONE:
        job = chain[-1]
        raise job_error(job)
    bill, audit = store.bills.load(item.document), store.bills.load_audit(item.document)
    if bill is None or audit is None:
        raise UserError("not_audited", file=item.path.name)
    language = order.template.language
    texts = _texts(language)
    _print_proof(texts, bill)
    print(texts.say("cli.total", amount=texts.money(sum(map(value_of, bill.positions), Decimal(0)), bill.currency)))
    print_audit(texts, bill, audit)
    print_matches(store, item.document, texts)
    print(texts.say("cli.written"))
    for path in export(store, item.document, out, replace(order, stem=item.stem)):
        print(f"  {path}")


def job_error(job: Job) -> UserError:
    """The error that a job ended with."""
    params = {"file": job.subject, **dict(job.error_params)}
    error = UserError(job.error_code or "not_audited", detail=job.error_detail)
    error.params.update(params)
    return error
