"""The sections of the project's own bills: descriptions, codes, prices, planted faults.  All of it is invented."""

from __future__ import annotations

from samplerows import Part, Row


def earth() -> Part:
    return Part(
        "1",
        "Zemní práce",
        (
            Row(
                "K",
                "121901010",
                "Sejmutí ornice strojem v tloušťce do 250 mm s odvozem na hromadu",
                "m2",
                "38.50",
                ("24,5*16,2", "12*3,5"),
                note="Ornice zůstává na pozemku, rozprostře se po dokončení stavby.",
            ),
            Row(
                "K",
                "131901020",
                "Hloubení jámy nezapažené v hornině třídy 3 strojem",
                "m3",
                "212.00",
                ("18,4*11,6*0,85", "2,2*2,2*1,1*2"),
            ),
            Row(
                "K",
                "132901030",
                "Hloubení rýhy šířky do 600 mm pro základový pas strojem",
                "m3",
                "486.00",
                ("0,5*0,9*(18,4*2+11,6*3)", "-0,5*0,9*1,2"),
            ),
            Row(
                "K",
                "162901040",
                "Vodorovné přemístění výkopku nákladním autem do 10 km",
                "m3",
                "264.00",
                ("181,424+10,648+32,22-54,8",),
            ),
            Row("K", "171901050", "Uložení zeminy na skládku včetně poplatku", "t", "345.00", ("169,492*1,75",)),
            Row(
                "K",
                "174901060",
                "Zásyp jam, šachet a rýh sypaninou se zhutněním po vrstvách",
                "m3",
                "198.00",
                ("54,8-6,4",),
                quantity="58.400",
            ),
            Row(
                "M",
                "583901061",
                "Štěrkodrť frakce 0/32 dovezená, včetně dopravy na stavbu",
                "t",
                "412.00",
                ("48,4*1,9",),
            ),
            Row("K", "181901070", "Úprava pláně v hornině třídy 3 se zhutněním", "m2", "18.90", ("18,4*11,6",)),
        ),
    )


def foundations() -> Part:
    return Part(
        "2",
        "Zakládání",
        (
            Row(
                "K",
                "271902010",
                "Podsyp pod základovou desku ze štěrkopísku se zhutněním",
                "m3",
                "1180.00",
                ("18,4*11,6*0,15",),
            ),
            Row(
                "K",
                "273902020",
                "Základová deska z betonu prostého C 20/25 tloušťky 150 mm",
                "m3",
                "3860.00",
                ("18,4*11,6*0,15",),
            ),
            Row(
                "K",
                "273902030",
                "Výztuž základové desky ze svařovaných sítí",
                "t",
                "38900.00",
                ("213,44*4,44*1,15/1000",),
            ),
            Row(
                "K",
                "274902040",
                "Základový pas z betonu prostého C 16/20",
                "m3",
                "3420.00",
                ("0,5*0,8*(18,4*2+11,6*3)",),
                total="97987.84",
            ),
            Row(
                "K",
                "279902050",
                "Základová zeď z tvárnic ztraceného bednění tloušťky 300 mm s výplní betonem",
                "m2",
                "2340.00",
                ("0,5*(18,4*2+11,6*2)",),
            ),
        ),
    )


def walls() -> Part:
    return Part(
        "3",
        "Svislé konstrukce",
        (
            Row(
                "K",
                "311903010",
                "Zdivo nosné z broušených cihel tloušťky 440 mm na tenkovrstvou maltu",
                "m2",
                "2980.00",
                ("(18,4*2+10,72*2)*3,05", "-(1,5*1,5*4+2,4*1,5*2+0,9*0,6*3+1,1*2,2)"),
            ),
            Row(
                "K",
                "311903020",
                "Zdivo vnitřní nosné z cihel děrovaných tloušťky 240 mm",
                "m2",
                "1740.00",
                ("10,72*3,05*2", "-0,9*2,05*4"),
            ),
            Row("K", "317903030", "Překlad keramický nosný délky do 1500 mm", "kus", "690.00", ("4*3+3*2",)),
            Row(
                "K",
                "342903040",
                "Příčka z cihel tloušťky 115 mm na tenkovrstvou maltu",
                "m2",
                "968.00",
                ("(4,2+3,65+2,1*2)*3,05", "-0,8*2,0*5"),
            ),
            Row(
                "K",
                "342903040",
                "Příčka z cihel tloušťky 115 mm na tenkovrstvou maltu",
                "m2",
                "968.00",
                ("(4,2+3,65+2,1*2)*3,05", "-0,8*2,0*5"),
            ),
            Row("M", "553903041", "Zárubeň ocelová pro zdění, průchozí šířka 800 mm", "", "1290.00", ("5",)),
        ),
    )


def roof() -> Part:
    return Part(
        "762",
        "Konstrukce tesařské",
        (
            Row(
                "K",
                "762904010",
                "Montáž krovu z hraněného řeziva průřezu do 288 cm2",
                "m",
                "236.00",
                ("2*19,6*7", "18,4*3", "11,6*2*4"),
            ),
            Row(
                "M",
                "605904011",
                "Hranol smrkový sušený 100 × 180 mm, délka do 7 m, hoblovaný",
                "m3",
                "13800.00",
                ("(274,4+55,2+92,8)*0,1*0,18*1,08",),
            ),
            Row(
                "K",
                "762904020",
                "Laťování střechy sklonu do 60 stupňů, rozteč do 360 mm",
                "m2",
                "148.00",
                ("2*19,6*7,1",),
            ),
            Row(
                "M",
                "605904021",
                "Lať střešní 40 × 60 mm impregnovaná",
                "m3",
                "11900.00",
                ("278,32/0,33*0,04*0,06*1,1",),
            ),
            Row(
                "K",
                "762904030",
                "Bednění okapů a štítů z palubek tloušťky 19 mm",
                "m2",
                "612.00",
                ("(19,6*2+7,1*4)*0,55",),
            ),
            Row(
                "K",
                "998904040",
                "Přesun hmot tonážní pro konstrukce tesařské, výška do 12 m",
                "t",
                "1460.00",
                ("8,211+2,227",),
            ),
        ),
    )


def covering() -> Part:
    return Part(
        "765",
        "Krytina skládaná",
        (
            Row(
                "K",
                "765905010",
                "Montáž krytiny betonové z tašek drážkových na laťování, sklon do 30 stupňů",
                "m2",
                "318.00",
                ("2*19,6*7,1",),
            ),
            Row(
                "M",
                "592905011",
                "Taška betonová základní, povrch hladký, barva antracit, spotřeba 10 kusů na m2",
                "kus",
                "31.50",
                ("278,32*10*1,03",),
                note="Barvu potvrdí objednatel před dodáním.",
            ),
            Row("K", "765905020", "Montáž hřebene s větracím pásem", "m", "384.00", ("19,6",)),
            Row(
                "K",
                "765905030",
                "Pojistná hydroizolační fólie kontaktní, spoje lepené",
                "m2",
                "112.00",
                ("2*19,6*7,1*1,12",),
            ),
        ),
        wrong="1500.00",
    )


def floors() -> Part:
    return Part(
        "63",
        "Podlahy a podlahové konstrukce",
        (
            Row(
                "K",
                "631906010",
                "Mazanina z betonu prostého tloušťky přes 50 do 80 mm",
                "m3",
                "4120.00",
                ("(42,6+38,2+21,75)*0,065",),
            ),
            Row("K", "632906020", "Potěr cementový litý tloušťky 50 mm", "m2", "421.00", ("42,6+38,2+21,75",)),
            Row(
                "K",
                "634906030",
                "Obvodová dilatace podlahovým páskem výšky 80 mm",
                "m",
                "24.60",
                ("2*(7,1+6,0)", "2*(6,2+6,16)", "2*(4,35+5,0)"),
            ),
            Row(
                "K",
                "713906040",
                "Tepelná izolace podlah z desek polystyrenových tloušťky 120 mm",
                "m2",
                "",
                ("42,6+38,2+21,75",),
            ),
        ),
    )


def sewer() -> Part:
    return Part(
        "8",
        "Trubní vedení",
        (
            Row("K", "871911010", "Kanalizační potrubí z plastu DN 150 ve výkopu", "m", "486.00", ("14,5+6,8+9,25",)),
            Row(
                "M",
                "286911011",
                "Trubka kanalizační hladká DN 150, kruhová tuhost SN 8, délka 6 m",
                "m",
                "238.00",
                ("30,55*1,03",),
            ),
            Row("K", "877911020", "Montáž tvarovek jednoosých na potrubí DN 150", "kus", "196.00", ("8",)),
            Row("M", "286911021", "Koleno kanalizační DN 150, úhel 45 stupňů", "kus", "164.00", ("6",)),
            Row("M", "286911022", "Odbočka kanalizační DN 150/100, úhel 45 stupňů", "kus", "342.00", ("2",)),
            Row(
                "K",
                "894911030",
                "Šachta revizní plastová průměru 425 mm, hloubka do 2 m, poklop litinový",
                "kus",
                "9870.00",
                ("2",),
                note="Výška dna podle podélného profilu D.1.4-05.",
            ),
            Row("K", "899911040", "Zkouška těsnosti potrubí vodou do DN 200", "m", "41.00", ("30,55",)),
        ),
    )


def drive() -> Part:
    return Part(
        "5",
        "Komunikace pozemní",
        (
            Row(
                "K",
                "564912010",
                "Podklad ze štěrkodrti tloušťky 150 mm po zhutnění",
                "m2",
                "186.00",
                ("6,2*14,5+3,1*4,0",),
            ),
            Row(
                "K",
                "564912020",
                "Lože z drobného kameniva frakce 4/8 tloušťky 40 mm",
                "m2",
                "74.50",
                ("6,2*14,5+3,1*4,0",),
            ),
            Row(
                "K",
                "596912030",
                "Kladení zámkové dlažby tloušťky 80 mm pro pojezd osobních vozů",
                "m2",
                "312.00",
                ("6,2*14,5+3,1*4,0",),
            ),
            Row(
                "M", "592912031", "Dlažba betonová zámková 200 × 100 × 80 mm, přírodní", "m2", "289.00", ("102,3*1,02",)
            ),
            Row(
                "K",
                "916912040",
                "Obrubník betonový chodníkový do lože z betonu s opěrou",
                "m",
                "268.00",
                ("14,5*2+6,2", "4,0*2"),
            ),
            Row("M", "592912041", "Obrubník betonový 1000 × 80 × 250 mm", "kus", "98.00", ("43,2*1,01",)),
            Row("K", "998912050", "Přesun hmot pro komunikace s krytem dlážděným", "t", "146.00", ("62,318",)),
        ),
    )
