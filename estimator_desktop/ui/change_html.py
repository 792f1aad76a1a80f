"""What changed in one position, as rich text: old and new beside each other, changed words marked.  All is escaped."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html import escape

from estimator_desktop.domain.beside import Change
from estimator_desktop.domain.bill import Position
from estimator_desktop.texts import Texts
from estimator_desktop.ui.models.comparison import difference_text, price_text, quantity_text, total_text
from estimator_desktop.ui.theme import Theme

_WORDS = re.compile(r"\s+|[^\s]+")


def change_html(change: Change, texts: Texts, theme: Theme, *, carried: bool) -> str:
    """The position before and now, field by field, and what it costs more."""
    head = f"<b>{escape(texts.say(f'compare.kind.{change.kind}'))}</b>"
    if change.fields:
        head += ": " + escape(", ".join(texts.say(f"compare.field.{name}") for name in change.fields))
    where = f"<span style='color:{theme.muted}'>{escape(change.place)}</span>"
    parts = [f"<p>{head} &nbsp; {where}</p>"]
    if carried:
        parts.append(f"<p style='color:{theme.muted}'>{escape(texts.say('compare.carried_here'))}</p>")
    before, after = _words(change)
    rows = [_row(texts.say("column.description"), before, after, theme)]
    rows += [
        _row(texts.say(f"column.{name}"), escape(one), escape(other), theme, strong=one != other)
        for name, one, other in _fields(change, texts)
    ]
    titles = "".join(
        f"<td style='color:{theme.muted}'>{escape(words)}&nbsp;&nbsp;</td>"
        for words in ("", texts.say("compare.old"), texts.say("compare.new"))
    )
    parts.append(f"<table width='100%' cellspacing='2'><tr>{titles}</tr>{''.join(rows)}</table>")
    difference = difference_text(change.difference, texts)
    if difference:
        parts.append(f"<p>{escape(texts.say('compare.difference', amount=difference))}</p>")
    return "".join(parts)


def _fields(change: Change, texts: Texts) -> list[tuple[str, str, str]]:
    def of(position: Position | None) -> tuple[str, ...]:
        if position is None:
            return ("",) * 5
        return (
            position.code,
            position.unit,
            quantity_text(position, texts),
            price_text(position, texts),
            total_text(position, texts),
        )

    names = ("code", "unit", "quantity", "unit_price", "total")
    return list(zip(names, of(change.old), of(change.new), strict=True))


def _row(name: str, before: str, after: str, theme: Theme, *, strong: bool = False) -> str:
    """A line of the table; `before` and `after` are HTML."""
    now = f"<b>{after}</b>" if strong else after
    return (
        f"<tr><td style='color:{theme.muted}'>{escape(name)}&nbsp;&nbsp;</td>"
        f"<td width='45%'>{before}&nbsp;&nbsp;</td><td width='45%'>{now}</td></tr>"
    )


def _words(change: Change) -> tuple[str, str]:
    """Both descriptions; words that only one of them has are struck out or underlined."""
    if change.old is None or change.new is None:
        return tuple("" if one is None else escape(one.description) for one in (change.old, change.new))  # type: ignore[return-value]
    old, new = (_WORDS.findall(one.description) for one in (change.old, change.new))
    before, after = "", ""
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = escape("".join(old[first:last])), escape("".join(new[start:end]))
        before += gone if kind == "equal" else f"<s>{gone}</s>" if gone else ""
        after += come if kind == "equal" else f"<u><b>{come}</b></u>" if come else ""
    return before, after
