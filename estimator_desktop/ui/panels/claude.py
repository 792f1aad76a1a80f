"""The settings of Claude: switch, key, test, model, caps, consent, what was spent.  Every change counts at once."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.job import JobState
from estimator_desktop.errors import UserError
from estimator_desktop.keys import KeyPlace
from estimator_desktop.texts import Texts
from estimator_desktop.ui.claude_desk import ClaudeDesk
from estimator_desktop.ui.widgets.form import form
from estimator_desktop.ui.widgets.make import button, label

_NONE, _SOME, _ALL = "none", "some", "all"


class ClaudePanel(QWidget):
    """Shows and changes what is set."""

    def __init__(self, texts: Texts, desk: ClaudeDesk) -> None:
        super().__init__()
        self._texts = texts
        self._desk = desk
        self._testing = ""
        say = texts.say
        self.on = QCheckBox(say("ai.on"))
        self.key_state = label(say("ai.looking"), wrap=True)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText(say("ai.key_hint"))
        self.key.setAccessibleName(say("ai.key"))
        self.keep = button(say("ai.key_keep"))
        self.session = button(say("ai.key_session"))
        self.forget = button(say("ai.key_forget"))
        self.test = button(say("ai.test"))
        self.test_state = label(look="muted", wrap=True)
        self.model = QComboBox()
        self.prices = label(look="muted", wrap=True)
        self.project = _amount(say("ai.cap_project"))
        self.month = _amount(say("ai.cap_month"))
        self.spent = label(look="muted", wrap=True)
        self.consent = QComboBox()
        self.reread = QCheckBox(say("ai.reread_auto"))
        self.proxy = QLineEdit()
        self.proxy.setAccessibleName(say("ai.proxy"))
        self._lay_out()
        self._connect()
        self.refresh()
        desk.look_for_key()

    def _lay_out(self) -> None:
        say = self._texts.say
        keys = QHBoxLayout()
        for part in (self.keep, self.session, self.forget):
            keys.addWidget(part)
        keys.addStretch(1)
        tests = QHBoxLayout()
        tests.addWidget(self.test)
        tests.addWidget(self.test_state, 1)
        rows = form()
        rows.addRow(say("ai.key"), self.key)
        rows.addRow("", keys)
        rows.addRow("", self.key_state)
        rows.addRow("", tests)
        rows.addRow(say("ai.model"), self.model)
        rows.addRow("", self.prices)
        rows.addRow(say("ai.cap_project"), self.project)
        rows.addRow(say("ai.cap_month"), self.month)
        rows.addRow("", self.spent)
        rows.addRow(say("ai.consent"), self.consent)
        rows.addRow("", self.reread)
        rows.addRow(say("ai.proxy"), self.proxy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(say("ai.intro"), "muted", wrap=True))
        column.addWidget(self.on)
        column.addWidget(label(say("ai.leaves"), "muted", wrap=True))
        column.addLayout(rows)

    def _connect(self) -> None:
        self.on.toggled.connect(lambda on: self._set("ai_on", "yes" if on else "no"))
        self.key.textChanged.connect(lambda _text: self._show_buttons())
        self.keep.clicked.connect(lambda: self._keep(session=False))
        self.session.clicked.connect(lambda: self._keep(session=True))
        self.forget.clicked.connect(self._desk.forget_key)
        self.test.clicked.connect(self._test)
        self.model.activated.connect(lambda _row: self._set("ai_model", self.model.currentData()))
        self.project.editingFinished.connect(lambda: self._cap("ai_cap_project", self.project))
        self.month.editingFinished.connect(lambda: self._cap("ai_cap_month", self.month))
        self.consent.activated.connect(self._consented)
        self.reread.toggled.connect(lambda on: self._set("ai_reread", "yes" if on else "no"))
        self.proxy.editingFinished.connect(lambda: self._set("ai_proxy", self.proxy.text().strip()))
        self._desk.key_known.connect(self._key_known)
        self._desk.changed.connect(self.refresh)
        self._place = KeyPlace.NOWHERE
        self._can_keep = False

    def _set(self, key: str, value: str) -> None:
        self._desk.set(key, value)

    def _keep(self, *, session: bool) -> None:
        """The key leaves the field at once; it is nowhere in the window then."""
        key = self.key.text()
        self.key.clear()
        self._desk.keep_key(key, session=session)

    def _key_known(self, place: KeyPlace, can_keep: bool) -> None:  # noqa: FBT001 - a signal's arguments
        self._place, self._can_keep = place, can_keep
        words = self._texts.say(f"ai.key.{place.value}")
        if not can_keep and place is not KeyPlace.KEYCHAIN:
            words = f"{words} {self._texts.say('ai.no_keychain')}"
        self.key_state.setText(words)
        self._show_buttons()

    def _show_buttons(self) -> None:
        typed = bool(self.key.text().strip())
        self.keep.setVisible(self._can_keep)
        self.keep.setEnabled(typed)
        self.session.setEnabled(typed)
        self.forget.setEnabled(self._place is not KeyPlace.NOWHERE)
        self.test.setEnabled(self._place is not KeyPlace.NOWHERE and not self._testing)

    def _test(self) -> None:
        self._testing = self._desk.test()
        self.test_state.setText(self._texts.say("ai.testing"))
        self._show_buttons()

    def _cap(self, key: str, field: QLineEdit) -> None:
        try:
            value = Decimal(field.text().strip().replace(",", "."))
        except InvalidOperation:
            value = Decimal(-1)
        if value.is_finite() and value >= 0:
            self._set(key, str(value))
        self._show_caps()

    def _consented(self, _row: int) -> None:
        said = self.consent.currentData()
        self._desk.consent(everything=said == _ALL, projects=said == _SOME)
        self._show_consent()

    def refresh(self) -> None:
        """Show what is stored now."""
        try:
            settings = self._desk.settings()
        except UserError as error:
            self.prices.setText(self._texts.error(error.code, error.params))
            return
        self.on.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.on.setChecked(settings.on)
        self.on.blockSignals(False)  # noqa: FBT003
        self.reread.blockSignals(True)  # noqa: FBT003
        self.reread.setChecked(self._desk.store.setting("ai_reread") == "yes")
        self.reread.blockSignals(False)  # noqa: FBT003
        if not self.proxy.hasFocus():
            self.proxy.setText(settings.proxy)
        self._show_models(settings.model.id)
        self._show_caps()
        self._show_consent()
        self._show_test()

    def _show_models(self, chosen: str) -> None:
        from estimator_desktop.usecases.advising import models_of  # noqa: PLC0415 - not for the first window

        models = models_of(self._desk.store)
        if self.model.count() != len(models.models):
            self.model.clear()
            for model in models.models:
                number = self._texts.number
                words = self._texts.say(
                    "ai.model_line", name=model.name, input=number(model.input, 2), output=number(model.output, 2)
                )
                self.model.addItem(words, model.id)
        self.model.setCurrentIndex(self.model.findData(chosen))
        self.prices.setText(self._texts.say("ai.prices_of", day=self._day(models.checked)))

    def _day(self, text: str) -> str:
        """A day of the file of models, which people may edit: what is no date stands as it is."""
        try:
            return self._texts.day(datetime.fromisoformat(text))
        except ValueError:
            return text

    def _show_caps(self) -> None:
        caps = self._desk.settings().caps
        for field, value in ((self.project, caps.project), (self.month, caps.month)):
            if not field.hasFocus():
                field.setText(self._texts.number(value))
        month = self._texts.number(self._desk.store.ai.spent_in_month(), 4)
        self.spent.setText(self._texts.say("ai.spent_month", month=month))

    def _show_consent(self) -> None:
        given = self._desk.store.ai.consents()
        some = [project for project in given if project != "*"]
        say = self._texts.say
        self.consent.clear()
        self.consent.addItem(say("ai.consent_none"), _NONE)
        if some:
            self.consent.addItem(say("ai.consent_some", count=len(some)), _SOME)
        self.consent.addItem(say("ai.consent_all"), _ALL)
        state = _ALL if "*" in given else _SOME if some else _NONE
        self.consent.setCurrentIndex(self.consent.findData(state))

    def _show_test(self) -> None:
        job = self._desk.job(self._testing) if self._testing else None
        if job is None or not job.settled:
            return
        self._testing = ""
        done = job.state is JobState.DONE
        self.test_state.setText(self._texts.say("ai.test_ok") if done else self._texts.job_state(job))
        self._show_buttons()


def _amount(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setMaximumWidth(120)
    return field
