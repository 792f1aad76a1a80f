from __future__ import annotations

import pytest

from estimator_desktop.domain.systems import edition_of, normalise_code, own_code, same_edition, shape_of, system_of


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("CS ÚRS 2024 02", "URS"), ("ÚRS", "URS"), ("OTSKP-SPK 2023", "OTSKP"), ("2026_OTSKP", "OTSKP"),
        ("RTS I/2025", "RTS"), ("Vlastní", "OWN"), ("SŽ 2024", "UOZI"), ("", ""), ("Ceník firmy 2025", "CENIK FIRMY"),
    ],
)  # fmt: skip
def test_the_system_is_told_whatever_the_spelling(text: str, system: str) -> None:
    assert system_of(text) == system


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("CS ÚRS 2024 02", "2024/2"), ("2023/II", "2023/2"), ("RTS I/2025", "2025/1"), ("OTSKP 2026", "2026"),
        ("bez roku", ""), ("II/2024", "2024/2"), ("2024 01", "2024/1"),
    ],
)  # fmt: skip
def test_the_edition_is_told_whatever_the_spelling(text: str, edition: str) -> None:
    assert edition_of(text) == edition


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2024/II", "CS ÚRS 2024 02", True), ("2024", "2024/1", True), ("2024/1", "2024", True),
        ("2024/1", "2024/2", False),
        ("2025", "2026", False), ("", "2026", True),
    ],
)  # fmt: skip
def test_editions_compare_by_what_they_say(one: str, other: str, same: bool) -> None:
    assert same_edition(one, other) is same


def test_codes_are_compared_without_gaps() -> None:
    assert normalise_code(" 132 20-1212 ") == "132201212"
    assert normalise_code("132201212.R00") == "132201212R00"
    assert normalise_code("014101.a") == "014101.A"
    assert [shape_of(code) for code in ("174 15-1101", "272325.2", "M21-1")] == ["000000000", "000000", "M000"]


@pytest.mark.parametrize(
    ("code", "system", "own"),
    [("R-12", "", True), ("", "", True), ("R12", "", True), ("VRN", "", True), ("132201212", "", False),
     ("132201212", "vlastní", True), ("132201212R00", "RTS", False)],
)  # fmt: skip
def test_own_codes_are_told(code: str, system: str, own: bool) -> None:
    assert own_code(code, system) is own
