"""What column titles say in Czech, Slovak, English and German; for printed tables and workbooks alike."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from estimator_desktop.reading.openings import openings


class Field(StrEnum):
    """What a column holds."""

    ORDINAL = "ordinal"
    TYPE = "type"
    CODE = "code"
    VARIANT = "variant"
    DESCRIPTION = "description"
    UNIT = "unit"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    TOTAL = "total"
    PRICE_SYSTEM = "price_system"
    UNIT_MASS = "unit_mass"
    TOTAL_MASS = "total_mass"
    SUPPLY = "supply"
    INSTALLATION = "installation"
    OTHER = "other"


_EACH = r" \(?kc\)?| (jedn\w*\.?|j\.) ?(cena)?| ?(cena|kc|czk|eur)? ?/ ?(m\. ?j\.?|mj|jedn\w*\.?|ks)"
"""What a title of supply or installation says of the price of one unit."""
_TITLES: tuple[tuple[Field, str], ...] = (
    (Field.UNIT_MASS, r"jedn\w*\.? (hmotn\w*)( \(t\)| \[t\])?|hmotnost jedn\w*\.?( \[?t\]?)?|j\. ?hmotn\w*( \[t\])?|hmotnost ?/ ?mj"),
    (Field.TOTAL_MASS, r"(celk\w*\.?|hmotnost celkem|celkova) ?(hmotn\w*)?( \[t\]| \(t\))?hmotn\w*|hmotnost celk(em|om|\.)( ?\(t\)| ?\[t\])?|hmotnost( \(t\)| \[t\])?"),
    (Field.PRICE_SYSTEM, r"cenov\w* (soustava|sustava)|soustava|sustava|cen\. ?(soustava|sustava)( ?/ ?platnost)?|price (system|base)"),
    (Field.SUPPLY, rf"(cena )?(dodavka|dodavky|material|materialu)({_EACH})?|(jedn\w*\.?|j\.) ?cena (dodavk|material)\w*"),
    (Field.INSTALLATION, rf"(cena )?(montaz|montaze)({_EACH})?|(jedn\w*\.?|j\.) ?cena montaz\w*"),
    (Field.OTHER, r"(cena )?(dodavk|material|montaz)\w* (celkem|celk\.?)( ?\(?(kc|czk|eur)\)?)?|(cena )?celkem (dodavk|material|montaz)\w*|sazba dph|dph|celkem vc\. dph|cena (s|vc\.?) dph|poznamk\w*|uroven|tc|tov|kcn|index( ceny)?|pocet (polozek|pol\.?|radku|stran|listu)|objekt|standart|standard|foto|alter\. kod|typ polozky|jedn\w* cena neindex\w*\.?|dodavatel|vyrobce|suroviny|hodin\w*|suma|note|remark|bemerkung|cenik|odkaz|vykres\w*"),
    (Field.TYPE, r"typ( radku| vety)?|type|art|tv|row type|druh( radku)?"),
    (Field.VARIANT, r"varianta|variant|var\.?"),
    (Field.ORDINAL, r"p\. ?c\.?|pc|cp|por\.?( ?c(islo|\.)?)?|porad\w* c(islo|\.)?|poradi|c\. ?p\.?|c\.?|cis\.?|poz\.?|pol\. ?c\.?|pos\.?|pos\.?-? ?nr\.?|nr\.?|no\.?|lfd\. ?nr\.?|#|item( no\.?| number)?|line|p\. cis\.?|porc\.?|pol\.?|c\. ?radku|radek|position|ordinal|pozice|por\.? ?c\.? ?pol\.?|c\. ?r\.?|id"),
    (Field.CODE, r"kod( (polozk[ya]|pol\.?|ceniku|urs|vyrobku|prace))?|cis(lo|\.)? polozky|c(is)?\. ?pol(ozky)?\.?|polozka c\.?|(item )?code|artikel\w*\.?(-? ?nr\.?)?|oz(nr)?\.?|ordnungszahl|znacka|katalog\w*( c\w*)?|ref\.?|ciselny kod|kat\. ?c(islo|\.)|obj(ednaci|\.) ?(c(islo|\.)|kod)|(polozka|kod)( polozky)?( dle)? (urs|rts|cenove soustavy|cs|ceniku)|cenikov\w+ (cislo|kod|polozka)|cis(lo|\.)? (pol\.?|cenikove polozky)|artikl|typove oznaceni"),
    (Field.DESCRIPTION, r"(zkraceny |skrateny |podrobny |plny |uplny )?popis.*|nazev.*|nazov.*|text\w*|oznaceni.*|predmet.*|polozka|specifikace.*|bezeichnung.*|beschreibung.*|kurztext|leistung(stext|sbeschreibung|sbezeichnung)?|langtext|positionstext|artikelbezeichnung|artikel|(short |full |item )?description.*|druh prac\w*.*|vykon.*|material a prace|(stavebni )?prace|cinnost|zbozi|(works?|job) description.*|ukon\w*|vyrobek|zarizeni|prvek|obsah|prace (a|/) (dodavk|material)\w*|dodavky (a|/) prace|material ?/ ?prace|polozkovy rozpocet"),
    (Field.UNIT, r"m\. ?j\.?|mj\.?|jedn\.? (miry|mnozstvi)|jednotka (miry|mnozstvi)|mern\w* jednotk\w*|mer\w*\.? ?j\w*\.?|mn\. ?j\.?|jedn\.?|jednotk[ay]|unit( of measure)?|uom|(mengen)?einheit|einh\.?|me|j\.?|eh"),
    (Field.QUANTITY, r"ks|kusu|kusy|celk(ove|em|\.)? (mnozstvi|vymera)|predpokladan\w+ (mnozstvi|vymera)|objem( praci)?|rozsah|kvantita|mnozstvi.*|mnozstvo.*|vymera.*|pocet.*|mn\.?|menge.*|quantity.*|q-?ty\.?|mnoz\.?|vykaz vymer"),
    (Field.UNIT_PRICE, r"((nabidkova )?j\. ?cena( index\w*)?|j\.? ?c\.?|jedn\. ?c\.|(nabidkova )?jed\w*\.? ?cena|prodejni cena|cena jedn\w*\.?|cena( bez dph)? ?/ ?(m\. ?j\.?|mj|j\.?|jedn\.?|jednotk\w*|unit|ks|kus)|((nabidkov\w )?cen[ay] |kc |czk )?za (m\. ?j\.?|mj|jedn\.?|(mernou )?jednotku|ks|kus)|jednotkova|jednotk\. cena|cena (m\. ?j\.?|mj)|(kc|czk|eur) ?/ ?(m\.?j\.?|jedn\.?|ks|kus)|e\.?p\.?|einheitspreis|einzelpreis|e-?preis|preis ?/ ?einheit|unit (price|rate|cost)|price ?/ ?unit|price per unit|rate|sazba)( ?[\[(]?(kc|czk|eur|€)[\])]?)?( ?/ ?mj)?( bez dph| netto)?"),
    (Field.TOTAL, r"((nabidkova )?cena cel(kem|kom|k\.)|castka|celkova nabidkova cena|nabidkova cena|cena za (celek|polozku)|cena polozky|celk\w*\.? ?cena|celkem|celkom|cena|g\.?p\.?|gesamtpreis|gesamtbetrag|g-?preis|gesamt|betrag|(line |total )?total( price| cost)?|price|amount|naklady( celkem)?|cena spolu|spolu)( ?[\[(]?(kc|czk|eur|€)[\])]?)?( bez dph| netto)?( celkem)?( ?[\[(]?(kc|czk|eur|€)[\])]?)?"),
)  # fmt: skip
_ANY_TITLE = re.compile("|".join(f"(?P<{field}>{pattern})" for field, pattern in _TITLES))
_OPENINGS = openings(tuple(pattern for _, pattern in _TITLES))
_AROUND = " :*"
_MONEY = r"(?:kc|czk|eura?|€)"
_UNTAXED = r"(?:bez dph|bez dane|ohne mwst\.?|excl?\.? vat|netto)"
_MONEY_FIRST = re.compile(rf"^{_MONEY} (?=c)")
_WITHOUT = re.compile(rf"(?: ?[\[(,]? ?(?:(?:v |in )?{_MONEY}(?:[ ,]*{_UNTAXED})?|{_UNTAXED}) ?[\])]?)+$")
"""What titles say beside what a column holds: the currency, and that tax is left out."""


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Lower case without diacritics, single spaces.  Remembered: documents say the same again and again."""
    plain = text.casefold()
    if not plain.isascii():
        # Some signs are letters of the alphabet only when decomposed, and only then have a lower case.
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        plain = "".join([sign for sign in decomposed if sign < "\u0300" or not unicodedata.combining(sign)])
    return " ".join(plain.split())


@lru_cache(maxsize=8192)
def opens_title(word: str) -> bool:
    """Whether a title can begin with a word.  Far cheaper than `title_field`, and never wrong about a no."""
    plain = folded(word).strip(_AROUND)
    return not plain or plain.startswith(_OPENINGS)


@lru_cache(maxsize=8192)
def title_field(text: str) -> Field | None:
    """The column a title names; None where it is no title we know."""
    first = text.split(None, 1)
    if not first or not opens_title(first[0]):
        return None
    plain = folded(text).strip(_AROUND)
    if ":" in plain:  # a label and what it says (`Název stavby: …`)
        return None
    match = _ANY_TITLE.fullmatch(plain)
    if match is None:
        bare = _WITHOUT.sub("", _MONEY_FIRST.sub("", plain)).strip(_AROUND)
        match = _ANY_TITLE.fullmatch(bare) if bare and bare != plain else None
    return Field(match.lastgroup) if match is not None and match.lastgroup else None
