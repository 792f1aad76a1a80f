"""Ask Claude about the open document: what is asked, what leaves the laptop, what it costs at most, and the consent."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.advice import Estimate
from estimator_desktop.domain.job import JobKind
from estimator_desktop.keys import KeyPlace
from estimator_desktop.texts import Texts
from estimator_desktop.ui.claude_desk import ClaudeDesk, Plan
from estimator_desktop.ui.widgets.make import button, label


class AskDialog(QDialog):
    """`asked` brings the jobs that are wanted as (kind, payload); `settings` asks for the page with the key.

    Nothing can be sent before a key is there, the price is known and the person chose whose texts may leave.
    """

    asked = Signal(list)
    settings = Signal()

    def __init__(self, texts: Texts, desk: ClaudeDesk, document: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts.say("ai.ask_title"))
        self.setMinimumWidth(560)
        self._texts = texts
        self._desk = desk
        self._document = document
        self._plan: Plan | None = None
        self._key = False
        say = texts.say
        self.everything = QRadioButton(say("ai.ask_opinions"))
        self.doubtful = QRadioButton(say("ai.ask_doubtful"))
        self.doubtful.setChecked(True)
        self.opinions = QCheckBox(say("advice.title"))
        self.opinions.setChecked(True)
        self.choices = QCheckBox(say("ai.ask_choices"))
        self.reread = QCheckBox(say("ai.ask_reread", count=0))
        self.cost = label(say("ai.estimating"), wrap=True)
        self.this_project = QRadioButton(say("ai.allow_project"))
        self.all_projects = QRadioButton(say("ai.allow_all"))
        self.key_state = label(look="muted", wrap=True)
        self.open_settings = button(say("ai.open_settings"))
        self.consent = QWidget()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(say("mapping.cancel"))
        self.go = self.buttons.addButton(say("ai.ask_go"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setEnabled(False)
        self._lay_out()
        for part in (self.everything, self.doubtful, self.opinions, self.choices, self.reread):
            part.toggled.connect(lambda _on: self._show())
        for part in (self.this_project, self.all_projects):
            part.toggled.connect(lambda _on: self._show())
        self.open_settings.clicked.connect(self._to_settings)
        self.buttons.accepted.connect(self._send)
        self.buttons.rejected.connect(self.reject)
        desk.planned.connect(self._planned)
        desk.key_known.connect(self._key_known)
        desk.look_for_key()
        desk.plan(document)
        self._show()

    def _lay_out(self) -> None:
        say = self._texts.say
        asks = QVBoxLayout(self.consent)
        asks.setContentsMargins(0, 0, 0, 0)
        asks.addWidget(self.this_project)
        asks.addWidget(self.all_projects)
        self.consent.setVisible(not self._desk.allowed(self._document))
        scope = QWidget()
        inner = QVBoxLayout(scope)
        inner.setContentsMargins(24, 0, 0, 0)
        inner.addWidget(self.doubtful)
        inner.addWidget(self.everything)
        column = QVBoxLayout(self)
        column.addWidget(self.opinions)
        column.addWidget(scope)
        column.addWidget(self.choices)
        column.addWidget(self.reread)
        column.addWidget(self.cost)
        column.addWidget(label(say("ai.leaves"), "muted", wrap=True))
        column.addWidget(label(say("advice.over"), "muted", wrap=True))
        column.addWidget(self.consent)
        column.addWidget(self.key_state)
        column.addWidget(self.open_settings, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.buttons)

    def _planned(self, plan: Plan) -> None:
        if plan.document == self._document:
            self._plan = plan
            self.reread.setText(self._texts.say("ai.ask_reread", count=plan.pages))
            self._show()

    def _key_known(self, place: KeyPlace, _can_keep: bool) -> None:  # noqa: FBT001 - a signal's arguments
        self._key = place is not KeyPlace.NOWHERE
        self.key_state.setText("" if self._key else self._texts.say("ai.need_key"))
        self._show()

    @property
    def estimate(self) -> Estimate:
        """What is wanted now would cost this at most."""
        plan = self._plan
        total = Estimate()
        if plan is not None:
            if self.opinions.isChecked():
                total += plan.everything if self.everything.isChecked() else plan.doubtful
            if self.choices.isEnabled() and self.choices.isChecked():
                total += plan.choices
            if self.reread.isEnabled() and self.reread.isChecked():
                total += plan.reread
        return total

    def _show(self) -> None:
        plan = self._plan
        self.open_settings.setVisible(not self._key)
        for part in (self.everything, self.doubtful):
            part.setEnabled(self.opinions.isChecked())
        self.choices.setEnabled(plan is not None and plan.choices.calls + plan.choices.known > 0)
        self.reread.setEnabled(plan is not None and plan.pages > 0)
        if plan is not None:
            total = self.estimate
            number = self._texts.number
            words = self._texts.say(
                "ai.estimate",
                cost=number(total.cost, 4),
                calls=total.calls,
                tokens=total.tokens,
                known=total.known,
                left=number(plan.left, 2),
            )
            over = f" {self._texts.say('ai.over_cap')}" if total.cost > plan.left else ""
            self.cost.setText(words + over)
        allowed = self.consent.isHidden() or self.this_project.isChecked() or self.all_projects.isChecked()
        self.go.setEnabled(plan is not None and self._key and allowed and bool(self.wanted))

    @property
    def wanted(self) -> list[tuple[JobKind, dict[str, str]]]:
        """The jobs that are wanted."""
        found: list[tuple[JobKind, dict[str, str]]] = []
        if self.reread.isEnabled() and self.reread.isChecked():
            found.append((JobKind.REREAD, {"engines": "claude"}))
        if self.choices.isEnabled() and self.choices.isChecked():
            found.append((JobKind.SUGGEST, {}))
        if self.opinions.isChecked():
            found.append((JobKind.OPINIONS, {"scope": "all" if self.everything.isChecked() else "doubtful"}))
        return found

    def _send(self) -> None:
        self._desk.allow(self._document, everything=self.all_projects.isChecked())
        self.asked.emit(self.wanted)
        self.accept()

    def _to_settings(self) -> None:
        self.settings.emit()
        self.reject()
