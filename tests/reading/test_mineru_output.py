"""Both recorded schemas of both generations of MinerU become the same bill, with boxes on the real page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mined
import pytest

from estimator_desktop.domain.bill import Check
from estimator_desktop.domain.job import silent
from estimator_desktop.errors import UserError
from estimator_desktop.reading.mineru import read_output
from estimator_desktop.reading.mineru.grid import grid_of, is_html
from estimator_desktop.reading.mineru.schema import UnknownSchema, pages_of
from estimator_desktop.texts import Texts

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "mineru"
SIZES = ((595.0, 842.0), (595.0, 842.0))
FORMS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "magic-pdf middle": ("x_middle.json", mined.old_middle),
    "magic-pdf list": ("x_content_list.json", mined.old_list),
    "mineru middle": ("middle_json.json", mined.new_middle),
    "mineru list": ("x_content_list.json", mined.new_list),
}


def write(folder: Path, name: str, value: object) -> Path:
    (folder / "deep" / "auto").mkdir(parents=True)
    (folder / "deep" / "auto" / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", FORMS)
def test_every_schema_gives_the_same_bill(tmp_path: Path, form: str) -> None:
    name, make = FORMS[form]
    bill = read_output(write(tmp_path, name, make("")), "rozpocet.pdf", silent, SIZES)
    read = [
        (
            item.ordinal, item.row_type, item.code, item.description, item.unit, item.quantity.raw,
            item.unit_price.raw, item.total_price.raw,
        )
        for item in bill.positions
    ]  # fmt: skip
    assert read == [row for row in mined.ROWS if row[1] != "D"]
    assert [(section.code, section.name, section.total.raw) for section in bill.sections] == [
        ("1", "Zemní práce", "3 125,00"),
        ("2", "Zakládání & základy", "1 000,00"),
    ]
    assert bill.proof is not None
    assert bill.proof.holds
    assert bill.proof.result(Check.SECTION_SUMS).total == 2
    assert all(item.source is not None and item.source.page == 2 for item in bill.positions)
    assert bill.family == "mineru"


@pytest.mark.parametrize("form", ["magic-pdf middle", "mineru middle", "mineru list"])
def test_boxes_lie_on_the_tables_own_place(tmp_path: Path, form: str) -> None:
    name, make = FORMS[form]
    bill = read_output(write(tmp_path, name, make("")), "r.pdf", silent, SIZES)
    boxes = [item.source.box for item in bill.positions if item.source and item.source.box]
    assert len(boxes) == 4
    for box in boxes:
        assert 49 <= box.left < box.right <= 546
        assert 119 <= box.top < box.bottom <= 401
    assert [box.top for box in boxes] == sorted(box.top for box in boxes)
    assert ("mineru_boxes", "2") not in bill.warnings


def test_without_boxes_it_says_so(tmp_path: Path) -> None:
    bill = read_output(write(tmp_path, "x_content_list.json", mined.old_list()), "r.pdf", silent)
    assert ("mineru_boxes", "2") in bill.warnings
    assert Texts("cs").say("warning.mineru_boxes", subject="2")


def test_a_table_as_laid_out_text(tmp_path: Path) -> None:
    bill = read_output(write(tmp_path, "middle_json.json", mined.new_middle(mined.laid_out())), "r.pdf", silent)
    assert [item.code for item in bill.positions] == [row[2] for row in mined.ROWS if row[1] != "D"]
    assert bill.positions[1].total_price.raw == "2 500,00"


def test_the_middle_output_is_taken_before_the_list(tmp_path: Path) -> None:
    write(tmp_path, "x_middle.json", mined.old_middle())
    (tmp_path / "x_content_list.json").write_text("[]", encoding="utf-8")
    assert not read_output(tmp_path, "r.pdf", silent).warnings


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"pages": 3}', '[{"a": 1}]', "3", '{"pdf_info": {}}', "[" * 100_000]
)
def test_other_files_are_a_typed_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "x_middle.json").write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_output(tmp_path, "r.pdf", silent)
    assert caught.value.code == "mineru_output"
    assert Texts("en").error(caught.value.code, caught.value.params)


def test_no_file_and_no_positions(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="mineru_output"):
        read_output(tmp_path, "r.pdf", silent)
    (tmp_path / "x_middle.json").write_text(json.dumps(mined.old_middle("<table></table>")), encoding="utf-8")
    with pytest.raises(UserError, match="no_positions"):
        read_output(tmp_path, "r.pdf", silent)


def test_odd_parts_are_stepped_over() -> None:
    odd = {
        "pdf_info": [
            {
                "page_size": ["a", 2],
                "para_blocks": [3, {"lines": [{"spans": [{"content": "x", "bbox": [1, 2, 0, 0]}]}]}],
            }
        ]
    }
    (page,) = pages_of(odd)
    assert (page.width, page.height) == (595.0, 842.0)
    assert page.blocks[0].box is None
    nested: dict[str, Any] = {"lines": []}
    for _ in range(20):
        nested = {"blocks": [nested]}
    with pytest.raises(UnknownSchema):
        pages_of({"pdf_info": [{"para_blocks": [nested]}]})
    with pytest.raises(UnknownSchema):
        pages_of({"pdf_info": [{}] * 100_001})


def test_grids() -> None:
    spans = "<table><tr><td rowspan=2>a</td><td colspan='2'>b<br>c</td></tr><tr><td>d</td><th>e</th></tr></table>"
    assert grid_of(spans) == [["a", "b c", ""], ["", "d", "e"]]
    assert grid_of("<tr><td>a<td>b<tr><td>c") == [["a", "b"], ["c"]]
    assert grid_of("<td>stray</td>") == []
    assert grid_of("<tr><td></td></tr><tr><td>&amp; &lt;</td></tr>") == [["& <"]]
    assert is_html("<TABLE><tr>")
    assert not is_html("a  b")


@pytest.mark.parametrize(
    "name",
    [
        "content_list_magicpdf.json",
        "middle_magicpdf.json",
        "mineru4_flash.content_list.json",
        "mineru4_flash.middle.json",
    ],
)
def test_recorded_outputs_are_understood(name: str) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the recorded outputs are not on this machine")
    pages = pages_of(json.loads((SAMPLES / name).read_text(encoding="utf-8")))
    blocks = [block for page in pages for block in page.blocks]
    assert any(block.table for block in blocks)
    assert any(not block.table for block in blocks)
    for page in pages:
        for block in page.blocks:
            if block.box is not None:
                assert -1 <= block.box.left < block.box.right <= page.width + 1
                assert -1 <= block.box.top < block.box.bottom <= page.height + 1


def test_the_recorded_table_is_read(tmp_path: Path) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the recorded outputs are not on this machine")
    (tmp_path / "x_middle.json").write_bytes((SAMPLES / "middle_magicpdf.json").read_bytes())
    bill = read_output(tmp_path, "r.pdf", silent)
    assert [(item.unit, item.quantity.raw) for item in bill.positions] == [("m2", "12,500")]
    assert bill.positions[0].source is not None
    assert bill.positions[0].source.page == 3
