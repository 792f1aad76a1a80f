"""The open document: loading it, its desk, the person's decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from estimator_desktop.ui.side import Act, Side

if TYPE_CHECKING:
    from estimator_desktop.domain.verdict import Colour
    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.models.desk import Desk
    from estimator_desktop.ui.models.orders import Orders
    from estimator_desktop.ui.pages.desk import DeskPage
    from estimator_desktop.ui.theme import Theme

_LAYOUT = "desk_layout"
_COLUMNS = "desk_columns"
_REASONS = "desk_reasons"


class ReviewSide(Side):
    """Owns the desk and knows which document is open (`document`, empty for none)."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.document = ""
        self._page: DeskPage | None = None
        self._stay = False
        self._opening = False
        """Whether a document was asked for that has not come yet, though an older state of it may be at hand."""
        self._released = False
        """What arrives after that is for nobody: the threads that brought it are at their end."""
        self._then: tuple[str, int] | None = None
        self._done = self._done_when_asked = 0
        """How much was done on the desk so far, and when a document was last asked for."""
        self.bridge.loaded.connect(self._loaded)
        self.bridge.audited.connect(self._audited)
        self.bridge.review.redecided.connect(self._redecided)
        self.bridge.review.indexed.connect(self._indexed)
        self.bridge.comparisons.differing.connect(self._differing)

    def acts(self) -> Sequence[Act]:
        """The desk, its filter, its source panel."""
        return (
            Act(
                "page.desk",
                self.show,
                "Ctrl+1",
                "view",
                bar="tab",
                enabled=self.ready,
                visible=self.ready,
                checked=lambda: self.shown,
            ),
            Act("action.filter", self._focus_filter, "Ctrl+F", "view", 1),
            Act("action.source", self._toggle_source, "", "view", 1),
            Act("action.arrange", self._arrange, "", "view", 1, enabled=lambda: self.shown),
        )

    @property
    def page(self) -> DeskPage:
        """The desk; made when it is first needed."""
        if self._page is None:
            import json  # noqa: PLC0415 - see `side`

            from estimator_desktop.ui.models.clipboard import COPY_NUMBERS  # noqa: PLC0415
            from estimator_desktop.ui.pages.desk import DeskPage  # noqa: PLC0415

            self._page = page = DeskPage(self.texts, self.window.theme)
            page.decided.connect(self._decide)
            page.bar.opened.connect(self._index)
            page.reasons = tuple(json.loads(self.bridge.setting(_REASONS, "[]")))
            page.reasons_changed.connect(lambda reasons: self.bridge.set_setting(_REASONS, json.dumps(reasons)))
            hidden = self.bridge.setting(_COLUMNS, "?")
            if hidden != "?":
                page.table.hide_columns(hidden)
            page.table.columns_changed.connect(lambda names: self.bridge.set_setting(_COLUMNS, names))
            page.table.numbers = self.bridge.setting(COPY_NUMBERS) or self.texts.language
            page.table.ordered.connect(self._ordered)
            page.source.wanted.connect(self.bridge.sheets.load)
            self.bridge.sheets.brought.connect(page.source.show_sheets)
            page.restore_layout(self.bridge.setting(_LAYOUT))
            self.window.desk_made(page)
            self.window.pages.addWidget(page)
        return self._page

    @property
    def desk(self) -> Desk | None:
        """The open document as it is shown; None where none is."""
        desk = self._page.desk if self._page is not None else None
        return desk if desk is not None and desk.document == self.document else None

    def ready(self) -> bool:
        """Whether a document is open."""
        return self.desk is not None

    def audited(self) -> bool:
        """Whether a document is open and has its verdicts."""
        return self.desk is not None and self.desk.audit is not None

    def open(self, document: str) -> None:
        """Open a document on the desk as soon as it is loaded."""
        self.document = document
        self._stay = False
        self._opening = True
        self._load()

    def open_at(self, document: str, position: int) -> None:
        """Go to a position of a document, opening it where it is not open."""
        if self.ready() and document == self.document:
            self.show_position(position)
            return
        self._then = (document, position)
        self.open(document)

    def stay(self) -> None:
        """A document under way does not take the place of the page that is shown."""
        self._stay = True

    def reload(self) -> None:
        """Load the open document anew; whoever looks at another of its pages goes on looking."""
        self._stay = self.ready() and not self._opening
        self._load()

    def _load(self) -> None:
        self._done_when_asked = self._done
        self.bridge.load(self.document, self.texts)

    def show(self) -> None:
        """Go back to the open document's positions."""
        if self.ready():
            self.window.show_page(self.page, self.page.table)

    def show_part(self, kind: str, index: int | None, colour: Colour | None) -> None:
        """Go to the positions of a section or object."""
        self.show()
        self.page.show_part(kind, index, colour)

    def show_only(self, positions: frozenset[int], words: str) -> None:
        """Go to just these positions."""
        self.show()
        self.page.show_only(positions, words)

    def show_position(self, position: int) -> None:
        """Go to one position."""
        self.show()
        self.page.show_position(position)

    def _loaded(self, desk: Desk) -> None:
        if desk.document != self.document or self._released:
            return
        self._opening = False
        self.bridge.touch(desk.project_id)
        self.page.show_desk(desk, self._orders().of(desk.project_id))
        then, self._then = self._then, None
        if then is not None and then[0] == desk.document:
            self.page.show_position(then[1])
        if self._stay:
            self.window.show_page(self.window.pages.currentWidget() or self.page)
        else:
            self.show()
        self.window.loaded(desk)
        self._index()
        if self._done != self._done_when_asked:
            self.bridge.review.look_again(desk)  # it may have been read before that

    def _audited(self, document: str) -> None:
        """A document dropped here is ready: open it unless another one, no older revision of it, is looked at."""
        if self._released:
            return
        if self.document == document and self.ready():
            self.reload()
        elif self.window.keeps_page:
            pass  # it is in the list of that page now
        elif not self.document or self.document == document or document in self.bridge.revised:
            self.open(document)

    def _orders(self) -> Orders:
        from estimator_desktop.ui.models.orders import Orders  # noqa: PLC0415 - see `side`

        return Orders(self.bridge.setting, self.bridge.set_setting)

    def _ordered(self, column: str, down: bool) -> None:  # noqa: FBT001 - a signal's slot
        from estimator_desktop.ui.models.orders import Order  # noqa: PLC0415 - see `side`

        if self.desk is not None:
            self._orders().keep(self.desk.project_id, Order(column, down))

    def _decide(self, positions: tuple[int, ...], action: str, name: str, value: str, reason: str) -> None:
        """Keep what the person decided, and show it."""
        from estimator_desktop.domain.decision import Action  # noqa: PLC0415 - see `side`

        if self.desk is not None:
            self.bridge.review.decide(self.desk, positions, Action(action), name=name, value=value, reason=reason)

    def _redecided(self, desk: Desk) -> None:
        self._done += 1
        shown = self.desk
        if shown is None or desk.document != self.document or self._released:
            return
        if desk.view is not shown.view:
            self.reload()  # it was audited anew meanwhile
            return
        self.page.update_desk(desk)
        self.window.loaded(desk)

    def warm(self) -> Iterator[None]:
        """Make the desk piece by piece: its modules on a thread, then the page, so that no key waits for it."""
        thread = Thread(target=import_module, args=("estimator_desktop.ui.pages.desk",), daemon=True)
        thread.start()
        while thread.is_alive():
            yield
        for module in ("estimator_desktop.usecases.intake", "estimator_desktop.reading.detect"):
            thread = Thread(target=import_module, args=(module,), daemon=True)
            thread.start()
            while thread.is_alive():
                yield
        page = self.page
        yield
        page.resize(self.window.pages.size())
        page.grab()  # styles and layouts are worked out now, not when a document is waited for

    def _index(self) -> None:
        """Look what found something, where the filters for it are open."""
        if self.desk is not None and self.page.bar.more.isChecked():
            self.bridge.review.index(self.desk)
            self.bridge.comparisons.look_for_changes(self.desk.document)

    def _differing(self, document: str, by_change: Mapping[str, frozenset[int]]) -> None:
        if document == self.document and self._page is not None:
            self._page.show_changes(by_change)

    def _indexed(
        self, document: str, by_rule: Mapping[str, frozenset[int]], by_role: Mapping[str, frozenset[int]]
    ) -> None:
        if document == self.document and self._page is not None:
            self._page.show_findings(by_rule, by_role)

    def _arrange(self) -> None:
        if self.shown:
            self.page.arrange()

    def _focus_filter(self) -> None:
        if self.shown:
            self.page.search.setFocus()
            self.page.search.selectAll()

    def _toggle_source(self) -> None:
        if self.shown:
            self.page.toggle_source()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        if self._page is not None:
            self._page.set_theme(theme)

    def escape(self) -> bool:
        """Leave the filter (what was typed goes, the second line closes), or take back what the page says."""
        if not self.shown:
            return False
        if self.page.bar.leave():
            self.page.table.setFocus()
            return True
        return self.page.hush()

    def release(self) -> None:
        """Let go of the file that the desk shows."""
        self._released = True
        if self._page is not None:
            self.bridge.set_setting(_LAYOUT, self._page.layout_state)
            self._page.turns.finish()  # else it would be opened after that
            self._page.source.release()
