"""What undo takes back and redo brings again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.deed import Deed, DeedKind, to_redo, to_undo
from estimator_desktop.domain.match import Answer

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_undo_and_redo_go_one_step_each() -> None:
    one, two = Deed(1, DeedKind.ACCEPT, NOW, (1,)), Deed(2, DeedKind.MATCH_ACCEPTED, NOW, (2,))
    assert (to_undo([one, two]), to_redo([one, two])) == (two, None)
    gone = replace(two, undone=True)
    assert (to_undo([one, gone]), to_redo([one, gone])) == (one, gone)
    first_gone = replace(one, undone=True)
    assert (to_undo([first_gone, gone]), to_redo([first_gone, gone])) == (None, first_gone)
    assert (to_undo([]), to_redo([])) == (None, None)


def test_every_decision_and_word_has_its_kind() -> None:
    assert {DeedKind.of(action) for action in Action} | {DeedKind.of(answer) for answer in Answer} | {
        DeedKind.FILE
    } == set(DeedKind)
    assert [kind for kind in DeedKind if kind.on_match] == [
        DeedKind.of(answer) for answer in (Answer.ACCEPTED, Answer.REPLACED, Answer.REJECTED, Answer.OPEN)
    ]
    assert [kind for kind in DeedKind if kind.on_values] == [DeedKind.EDIT, DeedKind.FILE]
