"""What a code and a text say about a position: the systematics of Czech price systems as tables.

Sources: the public classification of works (ÚRS/TSKP: first digits are the trade, then the element, then concrete /
formwork / rebar; materials by the classification of products), RTS (the same trades, suffix `R00`), OTSKP (five to six
signs of the same trades) and what a description says in plain words.  All texts are folded: lower case, no accents.

Tables hold stems, never sentences of one budget.  A unit list means "usual"; what is missing from it is unusual.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What kind of work or thing a position is."""

    EXCAVATION = "excavation"
    BACKFILL = "backfill"
    DEPOSIT = "deposit"
    HAULAGE = "haulage"
    LOADING = "loading"
    SOIL_FEE = "soil_fee"
    CONCRETE = "concrete"
    REINFORCED = "reinforced"
    REBAR = "rebar"
    FORMWORK = "formwork"
    FORMWORK_STRIKE = "formwork_strike"
    SHORING = "shoring"
    SHORING_STRIKE = "shoring_strike"
    SCAFFOLD = "scaffold"
    SCAFFOLD_STRIKE = "scaffold_strike"
    WATERPROOFING = "waterproofing"
    INSULATION = "insulation"
    SCREED = "screed"
    TRANSFER = "transfer"
    DEBRIS = "debris"
    DEBRIS_FEE = "debris_fee"
    DEMOLITION = "demolition"
    SITE_COST = "site_cost"
    MATERIAL = "material"


LENGTHS = frozenset({"m", "km", "ks", "kpl", "par", "%", "hod", "kg", "t", "100 m"})
AREAS = frozenset({"m2", "m", "ks", "kpl", "%", "hod", "den", "kg", "t", "l", "100 m2", "ha", "par", "km"})
VOLUMES = frozenset({"m3", "t", "%", "ks", "kpl", "hod", "m", "100 m3", "l", "kg"})
MASSES = frozenset({"t", "kg", "%"})

CODE_UNITS: tuple[tuple[str, frozenset[str]], ...] = (
    # earthworks
    (r"12115", AREAS),
    (r"12[2-9]|13[0-39]", VOLUMES),
    (r"115[0-9]{6}", frozenset({"hod", "den", "m", "ks", "kpl"})),
    (r"1131|1130|11121|112155[34]", AREAS),
    (r"1132", LENGTHS),
    (r"15[01]\d{3}[12]|1532", AREAS),
    (r"16[1-7]", frozenset({"m3", "t", "ks"})),
    (r"17120122\d|17120123\d|17120121\d", frozenset({"t", "m3"})),
    (r"17[145]", frozenset({"m3", "t"})),
    (r"18[12][0-9]", frozenset({"m2", "ks", "m", "ha"})),
    # the element, then concrete, formwork, rebar
    (r"(?:27[0-9]|3[1-4][0-9]|38[0-9]|41[0-9]|43[0-9]|452|46[1-5])3[12]", frozenset({"m3", "ks", "m"})),
    (r"(?:27[0-9]|3[1-4][0-9]|38[0-9]|41[0-9]|43[0-9]|452|46[1-5]|631|632|953)35", AREAS),
    (r"(?:27[0-9]|3[1-4][0-9]|38[0-9]|41[0-9]|43[0-9]|452|46[1-5]|631|632)36", MASSES),
    (r"279113|3111|31127|31123[3-9]|3400|3422|342[12]|34627", AREAS),
    (r"63131|63134", VOLUMES),
    (r"632|633|634", AREAS),
    (r"56[4-9]|57[1-8]|59[1-6]", AREAS),
    (r"61[0-9]|62[0-9]", AREAS),
    (r"8[0-79]\d*", LENGTHS | {"m3", "den", "m2"}),
    (r"91[67]", LENGTHS | {"m3"}),
    (r"941", AREAS),
    (r"943", VOLUMES),
    (r"9445|9529|9531|9151[23]|9197[12]", AREAS),
    (r"45157777|451577|45159", AREAS),
    (r"2115|21257|45157|45231|45232|8996|9169", VOLUMES),
    (r"2119|2131|4441|4111|6372", AREAS),
    (r"46[09][68]|98[12]", VOLUMES | {"m2"}),
    (r"949", AREAS),
    (r"961|9620[23]2", VOLUMES),
    (r"96203[1]|968|978", AREAS),
    (r"997", frozenset({"t", "m3", "%", "ks", "kpl"})),
    (r"998", frozenset({"t", "%", "kc"})),
    # trades
    (r"712771[56]", AREAS | {"m3"}),
    (r"71311", AREAS | {"m3"}),
    (r"762395|762795|762083", VOLUMES),
    (r"7623[34]|7624[23]|7625[12]|76295|764|7666[23]|7671|7673|7676[13]|767531|787", AREAS),
    (r"711|712|713[1]|765|771|775|776|777|781|782|784", AREAS),
    (r"713[4-9]", AREAS),
    (r"72[1-7]|73[1-6]|74[1-3]", LENGTHS | {"m2", "kc", "den", "l"}),
    (r"763|783", AREAS),
)
"""Codes of nine digits (ÚRS and RTS), first match counts: the usual units.  Nothing is said of codes not listed."""

MATERIAL_UNITS: tuple[tuple[str, frozenset[str]], ...] = (
    (r"581|583[1-7]", frozenset({"t", "kg", "m3"})),
    (r"593|592[0-3]|595|596", frozenset({"ks", "m2", "m", "kpl", "100 ks", "t", "par"})),
    (r"28[67]|55[12]|422|34[1-8]|35[0-9]|40[0-9]", LENGTHS | {"100 ks"}),
    (r"283[2]|628|693", AREAS),
    (r"5893|1032|1037", frozenset({"m3", "t", "l", "kg"})),
    (r"6311|6314|6315|6316|28355|28376[58]|28372[03]|2837[56]9|28376[4]|553413|61140|5924|5976|5524", AREAS),
    (r"605", frozenset({"m3", "m", "ks", "t"})),
    (r"13[0-9]|14[0-9]|154", frozenset({"t", "kg", "m", "ks", "m2"})),
)
"""Codes of materials (eight digits): the usual units."""

OTSKP_UNITS: tuple[tuple[str, frozenset[str]], ...] = (
    (r"0141|0142|0151|0152|0157", frozenset({"m3", "t", "kpl", "kc"})),
    (
        r"0[0-9]",
        frozenset(
            {
                "kpl",
                "ks",
                "m2",
                "m",
                "hod",
                "den",
                "mes",
                "kc",
                "t",
                "kplmesic",
                "kplmes",
                "ksmes",
                "ksden",
                "kplden",
                "m2mes",
                "mmes",
                "km",
                "%",
            }
        ),
    ),
    (r"1(?:2[1-9]|3[0-9])", VOLUMES),
    (r"17", VOLUMES),
    (r"181|182[2-9][1-9]|1824|183", frozenset({"m2", "ks", "m", "ha"})),
    (r"(?:2[27][0-9]|3[0-9]{2}|4[0-3][0-9])(?:3[1-3]|12)", frozenset({"m3"})),
    (r"(?:2[27][0-9]|3[0-9]{2}|4[0-3][0-9])36", MASSES),
    (r"45(?:1[35]|2|8)", frozenset({"m3"})),
    (r"57[45][A-Z]0", VOLUMES),
    (r"711|78[1-4]|572|576", AREAS),
    (r"87|91[1-7]|931[0-25]|9313[0-5]", LENGTHS),
    (r"96[16]1|9671", frozenset({"m3", "t"})),
    (r"56[34]\d[1-9]|572|57[45][A-Z][1-9]|5696|2146|2136|2899|6259|9781|787|1112", AREAS),
    (r"11[34][27]|3272|4655|2134", frozenset({"m3", "t", "m"})),
)
"""Codes of OTSKP."""

CONCRETE_CLASS = re.compile(r"\bc ?(\d{1,3})/(\d{1,3})\b")
EXPOSURE = re.compile(r"\b(x[acdfs]\d)\b")

ELEMENTS: tuple[tuple[str, str, str], ...] = (
    # name, words, code
    ("strip", r"zaklad\w* pas|pasy z|zakladovych pas", r"274"),
    ("footing", r"patk|patek", r"275"),
    ("slab_on_grade", r"zakladov\w* desk|desky zaklad|mazanin", r"273|631"),
    ("footing", r"^zaklady|zakladu\b", r"27[12]"),
    ("pile", r"pilot", r"22[45]"),
    ("retaining_wall", r"opern\w* zd|zarubni|zdi oper|mostni oper|operi? a krid", r"32[67]|333"),
    ("column", r"sloup|pilir", r"33[0-4]"),
    ("stairs", r"schod|ramen|podest", r"43[0-5]"),
    ("ring_beam", r"vene|ztuzujic", r"417"),
    ("beam", r"nosnik|pruvlak|tram(?!v)", r"41[34]"),
    ("bridge_deck", r"mostni nosn|mostovk", r"42[0-3]"),
    ("floor", r"strop|stropn", r"411"),
    ("wall", r"\bsten|\bzdi\b|\bzed\b|pricek nosn", r"31[1-9]|34[0-2]|279"),
)
"""Element of a load-bearing construction, by words or by code (first match counts)."""
