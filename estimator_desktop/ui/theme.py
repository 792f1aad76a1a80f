"""Colours, palettes and the one style sheet; Fusion under light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from estimator_desktop.domain.colour import Colour

if TYPE_CHECKING:
    from PySide6.QtGui import QFont


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: text and tint per verdict, surfaces, one accent.  Text on tint has contrast of at least 4.5 : 1."""

    dark: bool
    ink: dict[Colour, str]
    tint: dict[Colour, str]
    window: str
    base: str
    alternate: str
    text: str
    muted: str
    line: str
    accent: str
    accent_text: str
    selection: str


_MIDDLE = 128
LIGHT = Theme(
    dark=False,
    ink={Colour.RED: "#B3261E", Colour.AMBER: "#8A5A00", Colour.GREEN: "#1B6E3C"},
    tint={Colour.RED: "#FBEAE9", Colour.AMBER: "#FFF4DC", Colour.GREEN: "#E8F5EC"},
    window="#F5F6F8",
    base="#FFFFFF",
    alternate="#FAFBFC",
    text="#1B1F24",
    muted="#5A6472",
    line="#DADFE5",
    accent="#1F5FBF",
    accent_text="#FFFFFF",
    selection="#DCE8FA",
)
DARK = Theme(
    dark=True,
    ink={Colour.RED: "#F2B8B5", Colour.AMBER: "#F0C674", Colour.GREEN: "#9BD3AE"},
    tint={Colour.RED: "#3A1E1D", Colour.AMBER: "#33290F", Colour.GREEN: "#17301F"},
    window="#1B1D21",
    base="#22252A",
    alternate="#272A30",
    text="#E7E9EC",
    muted="#A6AEB9",
    line="#3A3F47",
    accent="#8AB4F8",
    accent_text="#10213F",
    selection="#2F4468",
)


def current(app: QApplication, look: str = "system") -> Theme:
    """The theme that the user asks for (`light`, `dark`), or the one that the system asks for now."""
    if look in {"light", "dark"}:
        return DARK if look == "dark" else LIGHT
    if not app.styleSheet():  # still in the system's colours; asking for its scheme would name Qt, see `widgets.make`
        return DARK if app.palette().color(QPalette.ColorRole.Window).lightness() < _MIDDLE else LIGHT
    from PySide6.QtCore import Qt  # noqa: PLC0415 - see above
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415

    return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT


def palette(theme: Theme) -> QPalette:
    """The Fusion palette of a theme."""
    result = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.text),
        (role.Base, theme.base),
        (role.AlternateBase, theme.alternate),
        (role.Text, theme.text),
        (role.Button, theme.base),
        (role.ButtonText, theme.text),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.accent_text),
        (role.ToolTipBase, theme.base),
        (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Mid, theme.line),
        (role.Link, theme.accent),
        (role.Accent, theme.accent),
    ):
        result.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(theme.muted))
    return result


def sheet(theme: Theme) -> str:
    """The style sheet: spacing and light lines, no boxes in boxes."""
    return f"""
    QTableView, QTreeView, QTextBrowser {{ border: 1px solid {theme.line}; border-radius: 6px; background: {theme.base};
        selection-background-color: {theme.accent}; selection-color: {theme.accent_text}; }}
    QHeaderView::section {{ background: {theme.window}; color: {theme.muted}; border: 0;
        border-bottom: 1px solid {theme.line}; padding: 4px 8px; }}
    QPushButton, QToolButton {{ border: 1px solid {theme.line}; border-radius: 6px; padding: 5px 12px;
        background: {theme.base}; color: {theme.text}; }}
    QPushButton:hover, QToolButton:hover, QPushButton:focus, QToolButton:focus {{ border-color: {theme.accent}; }}
    QPushButton:checked {{ border: 2px solid {theme.accent}; padding: 4px 11px; }}
    QPushButton#tab {{ border: 0; border-radius: 0; border-bottom: 2px solid transparent; background: transparent;
        padding: 5px 8px; color: {theme.muted}; }}
    QPushButton#tab:hover, QPushButton#tab:focus {{ color: {theme.accent}; }}
    QPushButton#tab:checked {{ color: {theme.text}; border-bottom-color: {theme.accent}; }}
    QFrame#card {{ background: {theme.base}; border: 1px solid {theme.line}; border-radius: 6px; }}
    QLabel#cardtitle {{ font-weight: 600; }}
    QPushButton#primary {{ background: {theme.accent}; color: {theme.accent_text}; border-color: {theme.accent}; }}
    QPushButton[verdict="RED"] {{ color: {theme.ink[Colour.RED]}; }}
    QPushButton[verdict="AMBER"] {{ color: {theme.ink[Colour.AMBER]}; }}
    QPushButton[verdict="GREEN"] {{ color: {theme.ink[Colour.GREEN]}; }}
    QLineEdit {{ border: 1px solid {theme.line}; border-radius: 6px; padding: 5px 8px; background: {theme.base}; }}
    QLineEdit:focus {{ border-color: {theme.accent}; }}
    QListWidget {{ border: 1px solid {theme.line}; border-radius: 6px; background: {theme.base}; outline: 0; }}
    QListWidget#plain {{ border: 0; background: transparent; }}
    QListWidget::item {{ min-height: 26px; padding: 0 8px; border-radius: 6px; }}
    QListWidget::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QLabel#muted {{ color: {theme.muted}; }}
    QLabel#trouble {{ color: {theme.ink[Colour.RED]}; }}
    QLabel#heading {{ font-size: 15px; font-weight: 600; padding: 0 8px; }}
    QLabel#title {{ font-size: 20px; font-weight: 600; }}
    QFrame#banner {{ background: {theme.tint[Colour.AMBER]}; border-radius: 6px; }}
    QFrame#banner QLabel {{ color: {theme.ink[Colour.AMBER]}; }}
    QFrame#banner[trouble="false"] {{ background: {theme.tint[Colour.GREEN]}; }}
    QFrame#banner[trouble="false"] QLabel {{ color: {theme.ink[Colour.GREEN]}; }}
    QTableView {{ outline: 0; }}
    QTableView::item {{ padding: 0 8px; border-bottom: 1px solid {theme.window}; }}
    QTableView::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QTreeView::item {{ min-height: 26px; }}
    QTreeView::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QTreeView, QTableView {{ selection-background-color: {theme.selection}; selection-color: {theme.text}; }}
    QToolBar {{ border: 0; padding: 6px 12px; spacing: 8px; }}
    QPushButton:disabled, QPushButton#primary:disabled {{ color: {theme.muted}; border-color: {theme.line};
        background: {theme.window}; }}
    QLabel#news {{ background: {theme.selection}; border-radius: 6px; padding: 5px 8px; }}
    QLineEdit#cell {{ border: 2px solid {theme.accent}; border-radius: 0; padding: 0 5px; }}
    QTableView#frozen {{ border: 0; border-right: 1px solid {theme.line}; border-radius: 0; }}
    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {theme.muted}; border-radius: 3px;
        background: {theme.base}; }}
    QCheckBox::indicator:checked {{ background: {theme.accent}; border-color: {theme.accent}; }}
    QCheckBox::indicator:focus {{ border-color: {theme.accent}; }}
    QTabWidget::pane {{ border: 0; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {theme.muted}; padding: 4px 8px; margin-bottom: 4px;
        border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {theme.text}; border-bottom-color: {theme.accent}; }}
    QTabBar::tab:focus, QTabBar::tab:hover {{ color: {theme.accent}; }}
    QMainWindow::separator {{ background: transparent; width: 8px; height: 8px; }}
    QMainWindow::separator:hover {{ background: {theme.line}; }}
    QDockWidget {{ color: {theme.muted}; }}
    QDockWidget::title {{ background: transparent; padding: 4px 8px; text-align: left; }}
    QComboBox {{ min-height: 20px; padding: 3px 8px; }}
    QTableView:focus, QTreeView:focus, QTextBrowser:focus, QListWidget:focus {{
        border-color: {theme.accent}; }}
    QSplitter::handle {{ background: transparent; }}
    QProgressBar {{ border: 0; border-radius: 3px; background: {theme.line}; }}
    QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}
    QFrame#drop {{ border: 2px dashed {theme.line}; border-radius: 12px; background: {theme.base}; }}
    QFrame#drop[over="true"] {{ border-color: {theme.accent}; }}
    """


def dress(app: QApplication, theme: Theme) -> Theme:
    """Dress the application in a theme."""
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet(theme))
    return theme


def apply(app: QApplication, look: str = "system") -> Theme:
    """Dress the application in the theme that the user or the system asks for."""
    return dress(app, current(app, look))


def tabular(font: QFont) -> QFont:
    """The same font with figures of equal width, so decimals stand under each other."""
    kind = type(font)
    result = kind(font)
    result.setFeature(kind.Tag("tnum"), 1)
    return result
