"""Where data lies, and which folders are watched for new price lists."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QListWidgetItem

from estimator_desktop.storage.watched import FETCH_SETTING
from estimator_desktop.ui.settings.section import Section
from estimator_desktop.ui.widgets.make import button, label

_IDENTITY = int(Qt.ItemDataRole.UserRole)


class FoldersSection(Section):
    """The data folder is shown; watched folders are removed here, another one is `wanted`."""

    title = "settings.folders"
    wanted = Signal()

    def fill(self) -> None:
        """The data folder with a way to it, then the watched ones."""
        say = self.texts.say
        home = str(self.bridge.store.paths.home)
        self.home = label(home, wrap=True)
        self.home.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(self.home)
        self.column.addWidget(label(say("settings.home.why"), "muted", wrap=True))
        reveal = button(say("desk.open_folder"))
        reveal.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(home)))
        self.column.addWidget(reveal, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(label(say("settings.watched")))
        self.watched = QListWidget()
        self.watched.setAccessibleName(say("settings.watched"))
        self.watched.setMaximumHeight(120)
        self.column.addWidget(self.watched)
        self.column.addWidget(label(say("settings.watched.why"), "muted", wrap=True))
        self.add = button(say("catalogue.watch"))
        self.remove = button(say("catalogue.unwatch"))
        self.remove.clicked.connect(self._remove)
        self.watched.currentRowChanged.connect(lambda row: self.remove.setEnabled(row >= 0))
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.column.addLayout(row)
        self.fetch = QCheckBox()
        self.fetch.setChecked(self.bridge.setting(FETCH_SETTING) == "yes")
        self.fetch.toggled.connect(lambda on: self.bridge.set_setting(FETCH_SETTING, "yes" if on else "no"))
        self.row(say("settings.fetch"), self.fetch, say("settings.fetch.why"))
        self.add.clicked.connect(self.wanted)
        self.refresh()

    def refresh(self) -> None:
        """List what is watched."""
        row = self.watched.currentRow()
        self.watched.clear()
        for source in self.bridge.store.watched.listed():
            item = QListWidgetItem(source.place)
            item.setData(_IDENTITY, source.id)
            self.watched.addItem(item)
        self.watched.setCurrentRow(min(row, self.watched.count() - 1))
        self.remove.setEnabled(self.watched.currentRow() >= 0)

    def _remove(self) -> None:
        item = self.watched.currentItem()
        if item is not None:
            self.bridge.store.watched.remove(item.data(_IDENTITY))
            self.refresh()
