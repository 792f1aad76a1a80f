"""Watched folders of price lists: what lies there is read in a child, so that no file takes the worker down."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from estimator_desktop.domain.job import silent
from estimator_desktop.jobs.maintenance import update_kb_cache
from estimator_desktop.storage.store import Store

LIST = "code;description;unit;price\n777100001;Montáž profilu;m;120\n777100002;Nátěr zábradlí;m2;95\n"


def test_a_hostile_list_is_noted_and_the_one_beside_it_taken_in(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "ceniky"
    folder.mkdir()
    bomb = folder / "bomba.xlsx"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/a.xml", "w", force_zip64=True) as stream,
    ):
        for _ in range(801):
            stream.write(bytes(1 << 20))
    (folder / "cenik 2026.csv").write_text(LIST, encoding="utf-8")
    store.watched.add(str(folder))
    opened: list[str] = []
    watching = True

    def watch(event: str, given: tuple[object, ...]) -> None:
        if watching and event == "open" and given[0] in (str(bomb), bomb):
            frame = sys._getframe(1)
            while frame is not None:
                opened.append(frame.f_code.co_filename)
                frame = frame.f_back

    sys.addaudithook(watch)
    try:
        assert update_kb_cache(store, silent) == "catalogues=1"
    finally:
        watching = False
    (source,) = store.watched.listed()
    assert {Path(file.path).name: file.error_code for file in source.files} == {
        "bomba.xlsx": "archive_bomb",
        "cenik 2026.csv": "",
    }
    assert [one.items for one in store.catalogues.listed()] == [2]
    assert opened  # its digest
    assert not [name for name in opened if "reading" in Path(name).parts or "zipfile" in name]
    assert not list(store.paths.spool.iterdir())
