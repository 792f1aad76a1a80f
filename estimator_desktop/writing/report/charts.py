"""The charts of the report."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.charts.barcharts import HorizontalBarChart
from reportlab.graphics.charts.piecharts import Pie
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib import colors

from estimator_desktop.domain.verdict import Colour
from estimator_desktop.writing.report.paper import BOLD, PLAIN
from estimator_desktop.writing.xlsx.looks import SOLID

_LONGEST = 44


def verdict_chart(counts: Sequence[tuple[Colour, str, int]]) -> Drawing:
    """A ring of verdicts with its legend: the words say what the colours do."""
    drawing = Drawing(260, 130)
    pie = Pie()
    pie.x, pie.y, pie.width, pie.height = 5, 10, 110, 110
    shown = [(colour, count) for colour, _words, count in counts if count] or [(Colour.GREEN, 1)]
    pie.data = [count for _colour, count in shown]
    pie.labels = None
    pie.innerRadiusFraction = 0.55
    pie.slices.strokeColor = colors.white
    for place, (colour, _count) in enumerate(shown):
        pie.slices[place].fillColor = colors.HexColor(SOLID[colour])
    drawing.add(pie)
    for place, (colour, title, count) in enumerate(counts):
        height = 90 - 24 * place
        square = Rect(132, height, 10, 10)
        square.fillColor = colors.HexColor(SOLID[colour])
        square.strokeColor = None
        drawing.add(square)
        drawing.add(String(148, height + 1, f"{count}  {title}", fontName=PLAIN, fontSize=9))
    return drawing


def bar_chart(title: str, values: Sequence[tuple[str, float, str]], fills: Sequence[str], width: int = 460) -> Drawing:
    """Bars with their names left and their numbers right, first at the top, each in its colour."""
    height = 18 * len(values) + 24
    drawing = Drawing(width, height)
    drawing.add(String(0, height - 12, title, fontName=BOLD, fontSize=9))
    chart = HorizontalBarChart()
    chart.x, chart.y, chart.width, chart.height = 190, 4, width - 270, 18 * len(values)
    chart.data = [[value for _name, value, _words in reversed(values)]]
    for place, fill in enumerate(reversed(fills)):
        chart.bars[0, place].fillColor = colors.HexColor(fill)
        chart.bars[0, place].strokeColor = None
    chart.valueAxis.visible = False
    chart.valueAxis.valueMin = min(0.0, *(value for _name, value, _words in values))
    chart.valueAxis.valueMax = max(1.0, *(value for _name, value, _words in values))
    chart.categoryAxis.visible = False
    chart.barSpacing = 1
    chart.groupSpacing = 4
    drawing.add(chart)
    for place, (name, _value, number) in enumerate(reversed(values)):
        middle = 4 + 18 * place + 6
        cut = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        drawing.add(String(184, middle, cut, fontName=PLAIN, fontSize=7, textAnchor="end"))
        drawing.add(String(width, middle, number, fontName=PLAIN, fontSize=7, textAnchor="end"))
    return drawing
