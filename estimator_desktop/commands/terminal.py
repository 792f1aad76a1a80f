"""What commands share: exit codes, sentences, progress on a terminal, the import proof, a password typed unseen."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from estimator_desktop.errors import UserError

if TYPE_CHECKING:
    from estimator_desktop.domain.bill import BillOfQuantities
    from estimator_desktop.domain.job import Job
    from estimator_desktop.texts import Texts

DONE, BUG, USAGE, UNREADABLE = 0, 1, 2, 3
"""Exit codes: done, a bug, wrong usage, the input could not be read."""
PATIENCE = 3600.0
"""Seconds that a command waits for the worker."""
_SHOWN_FAILURES = 10


def texts_of(language: str) -> Texts:
    """The sentences of a language."""
    from estimator_desktop.texts import Texts

    return Texts(language)


def complain(language: str, error: UserError) -> None:
    """Say what went wrong on standard error, a bug with its report."""
    print(texts_of(language).error(error.code, error.params), file=sys.stderr)
    if error.code == "pdf_encrypted":
        print(texts_of(language).say("cli.password_hint"), file=sys.stderr)
    if error.code == "bug":
        print(error.detail, file=sys.stderr)


class Meter:
    """Progress on standard error, where a person watches."""

    def __init__(self, language: str) -> None:
        self._texts = texts_of(language)
        self._on = sys.stderr.isatty()

    def __call__(self, done: int, total: int, message: str) -> None:
        """Show how far the work is (`domain.job.Progress`)."""
        if self._on and total:
            line = self._texts.say("progress", done=done, total=self._texts.count(message or "steps", total))
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line."""
        if self._on:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def print_proof(texts: Texts, bill: BillOfQuantities) -> None:
    """Print how many positions were read, what proves it and what does not."""
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


def password_of(options: argparse.Namespace) -> str | None:
    """The password as given; for `-` typed unseen, or the first line of standard input: other users see arguments."""
    given: str | None = options.password
    if given != "-":
        return given
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass(texts_of(options.lang).say("cli.password"))
    return sys.stdin.readline().rstrip("\r\n")


def job_error(job: Job) -> UserError:
    """The error that a job ended with."""
    params = {"file": job.subject, **dict(job.error_params)}
    error = UserError(job.error_code or "not_audited", detail=job.error_detail)
    error.params.update(params)
    return error
