"""The settings of MinerU: switch, program, tier, what was found, a trial on a page.  Every change counts at once."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.job import JobState
from estimator_desktop.texts import Texts
from estimator_desktop.ui.claude_desk import ClaudeDesk, Engine
from estimator_desktop.ui.widgets.form import form
from estimator_desktop.ui.widgets.make import button, label

_TIERS = ("flash", "basic", "standard", "advanced")


class MineruPanel(QWidget):
    """Shows and changes what is set."""

    def __init__(self, texts: Texts, desk: ClaudeDesk) -> None:
        super().__init__()
        self._texts = texts
        self._desk = desk
        self._trying = ""
        self._engine = Engine()
        say = texts.say
        store = desk.store
        self.on = QCheckBox(say("mineru.on"))
        self.on.setChecked(store.setting("mineru_on") == "yes")
        self.path = QLineEdit(store.setting("mineru_path") or "")
        self.path.setPlaceholderText(say("mineru.path_hint"))
        self.path.setAccessibleName(say("mineru.path"))
        self.choose = button(say("mineru.choose"))
        self.tier = QComboBox()
        self.tier.setAccessibleName(say("mineru.tier"))
        self.tier.addItems(list(_TIERS))
        self.tier.setCurrentText(store.setting("mineru_tier") or _TIERS[0])
        self.state = label(say("mineru.looking"), wrap=True)
        self.models = label(look="muted", wrap=True)
        self.trial = button(say("mineru.try"))
        self.trial.setEnabled(False)
        self.trial_state = label(look="muted", wrap=True)
        self._lay_out()
        self.on.toggled.connect(lambda on: desk.set("mineru_on", "yes" if on else ""))
        self.path.editingFinished.connect(self._path_given)
        self.choose.clicked.connect(self._choose)
        self.tier.activated.connect(lambda _row: self._tier_given())
        self.trial.clicked.connect(self._try)
        desk.found.connect(self._found)
        desk.look_for_mineru()

    def _lay_out(self) -> None:
        say = self._texts.say
        place = QHBoxLayout()
        place.addWidget(self.path, 1)
        place.addWidget(self.choose)
        trial = QHBoxLayout()
        trial.addWidget(self.trial)
        trial.addWidget(self.trial_state, 1)
        rows = form()
        rows.addRow(say("mineru.path"), place)
        rows.addRow("", self.state)
        rows.addRow(say("mineru.tier"), self.tier)
        rows.addRow("", self.models)
        rows.addRow("", trial)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(say("mineru.intro"), "muted", wrap=True))
        column.addWidget(self.on)
        column.addLayout(rows)

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, self._texts.say("mineru.path"))
        if path:
            self.path.setText(path)
            self._path_given()

    def _path_given(self) -> None:
        given = self.path.text().strip()
        if given != (self._desk.store.setting("mineru_path") or ""):
            self._desk.set("mineru_path", given)
            self.state.setText(self._texts.say("mineru.looking"))
            self._desk.look_for_mineru()

    def _tier_given(self) -> None:
        self._desk.set("mineru_tier", self.tier.currentText())
        self._show_models()

    def _found(self, engine: Engine) -> None:
        self._engine = engine
        say = self._texts.say
        if engine.program:
            self.state.setText(say("mineru.found", program=engine.program, version=engine.version))
        else:
            self.state.setText(say("mineru.missing"))
        self.trial.setEnabled(bool(engine.program) and not self._trying)
        self._show_models()

    def _show_models(self) -> None:
        say = self._texts.say
        if not self._engine.program:
            self.models.setText("")
        elif self._engine.needs_models or self.tier.currentText() != _TIERS[0]:
            self.models.setText(say("mineru.models_missing", command=self._engine.download))
        else:
            self.models.setText(say("mineru.models_none"))

    def _try(self) -> None:
        self._trying = self._desk.try_mineru()
        self.trial.setEnabled(False)
        self.trial_state.setText(self._texts.say("mineru.trying"))

    def refresh(self) -> None:
        """Show how the trial went."""
        job = self._desk.job(self._trying) if self._trying else None
        if job is None or not job.settled:
            return
        positions, seconds = self._desk.tried(job.id)
        self._trying = ""
        self.trial.setEnabled(bool(self._engine.program))
        if job.state is JobState.DONE:
            words = self._texts.say("mineru.tried", positions=positions, seconds=seconds)
        else:
            words = self._texts.job_state(job)
        self.trial_state.setText(words)
