"""How our dialogs are laid out: one margin, labels in the middle of their fields, the answer at the right below."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QDialog, QFormLayout, QVBoxLayout

B = TypeVar("B", bound=QBoxLayout)
_MARGIN, _GAP = 24, 12


def form() -> QFormLayout:
    """Names at the left, their fields at the right."""
    made = QFormLayout()
    made.setSpacing(10)  # one number for both: boxes inside take it over, of two they would take none
    made.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return made


def column_of(dialog: QDialog) -> QVBoxLayout:
    """The dialog's column."""
    made = QVBoxLayout(dialog)
    made.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 16)
    made.setSpacing(_GAP)
    return made


def spaced(box: B, gap: int = 8) -> B:
    """A box with its own gap: inside a form it would have none."""
    box.setSpacing(gap)
    return box
