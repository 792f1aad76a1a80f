"""The guide, the keys, and what this program is."""

from __future__ import annotations

from collections.abc import Sequence

from estimator_desktop import __version__
from estimator_desktop.config import docs_folder
from estimator_desktop.ui.side import Act, Side


class HelpSide(Side):
    """Three dialogs."""

    def acts(self) -> Sequence[Act]:
        """The guide, the keys, and about."""
        return (
            Act("action.guide", self._show_guide, "", "help"),
            Act("action.keys", self._show_keys, "F1", "help"),
            Act("action.about", self._show_about, "", "help"),
        )

    def _show_guide(self) -> None:
        from estimator_desktop.ui.dialogs.guide import GuideDialog  # noqa: PLC0415 - see `side`

        self.guide = GuideDialog(docs_folder(), self.texts, self.window)
        self.guide.open()

    def _show_keys(self) -> None:
        from estimator_desktop.ui.dialogs.keys import KeysDialog  # noqa: PLC0415 - see `side`

        KeysDialog(self.texts, self.window).open()

    def _show_about(self) -> None:
        self._box(self.texts.say("action.about"), self.texts.say("about.text", version=__version__))

    def _box(self, title: str, words: str) -> None:
        from PySide6.QtCore import Qt  # noqa: PLC0415 - see `side`
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415

        box = QMessageBox(QMessageBox.Icon.NoIcon, title, words, QMessageBox.StandardButton.Close, self.window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.button(QMessageBox.StandardButton.Close).setText(self.texts.say("dialog.close"))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
