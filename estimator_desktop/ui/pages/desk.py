"""The desk: the structure, the positions, and for the selected one its place and its findings."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QTextBrowser,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import MARKS, Texts
from estimator_desktop.ui.details import position_html, whole_html
from estimator_desktop.ui.dialogs.decide import DecideDialog
from estimator_desktop.ui.models.desk import Branch, Desk
from estimator_desktop.ui.models.positions import Filter, PositionsModel
from estimator_desktop.ui.models.tree import BRANCH_ROLE, TreeModel
from estimator_desktop.ui.panels.decide import KEYS, DecidePanel
from estimator_desktop.ui.panels.match import MatchPanel
from estimator_desktop.ui.panels.source import SourceView
from estimator_desktop.ui.theme import Theme
from estimator_desktop.ui.widgets.make import button, label
from estimator_desktop.ui.widgets.table import PositionsTable

_TYPING_PAUSE = 120


class DeskPage(QWidget):
    """Shows one `Desk`."""

    status = Signal(str)
    shown = Signal(int)
    decided = Signal(int, str, str, str, str, str)
    """Position, action, field, value, reason, ground."""
    undo = Signal(bool)
    """Undo (True) or redo."""

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__()
        self._texts = texts
        self._theme = theme
        self.desk: Desk | None = None
        self._branch: Branch | None = None
        self.model = PositionsModel(texts, theme)
        self.table = PositionsTable(self.model, texts, theme)
        self.tree = QTreeView()
        self.source = SourceView(texts, theme)
        self.details = QTextBrowser()
        self.details.document().setDocumentMargin(12)
        self.decide = DecidePanel(texts)
        self.decide.wanted.connect(self.ask)
        self.decide.undo.connect(lambda: self.undo.emit(True))  # noqa: FBT003 - a signal's value
        self._make_tree()
        self._make_filter()
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.table.filter_key.connect(self._filter_key)
        self.table.next_open.connect(self.go_to_open)
        self.table.decide.connect(lambda key: self.ask(KEYS[key].value))
        self.table.undo.connect(self.undo)
        self.table.toggle_source.connect(self.toggle_source)

    def _make_tree(self) -> None:
        self._tree_model = TreeModel()
        self.tree.setModel(self._tree_model)
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(self._texts.say("desk.structure"))
        self.tree.setUniformRowHeights(True)
        self.tree.header().setStretchLastSection(False)
        self.tree.selectionModel().selectionChanged.connect(self._branch_selected)

    def _make_filter(self) -> None:
        texts = self._texts
        self.search = QLineEdit()
        self.search.setPlaceholderText(texts.say("desk.filter"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(texts.say("action.filter"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self.apply_filter)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self.table.setFocus)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for key, colour in (("RED", Colour.RED), ("AMBER", Colour.AMBER), ("GREEN", Colour.GREEN)):
            made = button(checkable=True)
            made.setProperty("verdict", colour.value)
            made.setAccessibleName(texts.colour(colour))
            made.setToolTip(texts.colour(colour))
            self.buttons[key] = made
        self.buttons["HITL"] = button(checkable=True)
        self.buttons["ALL"] = button(texts.say("desk.all"), checkable=True)
        self.buttons["ALL"].setChecked(True)
        for made in self.buttons.values():
            self._group.addButton(made)
            made.clicked.connect(self.apply_filter)
        self._sum = label(look="muted")
        self._only: frozenset[int] | None = None
        self.chip = button()
        self.chip.setToolTip(texts.say("desk.chip"))
        self.chip.clicked.connect(self.clear_only)
        self.chip.hide()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.chip)
        for key in ("RED", "AMBER", "GREEN", "HITL", "ALL"):
            bar.addWidget(self.buttons[key])
        bar.addSpacing(8)
        bar.addWidget(self._sum)
        self._nothing = label(self._texts.say("desk.nothing_matches"), "muted", align=Qt.AlignmentFlag.AlignCenter)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        above = QWidget()
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(holder, 1)
        self._below = QSplitter(Qt.Orientation.Horizontal)
        self._below.addWidget(self.source)
        self.match = MatchPanel(self._texts)
        self.side = QTabWidget()
        self.side.setDocumentMode(True)
        self.side.addTab(self._findings_side(), self._texts.say("desk.findings"))
        self.side.addTab(self.match, self._texts.say("match.title"))
        self._below.addWidget(self.side)
        self._below.setSizes([560, 480])
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._right.addWidget(above)
        self._right.addWidget(self._below)
        self._right.setSizes([470, 290])
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(self.tree)
        self._across.addWidget(self._right)
        self._across.setSizes([240, 1000])
        self._across.setStretchFactor(1, 1)
        self._proof = label(look="muted", wrap=True)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 8, 12, 8)
        page.setSpacing(8)
        page.addWidget(self._across, 1)
        page.addWidget(self._proof)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.model.set_theme(theme)
        self.table.set_theme(theme)
        self.source.set_theme(theme)
        if self.desk is not None:
            self._tree_model.set_branch(self.desk.tree, theme)
            self._open_tree()
        self._show_details()

    def show_desk(self, desk: Desk) -> None:
        """Show a document; a reload of the same one keeps the selected position and the filter."""
        again = self.desk is not None and self.desk.document == desk.document
        position = self.selected() if again else None
        kept = self.model.filter if again else Filter()
        self.desk = desk
        self.model.set_desk(desk)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._tree_model.set_branch(desk.tree, self._theme)
        self._open_tree()
        self._branch = None
        if not again:
            self._forget_only()
            self.search.clear()
            self.buttons["ALL"].setChecked(True)
            self.source.open(desk.path, pdf=desk.bill.pages is not None)
        else:
            self.model.set_filter(kept)
        self._count_buttons()
        self._after_filter()
        if position is None or not self.table.select_position(position):
            self.table.clearSelection()
            self._show_details()
        self._proof.setText(f"{self._proof_sign()} {self._texts.proof_line(desk.bill)}")
        self.table.setFocus()

    def _proof_sign(self) -> str:
        proof = self.desk.bill.proof if self.desk else None
        return "✔" if proof is not None and proof.state == "holds" else "✘"

    def _open_tree(self) -> None:
        header = self.tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.expandToDepth(1)

    def _count_buttons(self) -> None:
        desk = self.desk
        for key in ("RED", "AMBER", "GREEN"):
            colour = Colour(key)
            count = desk.counts[colour] if desk else 0
            self.buttons[key].setText(f"{MARKS[colour]} {self._texts.number(Decimal(count))}")
        hitl = desk.open if desk else 0
        self.buttons["HITL"].setText(f"{self._texts.say('desk.hitl')} {self._texts.number(Decimal(hitl))}")

    def apply_filter(self) -> None:
        """Filter the table by what the bar and the tree say; the selected position stays selected where shown."""
        position = self.selected()
        checked = next((key for key, button in self.buttons.items() if button.isChecked()), "ALL")
        colour = Colour(checked) if checked in Colour.__members__ else None
        branch = self._branch
        self.model.set_filter(
            Filter(
                self.search.text(),
                colour,
                checked == "HITL",
                branch.objects if branch else None,
                branch.sections if branch else None,
                self._only,
            )
        )
        self._after_filter()
        if position is None or not self.table.select_position(position):
            self._show_details()

    def show_only(self, positions: frozenset[int], words: str) -> None:
        """Show just these positions, under a name that can be clicked away; other filters are lifted."""
        self._only = positions
        self.chip.setText(f"{words}  ✕")
        self.chip.show()
        self._lift_filters()
        self.apply_filter()
        self.table.setFocus()

    def show_part(self, kind: str, index: int | None, colour: Colour | None) -> None:
        """Show a section's or object's positions, of one colour or of all."""
        self._forget_only()
        self._lift_filters()
        found = self._tree_model.find(kind, index)
        if found.isValid():
            self.tree.setCurrentIndex(found)
        if colour is not None:
            self.buttons[colour.value].setChecked(True)
        self.apply_filter()
        self.table.setFocus()

    def show_position(self, position: int) -> None:
        """Go to one position, whatever the filters say."""
        if not self.table.select_position(position):
            self._forget_only()
            self._lift_filters()
            self.apply_filter()
            self.table.select_position(position)
        self.table.setFocus()

    def clear_only(self) -> None:
        """Show the other positions again."""
        self._forget_only()
        self.apply_filter()
        self.table.setFocus()

    def _forget_only(self) -> None:
        self._only = None
        self.chip.hide()

    def _lift_filters(self) -> None:
        self.search.clear()
        self.buttons["ALL"].setChecked(True)
        self.tree.clearSelection()
        self._branch = None

    def _after_filter(self) -> None:
        self._stack.setCurrentWidget(self.table if self.model.rowCount() else self._nothing)
        if self.desk is None:
            return
        money = self._texts.money(self.model.sum, self.desk.bill.currency)
        shown, total = self.model.rowCount(), len(self.desk.rows)
        count = self._texts.count("positions", total)
        if shown != total:
            count = self._texts.say("desk.shown", found=shown, total=count)
        self._sum.setText(f"{count}  ·  {self._texts.say('desk.sum', amount=money)}")

    def _filter_key(self, key: str) -> None:
        chosen = self.buttons[{"1": "RED", "2": "AMBER", "3": "GREEN", "0": "ALL"}[key]]
        chosen.setChecked(True)
        self.apply_filter()
        self.table.setFocus()

    def _branch_selected(self, selected: QItemSelection, _gone: QItemSelection) -> None:
        indexes = selected.indexes()
        branch = indexes[0].data(BRANCH_ROLE) if indexes else None
        self._branch = branch if isinstance(branch, Branch) and branch.key is not None else None
        self.apply_filter()

    def selected(self) -> int | None:
        """The selected position; None where none is."""
        rows = self.table.selectionModel().selectedRows()
        current: QModelIndex = self.table.currentIndex()
        if not rows:
            return None
        row = current.row() if any(index.row() == current.row() for index in rows) else rows[0].row()
        return self.model.position(row)

    def _selected(self, _selected: QItemSelection, _gone: QItemSelection) -> None:
        self._show_details()

    def _show_details(self) -> None:
        desk = self.desk
        if desk is None:
            return
        position = self.selected()
        if position is None:
            self.decide.show_standing(None, "", selected=False)
            self.details.setHtml(whole_html(desk, self._texts, self._theme))
            self.source.show_source(None)
            self.shown.emit(-1)
            return
        verdict = desk.verdict(position)
        self.decide.show_standing(desk.stands.get(position), verdict.ground if verdict else "", selected=True)
        self.details.setHtml(position_html(desk, position, self._texts, self._theme))
        self.source.show_source(desk.bill.positions[position].source)
        self.shown.emit(position)

    def _findings_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.details, 1)
        column.addWidget(self.decide)
        return side

    def ask(self, name: str) -> None:
        """Decide about the selected position; an override and an edit ask first."""
        position = self.selected()
        desk = self.desk
        if position is None or desk is None:
            return
        action = Action(name)
        verdict = desk.verdict(position)
        ground = verdict.ground if verdict else ""
        if action in {Action.ACCEPT, Action.LATER}:
            self.decided.emit(position, name, "", "", "", ground)
            return
        dialog = DecideDialog(self._texts, action, desk.position(position), self)
        dialog.made.connect(
            lambda field, value, reason: self.decided.emit(position, name, field, value, reason, ground)
        )
        dialog.open()

    def go_to_open(self, step: int) -> None:
        """Go to the next (or previous) shown position that a person must decide, round the end."""
        desk = self.desk
        if desk is None or desk.audit is None or not self.model.rowCount():
            return
        shown = self.model.shown
        position = self.selected()
        start = shown.index(position) if position in shown else (-1 if step > 0 else len(shown))
        for distance in range(1, len(shown) + 1):
            candidate = shown[(start + step * distance) % len(shown)]
            if desk.hitl(candidate):
                self.table.select_position(candidate)
                return

    def toggle_source(self) -> None:
        """Show or hide the source panel."""
        self.source.setVisible(not self.source.isVisible())
