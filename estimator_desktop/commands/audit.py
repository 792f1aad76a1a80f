"""`audit FILE …` and `demo`: read, match, audit and write, as the window does it, without a window."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.commands.audited import print_audit
from estimator_desktop.commands.catalogue import load_demo_list, print_matches
from estimator_desktop.commands.exports import add_formats, order_of
from estimator_desktop.commands.terminal import (
    BUG,
    DONE,
    PATIENCE,
    UNREADABLE,
    Meter,
    complain,
    job_error,
    password_of,
    print_proof,
    texts_of,
)
from estimator_desktop.config import Paths, default_paths, resources_folder
from estimator_desktop.domain.template import Order, Template
from estimator_desktop.errors import UserError

if TYPE_CHECKING:
    from estimator_desktop.domain.job import Job
    from estimator_desktop.storage.store import Store


def register_audit(parser: argparse.ArgumentParser) -> None:
    """Give `audit` its arguments."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the audited files")
    parser.add_argument("--password", default="", metavar="WORD", help="opens the protected PDFs; - asks for it")
    add_formats(parser)


def register_demo(parser: argparse.ArgumentParser) -> None:
    """Give `demo` its arguments."""
    parser.add_argument("--out", type=Path, default=Path("out/demo"), metavar="DIR", help="default: out/demo")


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


def run_audit(options: argparse.Namespace) -> int:
    """Audit files in the user's own data folder."""
    return _audit_files(options.files, options.out, order_of(options), default_paths(), password_of(options) or "")


def run_demo(options: argparse.Namespace) -> int:
    """Audit the shipped sample in a data folder that is gone afterwards."""
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
                complain(language, error)
                code = UNREADABLE
        if taken:
            supervisor.start()
        meter = Meter(language)

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
                complain(language, error)
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
    texts = texts_of(language)
    print_proof(texts, bill)
    print(texts.say("cli.total", amount=texts.money(sum(map(value_of, bill.positions), Decimal(0)), bill.currency)))
    print_audit(texts, bill, audit)
    print_matches(store, item.document, texts)
    written = export(store, item.document, out, replace(order, stem=item.stem))
    print(texts.say("cli.written"))
    for path in written:
        print(f"  {path}")
