"""The overview: where the money and the doubts are, and whether the import is proven.  Every mark leads to its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import MARKS, Texts
from estimator_desktop.ui.models.desk import Desk
from estimator_desktop.ui.models.overview import Overview, RoleTally, RuleTally, Slice
from estimator_desktop.ui.theme import Theme
from estimator_desktop.ui.widgets.bars import BarRow, Bars
from estimator_desktop.ui.widgets.make import label

_PARTS = 12


class OverviewPage(QScrollArea):
    """Shows one `Overview`.

    `part` asks for a section's or object's rows (kind, index, colour or None), `only` for some positions under a name,
    `position` for one.
    """

    part = Signal(str, object, object)
    only = Signal(object, str)
    position = Signal(int)

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__()
        self._texts = texts
        self._theme = theme
        self._desk: Desk | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        say = texts.say
        self.verdicts = Bars(theme, say("overview.verdicts"))
        self.sections = Bars(theme, say("overview.sections"))
        self.roles = Bars(theme, say("overview.roles"))
        self.stakes = Bars(theme, say("overview.stakes"))
        self.rules = Bars(theme, say("overview.rules"))
        self._proof = label(wrap=True)
        self._proof.setTextFormat(Qt.TextFormat.RichText)
        self._coverage = label(look="muted", wrap=True)
        self._stakes_none = label(say("overview.no_stakes"), "muted", wrap=True)
        self._waiting = label(say("overview.counting"), "muted", centred=True)
        self._lay_out()
        self.verdicts.chosen.connect(self._verdict_chosen)
        self.sections.chosen.connect(self._part_chosen)
        self.roles.chosen.connect(self._role_chosen)
        self.stakes.chosen.connect(lambda index, _colour: self.position.emit(index))
        self.rules.chosen.connect(self._rule_chosen)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(16)
        column.addWidget(self._waiting)
        self._body = QWidget()
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        say = self._texts.say
        grid.addWidget(self._card(say("overview.verdicts"), self.verdicts), 0, 0)
        grid.addWidget(self._card(say("panel.proof"), self._proof), 0, 1)
        grid.addWidget(self._card(say("overview.stakes"), self.stakes, self._stakes_none), 1, 0)
        grid.addWidget(self._card(say("overview.sections"), self.sections), 1, 1)
        grid.addWidget(self._card(say("overview.roles"), self.roles), 2, 0)
        grid.addWidget(self._card(say("overview.rules"), self._coverage, self.rules), 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addWidget(self._body)
        column.addStretch(1)
        self.setWidget(inside)
        self._body.hide()

    @staticmethod
    def _card(title: str, *parts: QWidget) -> QWidget:
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        head = label(title, "cardtitle")
        column.addWidget(head)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        return card

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        for bars in (self.verdicts, self.sections, self.roles, self.stakes, self.rules):
            bars.set_theme(theme)
        if self._desk is not None:
            self._show_proof(self._desk)

    def wait_for(self, desk: Desk) -> None:
        """Say that the document is being counted."""
        self._desk = desk
        self._waiting.setText(self._texts.say("overview.counting" if desk.audit else "desk.auditing"))
        self._waiting.show()
        self._body.hide()

    def show_overview(self, desk: Desk, overview: Overview) -> None:
        """Show what was counted."""
        self._desk = desk
        self._waiting.hide()
        self._body.show()
        texts = self._texts
        blind = not any(overview.whole.money.values())
        self.verdicts.set_rows(self._verdict_rows(overview.whole, blind=blind))
        parts = [part for part in overview.sections if part.doubtful] or list(overview.sections)
        self.sections.set_rows([self._slice_row(part, blind=blind) for part in parts[:_PARTS]])
        self.roles.set_rows(
            [
                BarRow(
                    f"{tally.role.value} · {texts.role(tally.role)}",
                    {colour: float(len(found)) for colour, found in tally.positions.items()},
                    self._count_words({colour: len(found) for colour, found in tally.positions.items()}),
                    tally,
                )
                for tally in overview.roles
            ]
        )
        self.stakes.set_rows([self._stake_row(desk, index, blind=blind) for index in overview.stakes])
        self.stakes.setVisible(bool(overview.stakes))
        self._stakes_none.setVisible(not overview.stakes)
        self.rules.set_rows(
            [
                BarRow(
                    self._rule_name(tally.rule),
                    self._rule_parts(desk, tally),
                    texts.say("overview.rule", failed=tally.found, ran=max(tally.ran, tally.found)),
                    tally,
                )
                for tally in overview.rules
            ]
        )
        self._coverage.setText(texts.say("overview.coverage", run=overview.run, applicable=overview.applicable))
        self._show_proof(desk)

    @staticmethod
    def _rule_parts(desk: Desk, tally: RuleTally) -> dict[Colour, float]:
        """The failed ones by the colour of their positions, the others green."""
        colours = Counter(desk.colour(index) or Colour.AMBER for index in tally.failed)
        colours.update(tally.whole)
        return {
            **{colour: float(number) for colour, number in colours.items()},
            Colour.GREEN: float(max(0, tally.ran - tally.found) + colours[Colour.GREEN]),
        }

    def _rule_name(self, rule: str) -> str:
        key = f"rule.{rule}"
        return f"{rule}  {self._texts.say(key)}" if self._texts.knows(key) else rule

    def _verdict_rows(self, whole: Slice, *, blind: bool) -> list[BarRow]:
        rows = []
        for colour in (Colour.RED, Colour.AMBER, Colour.GREEN):
            count = whole.counts[colour]
            money = whole.money.get(colour, Decimal(0))
            words = self._texts.count(f"verdict.{colour.value}", count)
            if not blind:
                words += f"  ·  {self._money(money)}"
            size = float(count) if blind else float(abs(money))
            name = f"{MARKS[colour]} {self._texts.colour(colour)}"
            rows.append(BarRow(name, {colour: size}, words, colour))
        return rows

    def _slice_row(self, part: Slice, *, blind: bool) -> BarRow:
        if blind:
            sizes = {colour: float(number) for colour, number in part.counts.items()}
        else:
            sizes = {colour: float(abs(money)) for colour, money in part.money.items()}
        words = self._count_words(part.counts)
        return BarRow(part.label, sizes, words if blind else f"{words}  ·  {self._money(part.stake)}", part.place)

    def _count_words(self, counts: Mapping[Colour, int]) -> str:
        shown = [colour for colour in (Colour.RED, Colour.AMBER) if counts.get(colour)] or [Colour.GREEN]
        return "  ".join(f"{MARKS[colour]} {self._texts.number(Decimal(counts.get(colour, 0)))}" for colour in shown)

    def _stake_row(self, desk: Desk, index: int, *, blind: bool) -> BarRow:
        row, colour = desk.rows[index], desk.colour(index) or Colour.GREEN
        value = desk.values[index]
        name = f"{MARKS[colour]} {row.ordinal} {row.code} {' '.join(row.description.split())}"
        size = 1.0 if blind else float(abs(value))
        return BarRow(name, {colour: size}, "" if blind else self._money(value), index)

    def _money(self, value: Decimal) -> str:
        """To the crown: sums stand under each other, and nobody decides by hellers."""
        currency = self._desk.bill.currency if self._desk else "CZK"
        return f"{self._texts.number(value, 0)} {self._texts.currency(currency)}"

    def _show_proof(self, desk: Desk) -> None:
        proof = desk.bill.proof
        if proof is None:
            self._proof.setText("")
            return
        say, ink = self._texts.say, self._theme.ink

        def line(colour: Colour, sign: str, words: str) -> str:
            return f"<p style='margin:3px 0'><span style='color:{ink[colour]}'>{sign}</span>&nbsp; {escape(words)}</p>"

        state = Colour.GREEN if proof.proven else Colour.AMBER
        lines = [line(state, MARKS[state], say(f"proof.{proof.state}"))]
        for result in proof.results:
            if result.total:
                good = result.passed == result.total
                lines.append(line(*(Colour.GREEN, "✔") if good else (Colour.RED, "✘"), self._texts.check(result)))
        for code, subject in desk.bill.warnings:
            lines.append(line(Colour.AMBER, "!", say(f"warning.{code}", subject=subject)))
        self._proof.setText("".join(lines))

    def _verdict_chosen(self, colour: Colour, _part: object) -> None:
        self.part.emit("", None, colour)

    def _part_chosen(self, place: tuple[str, int | None], colour: Colour | None) -> None:
        self.part.emit(place[0], place[1], colour)

    def _role_chosen(self, tally: object, colour: Colour | None) -> None:
        if not isinstance(tally, RoleTally):
            return
        colours = [colour] if colour else [Colour.RED, Colour.AMBER]
        found = frozenset().union(*(tally.positions.get(one, frozenset()) for one in colours))
        if found:
            self.only.emit(found, f"{tally.role.value} · {self._texts.role(tally.role)}")

    def _rule_chosen(self, tally: object, _colour: object) -> None:
        if isinstance(tally, RuleTally) and tally.failed:
            self.only.emit(tally.failed, self._rule_name(tally.rule))
