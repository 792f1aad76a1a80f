"""The reader's own process: limits, progress, errors."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from estimator_desktop.config import Limits
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Cancelled, silent
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.program import program
from estimator_desktop.jobs.reader_child import child_main
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.storage.codec import decode


def _fake(code: str, limits: Limits | None = None) -> ReaderProcess:
    return ReaderProcess(limits or Limits(), (sys.executable, "-c", code))


def _never() -> bool:
    return False


def test_reads_and_reports_every_page(sound_pdf: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    target = tmp_path / "bill.json"
    ReaderProcess(Limits()).read(sound_pdf, target, "a.pdf", lambda *step: seen.append(step), _never)
    bill = decode(target.read_bytes(), BillOfQuantities)
    assert bill.file == "a.pdf"
    assert seen[-1][2] == "pages"
    assert seen[-1][0] == seen[-1][1] == bill.pages


def test_an_error_of_the_reader_arrives_whole(tmp_path: Path) -> None:
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing else")
    with pytest.raises(UserError) as caught:
        ReaderProcess(Limits()).read(broken, tmp_path / "x", "a.pdf", silent, _never)
    assert (caught.value.code, caught.value.params) == ("pdf_damaged", {"file": "a.pdf"})
    assert caught.value.detail


def test_stopping_kills_at_once(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(Cancelled):
        _fake("import time; time.sleep(60)").read(tmp_path, tmp_path, "a", silent, lambda: True)
    assert time.monotonic() - started < 5


def test_the_hard_limit_kills_a_reader_that_does_not_listen(tmp_path: Path) -> None:
    limits = Limits(soft_seconds=0.2, hard_seconds=0.6)
    with pytest.raises(UserError) as caught:
        _fake("import time; time.sleep(60)", limits).read(tmp_path, tmp_path, "a", silent, _never)
    assert caught.value.code == "reader_timeout"


def test_the_soft_limit_lets_the_reader_end_by_itself(tmp_path: Path) -> None:
    limits = Limits(soft_seconds=0.2, hard_seconds=30)
    with pytest.raises(UserError) as caught:
        _fake("import sys; sys.stdin.read(1)", limits).read(tmp_path, tmp_path, "a", silent, _never)
    assert caught.value.code == "reader_timeout"


@pytest.mark.skipif(sys.platform == "win32", reason="no memory cap there")
def test_a_reader_that_eats_memory_is_said_so(tmp_path: Path) -> None:
    eats = "from estimator_desktop.jobs.manners import cap_memory; cap_memory(300_000_000); bytearray(10**9)"
    with pytest.raises(UserError) as caught:
        _fake(eats).read(tmp_path, tmp_path / "x", "a", silent, _never)
    assert caught.value.code == "reader_memory"


def test_a_memory_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        _fake("raise MemoryError").read(tmp_path, tmp_path, "a", silent, _never)
    assert caught.value.code == "reader_memory"


def test_a_crash_carries_what_the_reader_printed_last(tmp_path: Path) -> None:
    code = "import sys; print('not ours'); print('[1]'); sys.stderr.write('segfault here'); sys.exit(3)"
    with pytest.raises(UserError) as caught:
        _fake(code).read(tmp_path, tmp_path, "a.pdf", silent, _never)
    assert caught.value.code == "reader_crashed"
    assert "exit 3" in caught.value.detail
    assert "segfault here" in caught.value.detail


def test_an_error_line_of_another_shape_is_a_crash(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        _fake("print('{\"error\": 1}')").read(tmp_path, tmp_path, "a.pdf", silent, _never)
    assert caught.value.code == "reader_crashed"


def test_the_child_s_side_in_this_process(
    sound_pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("estimator_desktop.jobs.reader_child._listen", lambda report: None)
    assert child_main([str(sound_pdf), str(tmp_path / "out.json"), "a.pdf", "0"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == '{"done": true}'
    assert child_main([str(tmp_path / "gone.pdf"), str(tmp_path / "x"), "gone.pdf", "0"]) == 0
    assert '"file_missing"' in capsys.readouterr().out


def test_the_program_s_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert program("worker") == [sys.executable, "-m", "estimator_desktop", "worker"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program("worker") == [sys.executable, "worker"]
