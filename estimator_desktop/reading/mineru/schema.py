"""Both of MinerU's outputs in both of its generations, as pages of blocks.

magic-pdf 1.3 (and mineru 2, 3)
    middle: `pdf_info[]`, boxes in points from the top left, `page_size`; HTML in `blocks[].lines[].spans[].html`
    content list: a list with `page_idx`, `table_body`; no boxes
mineru 4
    middle: `pages[]`, boxes as shares 0-1, sizes in `extensions.docvortex_layout`; a table's `content[].content` is
    HTML or laid-out text
    content list: as before, with `bbox` in thousandths

The middle output says more and is taken where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from estimator_desktop.domain.box import Box

A4 = (595.0, 842.0)
_BOLD = re.compile(r"\*\*(.*?)\*\*|\\(?=[*_#|])")
_MANY = 100_000
Size = tuple[float, float]


class UnknownSchema(ValueError):
    """The file is of no form that we know."""


@dataclass(frozen=True, slots=True)
class Block:
    """A text or a table on a page.  `box` in points as displayed; None where the output does not say."""

    text: str
    box: Box | None = None
    table: bool = False


@dataclass(frozen=True, slots=True)
class MinedPage:
    """One page; `number` from 1."""

    number: int
    width: float
    height: float
    blocks: tuple[Block, ...]


def pages_of(value: object, sizes: Sequence[Size] = ()) -> tuple[MinedPage, ...]:
    """The pages of an output, whichever it is.  `sizes` are the PDF's page sizes.  Raises UnknownSchema."""
    if isinstance(value, dict) and isinstance(value.get("pdf_info"), list):
        return tuple(_old_page(page, place, sizes) for place, page in enumerate(_objects(value["pdf_info"])))
    if isinstance(value, dict) and isinstance(value.get("pages"), list):
        known = {**dict(enumerate(sizes)), **_new_sizes(value)}
        return tuple(_new_page(page, place, known) for place, page in enumerate(_objects(value["pages"])))
    if isinstance(value, list):
        return _listed(_objects(value), sizes)
    raise UnknownSchema("neither pdf_info nor pages nor a list of contents")


def _old_page(page: Mapping[str, object], place: int, sizes: Sequence[Size]) -> MinedPage:
    number = _whole(page.get("page_idx"), place)
    size = _pair(page.get("page_size")) or (sizes[number] if number < len(sizes) else A4)
    blocks: list[Block] = []
    for part in (page.get("para_blocks") or page.get("preproc_blocks"), page.get("discarded_blocks")):
        for block in _objects(part):
            blocks.extend(_old_blocks(block))
    return MinedPage(number + 1, *size, tuple(blocks))


def _old_blocks(block: Mapping[str, object], depth: int = 0) -> Iterator[Block]:
    """The lines of a block, each with its own box, and its tables; blocks nest."""
    if depth > 8:
        raise UnknownSchema("blocks nest too deep")
    for inner in _objects(block.get("blocks")):
        yield from _old_blocks(inner, depth + 1)
    for line in _objects(block.get("lines")):
        for span in _objects(line.get("spans")):
            box = _box(span.get("bbox"), 1.0, 1.0) or _box(line.get("bbox"), 1.0, 1.0)
            if isinstance(span.get("html"), str):
                yield Block(str(span["html"]), box, table=True)
            elif isinstance(span.get("content"), str) and str(span["content"]).strip():
                yield Block(_plain(str(span["content"])), box)


def _new_sizes(value: Mapping[str, object]) -> dict[int, Size]:
    extensions = value.get("extensions")
    layout = extensions.get("docvortex_layout") if isinstance(extensions, dict) else None
    found: dict[int, Size] = {}
    for page in _objects(layout.get("pages") if isinstance(layout, dict) else None):
        size = _pair([page.get("width_pt"), page.get("height_pt")])
        if size is not None:
            found[_whole(page.get("page_idx"), len(found))] = size
    return found


def _new_page(page: Mapping[str, object], place: int, sizes: Mapping[int, Size]) -> MinedPage:
    number = _whole(page.get("page_idx"), place)
    width, height = sizes.get(number, A4)
    blocks: list[Block] = []
    for block in _objects(page.get("blocks")):
        box = _box(block.get("bbox"), width, height)
        if block.get("type") == "table":
            for part in _objects(block.get("content")):
                text = part.get("content")
                if isinstance(text, str) and text.strip():
                    inner = _box(part.get("bbox"), width, height) or box
                    blocks.append(Block(text, inner, table=part.get("type") == "table_body"))
        elif text := _spoken(block.get("content")):
            blocks.append(Block(_plain(text), box))
    return MinedPage(number + 1, width, height, tuple(blocks))


def _spoken(content: object) -> str:
    if isinstance(content, str):
        return content
    return "".join(str(part.get("content", "")) for part in _objects(content) if part.get("type") != "image")


def _listed(items: Sequence[Mapping[str, object]], sizes: Sequence[Size]) -> tuple[MinedPage, ...]:
    found: dict[int, list[Block]] = {}
    for item in items:
        number = _whole(item.get("page_idx"), 0)
        size = sizes[number] if number < len(sizes) else A4
        box = _box(item.get("bbox"), size[0] / 1000, size[1] / 1000)
        table = item.get("type") == "table"
        body = item.get("table_body" if table else "text")
        texts = [*_strings(item.get("table_caption")), body, *_strings(item.get("table_footnote"))] if table else [body]
        for text in texts:
            if isinstance(text, str) and text.strip():
                is_body = table and text is body
                found.setdefault(number, []).append(Block(text if is_body else _plain(text), box, table=is_body))
    if not items or (not found and not any("page_idx" in item for item in items)):
        raise UnknownSchema("a list that holds no contents")
    last = max([*found, len(sizes) - 1], default=0)
    return tuple(
        MinedPage(number + 1, *(sizes[number] if number < len(sizes) else A4), tuple(found.get(number, ())))
        for number in range(last + 1)
    )


def _objects(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list):
        return []
    if len(value) > _MANY:
        raise UnknownSchema("too many parts")
    return [item for item in value if isinstance(item, dict)]


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _plain(text: str) -> str:
    """The text without marks of Markdown."""
    return _BOLD.sub(lambda found: found.group(1) or "", text)


def _whole(value: object, standard: int) -> int:
    return value if isinstance(value, int) and 0 <= value < _MANY else standard


def _pair(value: object) -> Size | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    first, second = value
    if not isinstance(first, int | float) or not isinstance(second, int | float) or not (first > 0 and second > 0):
        return None
    return float(first), float(second)


def _box(value: object, across: float, down: float) -> Box | None:
    if not isinstance(value, list) or len(value) != 4 or not all(isinstance(edge, int | float) for edge in value):
        return None
    left, top, right, bottom = (float(edge) for edge in value)
    if not (left < right and top < bottom):
        return None
    return Box(left * across, top * down, right * across, bottom * down)
