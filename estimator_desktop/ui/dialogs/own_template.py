"""What an export holds, under a name of one's own: columns, rows, prices, names, language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from estimator_desktop.domain.template import BUILT_IN, Column, Template
from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import LANGUAGES, MARKS, Texts
from estimator_desktop.ui.widgets.form import form
from estimator_desktop.ui.widgets.make import button, label

_LONGEST_NAME = 60


class OwnTemplateDialog(QDialog):
    """Emits `saved` with the name and the template, or `removed` with the name of one's own that was shown.

    `name` is empty where the template shown came with the program: saving makes a new one.
    """

    saved = Signal(str, object)
    removed = Signal(str)

    def __init__(self, texts: Texts, name: str, template: Template, own: Collection[str]) -> None:
        super().__init__()
        say = texts.say
        self._texts, self._shown, self._template, self._own = texts, name, template, own
        self._reserved = {*BUILT_IN, *(say(f"template.{key}") for key in BUILT_IN)}
        self.setWindowTitle(say("template.title"))
        self.setMinimumWidth(460)
        self.name = QLineEdit(name)
        self.name.setMaxLength(_LONGEST_NAME)
        self.columns = {
            column: self._box(say(f"template.column.{column.value}"), on=template.shows(column)) for column in Column
        }
        self.colours = {
            colour: self._box(
                f"{MARKS[colour]} {texts.colour(colour)}", on=not template.only or colour in template.only
            )
            for colour in (Colour.RED, Colour.AMBER, Colour.GREEN)
        }
        self.prices = self._box(say("template.prices"), on=template.prices)
        self.named = self._box(say("template.names"), on=not template.anonymised)
        self.language = QComboBox()
        for code, title in LANGUAGES.items():
            self.language.addItem(title, code)
        self.language.setCurrentIndex(self.language.findData(template.language))
        rows = form()
        rows.addRow(say("template.name"), self.name)
        rows.addRow(say("template.columns"), _stack(*self.columns.values()))
        rows.addRow(say("template.rows"), _stack(*self.colours.values()))
        rows.addRow(say("template.values"), _stack(self.prices, self.named))
        rows.addRow(say("dialog.language"), self.language)
        self.hint = label(look="muted", wrap=True)
        self.remove = button(say("template.remove"))
        self.remove.setVisible(bool(name))
        self.remove.clicked.connect(self._remove)
        self.save = button(say("template.save"), "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        cancel = button(say("dialog.cancel"))
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.remove)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addLayout(rows)
        column.addWidget(self.hint)
        column.addLayout(foot)
        self.name.textChanged.connect(self._look)
        self._look()

    def template(self) -> Template:
        """What is chosen."""
        colours = tuple(colour for colour, box in self.colours.items() if box.isChecked())
        return replace(
            self._template,
            language=self.language.currentData(),
            columns=tuple(column for column, box in self.columns.items() if box.isChecked()),
            prices=self.prices.isChecked(),
            only=() if len(colours) == len(Colour) else colours,
            anonymised=not self.named.isChecked(),
        )

    def _box(self, words: str, *, on: bool) -> QCheckBox:
        box = QCheckBox(words)
        box.setChecked(on)
        box.toggled.connect(self._look)
        return box

    def _look(self) -> None:
        """Say what the choice means, and let nothing be saved without a name or without any position."""
        name = self.name.text().strip()
        taken = name in self._reserved
        none = not any(box.isChecked() for box in self.colours.values())
        key = "taken" if taken else "no_rows" if none else "" if self.template().whole else "partly"
        hints = [self._texts.say(f"template.{hint}") for hint in (key, "" if name else "nameless") if hint]
        self.hint.setText(" ".join(hints))
        self.save.setText(self._texts.say("template.replace" if name in self._own else "template.save"))
        self.save.setEnabled(bool(name) and not taken and not none)

    def _save(self) -> None:
        self.saved.emit(self.name.text().strip(), self.template())
        self.accept()

    def _remove(self) -> None:
        self.removed.emit(self._shown)
        self.accept()


def _stack(*boxes: QCheckBox) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for box in boxes:
        column.addWidget(box)
    return holder
