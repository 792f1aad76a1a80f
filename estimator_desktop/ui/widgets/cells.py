"""How the table paints a verdict, and how a cell is typed over."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from estimator_desktop.domain.colour import Colour
from estimator_desktop.domain.decision import Action, DecisionError, checked
from estimator_desktop.ui.models.positions import COLOUR_ROLE, FIELDS
from estimator_desktop.ui.theme import Theme

_EDGE = 3
Index = QModelIndex | QPersistentModelIndex


class VerdictDelegate(QStyledItemDelegate):
    """Draws the verdict's cell: tint, edge and shape in the verdict's colour, selected or not."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Shape, tint and edge."""
        area: QRect = option.rect
        selected = option.state & QStyle.StateFlag.State_Selected
        value = index.data(COLOUR_ROLE)  # Qt hands a StrEnum back as a plain string
        if value not in Colour.__members__:
            super().paint(painter, option, index)
            return
        colour = Colour(value)
        ink = QColor(self.theme.ink[colour])
        painter.save()
        painter.fillRect(area, QColor(self.theme.selection if selected else self.theme.tint[colour]))
        painter.fillRect(area.left(), area.top(), _EDGE, area.height(), ink)
        painter.setPen(ink)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        painter.restore()


class EditDelegate(QStyledItemDelegate):
    """An editor in the cell.  What says nothing is refused (`refused` brings the code) and the cell stays as it was."""

    refused = Signal(str)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line without a frame, numbers at the right as in the cell."""
        editor = QLineEdit(parent)
        editor.setObjectName("cell")
        editor.setAlignment(Qt.AlignmentFlag(index.data(int(Qt.ItemDataRole.TextAlignmentRole))))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the value; what has been typed stays, whatever comes in meanwhile."""
        text = str(index.data(int(Qt.ItemDataRole.EditRole)))
        if isinstance(editor, QLineEdit) and not editor.isModified() and editor.text() != text:
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand on what was typed if it says something."""
        if not isinstance(editor, QLineEdit):
            return
        text = editor.text()
        if text.strip() == index.data(int(Qt.ItemDataRole.EditRole)):
            return
        try:
            checked(Action.EDIT, FIELDS[index.column()], text)
        except DecisionError as error:
            self.refused.emit(str(error))
            return
        model.setData(index, text)
