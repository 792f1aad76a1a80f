"""What background work may use, and how long its traces are kept."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from estimator_desktop.domain.preferences import ARCHIVE_AFTER, HARD, KEEP_ANSWERS, KEEP_RESULTS, MEMORY, SOFT, WORKERS
from estimator_desktop.ui.bridge import FINISH_SETTING
from estimator_desktop.ui.settings.section import Section


class WorkSection(Section):
    """Limits of reading, jobs at a time, closing the window."""

    title = "settings.work"

    def fill(self) -> None:
        """Numbers, and whether jobs go on after closing."""
        say = self.texts.say
        for preference in (SOFT, HARD, MEMORY, WORKERS):
            self.number(preference)
        self.spin(SOFT).valueChanged.connect(lambda value: self._in_order(value, soft=True))
        self.spin(HARD).valueChanged.connect(lambda value: self._in_order(value, soft=False))
        self.finish = QCheckBox()
        self.finish.setChecked(self.bridge.setting(FINISH_SETTING) == "yes")
        self.finish.toggled.connect(lambda on: self.bridge.set_setting(FINISH_SETTING, "yes" if on else "no"))
        self.row(say("health.finish_jobs"), self.finish, say("health.finish_jobs_tip"))
        self.reset_button()

    def reset(self) -> None:
        """Bring the shipped numbers back, and jobs that rest while the window is closed."""
        super().reset()
        self.finish.setChecked(False)

    def _in_order(self, value: int, *, soft: bool) -> None:
        """A reader is asked before it is ended: the other limit makes way."""
        other = self.spin(HARD if soft else SOFT)
        if value and other.value() and (value > other.value() if soft else value < other.value()):
            other.setValue(value)


class KeepingSection(Section):
    """How long jobs are listed, projects stay among the recent ones, and talk with Claude is kept word by word."""

    title = "settings.keeping"

    def fill(self) -> None:
        """One number for each."""
        for preference in (KEEP_RESULTS, ARCHIVE_AFTER, KEEP_ANSWERS):
            self.number(preference)
        self.reset_button()
