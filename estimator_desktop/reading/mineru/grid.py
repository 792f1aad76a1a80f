"""An HTML table as a grid of texts."""

from __future__ import annotations

from html.parser import HTMLParser

_WIDEST = 200
_LONGEST = 20_000


class _Reader(HTMLParser):
    """Gathers cells; spans are written once, at their first place, and the places they cover stay empty."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._covered: dict[tuple[int, int], bool] = {}
        self._parts: list[str] | None = None
        self._place = 0
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._close()
            if len(self.rows) < _LONGEST:
                self.rows.append([])
            self._place = 0
        elif tag in {"td", "th"} and self.rows:
            self._close()
            given = dict(attrs)
            self._span = (_span(given.get("colspan")), _span(given.get("rowspan")))
            self._parts = []
        elif tag in {"br", "p", "div", "li"} and self._parts is not None:
            self._parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._close()

    def handle_data(self, data: str) -> None:
        if self._parts is not None:
            self._parts.append(data)

    def close(self) -> None:
        """Take what is left at the end, where a cell was never closed."""
        super().close()
        self._close()

    def _close(self) -> None:
        if self._parts is None:
            return
        row = len(self.rows) - 1
        while self._covered.get((row, self._place)):
            self._put("")
        self._put(" ".join("".join(self._parts).split()))
        start = self._place - 1
        across, down = self._span
        for below in range(1, down):
            for beside in range(across):
                self._covered[row + below, start + beside] = True
        for _ in range(1, across):
            self._put("")
        self._parts = None

    def _put(self, text: str) -> None:
        if len(self.rows[-1]) < _WIDEST:
            self.rows[-1].append(text)
        self._place += 1


def _span(text: str | None) -> int:
    return min(_WIDEST, max(1, int(text))) if text and text.isdecimal() else 1


def grid_of(html: str) -> list[list[str]]:
    """The rows of all tables in an HTML text; rows without any text are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [row for row in reader.rows if any(row)]


def is_html(text: str) -> bool:
    """Whether a table's body is HTML; mineru's flash tier writes laid-out text."""
    head = text[:2000].lower()
    return "<tr" in head or "<table" in head
