"""Words with verdict shapes in them, each shape and its number in the verdict's colour, selected or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from estimator_desktop.domain.colour import Colour
from estimator_desktop.texts import MARKS
from estimator_desktop.ui.theme import Theme

_COLOURS = {mark: colour for colour, mark in MARKS.items()}
_SHAPES = "".join(MARKS.values())
_COUNTED = re.compile(f"([{_SHAPES}](?: [\\d\u00a0\u202f]+)?)")
_ALONE = re.compile(f"([{_SHAPES}])")


def runs(words: str, *, counted: bool = True) -> Sequence[tuple[str, Colour | None]]:
    """The words in pieces: `■ 4` belongs to a verdict (not `counted`: only the shape), what stands between to none."""
    return [(part, _COLOURS.get(part[0])) for part in (_COUNTED if counted else _ALONE).split(words) if part]


def draw_marked(
    painter: QPainter,
    area: QRect,
    words: str,
    theme: Theme,
    *,
    right: bool = False,
    ink: str = "",
    counted: bool = True,
) -> None:
    """Draw words on one line, elided where they do not fit; `right` puts their end at the right edge."""
    metrics: QFontMetrics = painter.fontMetrics()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
    x = area.right() + 1 - metrics.horizontalAdvance(shown) if right else area.left()
    painter.save()
    for part, colour in runs(shown, counted=counted):
        painter.setPen(QColor(theme.ink[colour] if colour is not None else ink or theme.text))
        wide = metrics.horizontalAdvance(part)
        painter.drawText(QRect(x, area.top(), wide + 1, area.height()), Qt.AlignmentFlag.AlignVCenter, part)
        x += wide
    painter.restore()
