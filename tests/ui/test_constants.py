"""Qt calls must not use up Python's constants."""

from __future__ import annotations

import subprocess
import sys


def test_the_start_alone_may_make_thousands_of_calls() -> None:
    code = (
        "import estimator_desktop.ui\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "timer = QTimer()\n"
        "for _ in range(15_000): app.processEvents(); timer.isActive()\n"
        "print('alive')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=100)
    assert done.stdout.strip() == "alive", done.stderr[-500:]


def test_more_calls_than_references_do_not_end_the_program() -> None:
    code = (
        "from estimator_desktop.ui.constants import keep_constants\n"
        "from PySide6.QtCore import QObject, QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "timer = QTimer()\n"
        "keep_constants()\n"
        "for _ in range(200_000): app.processEvents(); timer.setObjectName(''); timer.isActive()\n"
        "print('alive')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=100)
    assert done.stdout.strip() == "alive", done.stderr[-500:]
