"""The line under the table: whether the import is proven, what fails of it, and how far the review is."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.texts import Texts
from estimator_desktop.ui.models.desk import Desk
from estimator_desktop.ui.widgets.make import Elided, label

_SAID_FOR = 8000
"""Milliseconds that a message stays."""


class ProofLine(Elided):
    """The proof in one line; a click asks for all of it."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Clicked, where the mouse is still on the line."""
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class Foot(QWidget):
    """What stands under the table: for a while what was just done, always the proof and the progress."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.proof = ProofLine("muted")
        self.proof.setCursor(Qt.CursorShape.PointingHandCursor)
        self.progress = label()
        self.said = label(look="news", wrap=True)
        self.said.hide()
        self._hush = QTimer(self)
        self._hush.setSingleShot(True)
        self._hush.setInterval(_SAID_FOR)
        self._hush.timeout.connect(self.said.hide)
        line = QHBoxLayout()
        line.addWidget(self.proof, 1)
        line.addWidget(self.progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.said)
        column.addLayout(line)

    def say(self, words: str) -> None:
        """A message, for a while."""
        self.said.setText(words)
        self.said.show()
        self._hush.start()

    def hush(self) -> bool:
        """Take the message back; whether there was one."""
        was = self.said.isVisible()
        self.said.hide()
        return was

    def show_desk(self, desk: Desk) -> None:
        """The proof and the progress of a budget."""
        proof = desk.bill.proof
        self.proof.setText(proof_words(desk.bill, self._texts))
        self.proof.setToolTip(self.proof.text())
        self.proof.set_look("muted" if proof is None or proof.proven else "caution")
        self.progress.setText(progress_words(desk, self._texts))


def proof_words(bill: BillOfQuantities, texts: Texts) -> str:
    """The whole proof where it holds; where it does not, only what fails: that is what must be looked at."""
    proof = bill.proof
    if proof is None:
        return ""
    if proof.proven:
        return f"✔ {texts.proof_line(bill)}"
    failing = [texts.count("positions", proof.positions)]
    failing += [texts.check(result) for result in proof.results if result.total and result.passed != result.total]
    return f"✘ {texts.say(f'proof.{proof.state}')}:  {'  ·  '.join(failing)}"


def progress_words(desk: Desk, texts: Texts) -> str:
    """How many of those that a person must decide are decided, and how much money that is, to the crown."""
    if desk.audit is None:
        return texts.say("desk.auditing")
    done = desk.progress
    number = texts.number
    words = texts.say(
        "desk.progress" if done.total else "desk.progress_none",
        decided=number(Decimal(done.decided)),
        total=number(Decimal(done.total)),
        done=number(done.money_decided, 0),
        money=f"{number(done.money, 0)} {texts.currency(desk.bill.currency)}",
    )
    return f"{words}  ·  {texts.say('desk.again', count=len(desk.again))}" if desk.again else words


def done_words(desk: Desk, texts: Texts) -> str:
    """That nothing is left to decide, or that there never was anything; and what to do next."""
    return texts.say("desk.all_decided" if desk.audit is None or desk.progress.total else "desk.nothing_to_decide")
