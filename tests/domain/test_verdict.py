"""Counting an audit's verdicts; progress that nobody watches."""

from __future__ import annotations

from estimator_desktop.domain.job import silent
from estimator_desktop.domain.verdict import Audit, Colour, Finding, Opinion, Role, Severity, Verdict


def test_an_audit_counts_and_a_verdict_gathers_its_findings() -> None:
    finding = Finding("A1", 1, Role.SME, Severity.RED, "a1_product", "10", "11", position=0)
    opinion = Opinion(Role.SME, Colour.RED, 1.0, (), (finding,))
    red = Verdict(0, Colour.RED, 1.0, True, ("red",), (opinion,), 1, 1, "1")
    green = Verdict(1, Colour.GREEN, 1.0, False, (), (), 1, 1, "1")
    audit = Audit("1", (red, green), (), "blind")
    assert (audit.count(Colour.RED), audit.count(Colour.GREEN), audit.count(Colour.AMBER)) == (1, 1, 0)
    assert audit.hitl == 1
    assert red.findings == (finding,)


def test_silence() -> None:
    silent(1, 2, "pages")
