"""The question before a project is deleted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from estimator_desktop.texts import Texts


def ask_deleting(name: str, texts: Texts, parent: QWidget, delete: Callable[[], None]) -> QMessageBox:
    """Ask whether a project is to be deleted for good; `delete` is called where the answer is yes."""
    say = texts.say
    box = QMessageBox(parent)
    box.setWindowTitle(say("project.delete_title"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(say("project.delete_ask", project=name))
    box.setInformativeText(say("project.delete_explain"))
    yes = box.addButton(say("project.delete_yes"), QMessageBox.ButtonRole.DestructiveRole)
    no = box.addButton(say("dialog.cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(no)
    box.setDefaultButton(no)

    def answered() -> None:
        if box.clickedButton() is yes:
            delete()
        box.deleteLater()

    box.finished.connect(answered)
    box.open()
    return box
