"""What a code's trade speaks of: stems of which a description under such a code has at least one.

Texts are folded: lower case, no accents.  Tables hold stems, never sentences of one budget.
"""

from __future__ import annotations

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
