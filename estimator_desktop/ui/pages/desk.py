"""The desk: the structure, the positions, and for the selected one its place and its findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, QTimer, QUrl, Signal
from PySide6.QtWidgets import (
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.colour import Colour
from estimator_desktop.domain.decision import Action
from estimator_desktop.texts import Texts
from estimator_desktop.ui.details import position_html, whole_html
from estimator_desktop.ui.dialogs.decide import DecideDialog, remembered
from estimator_desktop.ui.models.desk import Desk
from estimator_desktop.ui.models.orders import AS_READ, Order
from estimator_desktop.ui.models.positions import Filter, PositionsModel
from estimator_desktop.ui.pages.docked import DockedPage
from estimator_desktop.ui.panels.decide import KEYS, DecidePanel
from estimator_desktop.ui.panels.match import MatchPanel
from estimator_desktop.ui.panels.place import PlacePanel
from estimator_desktop.ui.panels.structure import StructureTree
from estimator_desktop.ui.theme import Theme
from estimator_desktop.ui.widgets.filters import KEYS as FILTER_KEYS
from estimator_desktop.ui.widgets.filters import FilterBar
from estimator_desktop.ui.widgets.foot import Foot, done_words
from estimator_desktop.ui.widgets.make import label, unbroken
from estimator_desktop.ui.widgets.table import PositionsTable

_TYPING_PAUSE = 120


class DeskPage(DockedPage):
    """Shows one `Desk`.  Structure, source and findings are docks round the table."""

    shown = Signal(int)
    decided = Signal(object, str, str, str, str)
    """Positions (a tuple), action, field, value, reason."""
    reasons_changed = Signal(object)

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__(texts)
        self._theme = theme
        self.desk: Desk | None = None
        self.reasons: tuple[str, ...] = ()
        self._told: tuple[Desk, Theme] | None = None
        """What the panel of findings says of the whole document, while it does."""
        self._only: frozenset[int] | None = None
        self.model = PositionsModel(texts, theme)
        self.table = PositionsTable(self.model, texts, theme)
        self.bar = FilterBar(texts)
        self.search, self.chip, self.buttons = self.bar.search, self.bar.chip, self.bar.buttons
        self.foot = Foot(texts)
        self.tree = StructureTree(texts)
        self.source = PlacePanel(texts, theme)
        self.details = QTextBrowser()
        self.details.document().setDocumentMargin(12)
        self.details.setOpenLinks(False)
        self.decide = DecidePanel(texts)
        self.match = MatchPanel(texts)
        self.side = QTabWidget()
        self._make_centre()
        self._make_docks()
        self._connect()

    def _make_centre(self) -> None:
        self.bar.columns.setMenu(self.table.column_menu())
        self._sum = self.bar.sum
        self._nothing = label(self._texts.say("desk.nothing_matches"), "muted", centred=True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._nothing.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._nothing.hide()
        QVBoxLayout(self.table.viewport()).addWidget(self._nothing)  # over the table, which keeps the keyboard
        self._centre = QWidget()
        column = QVBoxLayout(self._centre)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(self._centre)

    def _make_docks(self) -> None:
        say = self._texts.say
        findings = QWidget()
        column = QVBoxLayout(findings)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.details, 1)
        column.addWidget(self.decide)
        self.side.setDocumentMode(True)
        self.side.addTab(findings, say("desk.findings"))
        self.side.addTab(self.match, say("match.title"))
        self.add_docks(self.tree, self.source, self.side)

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.tree.chosen.connect(self.apply_filter)
        self.table.filter_key.connect(self._filter_key)
        self.table.next_open.connect(self.go_to_open)
        self.table.decide.connect(lambda key: self.ask(KEYS[key].value))
        self.table.toggle_source.connect(self.toggle_source)
        self.table.copied.connect(self._copied)
        self.table.cells.refused.connect(lambda code: self.say(self._texts.say(f"decide.{code}")))
        self.table.cells.closeEditor.connect(lambda *_: QTimer.singleShot(0, self._catch_up))
        self.model.edited.connect(self._edited)
        self.bar.changed.connect(self.apply_filter)
        self.bar.typed.connect(self._pause.start)
        self.bar.lifted.connect(self.clear_only)
        self._pause.timeout.connect(self.apply_filter)
        self.search.returnPressed.connect(self._to_table)
        self.decide.wanted.connect(self.ask)
        self.decide.step.connect(lambda: self.go_to_open(1))
        self.source.clicked.connect(self.show_position)
        self.foot.proof.clicked.connect(self.show_proof)
        self.details.anchorClicked.connect(self._follow)

    def say(self, words: str) -> None:
        """One line under the table, for a while."""
        self.foot.say(words)

    def hush(self) -> bool:
        """Take the line back; whether there was one."""
        return self.foot.hush()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.turns.finish()
        self._theme = theme
        self.model.set_theme(theme)
        self.table.set_theme(theme)
        self.source.set_theme(theme)
        if self.desk is not None:
            self.tree.show_tree(self.desk.tree, self._theme)
            self.foot.show_desk(self.desk)
        self._show_details()

    def show_desk(self, desk: Desk, order: Order = AS_READ) -> None:
        """Show a document, sorted so; a reload of the same one keeps selection, filter and order."""
        if self.desk is not None and self.desk.document == desk.document:
            self.update_desk(desk)
            return
        self.desk = desk
        self.foot.said.hide()
        self.model.set_desk(desk)
        self.table.show_order(order.column, down=order.down)
        self._forget_only()
        self.bar.lift()
        self.bar.show_findings({}, {})
        self.bar.show_changes({})
        self.tree.branch = None
        self.tree.show_tree(desk.tree, self._theme)
        self.bar.show_counts(desk)
        self._after_filter()
        self.table.clearSelection()
        self.foot.show_desk(desk)
        self.table.setFocus()
        self._told = None
        self.fill_in_turns(self._centre, lambda: self.source.open(desk), lambda: self._show_whole(desk))

    def update_desk(self, desk: Desk) -> None:
        """The same document with other decisions or verdicts; whoever works on goes on where he was."""
        self.turns.finish()
        at = self.table.currentIndex()
        position, row, column = self.selected(), at.row(), at.column()
        rows = len(self.table.chosen_rows())
        self.desk = desk
        self.source.follow(desk)
        self.model.update_desk(desk, keep=self.table.editing)
        self.tree.show_tree(desk.tree, self._theme)
        self.bar.show_counts(desk)
        self._after_filter()
        if position is not None and not self.table.select_position(position, column) and self.model.rowCount():
            self.table.select_row(min(max(0, row - max(0, rows - 1)), self.model.rowCount() - 1), column)
        self._show_details()
        self.foot.show_desk(desk)

    def _catch_up(self) -> None:
        """A cell is no longer typed over: rows may go and move again."""
        if self.model.behind and self.desk is not None:
            self.update_desk(self.desk)

    def show_findings(self, by_rule: Mapping[str, frozenset[int]], by_role: Mapping[str, frozenset[int]]) -> None:
        """Offer what found something as filters."""
        self.bar.show_findings(by_rule, by_role)

    def show_changes(self, by_change: Mapping[str, frozenset[int]]) -> None:
        """Offer what this revision changed as a filter."""
        self.bar.show_changes(by_change)

    def apply_filter(self) -> None:
        """Filter the table by what the bar and the tree say; the selected position stays selected where shown."""
        self._pause.stop()
        position, column = self.selected(), self.table.currentIndex().column()
        self.model.set_filter(self.bar.wanted(self.tree.branch, self._only))
        self._after_filter()
        if position is None or not self.table.select_position(position, column):
            self._show_details()

    def show_only(self, positions: frozenset[int], words: str) -> None:
        """Show just these positions, under a name that can be clicked away; other filters are lifted."""
        self._lift_filters()
        self._only = positions
        self.chip.setText(f"{words}  ✕")
        self.chip.show()
        self.apply_filter()
        self.table.setFocus()

    def show_part(self, kind: str, index: int | None, colour: Colour | None) -> None:
        """Show a section's or object's positions, of one colour or of all."""
        self._forget_only()
        self._lift_filters()
        self.tree.choose(kind, index)
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

    def show_proof(self) -> None:
        """The whole proof and what does not fit, in place of the selected position."""
        self.table.clearSelection()
        self.docks["findings"].show()
        self.side.setCurrentIndex(0)

    def _follow(self, link: QUrl) -> None:
        """Go to the row, section or object that a line of the proof is about."""
        kind, index = link.scheme(), int(link.path())
        if kind == "position":
            self.show_position(index)
        else:
            self.show_part(kind, index, None)

    def clear_only(self) -> None:
        """Show the other positions again."""
        self._forget_only()
        self.apply_filter()
        self.table.setFocus()

    def _forget_only(self) -> None:
        self._only = None
        self.chip.hide()

    def _lift_filters(self) -> None:
        self.bar.lift()
        self.tree.lift()

    def _after_filter(self) -> None:
        self._nothing.setVisible(not self.model.rowCount())
        if self.desk is None:
            return
        wanted = self.model.filter
        alone = wanted.hitl and wanted == Filter(hitl=True)
        self._nothing.setText(done_words(self.desk, self._texts) if alone else self._texts.say("desk.nothing_matches"))
        money = self._texts.money(self.model.sum, self.desk.bill.currency)
        shown, total = self.model.rowCount(), len(self.desk.rows)
        count = self._texts.count("positions", total)
        if shown != total:
            count = self._texts.say("desk.shown", found=shown, total=count)
        self._sum.setText(f"{count}  ·  {self._texts.say('desk.sum', amount=money)}")

    def _filter_key(self, key: str) -> None:
        self.buttons[FILTER_KEYS[key]].setChecked(True)
        self.apply_filter()
        self._to_table()

    def _to_table(self) -> None:
        """Put the keyboard on the table, on its first row where none is selected."""
        self.table.setFocus()
        if self.selected() is None and self.model.rowCount():
            self.table.select_row(0)

    def selected(self) -> int | None:
        """The selected position; None where none is."""
        rows = self.table.chosen_rows()
        current: QModelIndex = self.table.currentIndex()
        if not rows:
            return None
        return self.model.position(current.row() if current.row() in rows else rows[0])

    def chosen(self) -> tuple[int, ...]:
        """All selected positions."""
        return tuple(self.model.position(row) for row in self.table.chosen_rows())

    def _selected(self, _selected: QItemSelection, _gone: QItemSelection) -> None:
        self._show_details()

    def _show_details(self) -> None:
        desk = self.desk
        if desk is None:
            return
        position = self.selected()
        if position is not None:
            self.turns.finish()
        elif not self.turns.done:
            return  # it is among what waits for its turn
        if position is None:
            self._show_whole(desk)
            return
        self._told = None
        chosen = len(self.table.chosen_rows())
        verdict = desk.verdict(position)
        if chosen > 1:
            self.decide.show_many(chosen)
        else:
            self.decide.show_standing(desk.stands.get(position), verdict.ground if verdict else "", selected=True)
        self.details.setHtml(unbroken(position_html(desk, position, self._texts, self._theme)))
        self.source.show_position(position)
        self.shown.emit(position)

    def _show_whole(self, desk: Desk) -> None:
        """Nothing is selected.  Said once: while somebody types into the filter, it is the same after every key."""
        if self._told is not None and self._told[0] is desk and self._told[1] is self._theme:
            return
        self._told = (desk, self._theme)
        self.decide.show_standing(None, "", selected=False)
        self.details.setHtml(unbroken(whole_html(desk, self._texts, self._theme)))
        self.source.show_position(None)

    def ask(self, name: str) -> None:
        """Decide about the selected positions; an override and an edit ask first."""
        position, chosen = self.selected(), self.chosen()
        desk = self.desk
        if position is None or desk is None:
            return
        action = Action(name)
        if action in {Action.ACCEPT, Action.LATER}:
            self._decide(chosen, action)
            return
        if action is Action.EDIT:
            chosen = (position,)
        dialog = DecideDialog(
            self._texts, action, desk.position(position), self, reasons=self.reasons, count=len(chosen)
        )
        dialog.made.connect(lambda field, value, reason: self._decide(chosen, action, field, value, reason))
        dialog.open()

    def _edited(self, position: int, field: str, value: str) -> None:
        self._decide((position,), Action.EDIT, field, value)

    def _decide(
        self, positions: Sequence[int], action: Action, field: str = "", value: str = "", reason: str = ""
    ) -> None:
        if action is Action.OVERRIDE:
            self.reasons = remembered(self.reasons, reason)
            self.reasons_changed.emit(self.reasons)
        if action is Action.LATER and self.model.filter.hitl and len(positions) == 1:
            self.go_to_open(1)  # put off, it stays in the list of what is to be decided: go on with the next
        self.decided.emit(tuple(positions), action.value, field, value, reason)
        if len(positions) > 1:
            count = self._texts.count("positions", len(positions))
            self.say(self._texts.say(f"decided_many.{action.value}", count=count))

    def _copied(self, rows: int, columns: int) -> None:
        self.say(self._texts.say("desk.copied", rows=self._texts.count("rows", rows), columns=columns))

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
        self.say(self._texts.say("desk.none_here") if desk.open else done_words(desk, self._texts))

    def toggle_source(self) -> None:
        """Show or hide the source panel."""
        dock = self.docks["source"]
        dock.setVisible(not dock.isVisible())
