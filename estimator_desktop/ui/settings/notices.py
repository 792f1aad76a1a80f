"""Whether to be told of the end of long work."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from estimator_desktop.ui.notices import NOTICE_SETTING
from estimator_desktop.ui.settings.section import Section


class NoticesSection(Section):
    """One choice."""

    title = "settings.notices"

    def fill(self) -> None:
        """Notices outside the window."""
        say = self.texts.say
        self.on = QCheckBox()
        self.on.setChecked(self.bridge.setting(NOTICE_SETTING, "yes") == "yes")
        self.on.toggled.connect(lambda on: self.bridge.set_setting(NOTICE_SETTING, "yes" if on else "no"))
        self.row(say("settings.notices.on"), self.on, say("settings.notices.why"))
