"""The audit's thresholds: every number of the settings pack, to be changed and reset."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.rulepack import Pack, Threshold, accepted
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import button, label

_NAME, _VALUE, _SHIPPED, _UNIT = range(4)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SHARE = 0.7
"""How much of the screen's height the dialog takes: there are dozens of thresholds."""


class ThresholdsDialog(QDialog):
    """A table of thresholds; `saved` brings what differs from the shipped pack."""

    saved = Signal(dict)

    def __init__(self, texts: Texts, pack: Pack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts.say("thresholds.title"))
        self.resize(760, max(560, round(self.screen().availableGeometry().height() * _SHARE)))
        self._texts = texts
        self._thresholds: tuple[Threshold, ...] = tuple(pack.thresholds.values())
        self.table = QTableWidget(len(self._thresholds), 4)
        self.table.setHorizontalHeaderLabels(
            [texts.say(f"thresholds.{name}") for name in ("name", "value", "shipped", "unit")]
        )
        for column in (_NAME, _VALUE, _SHIPPED, _UNIT):
            title = self.table.horizontalHeaderItem(column)
            if title is not None:
                title.setTextAlignment(_RIGHT if column in {_VALUE, _SHIPPED} else _LEFT)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for row, threshold in enumerate(self._thresholds):
            fixed = (
                texts.say(f"threshold.{threshold.key}"),
                texts.number(threshold.shipped),
                texts.currency(threshold.unit),
            )
            for column, words in zip((_NAME, _SHIPPED, _UNIT), fixed, strict=True):
                item = QTableWidgetItem(words)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                if column == _SHIPPED:
                    item.setTextAlignment(_RIGHT)
                self.table.setItem(row, column, item)
            value = QTableWidgetItem(texts.number(threshold.value))
            value.setTextAlignment(_RIGHT)
            self.table.setItem(row, _VALUE, value)
        self.trouble = label(look="trouble", wrap=True)
        self.trouble.hide()
        self.reset = button(texts.say("thresholds.reset"))
        self.reset.clicked.connect(self._reset)
        self.cancel = button(texts.say("dialog.cancel"))
        self.cancel.clicked.connect(self.reject)
        self.save = button(texts.say("thresholds.save"), "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        foot = QHBoxLayout()
        foot.addWidget(self.reset)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 24, 24, 16)
        page.setSpacing(12)
        page.addWidget(label(texts.say("thresholds.note", version=pack.version), "muted", wrap=True))
        page.addWidget(self.table, 1)
        page.addWidget(self.trouble)
        page.addLayout(foot)

    def _reset(self) -> None:
        for row, threshold in enumerate(self._thresholds):
            self._item(row).setText(self._texts.number(threshold.shipped))

    def _item(self, row: int) -> QTableWidgetItem:
        item = self.table.item(row, _VALUE)
        if item is None:
            raise IndexError(row)
        return item

    def _save(self) -> None:
        changed: dict[str, str] = {}
        for row, threshold in enumerate(self._thresholds):
            text = self._item(row).text()
            value = accepted(threshold, text)
            if value is None:
                name = self._texts.say(f"threshold.{threshold.key}")
                low, high = self._texts.number(threshold.low), self._texts.number(threshold.high)
                self.trouble.setText(self._texts.say("thresholds.wrong", name=name, low=low, high=high))
                self.trouble.show()
                self.table.setCurrentCell(row, _VALUE)
                return
            if value != threshold.shipped:
                changed[threshold.key] = str(value)
        result: Mapping[str, str] = changed
        self.saved.emit(dict(result))
        self.accept()
