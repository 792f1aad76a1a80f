"""What things are counted in: nouns of building trades by how their amount is stated.

A description's head is its first noun before a preposition: `Závěsný plynový kotel …` is counted, `Montáž potrubí z …`
is measured in metres.  A class says which units are usual and which can never be right; a unit that is neither is left
alone.  The words are common vocabulary (stems without accents), not sentences of one budget.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Counted:
    """How things of one sort are counted: usual units first, units that contradict the sort."""

    usual: tuple[str, ...]
    never: frozenset[str]


PIECES = Counted(("ks", "kpl"), frozenset({"m2", "m3", "t", "ha", "km", "100 m2", "100 m3"}))
OPENINGS = Counted(("ks", "m2", "kpl"), frozenset({"m3", "t", "ha", "km", "100 m3"}))
LENGTHS = Counted(("m", "ks"), frozenset({"m2", "m3", "ha", "100 m2", "100 m3"}))
EDGES = Counted(("m", "ks", "m2"), frozenset({"m3", "t", "ha", "100 m3"}))
AREAS = Counted(("m2", "ks"), frozenset({"m3", "t", "km", "100 m3"}))
SHEETING = Counted(("m2", "m"), frozenset({"m3", "ha", "100 m3"}))
VOLUMES = Counted(("m3", "t"), frozenset({"m2", "ha", "km", "100 m2"}))
SERVICES = Counted(("kpl", "hod", "ks"), frozenset({"m2", "m3", "t", "ha", "100 m2", "100 m3"}))
WEIGHTS = Counted(("kg", "t"), frozenset({"m2", "m3", "ha"}))
METAL = Counted(("kg", "t", "m", "m2"), frozenset({"m3", "ha", "100 m3"}))

_STEMS: tuple[tuple[Counted, str], ...] = (
    (
        PIECES,
        # heating, water, gas, ventilation
        "kotel kotl horak kourovod bojler ohrivac zasobnik nadob cerpadl kompresor ventilator agregat"
        " radiator otopn teles konvektor vymenik rozdelovac sberac anuloid vyrovnavac odlucovac odkalovac"
        " odvzdusnovac filtr ventil kohout klapk sroubeni hlavic termostat cidl snimac servopohon pohon regulator"
        " manometr tlakomer teplomer vodomer plynomer prutokomer kalorimetr spojk redukc kolen odboc odbock obloucek"
        " oblouk prirub zaslepk zatk objimk nipl mufn vpust sifon vtok gulik hydrant umyvadl drez vylevk"
        " klozet pisoar bidet van vanick sprch bateri sedatk splachovac nadrzk zrcadl davkovac susic drzak"
        " anemostat vyustk mrizk difuzor tlumic rekuperator jednotk manzet digestor clon vyust fancoil chladic"
        " expanzomat pojistk sitk lapac odlucovac septik poklop skruz prstenec"
        # electricity, weak current
        " zasuvk dvouzasuvk spinac vypinac prepinac tlacitk svitidl reflektor lampa lamp svetl zarovk zarivk trubic"
        " rozvadec rozvodnic jistic chranic stykac rele transformator trafo zdroj akumulator bateri svork svorkovnic"
        " krabic krabick ovladac kamer detektor hlasic sirena siren ustredn ctecka cteck zamek zamk terminal switch"
        " router konvertor prevodnik prijimac vysilac anten zesilovac reproduktor mikrofon monitor server rack"
        " konektor patch zvonek zvonk telefon videotelefon jimac zemnic elektromer skrin skrink"
        # joinery, locksmith, equipment
        " clen uzel uzl ohrivak stridac svodic majak trezor tabl klavesnic stanic prechodk kontakt osvetleni rozhrani"
        " zarub kovani klik zavirac samozavirac pant stozar sloupek kotv hmozdink sroub matic podlozk konzol konzole"
        " stolek zidl stul lavic kos stojan vesak hacek hasic hasicak tabulk znack cedul"
        " vytah plosin vylez poklop zebrik brank dvirk"
        # planting, roads
        " strom ker kerik stromek sazenic obrubnicek zabran zavor semafor",
    ),
    (
        OPENINGS,
        "modul okn dver vrat svetlik panel zaluzi rolet markyz stinen prickov kridl oken dveri mriz prepazk",
    ),
    (
        LENGTHS,
        "cyky ayky cxkh cxke jyty sykfy cysy cmsm nym nyy pouzdr rozvod kanalizac pripojk vodovod plynovod pask potrub trubk trub roura rour hadic kabel vodic vedeni pasovin list zlab chranick svod obrubnik"
        " lan drat zabradl madl okap hreben uzlab narozi lem prekl draznik kolejnic tesneni drenaz"
        " kanalek rigol trativod stetovnic",
    ),
    (
        EDGES,
        "prostup prurazy pruraz ucpavk parapet sokl oplechovani lemovani pasek rohoz oploceni plot dilatac spar spara",
    ),
    (
        AREAS,
        "komunikac chodnik dlazb obklad omitk malb nater penetrac podlah krytin pricka pricek prick podhled foli geotextili koberec"
        " koberc povlak hydroizolac parozabran bednen zaklop zateplen fasad opravu travnik stuk sterk"
        " lepenk pletiv tapet",
    ),
    (SHEETING, "pazeni hrazeni roubeni"),
    (VOLUMES, "beton podsyp obsyp zasyp nasyp vykop hloubeni odkop mazanin sterkopisek sterkodrt kamenivo ornic zemin"),
    (
        SERVICES,
        "regulac kabelaz kompletac podil napojeni pospojovani zaregulovani vyzkouseni dokumentac revize revizi zaskoleni oziveni zprovozneni uvedeni zkousk kontrol koordinac inzenyring"
        " programovan nastaveni zregulovani vyregulovani seriz parametrizac pronajem pronajm posudek"
        " posudk mereni vytyceni zamereni protokol zapojeni odpojeni likvidaci napusteni vypusteni odvzdusneni"
        " skoleni pripomoc pripomoci zaruk pojisteni rezij mimostaveni dozor predani projekt",
    ),
    (WEIGHTS, "chladiv"),
    (METAL, "plech uhelnik profil"),
)
_ENDINGS = frozenset(
    ("", "a", "y", "u", "e", "i", "o", "em", "ou", "um", "am", "ami", "ach", "ech", "ich", "im", "mi", "ovi", "ich")
)
_JOINING = frozenset(("a", "i", "nebo", "ci", "d", "m"))
_NEUTRAL = frozenset(
    (
        "montaz", "demontaz", "dodavka", "dodani", "dodavky", "osazeni", "vymena", "instalace", "usazeni", "prislusenstvi",
        "dmtz", "mtz", "zrizeni", "odstraneni", "repase", "oprava", "opravy", "sada", "komplet", "novy", "nova", "nove",
    )
)  # fmt: skip
"""What is done with a thing, or how it is delivered: says nothing of how it is counted."""
_OTHER_HEADS = [
    "vrstv",
    "sten",
    "stran",
    "bran",
    "hal",
    "skupin",
    "rad",
    "dvojic",
    "ploch",
    "hran",
    "barv",
    "uprav",
    "trhlin",
    "mezer",
    "dutin",
    "vypln",
    "plomb",
    "sestav",
    "souprav",
    "opor",
    "vod",
    "pud",
    "plan",
    "cest",
    "tras",
    "mer",
    "struktur",
    "sit",
    "konstrukc",
    "soustav",
    "vydrev",
]
"""Nouns that look like adjectives or say nothing of the unit."""
_ADJECTIVE = re.compile(
    r"(?:ov|n|ck|sk|t|l|r|v|h)(?:y|a|e|ych|eho|ou|ymi|ym)$|(?:[bcdfghjklmnprstvxz]n|[aeiu]c|j?s)i(?:ch|ho|m|mi)?$"
)
_THICK = re.compile(r"lomov|\bmazanin|podlah\w* .*beton|beton\w* podlah")
"""Coverings so thick that their volume is stated as well."""
_LOOK_AT = 7
"""Words of a description among which its head stands."""
_LONGEST_ENDING = 3


def _spellings(stem: str) -> Iterator[str]:
    """The stem and its genitive plural, which puts an e between two consonants: `zasuvk` → `zasuvek`."""
    yield stem
    if len(stem) > 4 and stem[-1] in "knlr" and stem[-2] not in "aeiouy":
        yield f"{stem[:-1]}e{stem[-1]}"


def _table() -> dict[str, Counted | None]:
    found: dict[str, Counted | None] = dict.fromkeys(_OTHER_HEADS)
    for sort, stems in _STEMS:
        for stem in stems.split():
            for spelling in _spellings(stem):
                found.setdefault(spelling, sort)
    return found


_NOUNS = _table()


@lru_cache(maxsize=16_384)
def _sort(word: str) -> tuple[bool, Counted | None]:
    """Whether the word is a noun of the table, and its sort."""
    for cut in range(min(_LONGEST_ENDING, len(word) - 2) + 1):
        stem = word[: len(word) - cut]
        if stem in _NOUNS and word[len(word) - cut :] in _ENDINGS:
            return True, _NOUNS[stem]
    return False, None


def counted(folded: str) -> Counted | None:
    """How the thing that a folded description names first is counted; None where its head is not known.

    Only adjectives and words such as `montáž` may stand before the head: in `obetonování šachty` the shaft is not it.
    """
    for raw in folded.replace("+", " ").replace("/", " ").replace("-", " ").split()[:_LOOK_AT]:
        word = raw.strip(",.;:()[]\"'*„“")
        if not word.isalpha() or word in _JOINING:
            continue
        known, sort = _sort(word)
        if known:
            return None if sort is AREAS and _THICK.search(folded) else sort
        if word not in _NEUTRAL and not _ADJECTIVE.search(word):
            return None
    return None
