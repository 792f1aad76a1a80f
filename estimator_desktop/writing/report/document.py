"""The report: summary with charts, findings by weight, what a person must decide, the positions, the protocol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer, Table

from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.outline import SectionPart, WorkPart, outline
from estimator_desktop.domain.sums import unit_price, value_of
from estimator_desktop.domain.template import Column
from estimator_desktop.domain.verdict import Colour, Finding, Severity
from estimator_desktop.texts import MARKS, Texts
from estimator_desktop.writing.handover import (
    Handover,
    all_findings,
    decision_words,
    findings_by_rule,
    gravest,
    live_total,
    part_value,
    protocol_facts,
    shown_total,
    still_waiting,
    titled,
    work_values,
)
from estimator_desktop.writing.report.charts import bar_chart, verdict_chart
from estimator_desktop.writing.report.paper import (
    GREY,
    WIDTH,
    Bookmark,
    load_fonts,
    numbered,
    tables,
    template,
    words,
)
from estimator_desktop.writing.report.recapitulation import recapitulation
from estimator_desktop.writing.whole import whole_file
from estimator_desktop.writing.xlsx.looks import INK, SOLID

_MOST_BARS = 10
_BARS_ON_PAGE = 13
"""Of both charts of the summary together: it is one page."""
_LEAST_VALUES = 5
_HEADING = 24
_SUM_WIDTH = 130
_HEADLINE = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
]
_ROOM = 64
"""A heading, the head of its table and a row or two: less room at the foot of a page is left empty."""


def write_report(content: Handover, target: Path, progress: Progress = silent) -> Path:
    """Write the report.  `progress` counts positions.  Raises UserError where the file cannot be written."""
    load_fonts()
    texts = Texts(content.template.language)
    title = content.bill.name or texts.say("sheet.title")
    report = _Report(content, texts, progress)
    with whole_file(target) as path:
        document = template(path, title, content.template.language)
        page = texts.say
        maker = numbered(lambda number, count: page("report.page", page=number, pages=count), title[:120])
        document.build(list(report.story()), canvasmaker=maker)
    return target


class _Report:
    def __init__(self, content: Handover, texts: Texts, progress: Progress) -> None:
        self._content = content
        self._texts = texts
        self._say = texts.say
        self._progress = progress
        self._tree = outline(content.bill)
        self._done = 0

    def story(self) -> Iterator[Flowable]:
        yield from self._summary()
        yield PageBreak()
        yield from self._heading("sheet.recapitulation")
        yield from recapitulation(self._content, self._texts, self._tree)
        yield from self._findings()
        yield from self._decisions()
        yield from self._positions()
        yield from self._protocol()

    def _heading(self, key: str) -> Iterator[Flowable]:
        yield Bookmark(self._say(key))
        yield words(self._say(key), "heading")

    def _summary(self) -> Iterator[Flowable]:
        content, say, texts = self._content, self._say, self._texts
        bill, audit = content.bill, content.audit
        yield Bookmark(say("report.summary"))
        yield words(say("report.title"), "title")
        yield words(bill.name or bill.file, "subtitle")
        total = sum(map(live_total, bill.positions), Decimal(0))
        printed = sum(map(value_of, bill.positions), Decimal(0))
        differs = content.money and printed != total
        proof = say(f"proof.{bill.proof.state}") if bill.proof else say("sheet.no_proof")
        facts = [
            ("sheet.file", bill.file),
            ("sheet.made", texts.day(content.made)),
            ("sheet.positions", texts.number(Decimal(len(bill.positions)))),
            ("sheet.pricing", say(f"pricing.{audit.pricing}")),
            ("sheet.total", texts.money(total, bill.currency) if content.money else ""),
            ("sheet.total_printed", texts.money(printed, bill.currency) if differs else ""),
            ("sheet.proof", proof),
            ("sheet.hitl", texts.number(Decimal(len(still_waiting(content))))),
        ]
        left = Table(
            [
                [words(say(key), "text", colour=GREY.hexval().replace("0x", "#")), words(value, "text")]
                for key, value in facts
                if value
            ],
            colWidths=(150, 220),
        )
        counts = [
            (colour, texts.colour(colour), audit.count(colour)) for colour in (Colour.RED, Colour.AMBER, Colour.GREEN)
        ]
        yield Table(
            [[left, verdict_chart(counts)]], colWidths=(380, WIDTH - 380), style=[("VALIGN", (0, 0), (-1, -1), "TOP")]
        )
        values = [item for item in work_values(bill, self._tree) if item[1]] if content.money else []
        rules = findings_by_rule(content, texts)
        rules = rules[: min(_MOST_BARS, _BARS_ON_PAGE - min(len(values), _LEAST_VALUES))]
        values = values[: min(_MOST_BARS, _BARS_ON_PAGE - len(rules))]
        if rules:
            bars = [(f"{rule}  {title}", float(count), texts.number(Decimal(count))) for rule, title, count in rules]
            yield Spacer(0, 8)
            yield bar_chart(
                say("sheet.by_rule"), bars, [SOLID[gravest(content, rule)] for rule, _t, _c in rules], int(WIDTH)
            )
        if values:
            bars = [(name, float(value), texts.money(value, bill.currency)) for name, value in values]
            yield Spacer(0, 10)
            yield bar_chart(say("sheet.by_object"), bars, ["#3B6EA5"] * len(bars), int(WIDTH))
        if not content.template.whole:
            yield Spacer(0, 8)
            yield words(say("report.partial"), "text")

    def _findings(self) -> Iterator[Flowable]:
        yield PageBreak()
        yield from self._heading("report.findings")
        found = [*all_findings(self._content)]
        if not found:
            yield words(self._say("panel.no_findings"), "text")
        titles = {
            Severity.RED: self._texts.colour(Colour.RED),
            Severity.AMBER: self._texts.colour(Colour.AMBER),
            Severity.INFO: self._say("sheet.info"),
        }
        for severity, title in titles.items():
            chosen = [finding for finding in found if finding.severity is severity]
            if chosen:
                yield CondPageBreak(_ROOM)
                yield Bookmark(title, 1)
                yield words(f"{title}: {self._texts.count('findings', len(chosen))}", "group")
                yield from self._finding_tables(chosen)

    def _finding_tables(self, found: Sequence[Finding]) -> Iterator[Flowable]:
        head = [
            words(self._say(key), "head")
            for key in (
                "sheet.rule",
                "column.ordinal",
                "column.code",
                "column.description",
                "sheet.finding",
                "sheet.source",
            )
        ]
        rows = [self._finding(finding) for finding in found]
        yield from tables(head, rows, (44, 34, 74, 190, WIDTH - 44 - 34 - 74 - 190 - 116, 116))

    def _finding(self, finding: Finding) -> list[Flowable]:
        position = self._content.bill.positions[finding.position] if finding.position is not None else None
        colour = INK[Colour.RED] if finding.severity is Severity.RED else ""
        return [
            words(finding.rule),
            words(position.ordinal if position else ""),
            words(position.code if position else self._say("sheet.whole")),
            words(position.description[:200] if position else ""),
            words(self._texts.finding(finding), colour=colour),
            words(self._texts.place(position.source) if position else "", "small"),
        ]

    def _decisions(self) -> Iterator[Flowable]:
        """What a person decided and why, then the positions that still wait, with the reasons why they do."""
        decided = {index for index, item in self._content.stands.items() if item.decided}
        waiting = still_waiting(self._content)
        yield PageBreak()
        yield from self._heading("report.decisions")
        yield from self._decided(sorted(decided))
        yield words(self._say("report.waiting", count=len(waiting)), "text")
        head = [
            words(self._say(key), "head")
            for key in ("sheet.verdict", "column.ordinal", "column.code", "column.description", "sheet.reason")
        ]
        rows = []
        for verdict in waiting:
            position = self._content.bill.positions[verdict.position]
            reasons = ", ".join(self._texts.hitl_reason(code) for code in verdict.hitl_reasons)
            rows.append(
                [
                    words(f"{MARKS[verdict.colour]} {self._texts.colour(verdict.colour)}", colour=INK[verdict.colour]),
                    words(position.ordinal),
                    words(position.code),
                    words(position.description[:300]),
                    words(reasons),
                ]
            )
        if rows:
            yield from tables(head, rows, (70, 34, 84, WIDTH - 70 - 34 - 84 - 220, 220))

    def _decided(self, indexes: Sequence[int]) -> Iterator[Flowable]:
        keys = ("column.ordinal", "column.code", "column.description", "sheet.decision", "sheet.reason")
        head = [words(self._say(key), "head") for key in keys]
        rows: list[list[Flowable]] = []
        for index in indexes:
            position, item = self._content.bill.positions[index], self._content.stands[index]
            said, reason = decision_words(item, self._texts, prices=self._content.template.prices)
            cells = (position.ordinal, position.code, position.description[:300], said, reason)
            rows.append([words(cell) for cell in cells])
        if rows:
            yield words(self._say("report.decided", count=len(rows)), "group")
            yield from tables(head, rows, (34, 84, WIDTH - 34 - 84 - 200 - 200, 200, 200))

    def _positions(self) -> Iterator[Flowable]:
        yield PageBreak()
        yield from self._heading("report.positions")
        for part in self._tree:
            yield from self._work(part, 1)

    def _work(self, part: WorkPart, level: int) -> Iterator[Flowable]:
        if part.work is not None:
            title = titled(part) or "–"
            yield CondPageBreak(_ROOM if part.positions else _ROOM + 2 * _HEADING)
            yield Bookmark(title, level)
            yield self._titled(title, part)
        if part.positions:
            yield from self._position_tables(part.positions)
        for section in part.sections:
            yield from self._section(section)
        for inner in part.works:
            yield from self._work(inner, min(level + 1, 5))

    def _section(self, part: SectionPart) -> Iterator[Flowable]:
        yield CondPageBreak(_ROOM if part.positions else _ROOM + _HEADING)
        yield self._titled(titled(part), part)
        if part.positions:
            yield from self._position_tables(part.positions)
        for inner in part.sections:
            yield from self._section(inner)

    def _titled(self, title: str, part: WorkPart | SectionPart) -> Flowable:
        """The heading of an object or section with what it comes to."""
        if not self._content.money:
            return words(title, "group")
        value = self._texts.money(part_value(self._content.bill, part), self._content.bill.currency)
        return Table(
            [[words(title, "group"), words(value, "group_number")]],
            colWidths=(WIDTH - _SUM_WIDTH, _SUM_WIDTH),
            style=_HEADLINE,
        )

    def _position_tables(self, indexes: Sequence[int]) -> Iterator[Flowable]:
        keys: list[tuple[str, str, float]] = [
            ("", "head", 14),
            (self._say("column.ordinal"), "head", 30),
            (self._say("column.row_type"), "head", 28),
            (self._say("column.code"), "head", 76),
            (self._say("column.description"), "head", 0),
            (self._say("column.unit"), "head", 34),
            (self._say("column.quantity"), "head_number", 58),
        ]
        if self._content.template.prices:
            keys += [
                (self._say("column.unit_price"), "head_number", 62),
                (self._say("column.total"), "head_number", 74),
            ]
        if self._content.template.shows(Column.FINDINGS):
            keys.append((self._say("sheet.finding"), "head_apart", 190))
        free = WIDTH - sum(width for _title, _style, width in keys)
        widths = tuple(width or free for _title, _style, width in keys)
        head = [words(title, style) for title, style, _width in keys]
        rows = [self._position(self._content.bill.positions[index]) for index in indexes]
        self._done += len(rows)
        self._progress(self._done, len(self._content.bill.positions), "positions")
        yield from tables(head, rows, widths)

    def _position(self, position: Position) -> list[Flowable]:
        verdict = self._content.audit.verdicts[position.index]
        number = self._texts.number
        quantity, price, total = position.quantity.value, unit_price(position), shown_total(position)
        row: list[Flowable] = [
            words(MARKS[verdict.colour], colour=INK[verdict.colour]),
            words(position.ordinal),
            words(position.row_type),
            words(position.code),
            words(position.description),
            words(position.unit),
            words(position.quantity.raw if quantity is None else number(quantity), "number"),
        ]
        if self._content.template.prices:
            row.append(words(position.unit_price.raw if price is None else number(price, 2), "number"))
            row.append(words("" if total is None else number(total, 2), "number"))
        if self._content.template.shows(Column.FINDINGS):
            said = "\n".join(self._texts.finding(finding) for finding in verdict.findings)
            row.append(words(said, "small_apart"))
        return row

    def _protocol(self) -> Iterator[Flowable]:
        bill, say = self._content.bill, self._say
        yield PageBreak()
        yield from self._heading("sheet.protocol")
        facts = [
            [words(title, "text"), words(value, "text")] for title, value in protocol_facts(self._content, self._texts)
        ]
        yield Table(facts, colWidths=(190, WIDTH - 190))
        yield words(say("sheet.proof"), "group")
        if bill.proof is None:
            yield words(say("sheet.no_proof"), "text")
            return
        for result in bill.proof.results:
            if result.total:
                yield words(f"{'✔' if result.passed == result.total else '✘'}  {self._texts.check(result)}", "text")
        for failure in bill.proof.failures:
            yield words(self._texts.proof_failure(failure, bill), "text", colour=INK[Colour.RED])
        for code, subject in bill.warnings:
            yield words(say(f"warning.{code}", subject=subject), "text", colour=INK[Colour.AMBER])
