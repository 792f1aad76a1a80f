"""The catalogue stage over a real store: imports, watched folders, documents, own prices."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from estimator_desktop.audit import audit_bill
from estimator_desktop.cli import main
from estimator_desktop.config import Paths
from estimator_desktop.domain.match import Answer, Basis, Catalogue, CatalogueItem, MatchLevel
from estimator_desktop.errors import UserError
from estimator_desktop.pipeline import enrich
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.store import Store
from estimator_desktop.usecases.enrichment import (
    SYNONYMS,
    enricher_of,
    import_catalogue,
    refresh_catalogues,
)
from estimator_desktop.usecases.own_prices import archive_document

LINES = ["kod;popis;mj;cena"] + [
    f"10100{number};Zámečnická práce číslo {number};kg;{number},50" for number in range(1, 6)
]


def price_list(path: Path, lines: list[str] | None = None) -> Path:
    path.write_text("\n".join(lines or LINES), encoding="utf-8")
    return path


def taken_in(store: Store, pdf: Path) -> str:
    """The sample in the store, read and audited."""
    bill = read_document(pdf)
    document = store.add_document(store.add_project("Sklad"), pdf.name, "0" * 64, 1)
    store.bills.save(document, bill)
    store.bills.save_audit(document, audit_bill(bill))
    return document


def test_a_list_is_imported_with_what_is_said_of_it(store: Store, tmp_path: Path) -> None:
    kept = import_catalogue(
        store, price_list(tmp_path / "zamky.csv"), name="Zámky", edition="2026", licence="dohoda s dodavatelem"
    )
    assert (kept.name, kept.edition, kept.system, kept.items) == ("Zámky", "2026", "OWN", 5)
    assert store.catalogues.listed() == (kept,)


def test_a_broken_list_leaves_the_older_edition(store: Store, tmp_path: Path) -> None:
    path = price_list(tmp_path / "a.csv")
    kept = import_catalogue(store, path, name="A", edition="1")
    path.write_text("nic", encoding="utf-8")
    with pytest.raises(UserError, match="catalogue_no_items"):
        import_catalogue(store, path, name="A", edition="1")
    assert store.catalogues.listed() == (kept,)


def test_a_priced_budget_is_a_price_list_too(store: Store, demo_pdf: Path) -> None:
    kept = import_catalogue(store, demo_pdf, name="Minulá zakázka")
    bill = read_document(demo_pdf)
    assert kept.items == sum(bool(position.code and position.unit_price.value) for position in bill.positions)


def test_every_position_of_a_document_is_matched_and_saved(store: Store, demo_pdf: Path) -> None:
    document = taken_in(store, demo_pdf)
    save, failures = enrich(store, document, [0, 1])
    save()
    assert failures == {}
    assert store.matches.load(document) is None
    import_catalogue(store, demo_pdf, name="Minulá zakázka", edition="2026")
    save, failures = enrich(store, document, [0, 1])
    save()
    found = store.matches.load(document)
    assert found is not None
    assert [match.position for match in found.matches] == [0, 1]
    told: list[int] = []
    whole = enricher_of(store).enrich(document, lambda done, _total, _message: told.append(done))
    bill = store.bills.load(document)
    assert bill is not None
    assert len(whole.matches) == len(bill.positions)
    assert whole.count(MatchLevel.EXACT) > len(bill.positions) * 0.9
    assert {match.difference for match in whole.matches if match.basis is Basis.CODE} >= {Decimal("0.0")}


def test_a_rejected_match_stays_rejected_after_a_rerun(store: Store, demo_pdf: Path) -> None:
    document = taken_in(store, demo_pdf)
    import_catalogue(store, demo_pdf, name="Minulá zakázka", edition="2026")
    bill = store.bills.load(document)
    assert bill is not None
    store.matches.say(document, bill.positions[0], Answer.REJECTED)
    for _ in range(2):
        store.matches.save(document, enricher_of(store).enrich(document))
    found = store.matches.load(document)
    assert found is not None
    assert (found.matches[0].level, found.matches[0].answer) == (MatchLevel.NONE, Answer.REJECTED)
    assert store.deeds.undo(document)
    assert enricher_of(store).enrich(document, positions=[0]).matches[0].answer is Answer.OPEN


def test_the_index_follows_what_is_stored(store: Store, tmp_path: Path) -> None:
    import_catalogue(store, price_list(tmp_path / "a.csv"), name="A", edition="1")
    first = enricher_of(store).matcher()
    assert enricher_of(store).matcher() is first
    store.set_setting(SYNONYMS, "zamek: kladivk*")
    second = enricher_of(store).matcher()
    assert second is not first
    store.catalogues.remove(store.catalogues.listed()[0].id)
    assert enricher_of(store).matcher().catalogues == ()


def test_own_prices_are_taken_only_of_an_audited_priced_project(store: Store, demo_pdf: Path) -> None:
    document = taken_in(store, demo_pdf)
    count = archive_document(store, document, region="HK")
    assert count == archive_document(store, document) == store.catalogues.takeable(document)
    assert len(store.catalogues.archive()) == count > 0
    assert {entry.project for entry in store.catalogues.archive()} == {"Sklad"}
    found = enricher_of(store).enrich(document)
    assert all(match.archive for match in found.matches if match.chosen and match.price)
    with pytest.raises(UserError, match="not_audited"):
        archive_document(store, "unknown")


@pytest.fixture
def load(store: Store) -> Callable[[Path], Catalogue]:
    """Reads a price list here; the program does so in a child."""
    return lambda path: import_catalogue(store, path)


def test_a_changed_file_of_a_watched_folder_is_imported_again(
    store: Store, tmp_path: Path, load: Callable[[Path], Catalogue]
) -> None:
    folder = tmp_path / "ceniky"
    folder.mkdir()
    path = price_list(folder / "zamky 2026.csv")
    (folder / "poznamky.md").write_text("nic", encoding="utf-8")
    store.watched.add(str(folder))
    assert refresh_catalogues(store, load) == 1
    assert refresh_catalogues(store, load) == 0
    price_list(path, LINES[:3])
    assert refresh_catalogues(store, load) == 1
    assert [one.items for one in store.catalogues.listed()] == [2]


def test_a_broken_source_keeps_the_last_edition_and_says_so(
    store: Store, tmp_path: Path, load: Callable[[Path], Catalogue]
) -> None:
    folder = tmp_path / "ceniky"
    folder.mkdir()
    path = price_list(folder / "zamky 2026.csv")
    store.watched.add(str(folder))
    refresh_catalogues(store, load)
    path.write_text("ukradeno", encoding="utf-8")
    assert refresh_catalogues(store, load) == 0
    (source,) = store.watched.listed()
    assert source.files[0].error_code == "catalogue_no_items"
    assert source.files[0].catalogue == store.catalogues.listed()[0].id
    assert store.catalogues.listed()[0].items == 5
    path.unlink()
    folder.rmdir()
    assert refresh_catalogues(store, load) == 0
    (source,) = store.watched.listed()
    assert source.error_code == "source_missing"
    assert store.catalogues.listed()[0].items == 5


def test_a_folder_that_was_never_there_says_what_to_do(
    paths: Paths, store: Store, load: Callable[[Path], Catalogue], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.watched.add(str(tmp_path / "nikde"))
    assert main(["catalogue", "refresh"]) == 0
    said = capsys.readouterr().out
    assert "nikde tu není. Připojte disk" in said
    assert "Zatím se odtud nic nenačetlo." in said
    assert "zůstává" not in said


def test_files_that_left_a_watched_folder(store: Store, load: Callable[[Path], Catalogue], tmp_path: Path) -> None:
    folder = tmp_path / "ceniky"
    folder.mkdir()
    good, bad = price_list(folder / "zamky 2026.csv"), folder / "rozbity.csv"
    bad.write_text("nic", encoding="utf-8")
    store.watched.add(str(folder))
    refresh_catalogues(store, load)
    (source,) = store.watched.listed()
    assert [Path(file.path).name for file in source.files] == ["rozbity.csv", "zamky 2026.csv"]
    assert source.loaded
    content = good.read_bytes()
    good.unlink()
    bad.unlink()
    assert refresh_catalogues(store, load) == 0
    (source,) = store.watched.listed()
    assert [(Path(file.path).name, file.error_code) for file in source.files] == [
        ("zamky 2026.csv", "source_file_gone")
    ]
    good.write_bytes(content)
    assert refresh_catalogues(store, load) == 0
    (source,) = store.watched.listed()
    assert [file.error_code for file in source.files] == [""]


def test_a_folder_that_is_taken_off_the_list_while_it_is_looked_through(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "ceniky"
    folder.mkdir()
    price_list(folder / "zamky 2026.csv")
    store.watched.add(str(folder))
    (source,) = store.watched.listed()

    def load(path: Path) -> Catalogue:
        store.watched.remove(source.id)
        return import_catalogue(store, path)

    assert refresh_catalogues(store, load) == 1
    assert store.watched.listed() == ()
    assert [one.items for one in store.catalogues.listed()] == [5]


def test_no_sources_no_work(store: Store, load: Callable[[Path], Catalogue]) -> None:
    assert refresh_catalogues(store, load) == 0


def test_an_answer_of_an_edition_that_is_gone_still_stands(store: Store, demo_pdf: Path) -> None:
    document = taken_in(store, demo_pdf)
    bill = store.bills.load(document)
    assert bill is not None
    item = CatalogueItem("555", "Zmizelá položka", bill.positions[0].unit, Decimal(10))
    store.matches.say(document, bill.positions[0], Answer.REPLACED, item)
    found = enricher_of(store).enrich(document, positions=[0]).matches[0]
    assert found.chosen
    assert (found.chosen.item, found.answer) == (item, Answer.REPLACED)
