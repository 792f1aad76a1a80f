"""What to write, how it looks, and where.  Files that would be replaced are named before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.template import BUILT_IN, DEFAULT_FORMATS, SUFFIXES, Encoding, Order, Template, file_names
from estimator_desktop.texts import LANGUAGES, Texts
from estimator_desktop.ui.widgets.form import column_of, form, spaced
from estimator_desktop.ui.widgets.make import button, label

if TYPE_CHECKING:
    from estimator_desktop.ui.dialogs.own_template import OwnTemplateDialog


class ExportDialog(QDialog):
    """Emits `ordered` with the folder and the order when the user agrees.

    `workbook`: what was imported can be written into; else no copy of it is offered.
    `kept` and `forgotten` say what the user does to templates of their own.
    """

    ordered = Signal(object, object)
    kept = Signal(str, object)
    forgotten = Signal(str)

    def __init__(
        self,
        texts: Texts,
        stem: str,
        folder: str,
        formats: str = "",
        saved: Mapping[str, Template] | None = None,
        *,
        workbook: bool = True,
    ) -> None:
        super().__init__()
        say = texts.say
        self._texts = texts
        self.setWindowTitle(say("dialog.export"))
        self.setMinimumWidth(560)
        wanted = [name for name in formats.split(",") if name in SUFFIXES] or list(DEFAULT_FORMATS)
        boxes = self._boxes(wanted, workbook=workbook)
        self.template = QComboBox()
        for name in BUILT_IN:
            self.template.addItem(say(f"template.{name}"), name)
        self._saved = dict(saved or {})
        for name in self._saved:
            self.template.addItem(name, name)
        self.template.currentIndexChanged.connect(self._chosen)
        self.edit = button(say("template.edit"))
        self.edit.setToolTip(say("template.edit_tip"))
        self.edit.clicked.connect(self._edit)
        self.editor: OwnTemplateDialog | None = None
        self.language = QComboBox()
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(texts.language))
        self.folder = QLineEdit(folder or str(Path.home()))
        self.folder.textChanged.connect(self._look)
        self.browse = button(say("dialog.browse"))
        self.browse.clicked.connect(self._browse)
        self.stem = QLineEdit(stem)
        self.stem.textChanged.connect(self._look)
        place = spaced(QHBoxLayout())
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        template = spaced(QHBoxLayout())
        template.addWidget(self.template, 1)
        template.addWidget(self.edit)
        rows = form()
        rows.addRow(say("dialog.formats"), boxes)
        rows.addRow(say("dialog.template"), template)
        rows.addRow(say("dialog.language"), self.language)
        rows.addRow(say("dialog.folder"), place)
        rows.addRow(say("dialog.stem"), self.stem)
        self.warning = label(look="muted", wrap=True)
        self.other_name = button(say("dialog.other_name"))
        self.other_name.clicked.connect(self._rename)
        self.write = button(say("dialog.write"), "primary")
        self.write.setDefault(True)
        self.write.clicked.connect(self.accept)
        cancel = button(say("dialog.cancel"))
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        for part in (self.other_name, QWidget(), cancel, self.write):
            foot.addWidget(part, 1 if type(part) is QWidget else 0)
        column = column_of(self)
        column.addLayout(rows)
        column.addWidget(self.warning)
        column.addLayout(foot)
        self._look()

    def _boxes(self, wanted: Collection[str], *, workbook: bool) -> QVBoxLayout:
        """A box for each format, the encoding of CSV beneath CSV."""
        self.formats: dict[str, QCheckBox] = {}
        boxes = spaced(QVBoxLayout(), 6)
        for name in SUFFIXES:
            box = QCheckBox(self._texts.say(f"format.{name}"))
            if name == "original" and not workbook:
                box.setEnabled(False)
                box.setText(self._texts.say("format.no_original"))
            box.setChecked(name in wanted and box.isEnabled())
            box.toggled.connect(self._look)
            boxes.addWidget(box)
            self.formats[name] = box
        self.cp1250 = QCheckBox(self._texts.say("dialog.cp1250"))
        beneath = spaced(QHBoxLayout())
        beneath.addSpacing(24)
        beneath.addWidget(self.cp1250, 1)
        boxes.insertLayout(list(self.formats).index("csv") + 1, beneath)
        return boxes

    def order(self) -> Order:
        """What is asked for."""
        chosen = tuple(name for name, box in self.formats.items() if box.isChecked())
        name = self.template.currentData()
        template = replace(
            self._saved[name] if name in self._saved else BUILT_IN[name],
            language=self.language.currentData(),
            encoding=Encoding.WINDOWS if self.cp1250.isChecked() else Encoding.UTF8,
        )
        return Order(chosen, template, self.stem.text().strip())

    def _chosen(self) -> None:
        """A template of one's own brings its language and encoding; both can still be changed."""
        own = self._saved.get(self.template.currentData())
        if own is not None:
            self.language.setCurrentIndex(self.language.findData(own.language))
            self.cp1250.setChecked(own.encoding is Encoding.WINDOWS)

    def _edit(self) -> None:
        """Change the chosen template, or make a new one of it where it came with the program."""
        from estimator_desktop.ui.dialogs.own_template import OwnTemplateDialog  # noqa: PLC0415 - see `Side`

        name = self.template.currentData()
        self.editor = editor = OwnTemplateDialog(
            self._texts, name if name in self._saved else "", self.order().template, self._saved
        )
        editor.setParent(self, editor.windowFlags())
        editor.saved.connect(self._keep)
        editor.removed.connect(self._forget)
        editor.open()

    def _keep(self, name: str, template: Template) -> None:
        if name not in self._saved:
            self.template.addItem(name, name)
        self._saved[name] = template
        self.template.setCurrentIndex(self.template.findData(name))
        self._chosen()
        self.kept.emit(name, template)

    def _forget(self, name: str) -> None:
        del self._saved[name]
        self.template.setCurrentIndex(0)
        self.template.removeItem(self.template.findData(name))
        self.forgotten.emit(name)

    def accept(self) -> None:
        """The user agrees."""
        self.ordered.emit(Path(self.folder.text().strip()), self.order())
        super().accept()

    def _targets(self, stem: str) -> list[Path]:
        folder = Path(self.folder.text().strip())
        chosen = (name for name, box in self.formats.items() if box.isChecked())
        return [folder / name for name in file_names(stem, chosen)]

    def _look(self) -> None:
        """Name what would be replaced, and let nothing be written without formats, folder and name."""
        stem = self.stem.text().strip()
        there = [path.name for path in self._targets(stem) if path.exists()] if stem else []
        self.warning.setText(self._texts.say("dialog.exists", files=", ".join(there)) if there else "")
        self.other_name.setVisible(bool(there))
        self.write.setText(self._texts.say("dialog.overwrite" if there else "dialog.write"))
        sound = bool(stem) and not set(stem) & set('/\\:*?"<>|')
        self.write.setEnabled(sound and bool(self.folder.text().strip()) and bool(self._targets(stem)))
        self.cp1250.setEnabled(self.formats["csv"].isChecked())

    def _rename(self) -> None:
        """The first name under which nothing is there."""
        stem, number = self.stem.text().strip(), 2
        while any(path.exists() for path in self._targets(f"{stem} ({number})")):
            number += 1
        self.stem.setText(f"{stem} ({number})")

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._texts.say("dialog.folder"), self.folder.text())
        if folder:
            self.folder.setText(folder)
