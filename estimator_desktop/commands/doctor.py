"""`doctor [--json] [--repair [--empty]]`: is everything well, and if not, what to do."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from estimator_desktop import __version__
from estimator_desktop.commands.terminal import DONE
from estimator_desktop.config import Paths, default_paths
from estimator_desktop.errors import UserError

if TYPE_CHECKING:
    from estimator_desktop.texts import Texts

UNWELL = 4
_MARKS = {"ok": "✔", "note": "·", "warn": "▲", "bad": "✘"}


def register(parser: argparse.ArgumentParser) -> None:
    """Give the `doctor` command its options."""
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument(
        "--repair",
        action="store_true",
        help="set a damaged database aside and put the newest sound backup in its place",
    )
    parser.add_argument("--empty", action="store_true", help="with --repair: begin with an empty database instead")
    parser.epilog = "Exit codes: 0 all is well, 4 something is not (each fault says what to do)."


def run(options: argparse.Namespace) -> int:
    """Look, perhaps repair, and say how it is."""
    from estimator_desktop.jobs.health import Level, gather, healthy, judge
    from estimator_desktop.texts import Texts

    paths, texts = default_paths(), Texts(options.lang)
    if options.repair:
        _repair(paths, texts, empty=options.empty)
    checks = judge(gather(paths))
    if options.json:
        rows = [
            {
                "subject": check.subject,
                "level": check.level.value,
                "code": check.code,
                "text": texts.health(check.code, check.params),
                **({"params": dict(check.params)} if check.params else {}),
            }
            for check in checks
        ]
        record = {"healthy": healthy(checks), "version": __version__, "home": str(paths.home), "checks": rows}
        print(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        for check in checks:
            print(f"{_MARKS[check.level.value]} {texts.health(check.code, check.params)}")
        if any(check.level is Level.BAD and check.code == "database_corrupt" for check in checks):
            print(texts.say("health.repair_hint"))
    return DONE if healthy(checks) else UNWELL


def _repair(paths: Paths, texts: Texts, *, empty: bool) -> None:
    """Raises UserError where somebody has the database open, or no backup is sound."""
    from estimator_desktop.jobs.life import held, windows_open, worker_lock
    from estimator_desktop.storage.rescue import newest_sound, problems, restore

    if not problems(paths.database):
        return
    if held(worker_lock(paths)) or windows_open(paths):
        raise UserError("repair_in_use", file=str(paths.home))
    backup = None if empty else newest_sound(paths)
    if backup is None and not empty:
        raise UserError("repair_no_backup", file=str(paths.home))
    aside = restore(paths, backup)
    print(texts.say("health.set_aside", path=aside))
    if backup is not None:
        print(texts.say("health.restored", path=backup.path.name))
