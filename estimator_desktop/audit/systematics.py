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


M2, M3 = "m2", "m3"
_LENGTHS = frozenset({"m", "km", "ks", "kpl", "par", "%", "hod", "kg", "t", "100 m"})
_AREAS = frozenset({"m2", "m", "ks", "kpl", "%", "hod", "den", "kg", "t", "l", "100 m2", "ha", "par", "km"})
_VOLUMES = frozenset({"m3", "t", "%", "ks", "kpl", "hod", "m", "100 m3", "l", "kg"})
_MASSES = frozenset({"t", "kg", "%"})

CODE_UNITS: tuple[tuple[str, frozenset[str]], ...] = (
    # earthworks
    (r"12115", _AREAS),
    (r"12[2-9]|13[0-39]", _VOLUMES),
    (r"115[0-9]{6}", frozenset({"hod", "den", "m", "ks", "kpl"})),
    (r"1131|1130|11121|112155[34]", _AREAS),
    (r"1132", _LENGTHS),
    (r"15[01]\d{3}[12]|1532", _AREAS),
    (r"16[1-7]", frozenset({"m3", "t", "ks"})),
    (r"17120122\d|17120123\d|17120121\d", frozenset({"t", "m3"})),
    (r"17[145]", frozenset({"m3", "t"})),
    (r"18[12][0-9]", frozenset({"m2", "ks", "m", "ha"})),
    # the element, then concrete, formwork, rebar
    (r"(?:27[0-9]|3[1-4][0-9]|38[0-9]|41[0-9]|43[0-9]|452|46[1-5])3[12]", frozenset({"m3", "ks", "m"})),
    (r"(?:27[0-9]|3[1-4][0-9]|38[0-9]|41[0-9]|43[0-9]|452|46[1-5]|631|632|953)35", _AREAS),
    (r"(?:27[0-9]|3[1-4][0-9]|38[0-9]|41[0-9]|43[0-9]|452|46[1-5]|631|632)36", _MASSES),
    (r"279113|3111|31127|31123[3-9]|3400|3422|342[12]|34627", _AREAS),
    (r"63131|63134", _VOLUMES),
    (r"632|633|634", _AREAS),
    (r"56[4-9]|57[1-8]|59[1-6]", _AREAS),
    (r"61[0-9]|62[0-9]", _AREAS),
    (r"8[0-79]\d*", _LENGTHS | {"m3", "den", "m2"}),
    (r"91[67]", _LENGTHS | {"m3"}),
    (r"941", _AREAS),
    (r"943", _VOLUMES),
    (r"9445|9529|9531|9151[23]|9197[12]", _AREAS),
    (r"45157777|451577|45159", _AREAS),
    (r"2115|21257|45157|45231|45232|8996|9169", _VOLUMES),
    (r"2119|2131|4441|4111|6372", _AREAS),
    (r"46[09][68]|98[12]", _VOLUMES | {"m2"}),
    (r"949", _AREAS),
    (r"961|9620[23]2", _VOLUMES),
    (r"96203[1]|968|978", _AREAS),
    (r"997", frozenset({"t", "m3", "%", "ks", "kpl"})),
    (r"998", frozenset({"t", "%", "kc"})),
    # trades
    (r"712771[56]", _AREAS | {"m3"}),
    (r"71311", _AREAS | {"m3"}),
    (r"762395|762795|762083", _VOLUMES),
    (r"7623[34]|7624[23]|7625[12]|76295|764|7666[23]|7671|7673|7676[13]|767531|787", _AREAS),
    (r"711|712|713[1]|765|771|775|776|777|781|782|784", _AREAS),
    (r"713[4-9]", _AREAS),
    (r"72[1-7]|73[1-6]|74[1-3]", _LENGTHS | {"m2", "kc", "den", "l"}),
    (r"763|783", _AREAS),
)
"""Codes of nine digits (ÚRS and RTS), first match counts: the usual units.  Nothing is said of codes not listed."""

MATERIAL_UNITS: tuple[tuple[str, frozenset[str]], ...] = (
    (r"581|583[1-7]", frozenset({"t", "kg", "m3"})),
    (r"593|592[0-3]|595|596", frozenset({"ks", "m2", "m", "kpl", "100 ks", "t", "par"})),
    (r"28[67]|55[12]|422|34[1-8]|35[0-9]|40[0-9]", _LENGTHS | {"100 ks"}),
    (r"283[2]|628|693", _AREAS),
    (r"5893|1032|1037", frozenset({"m3", "t", "l", "kg"})),
    (r"6311|6314|6315|6316|28355|28376[58]|28372[03]|2837[56]9|28376[4]|553413|61140|5924|5976|5524", _AREAS),
    (r"605", frozenset({"m3", "m", "ks", "t"})),
    (r"13[0-9]|14[0-9]|154", frozenset({"t", "kg", "m", "ks", "m2"})),
)
"""Codes of materials (eight digits): the usual units."""

OTSKP_UNITS: tuple[tuple[str, frozenset[str]], ...] = (
    (r"0141|0142|0151|0152|0157", frozenset({"m3", "t", "kpl", "kc"})),
    (r"0[0-9]", frozenset({"kpl", "ks", "m2", "m", "hod", "den", "mes", "kc", "t", "kplmesic", "km", "%"})),
    (r"1(?:2[2-9]|3[0-9])", _VOLUMES),
    (r"17", _VOLUMES),
    (r"181|182[2-9][1-9]|1824|183", frozenset({"m2", "ks", "m", "ha"})),
    (r"(?:2[27][0-9]|3[0-9]{2}|4[0-3][0-9])(?:3[1-3]|12)", frozenset({"m3"})),
    (r"(?:2[27][0-9]|3[0-9]{2}|4[0-3][0-9])36", _MASSES),
    (r"45(?:1[35]|2|8)", frozenset({"m3"})),
    (r"711|78[1-4]|572|576", _AREAS),
    (r"87|91[1-7]|931[0-25]|9313[0-5]", _LENGTHS),
    (r"96[16]1|9671", frozenset({"m3", "t"})),
    (r"56[34]\d[1-9]|57[24]|575[A-Z]\d[1-9]|5696|2146|2136|2899|6259|9781|787|1112", _AREAS),
    (r"11[34][27]|3272|4655|2134", frozenset({"m3", "t", "m"})),
)
"""Codes of OTSKP."""

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
    (r"^(?:hloubeni (?!vrt|podzemn|stud)|odkop|prokop|vykop|rucni vykop)", Kind.EXCAVATION, _VOLUMES),
    (
        r"^(?:zasyp (?!kabel)|obsyp|ulozeni sypan|zemni hrazk|dosyp|podsyp)",
        Kind.BACKFILL,
        frozenset({"m3", "t", "kpl"}),
    ),
    (r"^(?:vodorovne|svisle) premisteni", Kind.HAULAGE, frozenset({"m3", "t", "ks"})),
    (r"^nakladani|^prehozeni", Kind.LOADING, frozenset({"m3", "t"})),
    (r"^uprav\w* plan", None, frozenset({"m2"})),
    (r"^zaloz\w+ travnik|^osetr\w+ travnik|^osetrovani travnik", None, frozenset({"m2", "ha", "ks"})),
    (r"^(?:zrizeni |odstraneni |systemove )?bedneni|bedneni.*(?:zrizeni|odstraneni)$", Kind.FORMWORK, _AREAS),
    (
        r"^vyztuz(?!.*(?:strikan|omit|sterk|tkanin|geom|pletiv|zebr)).*(?:ocel(?!.*kotva)|10 ?505|b ?500|kari|siti)",
        Kind.REBAR,
        _MASSES,
    ),
    (r"^leseni prostorov", Kind.SCAFFOLD, _VOLUMES),
    (r"^(?:montaz |demontaz |priplatek k )?leseni (?:rad|pomoc|lehk)", Kind.SCAFFOLD, _AREAS),
    (r"^mazanin", None, _VOLUMES),
    (r"^poter|^samonivelac", Kind.SCREED, _AREAS),
    (
        r"\b(?:ze zelezobetonu|z prosteho betonu|ze zelezoveho betonu|z betonu mezer\w*)(?:\s+do)?(?: c ?\d|$| \()",
        None,
        _VOLUMES,
    ),
    (
        r"^(?:\w+ ){0,4}omitk\w*|^malb|^(?:\w+ ){0,2}nater|^penetra|^spojovaci postrik|^infiltracni postrik|^obklad"
        r"|^(?:montaz )?dlazeb|^kladeni dlazb|^(?:montaz |demontaz )?podhled|^pricka|^sdk",
        None,
        _AREAS,
    ),
    (r"^(?:\w+ ){0,3}(?:hydroizolac|izolac\w+ (?:proti|bezn|most|podzem))", Kind.WATERPROOFING, _AREAS),
    (r"^(?:montaz )?(?:tepeln\w+ )?izolac\w+ tepeln", Kind.INSULATION, _AREAS | {"m3"}),
    (
        r"^(?:montaz |demontaz |dodavka |osazeni |dodani )?(?:potrubi|trubk[ay]|kabel|vodic|obrubnik|chranick|svod )",
        None,
        _LENGTHS | {"t", "kg"},
    ),
    (
        r"^(?!.*(?:mazanin|bour|ornic|zdiv|zazd|strikan|z beton|zelezobet|frez|klin)).*\btl\.? ?(?:vrstvy |pres |do |\d+ az )*"
        r"\d+(?:[.,]\d+)? ?(?:mm|cm)\b",
        None,
        _AREAS | {"100 ks"},
    ),
    (r"^(?:montaz |demontaz )?(?:okn|okenn|dver|kryt(?:iny|ina) |oplast|vycisteni budov)", None, _AREAS),
    (r"^obetonovani|^nasyp|^demolice budov|^podklad\w* beton", None, _VOLUMES),
    (r"^(?:folie|geotextili|pas asfalt|pasy asfalt|lepenka|textilie)", None, _AREAS),
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

GROUPS: tuple[tuple[str, str], ...] = (
    # code prefix of a nine-digit code -> stems of which one is expected
    (
        r"11[23]",
        "krovin|strom|parez|kmen|vetv|stepk|drev|kac|dlaz|podklad|kryt|obrub|frez|zivic|pristres|rozebr|vytrh"
        "|odstran|vybour|panel|trav",
    ),
    (r"115", "vod|cerp|stud"),
    (r"119", "zajist|potrub|kabel|vykop|pomocn|zabezp"),
    (r"121|122|12[3-9]", "ornic|odkop|prokop|vykop|zemnik|skryv|hrabank|rozpoj|ztizen"),
    (r"13[0-9]", "hloub|vykop|jam|ryh|sacht|lepiv|vrtan|dolam|vrub|ztizen"),
    (
        r"15[1-5]",
        "pazen|rozepr|zapor|hribov|kotv|kotev|torkret|strikan|roubeni|vzepr|hrebik|sit|beton|stetov|svah|predrazen",
    ),
    (r"16[1-7]", "premist|nakl|sklad|vykop|odvoz|priplat|prehoz|sypan"),
    (r"17[1-5]", "zasyp|obsyp|nasyp|uloz|sypan|poplat|zemin|sklad|zhutn|hraz|prohoz"),
    (r"18[0-9]", "plan|ornic|travn|rost|sad|vys|stro|ker|zemin|mulc|svah|hnoj|teren|zaliv|osetr|chem|vod|substr|ploch"),
    (r"21[12]", "drenaz|trativod|odvod|vypln|kameniv|zebr|geotex|oplast|loz|polstar|filtr|potrub|folie|sterk"),
    (r"27[0-9][34][12]|27[0-9]3[12]", "zaklad|beton|pas|pat|desk|zdi"),
    (r"(?:27[0-9]|3[1-4][0-9]|41[0-9]|43[0-9]|631)35", "bedn|podper|podpern|stojk|nosnik"),
    (r"(?:27[0-9]|3[1-4][0-9]|41[0-9]|43[0-9]|631|632)36", "vyztuz|ocel|sit|kari|priplat"),
    (
        r"31[0-9]|34[0-9]",
        "zdi|zed|zdiv|stena|sten|prick|preklad|komin|beton|zazd|vyzd|obezd|plent|prizd|rims|kotv"
        "|tvarn|sloup|pilir|uzaver|ukonc|oplast|vlozk|nadezd|spojen|otvor|bedn|vyztuz|valcovan|nosnik|plot|montaz|oplo",
    ),
    (r"33[0-9]|38[0-9]", "sloup|pilir|beton|bedn|vyztuz|montaz|osaz|sten|kompletn|kanal|nadrz|jimk|palisad|dilc|potr"),
    (r"41[0-9]", "strop|vene|ven[ce]|pas|nosnik|tram|desk|pruvlak|valcov|bedn|vyztuz|podper|zavin|vlozk|obezd|podhl"),
    (r"43[0-9]|44[0-9]", "schod|stup|rama|podest|strech|strop|bedn|vyztuz|krok|beton|vazn"),
    (r"45[0-9]", "loz|podklad|obeton|bloky|desk|potrub|bedn|vyztuz|vypln|dlaz|podkl|pod|patk|sedl|vrst|filtr"),
    (r"46[1-5]", "dlazb|zahoz|rovnan|pata|patk|opevn|kamen|pohoz|beton|prah"),
    (
        r"56[0-9]|57[0-9]|59[0-9]",
        "podklad|kryt|asfalt|sterk|kameniv|postrik|dlaz|vozovk|beton|smes|zivic|vrst|komunik"
        "|priplat|recykl|posyp|spar|krajnic|nater",
    ),
    (
        r"61[0-9]|62[0-9]",
        "omit|povrch|sterk|penetr|nater|potaz|stuk|podhoz|postrik|zateple|izol|pletiv|tmel|list|profil"
        "|zakr|ochran|ocist|sten|podhl|ostn|strop|sper|oprav|sanac|vyrov|desk|obklad|fasad",
    ),
    (
        r"63[0-9]",
        "mazan|poter|podlah|nasyp|vyztuz|obvod|pasek|separ|spar|bedn|priplat|beton|okap|vyrov|sterk|okapov"
        "|povrch|hlaz|vsyp|zerez|rez|zaklad|folie",
    ),
    (r"64[0-9]", "osaz|zarub|oken|ram|dver|vyplne|parapet|vrata|otvor|ktern"),
    (
        r"711",
        "izol|folie|nater|pas|lepen|vlhk|vod|radon|hydro|sterk|penetr|detail|bandaz|ochran|prostup|list|geotex"
        "|tekut|priprav|povlak|spoj|kout",
    ),
    (
        r"712",
        "krytin|povlak|folie|pas|strech|vpust|nater|penetr|geotex|kacirk|list|ukonc|izol|prostup|vytaz|odvetr"
        "|prepad|ohnut|podklad|vegetac|substr|kout|rohov|posyp",
    ),
    (r"713", "izol|tepel|vat|desk|rohoz|folie|zateplen|pas|foukan|potrub|pouzdr|parozab"),
    (
        r"72[1-7]",
        "potrub|kanal|vod|plyn|ventil|kohout|zkous|vpust|armat|vylev|umyv|klozet|wc|sprch|bater|sifon|vana"
        "|zarizov|privz|pripoj|mont|ohrivac|demont|drez|hydrant|cerpad|instal|zapach|zavit|tlak|prostup|zpetn|filtr|sousti"
        "|ochran|odvet|desinf|dezinf|kotv|vodomer|plynomer|pisoar|objimk|chranick|lapac|cist|zaslep|vyved|oprav|stoj|klap|uzaver|vtok|drzak|podav|zasob|zrcadl|sedat|dvirk|rost",
    ),
    (
        r"73[1-6]",
        "kotl|kotel|kourovod|komin|potrub|cerpad|ventil|armat|teles|radiator|vytap|exp|nadob|nadrz|rozdel"
        "|ohriva|zkous|kohout|teplom|tlakom|filtr|regul|mont|demont|otop|izol|klap|hlav|soucas|vypust|napust|sroub|system"
        "|topn|tepel|podlah|uved|propl|pripoj|naterov|konzol|zavit|prirub|prubez|pruchod|sestav|zdroj",
    ),
    (
        r"74[0-4]",
        "kabel|vodic|svitid|spinac|zasuv|rozvad|jist|chranic|mont|krabic|trubk|list|zlab|hromos|uzem|svork"
        "|ukonc|reviz|zkous|prurez|elektr|pojist|ovlad|demont|rele|stykac|signal|kamer|zarizen|detek|ustred|skrin|zvon"
        "|prohlid|instalac|nastav|mereni|ozive|data|anten|lan|svod|drzak|pripoj|panel|rack|optic|switch|modul|hlas|tabul|stit|motor|nosn|prostup|ucpav",
    ),
    (r"751", "vzt|potrub|ventil|klap|mriz|vyust|hadic|mont|digest|jednot|tlum|stris|demont|zaveg|regul|kourov|rekup"),
    (
        r"762",
        "bedn|krov|kroky|latov|vaz|tesar|drev|obloz|podlah|zaklop|kce|konstruk|desk|spoj|hran|tram|lat|fos|prken"
        "|osb|zelez|svornik|sroub|kdk|prilozk|tahl|ochran|impreg|oplast|vylez",
    ),
    (
        r"763",
        "sdk|sadrok|desk|podhl|prick|predsten|obklad|oplast|konstruk|uchyt|dvir|drzak|vypln|montaz|zarub|pozar"
        "|zavet|krokv|panel|spar|revizn|kce|izol",
    ),
    (
        r"764",
        "oplech|krytin|svod|zlab|parapet|klemp|lem|plech|kotl|zachyt|vylez|strech|dilat|hrbet|rims|montaz|demont"
        "|roh|priplat|pasek|okap|hacek|kolen|zaves|uzlab|prostup",
    ),
    (r"765", "krytin|tasky|strech|folie|hreb|latov|montaz|vrstv|kontralat|prosvetl|okap|vetrac|difuz|pojistn|demont"),
    (
        r"766",
        "dver|okn|okenn|montaz|zarub|parapet|kuchy|skri|vestav|obloz|prah|kridl|madl|kovan|zamk|zavi|truhl|drev"
        "|vylez|schod|vypln|lavic|tesn|regal|demont|desk|kridel|zastin|zaluz|polic",
    ),
    (
        r"767",
        "konstruk|kovov|zamec|ocel|plech|zabrad|rost|okn|dver|vrata|montaz|oplast|prosk|schod|dod|sten|profil|madl"
        "|oplo|cistic|rohoz|mriz|markyz|podhl|zavit|kotv|stozar|stresn|svetlik|zebrik|lan|vyrob|potrub|uloz|pant|prah"
        "|bran|demont|panel|zaluz|nosnik|doplnk|sit",
    ),
    (
        r"771|781|782",
        "dlaz|obklad|podlah|schod|sokl|lep|spar|list|penetr|izol|vyrov|povrch|montaz|profil|kamen|rez|priplat"
        "|silikon|hrana|roh|otvor|pocist|stup|podst|podklad|cistic|ukonc|brous|demont|desk",
    ),
    (
        r"77[3-7]",
        "podlah|povlak|pvc|vinyl|laminat|parket|lit|ster|posyp|prosyp|nater|koberec|kober|lino|list|sokl|montaz|brous|podklad|lak"
        "|penetr|vyrov|vysav|tmel|hrana|prah|profil|epox|polyur|dreven|folie|svar|spoj|separ|demont",
    ),
    (r"783", "nater|natir|barv|lak|email|ocist|odmas|odrez|oprav|tmel|omyt|penetr|zaklad|povrch|brous|impreg|kart"),
    (
        r"784",
        "malb|maleb|barv|penetr|oskrab|omyt|zakryt|pacok|obrus|tmel|vymal|nater|ochran|pastov|oblep|opras|omet|podklad|disperz|barev"
        "|olep",
    ),
    (r"94[1-9]", "lesen|plosin|sit|pomocn|zachyt|podlah|jerab|vez|plach"),
    (
        r"95[23]",
        "vycist|cist|kotv|osaz|lozis|vlozk|dilat|trn|spar|profil|tesn|hasic|zavlaz|vyztuz|pruchod|odvetr|ucpav"
        "|bentonit|pas|list|montaz|kluzn|dodat|sroub",
    ),
    (
        r"96[0-9]|97[0-9]|98[0-9]",
        "bour|vybour|demol|demont|odstr|otluc|osek|rozeb|otvor|rez|rezan|vrt|vysek|snes|drazk"
        "|ocist|jadr|prurez|prurazy|vyvez|priplat|zaslep|vyklid|odrez|prerus|podch|bod|kaps|odseka|krac|zazdiv",
    ),
    (r"997", "sut|odpad|vybour|poplat|sklad|doprav|odvoz|hmot|recykl|likvid|naklad|shoz|drcen|trid"),
    (r"998", "presun|hmot"),
)
"""What a description under such a code is expected to speak of.  Used only together with `SPEAKS`."""

MATERIAL_GROUPS: tuple[tuple[str, str], ...] = (
    (r"005", "osiv|travn|smes|semen"),
    (r"02[67]", "strom|ker|rostl|javor|lip|buk|dub|borov|smrk|tis|habr|listn|jehl|sazen|kont|pol\\.|bal"),
    (r"103", "zemin|ornic|substr|raselin|kur|mulc|kompost"),
    (r"581|583[1-7]", "pis[ek]|sterk|kamen|drt|kacir|valou|sypan|loz|frakc|zemin|dlazeb|kost|obruba|obrub"),
    (r"13[01]|14[05]|154", "ocel|profil|trub|tyc|uhel|plech|nosnik|kotv|lano|jakl|pas|svar|spoj"),
    (
        r"283[27]|2837",
        "foli|deska|desky|eps|xps|izol|pas|klin|panel|pouzdr|profil|list|trub|pena|pur|polyst|rohoz|fenol"
        "|spadov|tvarov|perim|fasad|system|kout|roh|prepad|tesn|vpust",
    ),
    (
        r"286",
        "trub|kolen|odboc|spoj|reduk|tvarov|elektro|nakruz|prirub|potrub|presuv|zatk|hrdl|kus|sacht|poklop|vsak|dno"
        "|skruz|chranic|drenaz|kanal|natrub|vpust|oblouk|t-kus|vicko|zaslep|mufn|cistic|manzet|tesn|objim|rozdel|box|limec"
        "|zavit|prechod",
    ),
    (
        r"592|593|595|596",
        "dlaz|obrub|skruz|sacht|prsten|deska|dno|tvarn|cihl|preklad|obklad|zlab|vpust|kon|stup|panel"
        "|poklop|palis|trub|kryt|blok|plot|sloup|zakryt|ram|list|roh|patk|kamen|krajn|dil|prefab|podh|pas|tas|korug|vyrovn"
        "|sadrok|konstr|profil",
    ),
    (r"605|606|607", "reziv|profil|deska|hranol|prkn|fosn|lat|osb|dreve|preklizk|dreov|kuly|kul|trisk|spar|kolik"),
    (r"611", "okn|dver|zarub|parapet|kridl|vylez|vrata|svetl|podlah|vlys|parket|lamel|desk|lemov"),
    (r"628|629", "pas|asfalt|lepen|izol|prostup|odvetr|vpust|modif|manzet"),
    (r"631", "izol|vln|mineral|deska|pas|pouzdr|rohoz|klin|tepel|zvuk|fasad|panel|plst|skeln|cedic"),
    (r"693|697", "geotex|folie|rohoz|ram|textil|kober|geomriz|sit|list|tkan|drenaz|nop|cist|kazet|podlah"),
    (
        r"34[15]|357|358",
        "kabel|vodic|krab|spinac|zasuv|trub|jist|chranic|list|zlab|svit|rozvad|vypin|pojist|svork|rozvod|ramec"
        "|kryt|skrin|pristroj|ovlad|tlacit|lano|drat|zarov|svod|rele|hlav|soklo|objim|styk",
    ),
)

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
    (r"^kabel|^vodic", r"34|21|74|22|46|35|12|40"),
    (r"^klozet|^umyvadlo|^vana |^baterie", r"64|55|72|42"),
    (r"^poplatek za (?:ulozeni|sklad)", r"17|997|01|94|97|99|46"),
    (r"^odvoz suti|^vnitrostavenistni doprava", r"99|97|46"),
    (r"^osivo", r"005|00"),
    (r"^kamenivo|^sterkopisek|^sterkodrt", r"58|56|57|10"),
)
"""Words after which a code of another trade is a contradiction."""


DISTANCE = re.compile(r"(?:do|na) (\d[\d ]*) ?(km|m)\b")
CONCRETE_CLASS = re.compile(r"\bc ?(\d{1,3})/(\d{1,3})\b")
EXPOSURE = re.compile(r"\b(x[acdfs]\d)\b")
THICKNESS = re.compile(r"\btl\.? ?(?:vrstvy |zdiva |do |pres )*(\d+) ?(mm|cm|m)\b")

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
