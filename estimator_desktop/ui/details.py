"""What the panel says of one position, as rich text.  Everything from a document is escaped."""

from __future__ import annotations

from html import escape

from estimator_desktop.domain.bill import ProofFailure
from estimator_desktop.domain.measuring import LineResult, evaluate_lines
from estimator_desktop.domain.verdict import Colour, Finding, Severity, Verdict
from estimator_desktop.texts import MARKS, Texts
from estimator_desktop.ui.models.desk import Desk
from estimator_desktop.ui.theme import Theme


def position_html(desk: Desk, position: int, texts: Texts, theme: Theme) -> str:
    """Verdict, findings, measurement, notes and opinions of a position."""
    item = desk.bill.positions[position]
    verdict = desk.verdict(position)
    code = f"<b>{escape(item.code)}</b> &nbsp; " if item.code else ""
    parts = [f"<p>{code}{escape(item.description)}</p>"]
    if verdict is not None:
        ink = theme.ink[verdict.colour]
        word = f"{MARKS[verdict.colour]} {texts.colour(verdict.colour)}"
        ran = texts.say("panel.rules", run=verdict.rules_run, applicable=verdict.rules_applicable)
        parts.append(
            f"<p><span style='color:{ink}'><b>{word}</b></span>"
            f" &nbsp; <span style='color:{theme.muted}'>{escape(ran)}</span></p>"
        )
        if verdict.corrected and verdict.as_read is not None:
            fields = ", ".join(texts.say(f"column.{name}") for name in verdict.corrected)
            read = texts.colour(verdict.as_read)
            parts.append(f"<p>{escape(texts.say('panel.corrected', fields=fields, colour=read))}</p>")
        if verdict.hitl:
            reasons = ", ".join(map(texts.hitl_reason, verdict.hitl_reasons))
            parts.append(f"<p>{escape(texts.say('panel.hitl', reasons=reasons))}</p>")
        parts.extend(finding_html(finding, texts, theme) for finding in verdict.findings)
        if not verdict.findings:
            parts.append(f"<p style='color:{theme.muted}'>{escape(texts.say('panel.no_findings'))}</p>")
    if item.measurements:
        parts.append(_title(texts.say("panel.measurements"), theme))
        parts.append(_measurements(desk, position, texts, theme))
    if item.notes:
        parts.append(_title(texts.say("panel.notes"), theme))
        parts.extend(f"<p>{escape(note.text)}</p>" for note in item.notes)
    if verdict is not None:
        parts.append(_title(texts.say("panel.opinions"), theme))
        for opinion in verdict.opinions:
            mark = MARKS[opinion.colour]
            parts.append(
                f"<div><span style='color:{theme.ink[opinion.colour]}'>{mark} {texts.colour(opinion.colour)}</span>"
                f" &nbsp; {opinion.role.value} · {escape(texts.role(opinion.role))}"
                f" · {round(opinion.confidence * 100)} %</div>"
            )
        parts.append(advice_html(verdict, texts, theme))
    return "".join(parts)


def advice_html(verdict: Verdict, texts: Texts, theme: Theme) -> str:
    """What Claude said beside the rules, and where the two disagree; empty where it was not asked."""
    if not verdict.advice or verdict.by_rules is None:
        return ""
    parts = [_title(texts.say("advice.title"), theme)]
    for opinion in verdict.advice:
        agrees = opinion.colour is verdict.by_rules
        beside = (
            texts.say("advice.agrees")
            if agrees
            else texts.say("advice.disagrees", colour=texts.colour(verdict.by_rules))
        )
        word = f"{MARKS[opinion.colour]} {texts.colour(opinion.colour)}"
        who = f"Claude · {opinion.role.value} · {escape(texts.role(opinion.role))}"
        parts.append(
            f"<div><span style='color:{theme.ink[opinion.colour]}'>{word}</span> &nbsp; {who}"
            f" &nbsp; <span style='color:{theme.muted}'>{escape(beside)}</span></div>"
        )
    if verdict.disagreeing:
        parts.append(f"<p style='color:{theme.muted}'>{escape(texts.say('advice.over'))}</p>")
    return "".join(parts)


def finding_html(finding: Finding, texts: Texts, theme: Theme) -> str:
    """One finding: its name, then the sentence with both numbers."""
    if finding.severity is Severity.INFO:
        return (
            f"<p style='color:{theme.muted}'>{escape(texts.finding_title(finding))} {finding.rule}<br>"
            f"{escape(texts.finding(finding))}</p>"
        )
    colour = Colour.RED if finding.severity is Severity.RED else Colour.AMBER
    title = f"{MARKS[colour]} <b>{escape(texts.finding_title(finding))}</b>"
    return (
        f"<p><span style='color:{theme.ink[colour]}'>{title}</span>"
        f" <span style='color:{theme.muted}'>{finding.rule}</span><br>{escape(texts.finding(finding))}</p>"
    )


def whole_html(desk: Desk, texts: Texts, theme: Theme) -> str:
    """What stands in the panel while no position is selected: the proof and the findings on the whole budget."""
    proof = desk.bill.proof
    parts: list[str] = []
    if proof is not None:
        colour = Colour.GREEN if proof.proven else Colour.AMBER
        head = escape(texts.say(f"proof.{proof.state}"))
        parts.append(f"<p><span style='color:{theme.ink[colour]}'>{MARKS[colour]} <b>{head}</b></span></p>")
        for result in proof.results:
            if result.total:
                good = result.passed == result.total
                ink, sign = (theme.ink[Colour.GREEN], "✔") if good else (theme.ink[Colour.RED], "✘")
                parts.append(f"<div><span style='color:{ink}'>{sign}</span> {escape(texts.check(result))}</div>")
        parts.extend(_failure(failure, desk, texts, theme) for failure in proof.failures[:50])
    for code, subject in desk.bill.warnings:
        parts.append(f"<p>{escape(texts.say(f'warning.{code}', subject=subject))}</p>")
    if desk.audit is not None and desk.audit.findings:
        parts.append(_title(texts.say("desk.whole"), theme))
        parts.extend(finding_html(finding, texts, theme) for finding in desk.audit.findings)
    parts.append(f"<p style='color:{theme.muted}'>{escape(texts.say('desk.empty'))}</p>")
    return "".join(parts)


def _failure(failure: ProofFailure, desk: Desk, texts: Texts, theme: Theme) -> str:
    """What does not fit, as a link to its row (`position:N`), or to the rows of its section or object."""
    words = escape(texts.proof_failure(failure, desk.bill))
    places = (("position", failure.position), ("section", failure.section), ("object", failure.object))
    where = next((f"{kind}:{index}" for kind, index in places if index is not None), None)
    return f"<p><a href='{where}' style='color:{theme.accent}'>{words}</a></p>" if where else f"<p>{words}</p>"


def _title(text: str, theme: Theme) -> str:
    return f"<p style='color:{theme.muted}; margin-top:10px'><b>{escape(text)}</b></p>"


def _measurements(desk: Desk, position: int, texts: Texts, theme: Theme) -> str:
    lines = desk.bill.positions[position].measurements
    rows = []
    for line, result in zip(lines, evaluate_lines(lines), strict=True):
        value = texts.number(line.value) if line.value is not None else ""
        rows.append(
            f"<tr><td>{escape(line.text)}</td><td align='right'>&nbsp;&nbsp;{escape(value)}</td>"
            f"<td>{_checked(result, texts, theme)}</td></tr>"
        )
    return f"<table width='100%' cellspacing='2'>{''.join(rows)}</table>"


def _checked(result: LineResult, texts: Texts, theme: Theme) -> str:
    """A tick where the recomputed value agrees, the recomputed value where it does not."""
    if result.printed is None or result.computed is None:
        return ""
    if result.agrees:
        return f"<span style='color:{theme.ink[Colour.GREEN]}'>&nbsp;✔</span>"
    return f"<span style='color:{theme.ink[Colour.RED]}'>&nbsp;≠ {escape(texts.number(result.computed, 3))}</span>"
