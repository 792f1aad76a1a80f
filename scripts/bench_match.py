"""Matching measured: import, warm-up, positions a second, search while typing, memory; beside a brute-force scan.

    python scripts/bench_match.py [--items 40000] [--positions 1000]

Items are made here, from parts and sizes, as a price list is made of them; positions are items worded otherwise.  The
scan compares every position with every item by `difflib`, over as many positions as it can in a few seconds.
"""

from __future__ import annotations

import argparse
import difflib
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402
from benchtable import Figure, tell  # noqa: E402

from estimator_desktop.catalogues.matching import Wanted  # noqa: E402
from estimator_desktop.catalogues.words import fold  # noqa: E402
from estimator_desktop.config import Paths  # noqa: E402
from estimator_desktop.storage.store import Store  # noqa: E402
from estimator_desktop.usecases.enrichment import Enricher, import_catalogue  # noqa: E402

_WORKS = (
    ("Montáž", "kus"), ("Demontáž", "kus"), ("Zřízení", "m2"), ("Odstranění", "m2"), ("Osazení", "kus"),
    ("Bourání", "m3"), ("Oprava", "m2"), ("Nátěr", "m2"), ("Dodávka", "kus"), ("Zkouška", "m"), ("Izolace", "m2"),
    ("Výztuž", "t"),
)  # fmt: skip
_THINGS = (
    "potrubí kanalizačního", "potrubí vodovodního", "stropních desek", "základových pasů", "obrubníků chodníkových",
    "dlažby zámkové", "dveří ocelových", "oken plastových", "příček sádrokartonových", "podhledů kazetových",
    "zábradlí schodišťového", "žlabů střešních", "krytiny plechové", "omítky vnější", "obkladů keramických",
    "kabelů silových", "svítidel přisazených", "ventilů kulových", "poklopů šachetních", "mazaniny betonové",
)  # fmt: skip
_MATTERS = (
    "z PVC hladkého", "z litiny tvárné", "z betonu prostého", "z betonu železového", "z oceli pozinkované", "ze dřeva",
    "z hliníku", "z polypropylenu", "z cihel pálených", "z kamene", "ze skla", "z nerezové oceli",
)  # fmt: skip
_PLACES = (
    "v otevřeném výkopu",
    "na sucho",
    "do lože z betonu",
    "ve výšce do 4 m",
    "lepením celoplošně",
    "se zhutněním",
)
_SIZES = ("do 50 mm", "přes 50 do 100 mm", "přes 100 do 150 mm", "DN 110", "DN 160", "tl 200 mm", "š do 600 mm")
_OTHER_WORDS = (
    ("Montáž", "Osazení"), ("Zřízení", "Provedení"), ("Odstranění", "Likvidace"), ("potrubí", "potrubi"), ("DN ", "DN"),
    ("betonu železového", "ŽB"), ("tl ", "tloušťky "), ("š do", "šířky do"), ("polypropylenu", "PP"),
)  # fmt: skip


def made_items(count: int) -> Iterator[tuple[str, str, str, str]]:
    """Items as a price list makes them: every work with every thing, matter, place and size, in a fixed order."""
    rows = list(itertools.product(_WORKS, _THINGS, _MATTERS, _PLACES, _SIZES))
    random.Random(1).shuffle(rows)
    for number, ((work, unit), thing, matter, place, size) in enumerate(rows[:count]):
        yield f"{100000000 + number * 7}", f"{work} {thing} {matter} {place} {size}", unit, f"{number % 9000 + 10},50"


def reworded(text: str, rng: random.Random) -> str:
    for one, other in _OTHER_WORDS:
        if rng.random() < 0.5:
            text = text.replace(one, other)
    words = text.split()
    cut = rng.randrange(1, 4)
    words = words[cut:] + words[:cut] if rng.random() < 0.3 else words
    return " ".join(words)


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=40_000)
    parser.add_argument("--positions", type=int, default=1_000)
    parser.add_argument("--scan-seconds", type=float, default=6.0)
    options = parser.parse_args()
    items = list(made_items(options.items))
    rng = random.Random(2)
    chosen = rng.sample(items, options.positions)
    wanted = [Wanted(place, reworded(text, rng), unit) for place, (_code, text, unit, _price) in enumerate(chosen)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        lines = ["kód;popis;mj;cena", *(";".join(item) for item in items)]
        path.write_text("\n".join(lines), encoding="utf-8")
        store = Store(Paths(Path(folder) / "home"))
        importing = timed(lambda: import_catalogue(store, path, name="bench", edition="2026"))
        enricher = Enricher(store)
        warming = timed(enricher.matcher)
        matcher = enricher.matcher()
        matcher.match(Wanted(0, "Zkouška těsnosti", "m"))
        matching = timed(lambda: matcher.match_all(wanted))
        right = sum(
            found.chosen is not None and found.chosen.item.code == code
            for found, (code, *_rest) in zip(map(matcher.match, wanted), chosen, strict=True)
        )
        parts = [text[:length] for _code, text, _unit, _price in chosen[:100] for length in (2, 4, 8, 12, 20)]
        typed = [timed(partial(store.catalogues.search, part)) for part in parts]
        resident = psutil.Process().memory_info().rss / 2**20
        store.close()
    folded = [fold(text) for _code, text, _unit, _price in items]
    start = time.perf_counter()
    done = 0
    while time.perf_counter() - start < options.scan_seconds:
        text = fold(wanted[done].description)
        max(folded, key=lambda other: difflib.SequenceMatcher(None, text, other).ratio())
        done += 1
    scan = (time.perf_counter() - start) / done
    ours = matching / len(wanted)
    resident_mb = f"{resident:.0f} MB"
    late = sorted(typed)[int(len(typed) * 0.95)] * 1000
    tell(
        Figure(f"import of {len(items)} items", f"{importing:.1f} s", "<= 10 s", importing <= 10),
        Figure(f"{len(wanted)} positions matched", f"{matching:.2f} s", "<= 1 s", matching <= 1,
               f"difflib's scan: {scan / ours:,.0f} x slower"),
        Figure("search while typing, 95 %", f"{late:.0f} ms", "<= 30 ms", late <= 30),
        Figure("memory of the process", resident_mb, "<= 300 MB", resident <= 300),
    )  # fmt: skip
    print(f"items                        {len(items):>10}")
    print(f"import                       {importing:>10.2f} s      (<= 10 s)")
    print(f"warm-up (index made)         {warming:>10.2f} s")
    print(f"{len(wanted)} positions matched       {matching:>10.2f} s      (<= 1 s)")
    print(f"right by text alone          {right / len(wanted):>10.1%}")
    print(f"search while typing, median  {statistics.median(typed) * 1000:>10.1f} ms     (<= 30 ms)")
    print(f"                     95 %    {sorted(typed)[int(len(typed) * 0.95)] * 1000:>10.1f} ms")
    print(f"memory of the process        {resident:>10.0f} MB     (<= 300 MB)")
    print(f"difflib scan, a position     {scan * 1000:>10.0f} ms     {scan / ours:,.0f} x ours ({ours * 1000:.2f} ms)")


if __name__ == "__main__":
    main()
