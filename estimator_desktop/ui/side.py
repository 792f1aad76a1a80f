"""What a subject brings to the window: its pages, its actions, what it does when something changes.

A new page or action is a `Side` in a file of its own under `sides` and one line in `sides/registry.py`.  A side is
made anew with the window's words when the language changes.  Pages and dialogs are imported where they are made, so
that the first window need not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent
    from PySide6.QtWidgets import QWidget

    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.models.desk import Desk
    from estimator_desktop.ui.pages.desk import DeskPage
    from estimator_desktop.ui.theme import Theme


def always() -> bool:
    """For what can be done at any time."""
    return True


class Act(NamedTuple):
    """Something the user can do.  `key` names it and is the key of its words in `texts`."""

    key: str
    run: Callable[[], object]
    shortcut: str = ""
    """Its key; of several, with spaces between them, the menu shows the first."""
    menu: str = ""
    """The menu it stands in: file, edit, view or help; in none where empty."""
    group: int = 0
    """Acts of one group stand together in the menu, between lines."""
    bar: str = ""
    """Where it stands in the toolbar too: back, tab, plain or primary."""
    words: str = ""
    """Key of the toolbar's words where they differ from the menu's."""
    enabled: Callable[[], bool] = always
    """Asked anew whenever another page or document is shown."""
    visible: Callable[[], bool] = always
    """Whether the toolbar shows it; asked as `enabled` is."""
    checked: Callable[[], bool] | None = None
    """For a tab: whether its page is the one shown."""
    says: Callable[[], str] | None = None
    """Its words in the menu where they change; asked as `enabled` is."""


class Side(QObject):
    """One subject's share of the window.  Everything here may be left as it is."""

    _page: QWidget | None = None
    """Its page, once it is made."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.bridge = window.bridge
        self.texts = window.texts

    def acts(self) -> Sequence[Act]:
        """What the user can do; asked once."""
        return ()

    def desk_made(self, page: DeskPage) -> None:
        """The desk's page was made: what belongs on it can be connected."""

    def loaded(self, desk: Desk) -> None:
        """A document was loaded, or the open one anew."""

    def refresh(self) -> None:
        """Something stored has changed, or another page is shown."""

    def set_theme(self, theme: Theme) -> None:
        """The look has changed."""

    def dragged(self, event: QDragEnterEvent | None) -> None:
        """Files hover over the window, or (None) no longer."""

    @property
    def keeps_page(self) -> bool:
        """Whether its page is shown and stays while documents come in."""
        return False

    def dropped(self, files: Sequence[Path]) -> bool:
        """Files were let go over the window; whether this side sees to them."""
        return False

    def warm(self) -> Iterator[None]:
        """Make what the first window did without, in steps of a few milliseconds."""
        yield from ()

    @property
    def shown(self) -> bool:
        """Whether its page is what the window shows."""
        return self._page is not None and self.window.pages.currentWidget() is self._page

    def place(self) -> object:
        """Where the user is on its page, for `return_to` of the side that takes its place; None where elsewhere."""
        return True if self.shown else None

    def return_to(self, place: object) -> None:
        """Go back to where the user was before the language changed; an open document may still be loading."""

    def escape(self) -> bool:
        """Close the topmost thing of this side; whether there was one."""
        return False

    def release(self) -> None:
        """The window closes or is made anew: let go of files."""
