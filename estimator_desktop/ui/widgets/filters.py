"""What the table shows: text, verdict, and on a second line role, rule, price and what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.colour import Colour
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.texts import MARKS, Texts
from estimator_desktop.ui.models.desk import Branch, Desk
from estimator_desktop.ui.models.positions import Filter
from estimator_desktop.ui.widgets.make import Elided, button, label

_NARROWEST = 96
_POPUP = 440
"""Width of an open list of rules: room for what a rule says."""
KEYS = {"1": "RED", "2": "AMBER", "3": "GREEN", "4": "HITL", "0": "ALL"}


class FilterBar(QWidget):
    """`changed`: something else is wanted now; `typed`: it will be in a moment; `lifted`: the chip was clicked."""

    changed = Signal()
    typed = Signal()
    lifted = Signal()
    opened = Signal()
    """The second line was opened: what found something is wanted."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.search = QLineEdit()
        self.search.setPlaceholderText(texts.say("desk.filter"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(texts.say("action.filter"))
        self.search.textChanged.connect(self.typed)
        self.chip = button()
        self.chip.setToolTip(texts.say("desk.chip"))
        self.chip.clicked.connect(self.lifted)
        self.chip.hide()
        self.buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for colour in (Colour.RED, Colour.AMBER, Colour.GREEN):
            made = button(checkable=True)
            made.setProperty("verdict", colour.value)
            self.buttons[colour.value] = made
        self.buttons["HITL"] = button(checkable=True)
        self.buttons["ALL"] = button(texts.say("desk.all"), checkable=True)
        self.buttons["ALL"].setChecked(True)
        names = {key: value for value, key in KEYS.items()}
        for key, made in self.buttons.items():
            group.addButton(made)
            made.clicked.connect(self.changed)
            word = texts.colour(Colour(key)) if key in Colour.__members__ else made.text() or texts.say("desk.hitl")
            made.setAccessibleName(word)
            made.setToolTip(f"{word} ({names[key]})")
        self.more = button(texts.say("desk.more"), checkable=True)
        self.more.setToolTip(texts.say("desk.more_hint"))
        self.more.toggled.connect(self._show_more)
        self.columns = button(texts.say("desk.columns"), "menu")
        self.search.setMinimumWidth(_NARROWEST)
        self.sum = Elided("muted", asks=True)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.search, 1)
        first.addWidget(self.chip)
        for made in self.buttons.values():
            first.addWidget(made)
        first.addWidget(self.more)
        first.addWidget(self.columns)
        first.addSpacing(8)
        first.addWidget(self.sum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addWidget(self._second_line())
        self._found: Mapping[str, frozenset[int]] = {}
        self._by_role: Mapping[str, frozenset[int]] = {}

    def _second_line(self) -> QWidget:
        say = self._texts.say
        self.role = QComboBox()
        self.rule = QComboBox()
        self._by_change: dict[str, frozenset[int]] = {}
        self.least = QLineEdit()
        self.most = QLineEdit()
        self.changes = QComboBox()
        self.clear = button(say("desk.clear_filters"))
        self._line = QWidget()
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for key, part in (("desk.by_role", self.role), ("desk.by_rule", self.rule)):
            row.addWidget(label(say(key), "muted"))
            part.setAccessibleName(say(key))
            part.setMinimumWidth(104)
            part.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            part.view().setMinimumWidth(_POPUP)
            part.view().setTextElideMode(Qt.TextElideMode.ElideRight)
            part.currentIndexChanged.connect(self.changed)
            row.addWidget(part)
        row.addWidget(label(say("desk.by_price"), "muted"))
        for key, edit in (("desk.price_from", self.least), ("desk.price_to", self.most)):
            edit.setPlaceholderText(say(key))
            edit.setAccessibleName(f"{say('desk.by_price')} {say(key)}")
            edit.setFixedWidth(80)
            edit.textChanged.connect(self.typed)
            row.addWidget(edit)
        row.addWidget(label(say("desk.by_change"), "muted"))
        self.changes.setAccessibleName(say("desk.by_change"))
        self.changes.setToolTip(say("desk.by_change_hint"))
        self.show_changes({})
        self.changes.currentIndexChanged.connect(self.changed)
        row.addWidget(self.changes)
        row.addStretch(1)
        row.addWidget(self.clear)
        self.clear.clicked.connect(self.reset)
        self._line.hide()
        return self._line

    def _show_more(self, on: bool) -> None:  # noqa: FBT001 - a signal's slot
        self._line.setVisible(on)
        if on:
            self.opened.emit()
            self.role.setFocus()
        else:
            self._reset_more()
            self.changed.emit()

    def show_findings(self, found: Mapping[str, frozenset[int]], by_role: Mapping[str, frozenset[int]]) -> None:
        """Offer the rules and roles that found something, the chosen one kept."""
        self._found, self._by_role = found, by_role
        for combo, groups, kind in ((self.rule, found, "rule"), (self.role, by_role, "role")):
            kept = combo.currentData()
            combo.blockSignals(True)  # noqa: FBT003 - Qt's name for it
            combo.clear()
            combo.addItem(self._texts.say("desk.any"), "")
            for name in sorted(groups):
                says = self._texts.say(f"{kind}.{name}") if self._texts.knows(f"{kind}.{name}") else ""
                count = self._texts.number(Decimal(len(groups[name])))
                combo.addItem(f"{name} · {count}   {says}".rstrip(), name)
                combo.setItemData(combo.count() - 1, says, int(Qt.ItemDataRole.ToolTipRole))
            combo.setCurrentIndex(max(0, combo.findData(kept)))
            combo.blockSignals(False)  # noqa: FBT003

    def show_changes(self, by_change: Mapping[str, frozenset[int]]) -> None:
        """Offer what was changed: by the person, and where the budget is a revision (`added`, `changed`) by that."""
        if by_change == self._by_change and self.changes.count():
            return
        self._by_change = dict(by_change)
        kept = self.changes.currentData()
        self.changes.blockSignals(True)  # noqa: FBT003 - Qt's name for it
        self.changes.clear()
        for kind in ("", "edited", *by_change, *(("all",) if by_change else ())):
            words = self._texts.say(f"desk.changes_{kind or 'any'}")
            count = f" · {self._texts.number(Decimal(len(by_change[kind])))}" if kind in by_change else ""
            self.changes.addItem(words + count, kind)
        self.changes.setCurrentIndex(max(0, self.changes.findData(kept)))
        self.changes.blockSignals(False)  # noqa: FBT003

    def show_counts(self, desk: Desk | None) -> None:
        """How many positions each button would show."""
        for colour in (Colour.RED, Colour.AMBER, Colour.GREEN):
            count = desk.counts[colour] if desk else 0
            self.buttons[colour.value].setText(f"{MARKS[colour]} {self._texts.number(Decimal(count))}")
        hitl = desk.open if desk else 0
        self.buttons["HITL"].setText(f"{self._texts.say('desk.hitl')} {self._texts.number(Decimal(hitl))}")

    @property
    def verdict(self) -> str:
        """Which of the buttons is down."""
        return next((key for key, made in self.buttons.items() if made.isChecked()), "ALL")

    def wanted(self, branch: Branch | None, only: frozenset[int] | None) -> Filter:
        """The filter as the bar, the tree and the chip say."""
        verdict, changes = self.verdict, str(self.changes.currentData() or "")
        sets = [only] if only is not None else []
        for combo, groups in ((self.rule, self._found), (self.role, self._by_role)):
            if combo.currentData():
                sets.append(groups.get(combo.currentData(), frozenset()))
        return Filter(
            self.search.text(),
            Colour(verdict) if verdict in Colour.__members__ else None,
            verdict == "HITL",
            branch.objects if branch else None,
            branch.sections if branch else None,
            tuple(sets),
            parse_amount(self.least.text()).value,
            parse_amount(self.most.text()).value,
            changes in {"edited", "all"},
            None if changes in {"", "edited"} else self._changed(changes),
        )

    def _changed(self, kind: str) -> frozenset[int]:
        if kind == "all":
            return frozenset().union(*self._by_change.values())
        return self._by_change.get(kind, frozenset())

    def leave(self) -> bool:
        """Undo what the focus stands in: the typed text, or the second line; False where it stands elsewhere."""
        focused = QApplication.focusWidget()
        if focused is self.search:
            self.search.clear()
        elif (
            focused is not None and (focused is self.more or self._line.isAncestorOf(focused)) and self.more.isChecked()
        ):
            self.more.setChecked(False)
        else:
            return False
        return True

    def reset(self) -> None:
        """Show everything again."""
        self.lift()
        self.changed.emit()

    def lift(self) -> None:
        """Everything is let through; nobody is told."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's name for it
        self.search.clear()
        self.buttons["ALL"].setChecked(True)
        self._reset_more()
        self.blockSignals(False)  # noqa: FBT003

    def _reset_more(self) -> None:
        for combo in (self.rule, self.role, self.changes):
            combo.setCurrentIndex(0)
        self.least.clear()
        self.most.clear()
