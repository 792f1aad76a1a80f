"""Two revisions of a budget beside each other: what came, went and changed, with sums, and the way to each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.beside import KINDS, TOPICS, Change, sum_changes
from estimator_desktop.texts import Texts
from estimator_desktop.ui.change_html import change_html
from estimator_desktop.ui.models.comparison import (
    CODE,
    DESCRIPTION,
    DIFFERENCE,
    ORDINAL,
    QUANTITY,
    SIGN,
    SIGNS,
    TOTAL,
    UNIT,
    UNIT_PRICE,
    ChangeFilter,
    ComparisonModel,
    carried_words,
    difference_text,
)
from estimator_desktop.ui.theme import Theme
from estimator_desktop.ui.widgets.listing import ListView, dress
from estimator_desktop.ui.widgets.make import button, label, unbroken

if TYPE_CHECKING:
    from estimator_desktop.usecases.comparisons import Compared

_TYPING_PAUSE = 120
_WIDTHS = {SIGN: 34, ORDINAL: 56, CODE: 120, UNIT: 96, QUANTITY: 150, UNIT_PRICE: 150, TOTAL: 112, DIFFERENCE: 112}
_CHANGED = frozenset({"added", "removed", "changed"})


class ComparisonPage(QWidget):
    """Shows one `Compared`.

    `chosen` asks for another pair (old, new), `jump` opens a document at a position, `save` asks for a file (whether
    with unchanged rows), `revision` asks for a new revision to be chosen.
    """

    chosen = Signal(str, str)
    jump = Signal(str, int)
    save = Signal(bool)
    revision = Signal()

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__()
        self._texts = texts
        self._theme = theme
        self.compared: Compared | None = None
        self.model = ComparisonModel(texts)
        self._make_head()
        self._make_filter()
        self._make_table()
        self._lay_out()
        self.wait()

    def _make_head(self) -> None:
        say = self._texts.say
        self.old, self.new = QComboBox(), QComboBox()
        for box, key in ((self.old, "compare.of"), (self.new, "compare.with")):
            box.setAccessibleName(say(key))
            box.setMinimumContentsLength(18)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.activated.connect(self._choose)
        self.summary = label(look="heading", wrap=True)
        self.carried = label(look="muted")
        self.add = button(say("action.revision"))
        self.add.clicked.connect(self.revision)
        self.store = button(say("compare.save"), "primary")
        self.store.clicked.connect(lambda: self.save.emit(self.buttons["all"].isChecked()))

    def _make_filter(self) -> None:
        say = self._texts.say
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("compare.filter"))
        self.search.setAccessibleName(say("compare.filter"))
        self.search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self.apply_filter)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for key in ("changes", *KINDS[:3], "all"):
            made = self.buttons[key] = button(checkable=True)
            self._group.addButton(made)
            made.clicked.connect(self.apply_filter)
        self.buttons["changes"].setChecked(True)
        self.topic = QComboBox()
        self.topic.setAccessibleName(say("compare.fields"))
        self.topic.addItem(say("compare.topic.any"), "")
        for topic in TOPICS:
            self.topic.addItem(say(f"compare.topic.{topic}"), topic)
        self.topic.currentIndexChanged.connect(self._topic_chosen)
        self.shown_sum = label(look="muted")

    def _make_table(self) -> None:
        self.table = ListView()
        self.table.setModel(self.model)
        dress(self.table, self._texts.say("compare.title"), _WIDTHS, DESCRIPTION)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.table.doubleClicked.connect(lambda _index: self.open_position())
        self.table.opened.connect(self.open_position)
        self.details = QTextBrowser()
        self.details.document().setDocumentMargin(12)
        self.open = button(self._texts.say("compare.open"))
        self.open.clicked.connect(self.open_position)

    def _lay_out(self) -> None:
        say = self._texts.say
        head = QHBoxLayout()
        head.setSpacing(8)
        self._words = (label(say("compare.of"), "muted"), label(say("compare.with"), "muted"))
        for part in (self._words[0], self.old, self._words[1], self.new):
            head.addWidget(part, 4 if isinstance(part, QComboBox) else 0)
        head.addStretch(1)
        head.addWidget(self.add)
        head.addWidget(self.store)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.search, 1)
        for made in self.buttons.values():
            bar.addWidget(made)
        bar.addWidget(self.topic)
        bar.addWidget(self.shown_sum)
        sums = QHBoxLayout()
        sums.addWidget(self.summary, 1)
        sums.addWidget(self.carried)
        self.note = label(look="muted", wrap=True, centred=True)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self.invite = button(say("action.revision"), "primary")
        self.invite.clicked.connect(self.revision)
        self._instead = QWidget()
        alone = QVBoxLayout(self._instead)
        alone.setSpacing(12)
        alone.addStretch(1)
        alone.addWidget(self.note)
        alone.addWidget(self.invite, 0, Qt.AlignmentFlag.AlignHCenter)
        alone.addStretch(1)
        self._stack.addWidget(self._instead)
        self._below = QWidget()
        side = QHBoxLayout(self._below)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.details, 1)
        side.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(holder)
        parts.addWidget(self._below)
        parts.setSizes([420, 200])
        parts.setStretchFactor(0, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 8, 12, 8)
        page.setSpacing(8)
        page.addLayout(head)
        page.addLayout(sums)
        page.addLayout(bar)
        page.addWidget(parts, 1)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a small laptop."""
        return QSize(720, 420)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self._show_details()

    def wait(self) -> None:
        """Say that it is being compared."""
        self._blank(self._texts.say("compare.counting"))

    def show_alone(self) -> None:
        """Say that there is nothing to compare with, and what to do."""
        self._blank(self._texts.say("compare.alone"))
        self.invite.show()
        self.add.hide()

    def _blank(self, words: str) -> None:
        self.compared = None
        self.model.set_compared(None)
        self.note.setText(words)
        self.invite.hide()
        self.add.show()
        self._stack.setCurrentWidget(self._instead)
        self.summary.clear()
        self.carried.clear()
        self._count()
        self._show_details()

    def show_compared(self, compared: Compared) -> None:
        """Show a comparison, changes first."""
        texts = self._texts
        again = self.compared is not None and self.compared.new.id == compared.new.id
        self.compared = compared
        self.invite.hide()
        self.add.show()
        for box, chosen in ((self.old, compared.old), (self.new, compared.new)):
            box.clear()
            for document in compared.documents:
                box.addItem(f"{document.name}  ·  {texts.day(document.created)}", document.id)
            box.setCurrentIndex(box.findData(chosen.id))
            box.setToolTip(chosen.name)
        difference = compared.new_total - compared.old_total
        sums = {"old": compared.old_total, "new": compared.new_total}
        words = {name: texts.money(value, compared.currency) for name, value in sums.items()}
        signed = f"{'+' if difference > 0 else ''}{texts.money(difference, compared.currency)}"
        self.summary.setText(texts.say("compare.sums", **words, difference=signed))
        self.carried.setText(carried_words(compared, texts) if compared.carried else "")
        self.model.set_compared(compared)
        if not again:
            self.search.clear()
            self.topic.setCurrentIndex(0)
            self.buttons["changes"].setChecked(True)
        self._count()
        self.apply_filter()
        if self.isVisible():
            self.table.setFocus()

    def _count(self) -> None:
        say = self._texts.say
        sums = sum_changes(self.compared.changes if self.compared else ())
        changed = sum(sums.counts[kind] for kind in _CHANGED)
        self.buttons["changes"].setText(f"{say('compare.only_changes')} {changed}")
        self.buttons["all"].setText(f"{say('desk.all')} {changed + sums.counts['same']}")
        for kind in KINDS[:3]:
            amount = difference_text(sums.differences[kind], self._texts)
            self.buttons[kind].setText(f"{SIGNS[kind]} {say(f'compare.kind.{kind}')} {sums.counts[kind]}")
            self.buttons[kind].setToolTip(amount)
            self.buttons[kind].setAccessibleDescription(amount)
        controls = (self.topic, self.search, self.store, self.old, self.new, self.shown_sum)
        for part in (*self.buttons.values(), *controls, *self._words, self._below):
            part.setVisible(self.compared is not None)

    def _topic_chosen(self) -> None:
        """A topic is about changed positions: the others step aside, until all changes are asked for again."""
        if self.topic.currentData():
            self.buttons["changed"].setChecked(True)
        self.apply_filter()

    def apply_filter(self) -> None:
        """Show what the bar asks for."""
        if self.compared is None:
            return
        checked = next(key for key, made in self.buttons.items() if made.isChecked())
        topic = self.topic.currentData() if checked == "changed" else ""
        if checked != "changed" and self.topic.currentIndex():
            self.topic.blockSignals(True)  # noqa: FBT003 - Qt's own
            self.topic.setCurrentIndex(0)
            self.topic.blockSignals(False)  # noqa: FBT003
        kinds = {"changes": _CHANGED, "all": frozenset(KINDS)}.get(checked, frozenset({checked}))
        self.model.set_filter(ChangeFilter(kinds, topic, self.search.text()))
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.table)
            self.table.selectRow(0)
        else:
            equal = all(change.kind == "same" for change in self.compared.changes)
            self.note.setText(self._texts.say("compare.equal" if equal else "compare.nothing"))
            self._stack.setCurrentWidget(self._instead)
        difference = difference_text(self.model.difference, self._texts) or self._texts.number(self.model.difference, 2)
        self.shown_sum.setText(f"{self.model.rowCount()}  ·  Σ {difference}")
        self._show_details()

    def _choose(self) -> None:
        old, new = self.old.currentData(), self.new.currentData()
        if old and new and old != new:
            self.chosen.emit(old, new)

    def selected(self) -> Change | None:
        """The selected row's change; None where none is."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.change(rows[0].row()) if rows and rows[0].row() < self.model.rowCount() else None

    def _selected(self, _selected: QItemSelection, _gone: QItemSelection) -> None:
        self._show_details()

    def _show_details(self) -> None:
        change = self.selected() if self.compared is not None else None
        self.open.setEnabled(change is not None)
        if change is None:
            words = self._texts.say("compare.pick")
            self.details.setHtml(f"<p style='color:{self._theme.muted}'>{words}</p>")
            return
        words = change_html(change, self._texts, self._theme, carried=self.model.carried(change))
        self.details.setHtml(unbroken(words))

    def open_position(self) -> None:
        """Open the selected position in the document that has it: the newer one where it can be."""
        change = self.selected()
        if change is None or self.compared is None:
            return
        if change.new is not None:
            self.jump.emit(self.compared.new.id, change.new.index)
        else:
            self.jump.emit(self.compared.old.id, change.shown.index)
