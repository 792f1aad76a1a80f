"""What MinerU would write of the project's own bills, in both schemas of both generations; everything in it is ours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

TITLES = ("PČ", "Typ", "Kód", "Popis", "MJ", "Množství", "J.cena [CZK]", "Cena celkem [CZK]")
ROWS: tuple[tuple[str, ...], ...] = (
    ("", "D", "1", "Zemní práce", "", "", "", "3 125,00"),
    ("1", "K", "121901010", "Sejmutí ornice strojem v tloušťce do 250 mm", "m2", "12,500", "50,00", "625,00"),
    ("2", "K", "131901020", "Hloubení jámy nezapažené v hornině třídy 3", "m3", "10,000", "250,00", "2 500,00"),
    ("", "D", "2", "Zakládání & základy", "", "", "", "1 000,00"),
    ("3", "K", "274901010", "Základové pasy z betonu C 16/20", "m3", "4,000", "200,00", "800,00"),
    ("4", "M", "589901010", "Beton C 16/20 <drť>", "m3", "2,000", "100,00", "200,00"),
)


def html(rows: Sequence[Sequence[str]] = ROWS, *, wrapped: bool = True) -> str:
    """A table; `wrapped` as magic-pdf writes it."""
    lines = [TITLES, *rows] if rows else []
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in lines)
    return f"<html><body><table>{body}</table></body></html>" if wrapped else f"<table><tbody>{body}</tbody></table>"


def old_middle(table: str = "") -> dict[str, Any]:
    """magic-pdf 1.3: `pdf_info`, boxes in points; the first page was skipped."""
    skipped = {
        "preproc_blocks": [],
        "para_blocks": [],
        "discarded_blocks": [],
        "page_idx": 0,
        "page_size": [595.0, 842.0],
    }
    title = {
        "type": "title",
        "bbox": [50, 40, 300, 52],
        "lines": [
            {
                "bbox": [50, 40, 300, 52],
                "spans": [{"bbox": [50, 40, 300, 52], "content": "SOUPIS PRACÍ", "type": "text", "score": 1.0}],
            }
        ],
    }
    body = {
        "type": "table_body",
        "bbox": [50, 120, 545, 400],
        "lines": [
            {
                "bbox": [50, 120, 545, 400],
                "spans": [{"bbox": [50, 120, 545, 400], "html": table or html(), "type": "table", "score": 0.95}],
            }
        ],
    }
    outer = {"type": "table", "bbox": [50, 120, 545, 400], "blocks": [body]}
    page = {
        "preproc_blocks": [title, outer],
        "para_blocks": [title, outer],
        "discarded_blocks": [],
        "page_idx": 1,
        "page_size": [595.0, 842.0],
    }
    return {"pdf_info": [skipped, page], "_parse_type": "txt", "_version_name": "1.3.12"}


def old_list(table: str = "") -> list[dict[str, Any]]:
    """magic-pdf's list of contents: no box."""
    return [
        {"type": "text", "text": "SOUPIS PRACÍ ", "text_level": 1, "page_idx": 1},
        {"type": "table", "img_path": "", "table_caption": [], "table_footnote": [], "table_body": table or html(),
         "page_idx": 1},
    ]  # fmt: skip


def new_list(table: str = "") -> list[dict[str, Any]]:
    """mineru 4's list of contents: boxes in thousandths, bold in stars."""
    return [
        {"type": "text", "text": "**SOUPIS PRACÍ**", "bbox": [84, 47, 504, 62], "page_idx": 1},
        {"type": "table", "img_path": "", "table_caption": [], "table_footnote": [],
         "table_body": table or html(wrapped=False), "bbox": [84, 142, 916, 475], "page_idx": 1},
    ]  # fmt: skip


def new_middle(table: str = "") -> dict[str, Any]:
    """mineru 4: `pages`, boxes as shares of the page."""
    content = table or html(wrapped=False)
    box = [0.084, 0.142, 0.916, 0.475]
    return {
        "metadata": {"producer": {"name": "mineru", "version": "4.0.12"}},
        "extensions": {
            "docvortex_layout": {
                "version": 1,
                "pages": [{"page_idx": number, "width_pt": 595.0, "height_pt": 842.0} for number in (0, 1)],
            }
        },
        "pages": [
            {"page_idx": 0, "blocks": []},
            {
                "page_idx": 1,
                "blocks": [
                    {
                        "type": "text",
                        "bbox": [0.084, 0.047, 0.504, 0.062],
                        "content": [{"type": "text", "content": "SOUPIS "}, {"type": "text", "content": "PRACÍ"}],
                    },
                    {
                        "type": "table",
                        "bbox": box,
                        "content": [{"type": "table_body", "bbox": box, "content": content}],
                    },
                ],
            },
        ],
    }


def laid_out() -> str:
    """The table as the flash tier writes it: laid-out text."""
    widths = [max(len(row[place]) for row in (TITLES, *ROWS)) + 3 for place in range(len(TITLES))]

    def line(row: Sequence[str]) -> str:
        cells = zip(row, widths, strict=True)
        return "".join(
            cell.rjust(width - 3) + "   " if place > 4 else cell.ljust(width)
            for place, (cell, width) in enumerate(cells)
        )

    return "\n".join(line(row).rstrip() for row in (TITLES, *ROWS))
