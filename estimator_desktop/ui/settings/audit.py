"""The audit's thresholds: how many were changed, the way to change them and back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from estimator_desktop.ui.settings.section import Section
from estimator_desktop.ui.widgets.make import button, label


class AuditSection(Section):
    """The thresholds have a dialog of their own: it is `wanted`, or the person's thresholds are `unwanted`."""

    title = "settings.audit"
    wanted = Signal()
    unwanted = Signal()

    def fill(self) -> None:
        """What is in force, and two buttons."""
        say = self.texts.say
        self.state = label(wrap=True)
        self.column.addWidget(self.state)
        self.column.addWidget(label(say("settings.audit.why"), "muted", wrap=True))
        self.change = button(say("action.thresholds"))
        self.back = button(say("settings.reset"))
        row = QHBoxLayout()
        row.addWidget(self.change)
        row.addWidget(self.back)
        row.addStretch(1)
        self.column.addLayout(row)
        self.change.clicked.connect(self.wanted)
        self.back.clicked.connect(self.unwanted)
        self.refresh()

    def refresh(self) -> None:
        """Count what was changed."""
        pack = self.bridge.store.rules.pack()
        changed = sum(one.changed for one in pack.thresholds.values())
        total = len(pack.thresholds)
        self.state.setText(self.texts.say("settings.audit.state", changed=changed, total=total, version=pack.version))
        self.back.setEnabled(changed > 0)
