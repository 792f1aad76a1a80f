"""The match of one position: what the catalogues offer, why, what it costs there, and the person's word on it.

Keys while the list has the focus: Enter or A takes the chosen candidate, X rejects all, U takes the word back,
1 to 5 choose.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from estimator_desktop.domain.advice import Suggestion
from estimator_desktop.domain.match import Answer, Candidate, CatalogueItem, Match
from estimator_desktop.texts import Texts
from estimator_desktop.texts.matching import reason_line, statistics_line
from estimator_desktop.ui.widgets.flow import FlowLayout
from estimator_desktop.ui.widgets.make import button, label

_GAP = "\u00a0"
"""Keeps the first words of a reason in the line of its mark."""
_LETTERS = {"A", "X", "U", "1", "2", "3", "4", "5"}


class _Candidates(QListWidget):
    """The list with its keys."""

    pressed_key = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Keep our letters from becoming shortcuts of somebody else."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A and Enter accept, X rejects, U takes the word back, digits choose."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.pressed_key.emit("A")
        elif _ours(event):
            self.pressed_key.emit(event.text().upper())
        else:
            super().keyPressEvent(event)


def _ours(event: QKeyEvent) -> bool:
    return not event.modifiers() and event.text().upper() in _LETTERS


class MatchPanel(QWidget):
    """Shows one `Match`.

    `said` carries the answer (`OPEN`: the word is taken back), the item (None: rejected) and whether to keep it as a
    rule.
    """

    said = Signal(object, object, int)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._match: Match | None = None
        self.state = label(wrap=True)
        self.advice = label(wrap=True)
        self.advice.hide()
        self.list = _Candidates()
        self.list.setAccessibleName(texts.say("match.title"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setAlternatingRowColors(True)
        self.why = label(look="muted", wrap=True)
        self.accept = button(texts.say("match.accept"), "primary")
        self.reject = button(texts.say("match.reject"))
        self.undo = button(texts.say("match.undo"))
        self.rule = QCheckBox(texts.say("match.rule"))
        self.accept.clicked.connect(self._accepted)
        self.reject.clicked.connect(lambda: self.said.emit(Answer.REJECTED, None, 0))
        self.undo.clicked.connect(lambda: self.said.emit(Answer.OPEN, None, 0))
        self.list.pressed_key.connect(self._key)
        self.list.currentRowChanged.connect(self._chosen)
        buttons = FlowLayout()
        for part in (self.accept, self.reject, self.undo, self.rule):
            buttons.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.state)
        column.addWidget(self.advice)
        column.addWidget(self.list, 1)
        column.addWidget(self.why)
        column.addLayout(buttons)
        self.show_match(None, loaded=True)

    def show_match(self, match: Match | None, *, loaded: bool, selected: bool = True) -> None:
        """Show a position's match; None: not matched, or no position is `selected`.

        `loaded`: whether any catalogue is there to match with.
        """
        chosen = self.list.currentRow() if self._match and match and match.position == self._match.position else 0
        self._match = match
        self.list.clear()
        for number, candidate in enumerate(match.candidates if match else (), 1):
            row = QListWidgetItem(self._line(number, candidate))
            row.setToolTip(candidate.item.description)
            self.list.addItem(row)
        self.list.setCurrentRow(min(max(chosen, 0), self.list.count() - 1))
        unmatched = "match.no_catalogue" if not loaded else "match.not_run" if selected else "match.no_position"
        self.state.setText(self._state(match, unmatched))
        answered = match is not None and match.answer is not Answer.OPEN
        self.accept.setEnabled(self.list.count() > 0)
        self.rule.setEnabled(self.list.count() > 0)
        self.reject.setEnabled(match is not None and match.answer is not Answer.REJECTED and self.list.count() > 0)
        self.undo.setEnabled(answered)
        self._chosen(self.list.currentRow())

    def show_suggestion(self, said: Suggestion | None) -> None:
        """Show which candidate Claude holds for the right one; the person's word decides."""
        self.advice.setVisible(said is not None)
        if said is None:
            return
        percent = round(said.confidence * 100)
        if said.code:
            words = self._texts.say("ai.suggests", code=said.code, confidence=percent, reason=said.reason)
        else:
            words = self._texts.say("ai.suggests_none", confidence=percent, reason=said.reason)
        self.advice.setText(words)

    def _state(self, match: Match | None, unmatched: str) -> str:
        say = self._texts.say
        if match is None:
            return say(unmatched)
        if match.answer is Answer.REJECTED:
            return say("match.answer.rejected")
        if match.chosen is None:
            return f"{say('match.none')} {say(f'standing.{match.standing.value}')}"
        word = say(f"match.answer.{match.answer.value}") if match.answer is not Answer.OPEN else ""
        level = word or f"{say(f'match.level.{match.level.value}')} · {round(match.score * 100)} %"
        parts = [f"{level}: {match.chosen.item.code}", say(f"standing.{match.standing.value}")]
        if match.price is not None:
            parts.append(say("match.price", price=self._texts.number(match.price, 2), unit=match.chosen.item.unit))
        if match.difference is not None:
            sign = "+" if match.difference > 0 else ""
            parts.append(say("match.difference", difference=f"{sign}{self._texts.number(match.difference, 1)}"))
        if match.archive is not None:
            parts.append(say("match.archive", statistics=statistics_line(match.archive, self._texts)))
        return " · ".join(parts)

    def _line(self, number: int, candidate: Candidate) -> str:
        item = candidate.item
        price = f" · {self._texts.number(item.price, 2)}" if item.price is not None else ""
        source = f"{self._texts.system(item.system)} {item.edition}".strip()
        return (
            f"{number}  {round(candidate.score * 100)} %  {item.code} · {item.unit}{price} · {source}\n"
            f"     {item.description}"
        )

    def _chosen(self, row: int) -> None:
        match = self._match
        if match is None or not 0 <= row < len(match.candidates):
            self.why.setText("")
            return
        reasons = match.candidates[row].reasons
        said = (f"{'✔' if reason.supports else '✘'} {reason_line(reason, self._texts)}" for reason in reasons)
        self.why.setText("   ".join(words.replace(" ", _GAP, 2) for words in said))

    def _accepted(self) -> None:
        match, row = self._match, self.list.currentRow()
        if match is None or not 0 <= row < len(match.candidates):
            return
        item: CatalogueItem = match.candidates[row].item
        ours = match.chosen is not None and match.chosen.item == item and match.answer is Answer.OPEN
        self.said.emit(Answer.ACCEPTED if ours else Answer.REPLACED, item, int(self.rule.isChecked()))
        self.rule.setChecked(False)

    def _key(self, key: str) -> None:
        if key.isdigit():
            self.list.setCurrentRow(min(int(key), self.list.count()) - 1)
        else:
            {"A": self.accept, "X": self.reject, "U": self.undo}[key].click()
