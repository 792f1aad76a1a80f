"""The remembered layouts of tables: what there is, and forgetting one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from estimator_desktop.domain.mapping import LayoutTemplate, columns_text
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import button, label


class TemplatesDialog(QDialog):
    """Lists templates by name with their columns; `forget` removes the one that is selected."""

    def __init__(
        self,
        templates: Sequence[LayoutTemplate],
        forget: Callable[[str], object],
        texts: Texts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._forget = forget
        self._names = [template.name for template in templates]
        self.setWindowTitle(texts.say("templates.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 360)
        self.listed = QListWidget()
        self.listed.setAccessibleName(texts.say("templates.title"))
        self.listed.addItems([f"{template.name}  –  {columns_text(template.mapping)}" for template in templates])
        self.remove = button(texts.say("templates.remove"))
        self.remove.clicked.connect(self._remove)
        close = button(texts.say("dialog.close"))
        close.clicked.connect(self.reject)
        self.listed.currentRowChanged.connect(lambda row: self.remove.setEnabled(row >= 0))
        self.remove.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(texts.say("templates.what" if templates else "templates.none"), "muted", wrap=True))
        column.addWidget(self.listed, 1)
        column.addLayout(row)

    def _remove(self) -> None:
        row = self.listed.currentRow()
        if row >= 0:
            self._forget(self._names.pop(row))
            self.listed.takeItem(row)
