"""A second start hands its files to the window that is open."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from estimator_desktop.__main__ import understood
from estimator_desktop.config import Paths
from estimator_desktop.storage.store import Store
from estimator_desktop.ui.opening import OpenFileEvents
from estimator_desktop.ui.single import Handover, requested


def test_the_first_is_the_first_until_it_ends(paths: Paths) -> None:
    one, two = Handover(paths), Handover(paths)
    assert one.first()
    assert not two.first()
    one.end()
    assert two.first()
    two.end()


def test_files_come_to_the_first_window_once(qtbot: QtBot, paths: Paths, tmp_path: Path) -> None:
    taken: list[tuple[Path, ...]] = []
    first, second = Handover(paths), Handover(paths)
    assert first.first()
    second.leave([Path("/of/a/window/that/died.pdf")])
    first.end()
    assert first.first()
    first.listen(lambda files: taken.append(tuple(files)))
    second.leave([tmp_path / "Rozpočet č. 1.pdf"])
    qtbot.waitUntil(lambda: bool(taken), timeout=5000)
    second.leave([])
    qtbot.waitUntil(lambda: len(taken) == 2, timeout=5000)
    assert taken == [(tmp_path / "Rozpočet č. 1.pdf",), ()]
    first.end()


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b'"/a"', b"[1]", b'["relative.pdf"]', b'["/a\\u0000b"]', b"[" * 100_000, b" " * (1 << 21)],
)
def test_what_is_no_request_opens_nothing(text: bytes) -> None:
    assert requested(text) is None


@pytest.mark.skipif(os.name == "nt", reason="asks a process to go by a signal")
def test_a_second_program_goes_home_and_its_file_is_read_by_the_first(paths: Paths, demo_pdf: Path) -> None:
    environment = os.environ | {"ESTIMATOR_HOME": str(paths.home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "estimator_desktop", "gui"]
    with subprocess.Popen(command, env=environment) as window:
        try:
            limit = time.monotonic() + 60
            while not (paths.home / "worker.json").exists():
                assert window.poll() is None
                assert time.monotonic() < limit
                time.sleep(0.1)
            again = subprocess.run([*command, str(demo_pdf)], env=environment, timeout=60, check=False)
            assert again.returncode == 0
            while not projects(paths):
                assert window.poll() is None
                assert time.monotonic() < limit
                time.sleep(0.1)
            assert window.poll() is None
        finally:
            window.terminate()
            window.wait(30)


def projects(paths: Paths) -> int:
    store = Store(paths)
    try:
        return len(store.projects())
    finally:
        store.close()


def test_files_of_the_system_come_to_the_window(qapp: QApplication, demo_pdf: Path) -> None:
    taken: list[tuple[Path, ...]] = []
    events = OpenFileEvents(qapp, lambda files: taken.append(tuple(files)))
    QApplication.sendEvent(qapp, QFileOpenEvent(str(demo_pdf)))
    assert taken == [(demo_pdf,)]
    qapp.removeEventFilter(events)


def test_a_bundle_without_a_command_opens_the_window(demo_pdf: Path) -> None:
    assert understood([], bundled=True) == ["gui"]
    assert understood([str(demo_pdf)], bundled=True) == ["gui", str(demo_pdf)]
    assert understood(["doctor"], bundled=True) == ["doctor"]
    assert understood([], bundled=False) == []
