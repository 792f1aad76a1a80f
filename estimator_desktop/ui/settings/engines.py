"""The optional engines: Claude and MinerU."""

from __future__ import annotations

from estimator_desktop.ui.panels.claude import ClaudePanel
from estimator_desktop.ui.panels.mineru import MineruPanel
from estimator_desktop.ui.settings.section import Section


class ClaudeSection(Section):
    """Switch, key, test, model, caps, consent."""

    title = "ai.settings"

    def fill(self) -> None:
        """The panel."""
        self.panel = ClaudePanel(self.texts, self.bridge.claude)
        self.column.addWidget(self.panel)

    def refresh(self) -> None:
        """Show what is stored now, and how a test went."""
        self.panel.refresh()


class MineruSection(Section):
    """Switch, program, tier, trial."""

    title = "mineru.settings"

    def fill(self) -> None:
        """The panel."""
        self.panel = MineruPanel(self.texts, self.bridge.claude)
        self.column.addWidget(self.panel)

    def refresh(self) -> None:
        """Show how a trial went."""
        self.panel.refresh()
