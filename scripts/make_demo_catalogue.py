"""Make the shipped sample price list: `resources/demo/ukazka_cenik.csv`, fitting the sample budget.

Most rows bear the code of a position; some say the same work in other words under another code; some works are left
out, so that the sample shows certain matches, possible ones and none.  Everything is invented; running it again changes
nothing.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from samplebill import demo_bill

TARGET = Path(__file__).resolve().parent.parent / "resources" / "demo" / "ukazka_cenik.csv"
_IN_OTHER_WORDS = {
    "274902040": ("274910100", "Beton základových pasů prostý, tř. C 16/20"),
    "632906020": ("632910100", "Litý potěr cementový, tl 50 mm"),
    "899911040": ("899910100", "Zkoušky těsnosti vodou na potrubí DN do 200"),
    "765905020": ("765910100", "Hřeben s větracím pásem, montáž"),
}
_LEFT_OUT = frozenset(("894911030", "634906030", "605904021", "592905011"))
_ALSO = (
    ("131910900", "Hloubení jámy nezapažené v hornině třídy 3 ručně", "m3", "1240.00"),
    ("596910900", "Kladení zámkové dlažby tloušťky 60 mm pro pěší", "m2", "268.00"),
    ("871910900", "Kanalizační potrubí z plastu DN 200 ve výkopu", "m", "690.00"),
    ("286910900", "Koleno kanalizační DN 150, úhel 30 stupňů", "kus", "158.00"),
    ("311910900", "Zdivo vnitřní nosné z cihel děrovaných tloušťky 300 mm", "m2", "2120.00"),
)


def rows() -> list[tuple[str, str, str, str]]:
    """The price list's rows, by code."""
    found: dict[str, tuple[str, str, str, str]] = {}
    for number, row in enumerate(demo_bill().rows):
        if row.code in _LEFT_OUT or not row.price:
            continue
        code, text = _IN_OTHER_WORDS.get(row.code, (row.code, row.text))
        nudge = Decimal(100 + (number % 5 - 2) * 3) / 100
        price = (Decimal(row.price) * nudge).quantize(Decimal("0.1"))
        found.setdefault(code, (code, text, row.unit or "kus", f"{price}0"))
    for item in _ALSO:
        found[item[0]] = item
    return [found[code] for code in sorted(found)]


def main() -> None:
    """Write the file."""
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        writer.writerow(["kód", "popis", "MJ", "cena"])
        writer.writerows((code, text, unit, price.replace(".", ",")) for code, text, unit, price in rows())
    print(f"{TARGET}: {len(rows())} items")


if __name__ == "__main__":
    main()
