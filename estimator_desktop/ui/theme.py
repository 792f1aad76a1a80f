"""Colours, palettes and the one style sheet; Fusion under light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from estimator_desktop.config import resources_folder
from estimator_desktop.domain.colour import Colour

if TYPE_CHECKING:
    from PySide6.QtGui import QFont


class Theme(NamedTuple):
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
    thumb: str
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
    thumb="#828C9C",
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
    thumb="#737B87",
    accent="#8AB4F8",
    accent_text="#10213F",
    selection="#2C4164",
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


def icon(name: str) -> str:
    """Where a picture of our one family (Lucide) lies, as style sheets and `QIcon` take it."""
    return (resources_folder() / "icons" / f"{name}.svg").as_posix()


def sheet(theme: Theme) -> str:
    """The style sheet: spacing and light lines, no boxes in boxes."""
    tick = "check-dark" if theme.dark else "check-light"
    accent = QColor(theme.accent)
    ring = (accent.lighter(170) if theme.dark else accent.darker(190)).name()
    return f"""
    QTableView, QTreeView, QTextBrowser, QPlainTextEdit {{ border: 1px solid {theme.line}; border-radius: 6px;
        background: {theme.base}; selection-background-color: {theme.accent}; selection-color: {theme.accent_text}; }}
    QHeaderView::section {{ background: {theme.window}; color: {theme.muted}; border: 0;
        border-bottom: 1px solid {theme.line}; padding: 4px 11px; }}
    QTableCornerButton::section {{ background: {theme.window}; border: 0; border-bottom: 1px solid {theme.line}; }}
    QPushButton, QToolButton {{ border: 1px solid {theme.line}; border-radius: 6px; padding: 5px 12px;
        background: {theme.base}; color: {theme.text}; outline: 0; }}
    QPushButton:hover, QToolButton:hover, QPushButton:focus, QToolButton:focus {{ border-color: {theme.accent}; }}
    QPushButton:checked {{ border: 2px solid {theme.accent}; padding: 4px 11px; background: {theme.selection}; }}
    QPushButton#tab {{ border: 0; border-radius: 0; border-bottom: 2px solid transparent; background: transparent;
        padding: 5px 8px; color: {theme.muted}; }}
    QPushButton#tab:hover, QPushButton#tab:focus {{ color: {theme.accent}; }}
    QPushButton#tab:checked {{ color: {theme.text}; border-bottom-color: {theme.accent}; background: transparent; }}
    QFrame#card {{ background: {theme.base}; border: 1px solid {theme.line}; border-radius: 6px; }}
    QLabel#cardtitle {{ font-weight: 600; }}
    QPushButton#primary {{ background: {theme.accent}; color: {theme.accent_text}; border-color: {theme.accent}; }}
    QPushButton#primary:focus {{ border: 2px solid {ring}; padding: 4px 11px; }}
    QPushButton[verdict="RED"] {{ color: {theme.ink[Colour.RED]}; }}
    QPushButton[verdict="AMBER"] {{ color: {theme.ink[Colour.AMBER]}; }}
    QPushButton[verdict="GREEN"] {{ color: {theme.ink[Colour.GREEN]}; }}
    QLineEdit, QComboBox, QSpinBox {{ border: 1px solid {theme.line}; border-radius: 6px; padding: 5px 8px;
        background: {theme.base}; }}
    QLineEdit:focus, QComboBox:focus, QComboBox:on, QSpinBox:focus, QPlainTextEdit:focus {{
        border-color: {theme.accent}; }}
    QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{ background: {theme.window}; color: {theme.muted}; }}
    QLineEdit > QToolButton {{ border: 0; padding: 0; background: transparent; qproperty-icon: url("{icon("x")}"); }}
    QComboBox::drop-down {{ border: 0; width: 24px; }}
    QComboBox::down-arrow {{ image: url("{icon("chevron-down")}"); width: 14px; height: 14px; }}
    QComboBox QAbstractItemView {{ border: 1px solid {theme.line}; background: {theme.base}; color: {theme.text};
        selection-background-color: {theme.selection}; selection-color: {theme.text}; outline: 0; }}
    QSpinBox {{ padding: 3px 24px 3px 4px; }}
    QSpinBox > QLineEdit {{ border: 0; padding: 0 4px; background: transparent; }}
    QSpinBox::up-button, QSpinBox::down-button {{ border: 0; width: 20px; background: transparent; }}
    QSpinBox::up-arrow {{ image: url("{icon("chevron-up")}"); width: 10px; height: 10px; }}
    QSpinBox::down-arrow {{ image: url("{icon("chevron-down")}"); width: 10px; height: 10px; }}
    QPushButton::menu-indicator {{ image: url("{icon("chevron-down")}"); width: 14px; height: 14px; right: 8px;
        subcontrol-position: right center; }}
    QPushButton#menu {{ padding-right: 20px; }}
    QPushButton#short {{ padding: 5px 6px; }}
    QFileDialog QToolButton {{ padding: 3px; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QToolButton#flat {{ border: 0; padding: 2px; background: transparent; border-radius: 4px; }}
    QToolButton#flat:hover {{ background: {theme.line}; }}
    QListWidget, QListView#list {{
        border: 1px solid {theme.line}; border-radius: 6px; background: {theme.base}; outline: 0; }}
    QListWidget#plain {{ border: 0; background: transparent; }}
    QListWidget::item, QListView#list::item {{ min-height: 24px; padding: 3px 8px; border-radius: 6px; }}
    QListWidget::item:selected, QListView#list::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QLabel#muted {{ color: {theme.muted}; }}
    QLabel#caution {{ color: {theme.ink[Colour.AMBER]}; }}
    QLabel#trouble {{ color: {theme.ink[Colour.RED]}; }}
    QLabel#heading {{ font-size: 15px; font-weight: 600; }}
    QToolBar QLabel#heading {{ padding: 0 8px 0 7px; }}
    QLabel#key {{ border: 1px solid {theme.line}; border-radius: 4px; padding: 1px 6px; background: {theme.base}; }}
    QPushButton#quiet {{ border: 0; padding: 2px 0; background: transparent; color: {theme.muted}; text-align: left; }}
    QPushButton#quiet:hover, QPushButton#quiet:focus {{ color: {theme.accent}; }}
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
    QCheckBox {{ spacing: 8px; }}
    QCheckBox::indicator, QListView::indicator, QTableView::indicator {{ width: 14px; height: 14px;
        border: 1px solid {theme.muted}; border-radius: 3px; background: {theme.base}; }}
    QCheckBox::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked {{
        background: {theme.accent}; border-color: {theme.accent}; image: url("{icon(tick)}"); }}
    QCheckBox::indicator:disabled {{ border-color: {theme.line}; background: {theme.window}; }}
    QCheckBox::indicator:focus {{ border-color: {theme.accent}; }}
    QTabWidget::pane {{ border: 0; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {theme.muted}; padding: 4px 8px; margin-bottom: 4px;
        border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {theme.text}; border-bottom-color: {theme.accent}; }}
    QTabBar::tab:focus, QTabBar::tab:hover {{ color: {theme.accent}; }}
    QMainWindow::separator {{ background: transparent; width: 8px; height: 8px; }}
    QMainWindow::separator:hover {{ background: {theme.line}; }}
    QScrollBar {{ border: 0; background: transparent; }}
    QScrollBar:vertical {{ width: 12px; margin: 2px; }}
    QScrollBar:horizontal {{ height: 12px; margin: 2px; }}
    QScrollBar::handle {{ background: {theme.thumb}; border-radius: 4px; }}
    QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {theme.muted}; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
    QTableView:focus, QTreeView:focus, QTextBrowser:focus, QListWidget:focus, QListView#list:focus {{
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
