"""Every command line that README, guides and docs name is one that the program takes, as written."""

from __future__ import annotations

import re
import shlex
from itertools import product
from pathlib import Path

import pytest

from estimator_desktop.cli import _parser

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_INLINE = re.compile(r"`estimator-desktop\s([^`]+)`")
_BLOCK_LINE = re.compile(r"^estimator-desktop (.+?)(?:\s+#.*)?$", re.MULTILINE)
_MEANT = {"LIST": "xlsx,pdf"}
"""Words that stand for something the program checks."""
_ONLY_STARTED_BY_THE_PROGRAM = {"page-helper"}


def spelled_out(written: str) -> list[list[str]]:
    """The command lines that a written one stands for: `list|show [ID]` is each verb with the optional words."""
    words = shlex.split(re.sub(r"\s+", " ", written).replace("…", ""))
    if len(words) == 1:  # the page speaks of the command; its words are elsewhere
        return [[words[0], "--help"]]
    choices = [[_MEANT.get(one, one) for one in word.strip("[]").split("|")] for word in words]
    return [list(line) for line in product(*choices)]


def documented() -> list[tuple[str, str]]:
    """Page and command line, for all pages."""
    return [
        (page.name, line)
        for page in PAGES
        for text in [page.read_text(encoding="utf-8")]
        for line in [*_INLINE.findall(text), *_BLOCK_LINE.findall(text)]
        if line.split()[0] not in _ONLY_STARTED_BY_THE_PROGRAM
    ]


def taken(arguments: list[str]) -> bool:
    """Whether the program takes the command line; asking for help ends it well."""
    try:
        _parser().parse_args(arguments)
    except SystemExit as end:
        return end.code == 0
    return True


def test_the_pages_name_commands() -> None:
    assert {page for page, _ in documented()} >= {"README.md", "guide.cs.md", "guide.en.md", "exports.md", "queue.md"}


@pytest.mark.parametrize(("page", "line"), documented())
def test_a_documented_command_line_is_taken(page: str, line: str) -> None:
    for arguments in spelled_out(line):
        assert taken(arguments), f"{page}: estimator-desktop {' '.join(arguments)}"


def test_a_command_line_that_is_not_taken_would_be_seen() -> None:
    with pytest.raises(AssertionError):
        test_a_documented_command_line_is_taken("a page", "export PROJECT --nowhere")
