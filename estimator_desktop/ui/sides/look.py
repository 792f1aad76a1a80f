"""How the program speaks and judges: language and thresholds."""

from __future__ import annotations

from collections.abc import Sequence

from estimator_desktop.ui.side import Act, Side
from estimator_desktop.ui.sides.review import ReviewSide


class LookSide(Side):
    """Thresholds of the audit."""

    def acts(self) -> Sequence[Act]:
        """The thresholds."""
        return (Act("action.thresholds", self.show_thresholds, "", "view", 2),)

    def show_thresholds(self) -> None:
        """Show the audit's thresholds; saved ones apply from the next audit, which begins at once."""
        from estimator_desktop.ui.dialogs.thresholds import ThresholdsDialog  # noqa: PLC0415 - see `side`

        dialog = ThresholdsDialog(self.texts, self.bridge.store.rules.pack(), self.window)
        dialog.saved.connect(self._save_thresholds)
        dialog.open()

    def reset_thresholds(self) -> None:
        """Bring the shipped thresholds back."""
        self._save_thresholds({})

    def _save_thresholds(self, overrides: dict[str, str]) -> None:
        self.bridge.later.do(lambda: self.bridge.store.rules.save(overrides))
        document = self.window.side(ReviewSide).document
        if document:
            self.bridge.work.audit_again(document)
        self.window.refresh()
