"""`catalogue import|list|search|match|remove|archive|watch|refresh`: price lists from the command line."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.commands.language import speaking
from estimator_desktop.commands.terminal import DONE, USAGE
from estimator_desktop.config import Paths, default_paths, resources_folder
from estimator_desktop.errors import UserError

if TYPE_CHECKING:
    from estimator_desktop.catalogues.matching import Wanted
    from estimator_desktop.domain.match import Candidate, Match
    from estimator_desktop.storage.store import Store
    from estimator_desktop.texts import Texts

_COLUMNS = ("description", "unit", "code", "price_system")
_CZECH = {"popis": "description", "mj": "unit", "kód": "code", "kod": "code", "soustava": "price_system"}


def register(parser: argparse.ArgumentParser) -> None:
    """Give the `catalogue` command its actions."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)

    def action(name: str, text: str, run: Callable[[Store, argparse.Namespace, Texts], int]) -> argparse.ArgumentParser:
        described = text[0].upper() + text[1:] + "."
        sub = actions.add_parser(name, help=text, description=described, parents=[speaking()])
        sub.set_defaults(act=run)
        return sub

    add = action("import", "store a price list as an edition (OTSKP XML, workbook, csv, priced budget)", _import)
    add.add_argument("file", type=Path, metavar="FILE")
    add.add_argument("--name", default="", help="what the catalogue is called (default: as the file says)")
    add.add_argument("--edition", default="", help="price level, such as 2026 or 2025/II")
    add.add_argument("--system", default="", help="price system of the codes, such as OTSKP or ÚRS")
    add.add_argument("--licence", default="", help="a note on where it comes from and what it may be used for")
    action("list", "list the editions, how old they are and what they hold", _list)
    search = action("search", "find items by words or code", _search)
    search.add_argument("text", nargs="+", metavar="TEXT")
    search.add_argument("--most", type=int, default=20, help="how many at most (default 20)")
    match = action("match", "match the rows of a csv (id;description;unit and, if there is one, code)", _match)
    match.add_argument("file", type=Path, metavar="FILE")
    match.add_argument("--json", type=Path, metavar="OUT", help="write all candidates to this file")
    remove = action("remove", "delete an edition", _remove)
    remove.add_argument("id", type=int)
    archive = action("archive", "list own prices of accepted projects with median and MAD", _archive)
    archive.add_argument("text", nargs="*", metavar="TEXT")
    watch = action("watch", "watch a folder for new editions", _watch)
    watch.add_argument("folder", type=Path)
    action("refresh", "look at the watched folders and addresses now", _refresh)


def load_demo_list(paths: Paths) -> None:
    """Put the shipped sample price list into a data folder."""
    from estimator_desktop.storage.store import Store
    from estimator_desktop.usecases.enrichment import import_catalogue

    store = Store(paths)
    try:
        import_catalogue(store, resources_folder() / "demo" / "ukazka_cenik.csv", name="Ukázkový ceník", edition="2026")
    finally:
        store.close()


def print_matches(store: Store, document: str, texts: Texts) -> None:
    """Say how the positions of a document are matched, where they are."""
    found = store.matches.load(document)
    if found is not None:
        print(_counted(found.matches, texts))


def _counted(matches: Iterable[Match], texts: Texts) -> str:
    from estimator_desktop.domain.match import MatchLevel

    levels = [match.level for match in matches]
    counts = {level.value: levels.count(level) for level in MatchLevel}
    return texts.say("catalogue.matched", total=texts.count("positions", len(levels)), **counts)


def run(options: argparse.Namespace) -> int:
    """Run the chosen action on the user's store."""
    from estimator_desktop.storage.store import Store
    from estimator_desktop.texts import Texts

    store = Store(default_paths())
    try:
        act: Callable[[Store, argparse.Namespace, Texts], int] = options.act
        return act(store, options, Texts(options.lang))
    finally:
        store.close()


def _import(store: Store, options: argparse.Namespace, texts: Texts) -> int:
    from estimator_desktop.jobs.limits import limits_of
    from estimator_desktop.jobs.lists import import_list
    from estimator_desktop.jobs.reader_process import ReaderProcess
    from estimator_desktop.texts.matching import catalogue_line
    from estimator_desktop.usecases.enrichment import Described

    said = Described(options.name, options.edition, options.system, options.licence)
    found = import_list(store, ReaderProcess(limits_of(store)), options.file, said)
    print(f"{found.id}  {catalogue_line(found, texts)}")
    return DONE


def _list(store: Store, _options: argparse.Namespace, texts: Texts) -> int:
    from estimator_desktop.texts.matching import catalogue_line

    listed = store.catalogues.listed()
    for catalogue in listed:
        print(f"{catalogue.id}  {catalogue_line(catalogue, texts)}")
    if not listed:
        print(texts.say("catalogue.none"))
    return DONE


def _search(store: Store, options: argparse.Namespace, texts: Texts) -> int:
    hits = store.catalogues.search(" ".join(options.text), options.most)
    if not hits:
        print(texts.say("catalogue.nothing_found"))
    for found in hits:
        item = found.item
        price = texts.number(item.price, 2) if item.price is not None else ""
        print(f"{item.code:14} {item.unit:6} {price:>12}  {item.description}  [{found.catalogue} {item.edition}]")
    return DONE


def _remove(store: Store, options: argparse.Namespace, texts: Texts) -> int:
    if all(catalogue.id != options.id for catalogue in store.catalogues.listed()):
        print(texts.say("catalogue.no_such", id=options.id), file=sys.stderr)
        return USAGE
    store.catalogues.remove(options.id)
    return DONE


def _archive(store: Store, options: argparse.Namespace, texts: Texts) -> int:
    from estimator_desktop.texts.matching import statistics_line
    from estimator_desktop.usecases.enrichment import Enricher

    matcher = Enricher(store).matcher()
    seen: set[tuple[str, str]] = set()
    for entry in store.catalogues.archive(" ".join(options.text)):
        if (entry.code, entry.unit) in seen:
            continue
        seen.add((entry.code, entry.unit))
        statistics = matcher.statistics(entry.code, entry.unit)
        if statistics is not None:
            print(f"{entry.code:14} {entry.unit:6} {statistics_line(statistics, texts)}  {entry.description}")
    if not seen:
        print(texts.say("cli.archive_nothing"))
    return DONE


def _watch(store: Store, options: argparse.Namespace, texts: Texts) -> int:
    folder: Path = options.folder
    if not folder.is_dir():
        raise UserError("watch_missing", file=str(folder))
    place = str(folder.resolve())
    store.watched.add(place)
    print(texts.say("catalogue.watching", place=place))
    return DONE


def _refresh(store: Store, _options: argparse.Namespace, texts: Texts) -> int:
    from estimator_desktop.jobs.limits import limits_of
    from estimator_desktop.jobs.reader_process import ReaderProcess
    from estimator_desktop.jobs.watched import update_kb_cache
    from estimator_desktop.texts.matching import source_trouble

    if not store.watched.listed():
        print(texts.say("catalogue.watching_none"))
        return DONE
    print(texts.say("catalogue.refreshed", count=update_kb_cache(store, ReaderProcess(limits_of(store)))))
    for source in store.watched.listed():
        if source.error_code:
            params = dict(source.error_params)
            print(f"  ! {source_trouble(source.error_code, params, texts, loaded=source.loaded)}")
        for one in source.files:
            if one.error_code:
                print(f"  ! {texts.error(one.error_code, dict(one.error_params))}")
    return DONE


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the csv to match."""

    id: str
    wanted: Wanted


def _match(store: Store, options: argparse.Namespace, texts: Texts) -> int:
    from estimator_desktop.usecases.enrichment import Enricher

    rows = _rows(options.file)
    if not store.catalogues.listed():
        raise UserError("no_catalogue")
    matcher = Enricher(store).matcher()
    found = [(row, matcher.match(row.wanted)) for row in rows]
    if options.json:
        table = {row.id: [_record(candidate, match) for candidate in match.candidates] for row, match in found}
        _write(options.json, json.dumps(table, ensure_ascii=False, indent=1))
    print(_counted((match for _row, match in found), texts))
    if not options.json:
        for row, match in found:
            item = match.chosen.item if match.chosen else None
            print(f"{row.id}  {match.score:.2f}  {item.code + '  ' + item.description if item else '–'}")
    return DONE


def _write(path: Path, text: str) -> None:
    from estimator_desktop.writing.whole import unwritable

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(error, path) from error


def _rows(path: Path) -> list[_Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, delimiter=";")
            reader.fieldnames = [_known(name) for name in reader.fieldnames or ()]
            if not {"id", "description"} <= set(reader.fieldnames):
                raise UserError("match_columns", file=path.name)
            rows: list[Mapping[str, str]] = list(reader)
    except FileNotFoundError as error:
        raise UserError("file_missing", file=path.name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("file_unreadable", file=path.name, detail=str(error)) from error
    return [_Row(row["id"], _wanted(number, row)) for number, row in enumerate(rows)]


def _known(title: str) -> str:
    """The column a title means; a price list's own Czech titles will do."""
    plain = title.strip().casefold()
    return _CZECH.get(plain, plain)


def _wanted(number: int, row: Mapping[str, str]) -> Wanted:
    from estimator_desktop.catalogues.matching import Wanted

    description, unit, code, system = ((row.get(name) or "").strip() for name in _COLUMNS)
    return Wanted(number, description, unit, code, system)


def _record(candidate: Candidate, match: Match) -> dict[str, object]:
    item = candidate.item
    price: Decimal | None = item.price
    return {
        "code": item.code,
        "description": item.description,
        "score": candidate.score,
        "level": candidate.level.value,
        "unit": item.unit,
        "unit_relation": candidate.unit.value,
        "price": None if price is None else str(price),
        "system": item.system,
        "edition": item.edition,
        "basis": match.basis.value,
        "reasons": [
            {"code": reason.code, "supports": reason.supports, **dict(reason.params)} for reason in candidate.reasons
        ],
    }
