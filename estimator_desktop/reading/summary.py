"""What cover sheets and recapitulations state: sums with and without VAT, line by line.

A cover sheet is a list of labels with amounts (`Cena bez DPH`, `DPH základní 21 %`, `Náklady z rozpočtu`); a
recapitulation is a table of codes and names with one column of prices and neither units nor quantities.  Both are told
by their words, whatever program printed them, and never give positions.  Rows come from a page or a sheet alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from estimator_desktop.domain.bill import Amount, Source
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.reading.vocabulary import folded

_MONEY = r"-?\d{1,3}(?:[ \u00a0\u202f]\d{3})*[.,]\d{2}(?!\d)(?!\s*%)"
_PERCENT = r"\d{1,2}(?:[.,]\d+)?\s*%"
_PIECE = re.compile(rf"(?P<percent>{_PERCENT})|(?P<money>(?<![\d.,]){_MONEY}(?:\s*(?:Kč|CZK|EUR|€))?)")
_BETWEEN = frozenset({"v", "z", "ze", "czk", "kc", "eur", "€", "v czk", "v kc", "ve vysi"})
"""Words between a label and its amount."""
_GROSS = re.compile(r"(cen\w*|celk\w*|soucet|naklady|k uhrade)\b.*\b(s|vc\.?|vcetne) dph\b")
_NET = re.compile(
    r"((celkov\w+|nabidkov\w+|rozpoctov\w+) )?(cen\w+|celkem|naklady|soucet)\b.*\bbez dph\b|celkove naklady za stavbu\b"
)
_FROM = re.compile(
    r"(\d\)? )?(naklady (z|ze|dle) (rozpoct\w*|soupis\w*)|naklady (stavby|soupisu|objektu|rozpoctu)\b|zrn celkem|"
    r"zakladni rozpoctove naklady celkem|cena celkem$|(celkem|celkom|total)$)"
)
_EXTRA = re.compile(
    r"(\d\)? )?(ostatni naklady\b|vedlejsi (rozpoctove )?naklady|dn celkem|nus celkem|naklady na umisteni stavby)"
)
_INSIDE = re.compile(r"nus z rozpoctu|vorn celkem")
_BASE = re.compile(r"zaklad( dane)?\b")
_VAT = re.compile(r"(.*\bdph\b|snizen\w*|zakladni|nulov\w*|zakl\.|sniz\.)")
_REVERSED = re.compile(r"\bprenes")
_TITLE = re.compile(r"(rekapitulace|kryci list|soupis praci|vykaz vymer|polozkovy|stavebni rozpocet)\b")
_NAMES = re.compile(r"(zkraceny )?(popis|nazev|nazov|oznaceni|kod|cislo|objekt|oddil|dil|stavebni dil)\b")
_PRICES = re.compile(r"(cena|celkem|naklady|castka|celkova cena|rozpoctove naklady|celk\.)")
_NO_PRICE = re.compile(
    r"\b(s|vc\.?|vcetne) dph|hmotnost|sut|dodavk|montaz|jednotkov|j\. ?cena|%|mnozstvi|vymera|\bmj\b|(?<!bez )dph$"
)
_WHOLE = re.compile(r".*\b(stavby|objektu stavb\w*|objektu stavebnich|celkova)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, an amount or a percentage, and where it stands from left to right."""

    text: str
    left: float
    right: float
    amount: Amount | None = None
    percent: bool = False


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A line of a page or a row of a sheet."""

    pieces: tuple[Piece, ...]
    source: Source

    @property
    def words(self) -> str:
        """The texts, folded, without the amounts."""
        return folded(" ".join(piece.text for piece in self.pieces if piece.amount is None and not piece.percent))


@dataclass(frozen=True, slots=True)
class Stated:
    """One amount that the document states about itself, not yet tied to what it is the sum of.

    `kind`: `from` what the positions cost, `net` the price without VAT, `extra` costs beside the positions, `inside`
    costs that may or may not be positions, `item` a row of a recapitulation, `vat_base`, `vat`, `gross`.  `work` is
    the object (index) that the sheet says it is about; `sheet` numbers the cover sheet or table.
    """

    kind: str
    name: str
    value: Amount
    source: Source
    sheet: int
    work: int | None = None
    code: str = ""
    rate: str = ""


def pieces_of(cells: Iterable[tuple[str, float, float]]) -> tuple[Piece, ...]:
    """Texts and amounts of a line.  A cell may hold both (`DPH 12% 6 600,00 Celkem bez DPH`)."""
    found: list[Piece] = []
    for text, left, right in cells:
        amount = parse_amount(text) if text and "%" not in text else None
        if amount is not None and amount.value is not None:
            found.append(Piece(text, left, right, amount))
        elif text.strip() == "%" and found and found[-1].amount is not None:
            found[-1] = Piece(f"{found[-1].text} %", found[-1].left, right, percent=True)
        else:
            found.extend(_parted(text, left, right))
    return tuple(found)


def _parted(text: str, left: float, right: float) -> Iterator[Piece]:
    """A cell's text cut around its amounts and percentages."""
    step = (right - left) / max(1, len(text))
    end = 0
    for match in _PIECE.finditer(text):
        if text[end : match.start()].strip():
            yield Piece(text[end : match.start()].strip(), left + end * step, left + match.start() * step)
        places = left + match.start() * step, left + match.end() * step
        if match["percent"]:
            yield Piece(match["percent"], *places, percent=True)
        else:
            yield Piece(match["money"], *places, parse_amount(match["money"]))
        end = match.end()
    if text[end:].strip():
        yield Piece(text[end:].strip(), left + end * step, right)


@dataclass(frozen=True, slots=True)
class _Column:
    """The price column of a recapitulation; without a header the one amount of each row is the price."""

    left: float = float("-inf")
    right: float = float("inf")
    known: bool = False

    def of(self, amounts: Sequence[Piece]) -> Piece | None:
        """The row's price."""
        if not self.known:
            return amounts[0] if len(amounts) == 1 else None
        near = [piece for piece in amounts if piece.right > self.left - 2 and piece.left < self.right + 2]
        if near:
            return near[0]
        best = min(amounts, key=self._away, default=None)
        return best if best is not None and self._away(best) < self.right - self.left else None

    def _away(self, piece: Piece) -> float:
        return max(self.left - piece.right, piece.left - self.right, 0.0)


class Summaries:
    """Takes the rows outside the bill's tables, sheet by sheet, and gathers what they state."""

    def __init__(self) -> None:
        self.stated: list[Stated] = []
        self._sheet = 0
        self._work: int | None = None
        self._table: _Column | None = None

    def sheet(self, rows: Sequence[SummaryRow], work: int | None, *, goes_on: bool = False) -> None:
        """One page or the part of a sheet above its table.  `work` is the object that it names.

        `goes_on` says that it names nothing at all: then it may continue the recapitulation before it.
        """
        if not goes_on:
            self._table = None
            self._work = work
            self._sheet += 1
        for row in rows:
            self._take(row)

    def close(self) -> None:
        """A table of positions begins: no recapitulation goes on behind it."""
        self._table = None

    def _take(self, row: SummaryRow) -> None:
        words = row.words
        amounts = [piece for piece in row.pieces if piece.amount is not None]
        if _TITLE.match(words) and not amounts:
            self._sheet += 1
            self._table = _Column() if words.startswith("rekapitulace") else None
            if _WHOLE.match(words):
                self._work = None
            return
        column = _header(row)
        if column is not None:
            self._sheet += self._table is None
            self._table = column
            return
        if self._table is not None and self._item(row, self._table):
            return
        for kind, name, value, rate in cover_amounts(row.pieces):
            self._state(kind, name, value, row.source, rate=rate)

    def _item(self, row: SummaryRow, column: _Column) -> bool:
        """Whether a row is one of the recapitulation's."""
        texts, amounts = _texts_and_amounts(row)
        price = column.of(amounts)
        if not texts or price is None or price.amount is None or any(piece.percent for piece in row.pieces[:2]):
            return False
        kind = kind_of(folded(" ".join(texts)).strip(" :*"))
        if kind not in {"", "from", "net", "extra"}:
            return False
        code, name = _code_and_name(texts)
        self._state(kind or "item", name, price.amount, row.source, code=code)
        return True

    def _state(self, kind: str, name: str, value: Amount, source: Source, *, code: str = "", rate: str = "") -> None:
        self.stated.append(Stated(kind, name, value, source, self._sheet, self._work, code, rate))


def _texts_and_amounts(row: SummaryRow) -> tuple[list[str], list[Piece]]:
    """A recapitulation row's texts, with a number that stands before them as its code, and the amounts behind."""
    texts: list[str] = []
    amounts: list[Piece] = []
    for number, piece in enumerate(row.pieces):
        if piece.amount is not None and (texts or number):
            if any(other.amount is None and not other.percent for other in row.pieces[:number]):
                amounts.append(piece)
        elif not amounts and not piece.percent and any(sign.isalnum() for sign in piece.text):
            texts.append(piece.text)
    if len(texts) == 1 and parse_amount(texts[0]).value is not None:
        return [], amounts
    return texts, amounts


def _code_and_name(texts: Sequence[str]) -> tuple[str, str]:
    """Two cells, or one that holds `code - name`."""
    if len(texts) > 1:
        return texts[0], " ".join(texts[1:])
    code, dash, name = texts[0].partition(" - ")
    return (code.strip(), name.strip()) if dash and len(code) <= 24 else ("", texts[0].strip())


def _header(row: SummaryRow) -> _Column | None:
    """The price column of a recapitulation's header; None where the row is no such header."""
    texts = [piece for piece in row.pieces if piece.amount is None and not piece.percent]
    if len(texts) < 2 or len(texts) != len(row.pieces) or not any(_NAMES.match(folded(piece.text)) for piece in texts):
        return None
    prices = [p for p in texts if _PRICES.match(folded(p.text)) and not _NO_PRICE.search(folded(p.text))]
    if not prices:
        return None
    plain = [p for p in prices if "bez dph" in folded(p.text)] or [p for p in prices if "celk" in folded(p.text)]
    chosen = (plain or prices)[0]
    return _Column(chosen.left, chosen.right, known=True)


def kind_of(label: str) -> str:
    """What a label says its amount is, without regard to VAT rates; empty where it says nothing known."""
    for kind, pattern in (
        ("gross", _GROSS), ("net", _NET), ("inside", _INSIDE), ("extra", _EXTRA), ("from", _FROM),
    ):  # fmt: skip
        if pattern.match(label):
            return kind
    return ""


def cover_amounts(pieces: Sequence[Piece]) -> Iterator[tuple[str, str, Amount, str]]:
    """Kind, label, amount and VAT rate of every amount on a line whose label is known."""
    for label, amounts, rate in _labelled(pieces):
        plain = folded(label).strip(" :*")
        if not plain or not amounts:
            continue
        if rate:
            yield from _taxed(plain, label, amounts, rate)
            continue
        kind = kind_of(plain)
        if kind:
            yield kind, label, amounts[0], ""


def _taxed(plain: str, label: str, amounts: Sequence[Amount], rate: str) -> Iterator[tuple[str, str, Amount, str]]:
    """A row of VAT: its base, its tax, or both in either order (the base is the larger).

    Reverse charge (`přenesená`) has a base and no tax; an empty row of it says nothing.
    """
    if _REVERSED.search(plain):
        base = max(amounts, key=_size)
        if base.value:
            yield "vat_base", label, base, rate
        return
    if _BASE.match(plain):
        yield "vat_base", label, amounts[0], rate
    elif _VAT.match(plain):
        if len(amounts) > 1:
            base, tax = sorted(amounts[:2], key=_size, reverse=True)
            yield "vat_base", label, base, rate
            yield "vat", label, tax, rate
        else:
            yield "vat", label, amounts[0], rate


def _size(amount: Amount) -> Decimal:
    return abs(amount.value or Decimal(0))


def _labelled(pieces: Sequence[Piece]) -> Iterator[tuple[str, list[Amount], str]]:
    """Each label with the amounts behind it and the percentage beside them."""
    label, amounts, rate = "", list[Amount](), ""
    for piece in pieces:
        if piece.percent:
            rate = rate or piece.text
        elif piece.amount is not None:
            share = piece.amount.value
            if share is not None and not rate and 0 < share < 1 and _VAT.match(folded(label)):
                rate = f"{share * 100:f} %"  # a sheet holds the percentage as a share
            else:
                amounts.append(piece.amount)
        elif folded(piece.text).strip(" :") not in _BETWEEN:
            if amounts or not rate:
                yield label, amounts, rate
                label, amounts, rate = piece.text, [], ""
            else:
                label = f"{label} {piece.text}"
    yield label, amounts, rate
