"""How an audit came out, on a terminal: positions and money by colour, rates, coverage, the worst findings first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import MARKS

if TYPE_CHECKING:
    from estimator_desktop.domain.bill import BillOfQuantities
    from estimator_desktop.domain.verdict import Audit, Finding
    from estimator_desktop.texts import Texts

_SHOWN = 10


def print_audit(texts: Texts, bill: BillOfQuantities, audit: Audit) -> None:
    """Print the figures of an audit and its ten worst findings."""
    from estimator_desktop.domain.tally import tally, worst

    figures = tally(bill, audit)
    for colour in (Colour.GREEN, Colour.AMBER, Colour.RED):
        words = f"{MARKS[colour]} {texts.count(f'verdict.{colour.value}', figures.counts[colour])}"
        money = "" if audit.pricing == "blind" else f"  {texts.money(figures.money[colour], bill.currency)}"
        print(f"{words}{money}")
    shares = {
        name: texts.number(figures.rate(count), 1)
        for name, count in (("passed", figures.passed), ("review", figures.review), ("hitl", figures.hitl))
    }
    print(texts.say("tally.rates", **shares))
    print(texts.say("cli.hitl", count=figures.hitl))
    share = texts.number(figures.coverage, 1)
    print(texts.say("tally.coverage", run=figures.run, applicable=figures.applicable, share=share))
    stakes = worst(bill, audit)
    if stakes:
        print(texts.say("tally.worst"))
    for item in stakes[:_SHOWN]:
        mark = MARKS[Colour(item.finding.severity.value)]
        money = f"  {texts.money(item.money, bill.currency)}" if item.money else ""
        print(f"  {mark} {_place(bill, item.finding)}{texts.finding(item.finding)}{money}")
    if len(stakes) > _SHOWN:
        print(f"  {texts.say('cli.more', count=len(stakes) - _SHOWN)}")


def _place(bill: BillOfQuantities, found: Finding) -> str:
    """The row that a finding is about, as the budget numbers it; empty for sections and the whole budget."""
    if found.position is None:
        return ""
    position = bill.positions[found.position]
    work = bill.objects[position.object].code if position.object is not None else ""
    name = " ".join(part for part in (work, position.ordinal, position.code) if part)
    return f"{name}: " if name else ""
