"""The command line.  Exit codes: 0 done, 2 wrong usage, 3 the input could not be read (one line says why), 1 a bug.

`doctor` ends with 4 where something is not well.

Nothing is imported before a command needs it: the window must start fast, and the reader's child must stay small.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from estimator_desktop import __version__
from estimator_desktop.commands import exports
from estimator_desktop.commands.audit import register_audit, register_demo, run_audit, run_demo
from estimator_desktop.commands.bids import register as register_bids
from estimator_desktop.commands.bids import run as run_bids
from estimator_desktop.commands.catalogue import register as register_catalogue
from estimator_desktop.commands.catalogue import run as run_catalogue
from estimator_desktop.commands.compare import register as register_compare
from estimator_desktop.commands.compare import run as run_compare
from estimator_desktop.commands.doctor import register as register_doctor
from estimator_desktop.commands.doctor import run as run_doctor
from estimator_desktop.commands.jobs import register as register_jobs
from estimator_desktop.commands.jobs import run as run_jobs
from estimator_desktop.commands.language import chosen_language, speaking
from estimator_desktop.commands.read import register_read, run_read
from estimator_desktop.commands.templates import register_template, run_template
from estimator_desktop.commands.terminal import DONE, UNREADABLE, complain
from estimator_desktop.config import default_paths
from estimator_desktop.errors import UserError

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
    if "lang" not in options:  # the window asks its own store
        options.lang = "" if options.run is _gui else chosen_language(default_paths())
    try:
        return int(options.run(options))
    except UserError as error:
        complain(options.lang or chosen_language(default_paths()), error)
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
    complain(language or chosen_language(default_paths()), trouble)
    return UNREADABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="estimator-desktop",
        description="Reads bills of quantities, proves that every position was read, audits them, writes the result.",
        epilog="Exit codes: 0 done, 2 wrong usage, 3 the input could not be read (one line says why), 1 a bug.",
        parents=[speaking()],
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, text: str, run: object) -> argparse.ArgumentParser:
        described = text[0].upper() + text[1:] + "."
        sub = commands.add_parser(name, help=text, description=described, parents=[speaking()])
        sub.set_defaults(run=run)
        return sub

    register_read(command("read", "read one budget: positions and import proof", run_read))
    register_audit(
        command("audit", "read and audit budgets, write an xlsx and a JSON file (or others) for each", run_audit)
    )
    exports.register_export(command("export", "write the audited files of a project", exports.run_export))
    exports.register_changes(command("changes", "say what an edited export changes", exports.run_changes))
    exports.register_fill(command("fill", "write an edited export's values into the original", exports.run_fill))
    register_template(command("template", "what an export shows, under a name of your own", run_template))
    register_demo(command("demo", "do the same with the shipped sample", run_demo))
    gui = command("gui", "open the window", _gui)
    gui.add_argument("files", type=Path, nargs="*", metavar="FILE")
    jobs = command("jobs", "list, show, cancel or retry background jobs", run_jobs)
    register_jobs(jobs)
    register_doctor(command("doctor", "say whether everything is well, and what to do where it is not", run_doctor))
    catalogue = command("catalogue", "price lists: import, list, search, match", run_catalogue)
    register_catalogue(catalogue)
    register_compare(command("compare", "what changed between two budgets", run_compare))
    register_bids(command("bids", "several bids of one tender beside each other", run_bids))
    command("worker", "the background process (window and commands start it themselves)", lambda _options: _worker(()))
    return parser


def _worker(arguments: Sequence[str]) -> int:
    if arguments[:1] in (["--help"], ["-h"]):
        print("usage: estimator-desktop worker\n\nThe background process; ends when its standard input closes.")
        return DONE
    from estimator_desktop.jobs.worker import main as worker_main

    return worker_main(arguments)


def _gui(options: argparse.Namespace) -> int:
    from estimator_desktop.ui.app import run

    return run(default_paths(), options.files, options.lang)
