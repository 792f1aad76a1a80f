"""The window's sides, in the order in which menus and toolbar show them.  A new one is one line here.

The window imports this when it has shown its first picture, or when something of it is needed sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from estimator_desktop.ui.sides.bids import BidsSide
from estimator_desktop.ui.sides.catalogues import CatalogueSide
from estimator_desktop.ui.sides.claude import ClaudeSide
from estimator_desktop.ui.sides.edited import EditedSide
from estimator_desktop.ui.sides.exports import ExportSide
from estimator_desktop.ui.sides.files import FilesSide
from estimator_desktop.ui.sides.health import HealthSide
from estimator_desktop.ui.sides.help import HelpSide
from estimator_desktop.ui.sides.history import HistorySide
from estimator_desktop.ui.sides.jobs import JobsSide
from estimator_desktop.ui.sides.layouts import LayoutSide
from estimator_desktop.ui.sides.look import LookSide
from estimator_desktop.ui.sides.notices import NoticeSide
from estimator_desktop.ui.sides.overview import OverviewSide
from estimator_desktop.ui.sides.passwords import PasswordSide
from estimator_desktop.ui.sides.review import ReviewSide
from estimator_desktop.ui.sides.revisions import RevisionSide
from estimator_desktop.ui.sides.search import SearchSide
from estimator_desktop.ui.sides.settings import SettingsSide
from estimator_desktop.ui.sides.start import StartSide

if TYPE_CHECKING:
    from estimator_desktop.ui.side import Side

SIDES: tuple[type[Side], ...] = (
    StartSide,
    ReviewSide,
    HistorySide,
    OverviewSide,
    EditedSide,  # an export that was dropped is looked at before it could be a revision
    RevisionSide,
    BidsSide,
    SearchSide,
    CatalogueSide,
    FilesSide,
    ClaudeSide,
    JobsSide,
    ExportSide,
    PasswordSide,
    NoticeSide,
    LayoutSide,
    LookSide,
    SettingsSide,
    HealthSide,
    HelpSide,
)
