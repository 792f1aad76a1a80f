"""What column titles say in Czech, Slovak, English and German; for printed tables and workbooks alike."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


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


_TITLES: tuple[tuple[Field, str], ...] = (
    (Field.UNIT_MASS, r"jedn\w*\.? (hmotn\w*)( \(t\)| \[t\])?|hmotnost jedn\w*\.?( \[?t\]?)?|j\. ?hmotn\w*( \[t\])?"),
    (Field.TOTAL_MASS, r"(celk\w*\.?|hmotnost celkem|celkova) ?(hmotn\w*)?( \[t\]| \(t\))?hmotn\w*|hmotnost celkem( \[t\])?|hmotnost( \(t\)| \[t\])?"),
    (Field.PRICE_SYSTEM, r"cenov\w* (soustava|sustava)|soustava|sustava|cen\. soustava"),
    (Field.SUPPLY, r"(cena )?(dodavka|dodavky|material)( \(?kc\)?| jedn\.? ?cena)?|jedn\.? ?cena dodavk\w+"),
    (Field.INSTALLATION, r"(cena )?(montaz|montaze)( \(?kc\)?| jedn\.? ?cena)?|jedn\.? ?cena montaz\w+"),
    (Field.OTHER, r"sazba dph|dph|celkem vc\. dph|poznamka|uroven|tc|tov|index( ceny)?|objekt|standart|standard|foto|alter\. kod|typ polozky|jedn\w* cena neindex\w*\.?|dodavatel|suroviny|hodin\w*|suma"),
    (Field.TYPE, r"typ|type|art|tv"),
    (Field.VARIANT, r"varianta|var\.?|variant"),
    (Field.ORDINAL, r"p\. ?c\.?|pc|cp|por\.?( ?c(islo|\.)?)?|poradov\w* cislo|c\. ?p\.?|c\.?|cis\.?|poz\.?|pol\. ?c\.?|pos\.?|nr\.?|no\.?|#|item( no\.?)?|p\. cis\.?|porc\.?"),
    (Field.CODE, r"kod( polozky| pol\.)?|cislo polozky|c(is)?\. ?pol(ozky)?\.?|polozka c\.?|code|artikel\w*|oz(nr)?\.?|kod ceniku|znacka|katalog\w* c\w*"),
    (Field.DESCRIPTION, r"(zkraceny |podrobny )?popis.*|nazev.*|nazov.*|text\w*|oznaceni.*|predmet.*|polozka|specifikace.*|bezeichnung.*|beschreibung|kurztext|description.*|druh praci.*|vykon.*|material a prace"),
    (Field.UNIT, r"m\. ?j\.?|mj|mern\w* jednotk\w*|mer\. ?jedn\.?|mn\. ?j\.?|jedn\.?|jednotka|unit|einheit|me|j\.?"),
    (Field.QUANTITY, r"mnozstvi.*|mnozstvo.*|vymera.*|pocet.*|mn\.?|menge|quantity|qty|mnoz\.?|vykaz vymer"),
    (Field.UNIT_PRICE, r"(j\. ?cena( index\w*)?|jedn\w*\.? ?cena|cena jedn\w*\.?|cena ?/ ?(m\. ?j\.?|mj|jedn\.?)|cena za (m\. ?j\.?|mj|jednotku)|jednotkova|jednotk\. cena|cena (m\. ?j\.?|mj)|kc ?/ ?mj|ep|einheitspreis|unit price|rate|sazba)( ?[\[(]?(kc|czk|eur)[\])]?)?( ?/ ?mj)?( bez dph)?"),
    (Field.TOTAL, r"(cena celkem|celk\w*\.? ?cena|celkem|celkom|cena|gp|gesamtpreis|total( price)?|amount|naklady celkem|cena spolu|spolu)( ?[\[(]?(kc|czk|eur)[\])]?)?( bez dph)?( celkem)?"),
)  # fmt: skip
_PATTERNS = tuple((field, re.compile(pattern)) for field, pattern in _TITLES)


def folded(text: str) -> str:
    """Lower case without diacritics, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"\s+", " ", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip()


def title_field(text: str) -> Field | None:
    """The column a title names; None where it is no title we know."""
    plain = folded(text).strip(" :*")
    for field, pattern in _PATTERNS:
        if pattern.fullmatch(plain):
            return field
    return None
