"""The overview: three small tables and the charts made of them."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet as Sheet

from estimator_desktop.domain.outline import WorkPart
from estimator_desktop.texts import Texts
from estimator_desktop.writing.handover import Handover, findings_by_rule, gravest, work_values
from estimator_desktop.writing.xlsx.looks import SOLID, Looks
from estimator_desktop.writing.xlsx.names import quoted

_MOST = 15
_TABLES = 13
"""The tables stand right of the charts: code or word in column N."""

_NAMES = {"reverse": True, "crossing": "max", "num_font": {"size": 8}, "major_tick_mark": "none"}
"""First at the top, and the values still below the bars."""
_VALUES = {
    "num_font": {"size": 8},
    "major_gridlines": {"visible": True, "line": {"color": "#D5DAE1", "width": 0.5}},
    "line": {"none": True},
}


def write_overview(
    workbook: Workbook, sheet: Sheet, looks: Looks, texts: Texts, content: Handover, tree: tuple[WorkPart, ...]
) -> None:
    """Fill the sheet."""
    say = texts.say
    sheet.hide_gridlines(2)
    looks.text(sheet, 0, 0, say("sheet.overview"), "title")
    sheet.set_column(_TABLES, _TABLES, 44)
    sheet.set_column(_TABLES + 1, _TABLES + 1, 22)
    verdicts = [(texts.colour(colour), float(content.audit.count(colour))) for colour in SOLID]
    first, row = _table(sheet, looks, 2, (say("sheet.verdicts"), say("sheet.positions")), verdicts, "count")
    chart = workbook.add_chart({"type": "doughnut"})
    chart.add_series(
        {
            **_series(sheet, first, len(verdicts)),
            "points": [{"fill": {"color": SOLID[colour]}} for colour in SOLID],
            "data_labels": {"value": True, "font": {"color": "white", "bold": True}},
        }
    )
    _place(sheet, chart, say("sheet.verdicts"), "A3", legend=True)
    rules = findings_by_rule(content, texts)[:_MOST]
    by_rule = [(f"{rule}  {title}", float(count)) for rule, title, count in rules]
    if by_rule:
        first, row = _table(sheet, looks, row + 1, (say("sheet.rule"), say("sheet.findings")), by_rule, "count")
        chart = workbook.add_chart({"type": "bar"})
        points = [{"fill": {"color": SOLID[gravest(content, rule)]}} for rule, _title, _count in rules]
        chart.add_series({**_series(sheet, first, len(by_rule)), "points": points})
        chart.set_y_axis(_NAMES)
        chart.set_x_axis({**_VALUES, "num_format": "0", "min": 0})
        _place(sheet, chart, say("sheet.by_rule"), "A19")
    if content.template.prices:
        values = [(title, float(value)) for title, value in work_values(content.bill, tree)[:_MOST] if value]
        if values:
            first, row = _table(sheet, looks, row + 1, (say("sheet.objects"), say("sheet.total")), values, "money")
            chart = workbook.add_chart({"type": "bar"})
            chart.add_series({**_series(sheet, first, len(values)), "fill": {"color": "#3B6EA5"}})
            chart.set_y_axis(_NAMES)
            chart.set_x_axis({**_VALUES, "num_format": "#,##0"})
            _place(sheet, chart, say("sheet.by_object"), "A35")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _table(
    sheet: Sheet, looks: Looks, row: int, titles: tuple[str, str], lines: list[tuple[str, float]], look: str
) -> tuple[int, int]:
    """The first row of the values, and the row after the table."""
    for column, title in enumerate(titles):
        sheet.write_string(row, _TABLES + column, title, looks["head"])
    for number, (name, value) in enumerate(lines, 1):
        looks.text(sheet, row + number, _TABLES, name)
        sheet.write_number(row + number, _TABLES + 1, value, looks[look])
    return row + 1, row + len(lines) + 1


def _series(sheet: Sheet, first: int, count: int) -> dict[str, object]:
    name = quoted(sheet.get_name())
    return {
        "categories": f"={name}!$N${first + 1}:$N${first + count}",
        "values": f"={name}!$O${first + 1}:$O${first + count}",
    }


def _place(sheet: Sheet, chart: object, title: str, cell: str, *, legend: bool = False) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}})  # type: ignore[attr-defined]
    chart.set_size({"width": 760, "height": 300})  # type: ignore[attr-defined]
    if legend:
        chart.set_legend({"position": "right"})  # type: ignore[attr-defined]
    else:
        chart.set_legend({"none": True})  # type: ignore[attr-defined]
    sheet.insert_chart(cell, chart)
