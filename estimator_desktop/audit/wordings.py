"""What a description says in plain words, whatever its code: kind of work, usual units, codes it may stand under.

Texts are folded: lower case, no accents.  Tables hold stems, never sentences of one budget.
"""

from __future__ import annotations

from estimator_desktop.audit.systematics import AREAS, LENGTHS, MASSES, VOLUMES, Kind

TEXT_UNITS: tuple[tuple[str, Kind | None, frozenset[str]], ...] = (
    (r"^presun\w* hmot", Kind.TRANSFER, frozenset({"t", "%", "kc"})),
    (
        r"^poplat\w+ za (?:uloz|sklad|likvid)|skladkovne|^likvidace (?:odpad|zemin|sut)",
        None,
        frozenset({"t", "m3", "kg", "kpl", "ks"}),
    ),
    (
        r"^(?:odvoz|vodorovna doprava|svisla doprava|vnitrostaven\w+ doprava|nakladani|preprava|doprava)\b.*"
        r"(?:suti|vybouran)",
        Kind.DEBRIS,
        frozenset({"t", "m3"}),
    ),
    (r"^sejmuti ornice|^skryvka|^rozprostreni", None, frozenset({"m2", "m3"})),
    (r"^(?:hloubeni (?!vrt|podzemn|stud)|odkop|prokop|vykop|rucni vykop)", Kind.EXCAVATION, VOLUMES),
    (
        r"^(?:zasyp (?!kabel)|obsyp|ulozeni sypan|zemni hrazk|dosyp|podsyp)",
        Kind.BACKFILL,
        frozenset({"m3", "t", "kpl"}),
    ),
    (r"^(?:vodorovne|svisle) premisteni", Kind.HAULAGE, frozenset({"m3", "t", "ks"})),
    (r"^nakladani|^prehozeni", Kind.LOADING, frozenset({"m3", "t"})),
    (r"^uprav\w* plan", None, frozenset({"m2"})),
    (r"^zaloz\w+ travnik|^osetr\w+ travnik|^osetrovani travnik", None, frozenset({"m2", "ha", "ks"})),
    (
        r"^(?:zrizeni |odstraneni |systemove )?(?:\w+ho |\w+(?:ne|ve|le) )?bedneni|bedneni.*(?:zrizeni|odstraneni)$",
        Kind.FORMWORK,
        AREAS,
    ),
    (
        r"^vyztuz(?!.*(?:strikan|omit|sterk|tkanin|geom|pletiv|zebr)).*(?:ocel(?!.*kotva)|10 ?505|b ?500|kari|siti)",
        Kind.REBAR,
        MASSES,
    ),
    (r"^leseni prostorov", Kind.SCAFFOLD, VOLUMES),
    (r"^(?:montaz |demontaz |priplatek k )?leseni (?:rad|pomoc|lehk)", Kind.SCAFFOLD, AREAS),
    (r"^mazanin", None, VOLUMES),
    (r"^poter|^samonivelac", Kind.SCREED, AREAS),
    (
        r"\b(?:ze zelezobetonu|z prosteho betonu|ze zelezoveho betonu|z betonu mezer\w*)(?:\s+do)?(?: c ?\d|$| \()",
        None,
        VOLUMES,
    ),
    (
        r"^(?:\w+ ){0,4}omitk\w*|^malb|^(?:\w+ ){0,2}nater|^penetra|^spojovaci postrik|^infiltracni postrik|^obklad"
        r"|^(?:montaz )?dlazeb|^kladeni dlazb|^(?:montaz |demontaz )?podhled|^pricka|^sdk",
        None,
        AREAS,
    ),
    (r"^(?:\w+ ){0,3}(?:hydroizolac|izolac\w+ (?:proti|bezn|most|podzem))", Kind.WATERPROOFING, AREAS),
    (r"^(?:montaz )?(?:tepeln\w+ )?izolac\w+ tepeln", Kind.INSULATION, AREAS | {"m3"}),
    (
        r"^(?:montaz |demontaz |dodavka |osazeni |dodani )?(?:potrubi|trubk[ay]|kabel|vodic|obrubnik|chranick|svod )",
        None,
        LENGTHS | {"t", "kg"},
    ),
    (
        r"^(?!.*(?:mazanin|bour|ornic|zdiv|zazd|strikan|z beton|zelezobet|frez|klin)).*\btl\.? ?(?:vrstvy |pres |do |\d+ az )*"
        r"\d+(?:[.,]\d+)? ?(?:mm|cm)\b",
        None,
        AREAS | {"100 ks"},
    ),
    (r"^(?:montaz |demontaz )?(?:okn|okenn|dver|kryt(?:iny|ina) |oplast|vycisteni budov)", None, AREAS),
    (r"^obetonovani|^nasyp|^demolice budov|^podklad\w* beton", None, VOLUMES),
    (r"^(?:folie|geotextili|pas asfalt|pasy asfalt|lepenka|textilie)", None, AREAS),
    (r"^deska (?:eps|xps|tepelne|z kamenn|mineraln|fenol|pir|cementot|sadro)", None, frozenset({"m2", "ks", "m3"})),
    (r"^(?:kamenivo|sterk|pisek|drt|kamen lom|sterkopis|sterkodr)", None, frozenset({"t", "kg", "m3"})),
    (r"^dlaz(?:ba|dice) (?:kera|zamk|beton|slin|kam|pro nev)", None, frozenset({"m2", "ks", "m", "t"})),
    (r"^(?:rezivo|hranol|fosn|prkn)", None, frozenset({"m3", "m", "ks"})),
    (
        r"^(?:koleno|odbocka|redukce|spojka|ventil|kohout|klozet|umyvadlo|jistic|zasuvka|spinac|svitidlo|poklop)\b",
        None,
        frozenset({"ks", "kpl", "sad", "par"}),
    ),
)
"""What a description's first words say: kind and usual units, first match counts.

The order tells a special case from the general one that follows it."""

SPEAKS: tuple[tuple[str, str], ...] = (
    # unmistakable words -> the codes (nine or eight digits, OTSKP) under which they may stand
    (r"^presun\w* hmot", r"99"),
    (r"^(?:zrizeni |odstraneni )?bedneni", r"...35|..35|....35|762|31|34|27|763|95|45|4|38|33|63|9|2"),
    (r"^hloubeni", r"13|12|22|23|24|15|2|46|14"),
    (r"^odkop|^prokop", r"1[23]"),
    (r"^zasyp|^obsyp", r"17|45|46|58|21|89"),
    (r"^vodorovne premisteni|^svisle premisteni", r"16|997|17"),
    (r"^vyztuz", r"...36|..36|....36|15|22|23|41|42|38|28|31|34|62|63|57|71|95|27|32|45|33|76|24|2"),
    (r"^(?:\w+ )?omitk", r"61|62|97|78|60|13|58"),
    (r"^malb", r"78"),
    (r"^leseni|^(?:montaz|demontaz) leseni", r"94"),
    (r"^mazanin", r"63|96"),
    (r"^bourani|^vybourani", r"9|11|7|8|46"),
    (r"^obklad|^montaz obklad", r"78|76|59|62|28|77|71"),
    (r"^sdk", r"763|59"),
    (r"^oplechovani", r"764|71|55|78|76"),
    (r"^(?:provedeni |montaz )?(?:hydro)?izolac\w* proti", r"71|62|63|28|99"),
    (r"^(?:montaz |ulozeni |demontaz )?(?:kabel\w*|vodic\w*)(?= |$)", r"34|21|74|22|46|35|12|40|23|9|8|1"),
    (r"^(?:montaz |demontaz )?(?:klozet|umyvad|van[ay] |bateri|drez|pisoar|vylevk|sprchov)", r"64|55|72|42|9|48"),
    (r"^(?:montaz |demontaz )?kot(?:el|le|lu)\b", r"73|48|44|9"),
    (r"^(?:montaz |demontaz )?(?:vnejsi\w* |venkovni\w* |vnitrni\w* )?zaluzi", r"786|76|55|61|9|28"),
    (
        r"^(?:montaz |demontaz )?(?:dver|okn|oken|zarub|parapet)",
        r"(?!1|2[1-7]|4[1-6]|5[67]|7[1-5]|77|78[1-4]|8|91|94|99)",
    ),
    (r"^(?:montaz )?podlah\w* (?:keram|z dlaz|povlak)", r"77|59|63|9|28"),
    (r"^zdivo |^zdeni |^nosne zdivo", r"(?!1[1-7]|5[67]|6|7|8[1-7]|91|94|99)"),
    (r"^montaz (?:sloupk\w+ )?doprav\w+ znac|^(?:svisl|vodorovn)\w+ doprav\w+ znac", r"91|40|56|9"),
    (r"^montaz (?:\w+ )?(?:sten|pricek|pric) ", r"(?!1|2[1-7]|5|6[1-3]|7[1-5]|77|78|8|91|94|99)"),
    (r"^nasunuti potrub|^kryti potrub|^signalizacni vodic", r"23|8|2|7[23]|46"),
    (r"^(?:montaz |osazeni )?(?:kol\w+ |odboc\w+ )?tvarov\w+ ", r"(?!1|5[67]|6[1-3]|71[12]|76|77|78|91|94|99)"),
    (r"^(?:hlavni )?tlakov\w+ zkous|^zkousk\w+ tesnosti", r"(?!1[1-7]|27|3|4[1-3]|5[67]|6|71[12]|76|77|78|91|94|99)"),
    (r"^lepeni .*\b(?:pas|dlazd|koberc|lino|vinyl|pvc)", r"77|78|71|28|69"),
    (r"^osazeni mriz", r"(?!1[1-7]|27|5[67]|6[1-3]|7[1-57]|78)"),
    (r"^poplatek za (?:ulozeni|sklad)", r"17|997|01|94|97|99|46"),
    (r"^odvoz suti|^vnitrostavenistni doprava", r"99|97|46"),
    # one trade of pipes, fittings and apparatus is not another
    (
        r"^(?:montaz |demontaz |oprav\w* )?(?:\w+ )?potrubi (?:z |ocel|med|plast|pp|pe)",
        r"(?!731|732|734|735|725|726|76[1-6]|77|78|[136])",
    ),
    (r"^(?:\w+ )?plynovod(?:y|u|ni|niho|nich)?\b", r"(?!71|72[124-9]|73|76|77|78|[136])"),
    (r"^(?:montaz |demontaz )?armatur", r"(?!711|712|713|731|733|735|736|76|77|78|[136])"),
    (r"^(?:montaz |demontaz )?(?:nadob\w+|nadrz\w*) (?:\w+ )?(?:expan|tlak)", r"73[1245]|72|48|42|43|69|75|8|3"),
    (r"^(?:montaz |demontaz )?(?:otopn\w+ teles|radiator)", r"735|48|54|44|9|73[34]"),
    (r"^(?:montaz |demontaz )?cerpad\w+ (?:teplovod|obeh)", r"73[0-9]|72[24]|42|48|43"),
    (r"^(?:montaz |demontaz )?(?:svitid|zasuvk|rozvadec|jistic|spinac)", r"74|21|22|34|35|40|36|37|38|46|97|9"),
    (r"^osivo", r"005|00"),
    (r"^kamenivo|^sterkopisek|^sterkodrt", r"58|56|57|10"),
)
"""Words after which a code of another trade is a contradiction."""
