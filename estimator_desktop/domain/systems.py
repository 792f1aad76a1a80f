"""Price systems and their editions as budgets and price lists write them, brought to one spelling."""

from __future__ import annotations

import re
import unicodedata

_FAMILIES = (
    ("OTSKP", ("otskp", "oskp")),
    ("URS", ("cs urs", "urs", "u.r.s")),
    ("RTS", ("rts",)),
    ("UOZI", ("uozi", "szdc", "sz ")),
    ("OWN", ("vlastn", "individ", "own")),
)
_OWN = re.compile(r"r[-_. ]?\d*|[a-z]{1,4}[-_. ]\S*|\D*", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)(?:\s*[/\-. _]?\s*(ii|i|0?[12])(?![\di]))?")
_HALF = re.compile(r"(?<![a-z\d])(ii|i|0?[12])\s*/\s*(20\d\d)(?!\d)")


def system_of(text: str) -> str:
    """The price system's family (`OTSKP`, `URS`, `RTS`, `UOZI`, `OWN`); else the text's capitals; empty for nothing.

    `CS ÚRS 2024 02`, `ÚRS`, `CS ÚRS 2023/II` → `URS`; `OTSKP-SPK 2023` → `OTSKP`; `vlastní` → `OWN`.
    """
    folded = _fold(text)
    for family, signs in _FAMILIES:
        if any(sign in f"{folded} " for sign in signs):
            return family
    named = re.sub(r"[\d/._-]+", " ", folded).strip()
    return " ".join(named.split()).upper()


def edition_of(text: str) -> str:
    """The edition (price level): `2024 02`, `2024/II`, `II/2024` → `2024/2`; `2026` → `2026`; else empty."""
    folded = _fold(text)
    reversed_ = _HALF.search(folded)
    if reversed_:
        return f"{reversed_[2]}/{_half(reversed_[1])}"
    found = _YEAR.search(folded)
    if not found:
        return ""
    return f"{found[1]}/{_half(found[2])}" if found[2] else found[1]


def same_edition(one: str, other: str) -> bool:
    """Whether two editions are the same; one that names only the year covers its halves, none covers all."""
    first, second = edition_of(one), edition_of(other)
    if not first or not second:
        return True
    return first == second or (first[:4] == second[:4] and "/" not in (first if len(first) < len(second) else second))


def normalise_code(code: str) -> str:
    """A code without gaps, in capitals: `132 20-1212.r00` → `132201212R00`; a variant behind a dot stays."""
    text = "".join(code.split()).upper().replace("-", "").replace("\u2011", "")
    return text.replace(".R", "R") if re.fullmatch(r"\d+\.R\d+", text) else text


def shape_of(code: str) -> str:
    """How a code is built, its variant aside: `174 15-1101` → `000000000`, `272325.2` → `000000`, `M21-1` → `M000`."""
    return _DIGIT.sub("0", normalise_code(code).split(".")[0])


def own_code(code: str, system: str = "") -> bool:
    """Whether a code is the author's own (`R-12`, `VL 3`, letters only, system `vlastní`): no catalogue holds it."""
    if not code.strip():
        return True
    return (bool(system) and system_of(system) == "OWN") or _OWN.fullmatch(code.strip()) is not None


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def _half(text: str) -> str:
    return "2" if text in {"ii", "2", "02"} else "1"
