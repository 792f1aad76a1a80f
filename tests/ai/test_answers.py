"""What of an answer counts: opinions and choices that rest on the position's own text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from estimator_desktop.ai import choice, roles
from estimator_desktop.ai.desk import Malformed
from estimator_desktop.ai.evidence import foreign_numbers, is_printed, numbers, stands_in, words_in
from estimator_desktop.ai.models import load_models
from estimator_desktop.ai.questions import visible
from estimator_desktop.config import Paths
from estimator_desktop.domain.bill import Amount, Measurement, Note, Position
from estimator_desktop.domain.match import Candidate, CatalogueItem, Match, MatchLevel
from estimator_desktop.domain.units import UnitRelation
from estimator_desktop.domain.verdict import Colour, Role, Severity
from estimator_desktop.errors import UserError

PIPE = Position(
    3,
    "Potrubí z trub PVC DN 150",
    ordinal="4",
    code="871313",
    unit="m",
    quantity=Amount("12,500", Decimal("12.5")),
    measurements=(Measurement("6,25*2"),),
    notes=(Note("P", "včetně tvarovek"),),
)


def row(**changes: Any) -> dict[str, Any]:
    return {
        "id": "p3",
        "verdict": "AMBER",
        "confidence": 0.9,
        "reason": "DN 150 je málo",
        "quote": "PVC DN 150",
    } | changes


def read(*rows: object) -> dict[str, Any]:
    return roles.read({"opinions": list(rows)}, Role.ENG, [roles.sent(PIPE)], 3)


def test_an_opinion_with_its_evidence() -> None:
    opinion = read(row())["p3"]
    assert (opinion.role, opinion.colour, opinion.source) == (Role.ENG, Colour.AMBER, "claude")
    assert opinion.confidence <= 0.85
    (finding,) = opinion.findings
    assert (finding.severity, finding.code, finding.position, finding.version) == (Severity.AMBER, "claude_amber", 3, 3)
    assert dict(finding.params)["quote"] == "PVC DN 150"


def test_red_is_never_a_red_finding() -> None:
    opinion = read(row(verdict="RED"))["p3"]
    assert opinion.colour is Colour.RED
    assert opinion.findings[0].severity is Severity.AMBER
    assert opinion.confidence == 0.1


def test_green_says_nothing_more() -> None:
    opinion = read(row(verdict="GREEN", reason="x 999", quote="nikde"))["p3"]
    assert (opinion.colour, opinion.findings) == (Colour.GREEN, ())


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": "DN 200"},
        {"quote": "DN"},
        {"quote": ""},
        {"reason": ""},
        {"reason": "má být DN 200"},
        {"reason": "x" * 500},
        {"id": "p4"},
    ],
)
def test_what_does_not_rest_on_the_position_is_left_out(changes: dict[str, str]) -> None:
    assert read(row(**changes)) == {}


def test_an_id_answered_twice_counts_for_nothing() -> None:
    assert read(row(), row(verdict="GREEN")) == {}
    assert read(row(), row(), row()) == {}


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {},
        {"opinions": {}},
        {"opinions": ["x"]},
        {"opinions": [], "more": 1},
        {"opinions": [row(verdict="PURPLE")]},
        {"opinions": [row(confidence=2)]},
        {"opinions": [row(confidence=True)]},
        {"opinions": [row(confidence="1")]},
        {"opinions": [{"id": "p3"}]},
        {"opinions": [row(id=3)]},
    ],
)
def test_an_answer_of_another_form_is_malformed(answer: object) -> None:
    with pytest.raises(Malformed):
        roles.read(answer, Role.ENG, [roles.sent(PIPE)], 3)


def test_what_is_sent_of_a_position_is_its_own_text_without_hidden_signs() -> None:
    hidden = Position(0, "Výkop\u200b\u202e\U000e0041 rýh", quantity=Amount("1", Decimal(1)))
    assert roles.sent(hidden).fields == {"description": "Výkop rýh", "quantity": "1"}
    assert visible("a\r\nb\tc\x00") == "a \nb\tc"
    asked = roles.question(Role.SME, [roles.sent(PIPE)], load_models().get(""), "cs")
    assert asked.subjects == ("p3",)
    assert "včetně tvarovek" in asked.content


ITEMS = (
    CatalogueItem("871313", "Potrubí PVC DN 150", "m", system="OTSKP", edition="2026"),
    CatalogueItem("871353", "Potrubí PVC DN 200", "m", system="OTSKP", edition="2026"),
)


def asked() -> choice.Doubtful:
    candidates = tuple(Candidate(item, 0.5, MatchLevel.PARTIAL, 0.5, UnitRelation.SAME) for item in ITEMS)
    return choice.doubtful(PIPE, Match(3, candidates=candidates))


def chosen(**changes: Any) -> dict[str, Any]:
    base = {"id": "p3", "choice": 1, "confidence": 0.8, "quote": "PVC DN 150", "reason": "stejné"}
    return choice.read({"choices": [base | changes]}, [asked()])


def test_a_choice_is_a_number_of_ours_and_the_code_comes_from_us() -> None:
    said = chosen()["p3"]
    assert (said.code, said.system, said.edition) == ("871313", "OTSKP", "2026")
    assert chosen(choice=0, quote="")["p3"].code == ""


def test_a_choice_without_evidence_or_of_somebody_else_does_not_count() -> None:
    assert chosen(quote="DN 200") == {}
    assert chosen(id="p9") == {}
    twice = {"id": "p3", "choice": 0, "confidence": 1, "quote": "", "reason": ""}
    assert choice.read({"choices": [twice, twice]}, [asked()]) == {}


@pytest.mark.parametrize("number", [3, -1, "871313", 1.0, True])
def test_a_choice_outside_our_list_is_malformed(number: object) -> None:
    with pytest.raises(Malformed):
        chosen(choice=number)


def test_numbers_as_evidence() -> None:
    assert numbers("1 234,50 a 2.5") == ["1234,50", "2,5"]
    assert foreign_numbers("12,5 m a DN 150", "12,500 DN 150 12,5") == []
    assert foreign_numbers("celkem 25", "2 x 12,5") == ["25"]
    assert is_printed("1 234,50", "cena 1\u00a0234,50 Kč")
    assert not is_printed("234,5", "cena 1 234,50 Kč")
    assert not is_printed("34", "1234")
    assert not is_printed("12", "12,5")
    assert is_printed("", "cokoli")
    assert stands_in("pvc  dn", "Trouby PVC DN 150")
    assert words_in("trub PVC", "Potrubí z trub PVC")
    assert not words_in("trub PE", "Potrubí z trub PVC")


def test_models_may_be_the_users_own(paths: Paths) -> None:
    assert load_models(paths.home).get("no such").id == load_models().default
    paths.create()
    own = paths.home / "models.json"
    own.write_text(
        '{"checked": "2026-01-01", "default": "m", "models": [{"id": "m", "name": "M", "input": "1", "output": "2",'
        ' "cache_write": "3", "cache_read": "4"}]}',
        encoding="utf-8",
    )
    assert load_models(paths.home).get("").output == 2
    for broken in ("{", '{"checked": "", "default": "m", "models": []}', own.read_text().replace('"1"', '"-1"')):
        own.write_text(broken, encoding="utf-8")
        with pytest.raises(UserError) as caught:
            load_models(paths.home)
        assert caught.value.code == "models_invalid"
