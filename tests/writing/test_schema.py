"""The JSON files are what the shipped schemas and docs/json.md say, and hold nothing that these do not describe."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from estimator_desktop.audit import audit_bill
from estimator_desktop.config import resources_folder
from estimator_desktop.domain.template import Template
from estimator_desktop.reading.read import read_document
from estimator_desktop.writing import hand_over, write_bill_json, write_json
from tests.writing.schemas import described, load, validator

MADE = datetime(2026, 3, 9, tzinfo=UTC)
SAMPLE = resources_folder() / "demo" / "ukazka_rozpocet.pdf"
DOCS = resources_folder().parent / "docs" / "json.md"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The shipped sample as both commands write it."""
    folder = tmp_path_factory.mktemp("json")
    bill = read_document(SAMPLE)
    read = write_bill_json(bill, folder / "read.json")
    audited = write_json(hand_over(bill, audit_bill(bill), Template(), MADE), folder / "audit.json")
    return {name: json.loads(path.read_text("utf-8")) for name, path in (("read", read), ("audit", audited))}


@pytest.mark.parametrize("name", ["read", "audit"])
def test_the_schema_is_one_and_the_sample_fits_it(name: str, records: dict[str, dict[str, Any]]) -> None:
    Draft202012Validator.check_schema(load(name))
    validator(name).validate(records[name])
    assert records[name]["kind"].startswith("estimator-desktop/")


@pytest.mark.parametrize("name", ["read", "audit"])
def test_every_key_written_is_described(name: str, records: dict[str, dict[str, Any]]) -> None:
    record, known = records[name], described(name)
    assert record.keys() == known["top"].keys()
    for position in record["positions"]:
        assert position.keys() == known["position"].keys()
    for key, kind in (("objects", "object"), ("sections", "section"), ("recapitulation", "recapitulation")):
        for item in record[key]:
            assert item.keys() == known["definitions"][kind]["properties"].keys()
    words = DOCS.read_text(encoding="utf-8")
    undocumented = {key for key in known["top"] if f"`{key}`" not in words and f'"{key}"' not in words}
    assert not undocumented


def test_what_is_promised_of_the_audit_stands_in_it(records: dict[str, dict[str, Any]]) -> None:
    record = records["audit"]
    assert record["summary"]["red"] == sum(position["verdict"] == "RED" for position in record["positions"])
    assert {"schema", "rule_pack", "catalogues"} <= record["versions"].keys()
    found = [finding for position in record["positions"] for finding in position["findings"]] + record["findings"]
    assert found
    assert all({"rule", "role", "severity", "expected", "found", "message"} <= finding.keys() for finding in found)
    assert all({"file", "page", "box"} == position["source"].keys() for position in record["positions"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("positions", 0, "quantity"), 12.5),
        (("positions", 0, "quantity"), "12,5"),
        (("positions", 0, "id"), "7"),
        (("positions", 0, "verdict"), "BLUE"),
        (("positions", 0, "source", "box"), [1, 2, 3]),
        (("summary", "pricing"), "dear"),
        (("schema",), "2"),
        (("input_sha256",), ""),
    ],
)
def test_the_schema_refuses_what_is_wrong(
    path: tuple[str | int, ...], value: object, records: dict[str, dict[str, Any]]
) -> None:
    spoilt: Any = copy.deepcopy(records["audit"])
    at = spoilt
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    with pytest.raises(ValidationError):
        validator("audit").validate(spoilt)


@pytest.mark.parametrize("missing", ["proof", "positions", "summary", "versions", "findings"])
def test_the_schema_misses_what_is_missing(missing: str, records: dict[str, dict[str, Any]]) -> None:
    spoilt = {key: value for key, value in records["audit"].items() if key != missing}
    with pytest.raises(ValidationError):
        validator("audit").validate(spoilt)


def test_a_reader_of_today_takes_the_keys_of_tomorrow(records: dict[str, dict[str, Any]]) -> None:
    later = copy.deepcopy(records["audit"])
    later["new_key"] = later["positions"][0]["new_key"] = 1
    validator("audit").validate(later)


def test_the_example_in_the_docs_is_no_fiction(tmp_path: Path) -> None:
    words = DOCS.read_text(encoding="utf-8")
    example = json.loads(words.split("```json")[1].split("```")[0])
    top = load("read")["properties"]
    assert example.keys() <= top.keys()
    assert example["positions"][0].keys() <= load("read")["$defs"]["position"]["properties"].keys()
