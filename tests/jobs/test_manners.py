"""Commands that read a file themselves stay within their memory, and have all of theirs again afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from estimator_desktop.cli import main
from estimator_desktop.commands.terminal import UNREADABLE

LIMITED = """
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.manners import within_memory

try:
    with within_memory(600 << 20, "rozpočet.xlsx"):
        bytearray(900 << 20)
except UserError as error:
    print(error.code, error.params["file"], error.detail)
print(len(bytearray(900 << 20)) >> 20)
with within_memory(0, "rozpočet.xlsx"):
    print(len(bytearray(900 << 20)) >> 20)
"""


@pytest.mark.skipif(os.name != "posix", reason="the address space can be limited on POSIX only")
def test_what_needs_too_much_memory_is_said_and_the_limit_is_gone_afterwards() -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.splitlines() == ["reader_memory rozpočet.xlsx 600 MiB", "900", "900"]


@pytest.mark.usefixtures("paths")
@pytest.mark.parametrize("command", ["changes", "changes --json", "fill"])
def test_a_file_too_large_for_a_command_is_told_in_a_sentence(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def too_much(*_given: object) -> None:
        raise MemoryError

    for name in ("reading.edited.read_edited", "usecases.edited.propose", "usecases.originals.fill"):
        monkeypatch.setattr(f"estimator_desktop.{name}", too_much)
    path = tmp_path / "velky.xlsx"
    path.write_bytes(b"PK")
    words, *options = command.split()
    files = [str(path), str(path), "--out", str(tmp_path / "out.xlsx")] if words == "fill" else [str(path)]
    assert main([words, *files, *options]) == UNREADABLE
    said = capsys.readouterr()
    assert "velky.xlsx" in said.err
    assert "paměti" in said.err
    assert not said.out
