"""A protected PDF from the first failure to its positions, and where its password is afterwards: nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from samplebill import sound_bill
from sampleprint import draw

from estimator_desktop.cli import main
from estimator_desktop.config import Paths
from estimator_desktop.domain.job import Cancelled, JobState
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.unlock import unlock_file
from estimator_desktop.storage.store import Store
from tests.jobs.conftest import House

WORD = "Tajne-Heslo-8431"


@pytest.fixture(scope="session")
def locked_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound bill that opens with a password only."""
    return draw(sound_bill(), tmp_path_factory.mktemp("locked") / "chraneny.pdf", WORD)


def holding(folder: Path, word: str) -> list[Path]:
    """The files under a folder whose bytes hold a word, in any encoding it might be written in."""
    needles = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return [path for path in folder.rglob("*") if path.is_file() and any(one in path.read_bytes() for one in needles)]


def test_wrong_and_right_passwords_and_no_trace_of_either(
    make_house: Callable[[str], House], paths: Paths, locked_pdf: Path
) -> None:
    house = make_house("")
    house.supervisor.start()
    first = house.queue.import_file(locked_pdf)
    house.until(house.settled)
    failed = house.monitor.status(first.job)
    assert failed is not None
    assert (failed.state, failed.error_code) == (JobState.FAILED, "pdf_encrypted")
    with pytest.raises(UserError) as wrong:
        house.queue.unlock(first.job, "Jine-Heslo-5512")
    assert wrong.value.code == "pdf_password_wrong"
    house.queue.unlock(first.job, WORD)
    house.until(house.settled)
    assert house.store.bills.count(first.document) == len(sound_bill().rows)
    again = house.queue.import_file(locked_pdf)
    assert (again.known, again.document) == (True, first.document)
    house.store.backup("test")
    assert holding(paths.home, locked_pdf.name)  # the search finds what is there
    for word in (WORD, "Jine-Heslo-5512"):
        assert holding(paths.home, word) == []
    assert list(paths.spool.iterdir()) == []


def test_a_file_without_protection_is_left_alone(store: Store, sound_pdf: Path) -> None:
    assert unlock_file(store, sound_pdf, "a.pdf", WORD) is None
    assert list(store.paths.files.iterdir()) == []


def test_a_change_of_mind_leaves_nothing(store: Store, locked_pdf: Path) -> None:
    with pytest.raises(Cancelled):
        unlock_file(store, locked_pdf, "a.pdf", WORD, lambda: True)
    assert list(store.paths.files.iterdir()) == []
    assert list(store.paths.spool.iterdir()) == []


def test_a_swept_copy_is_no_longer_known(store: Store, locked_pdf: Path) -> None:
    kept = unlock_file(store, locked_pdf, "a.pdf", WORD)
    assert kept is not None
    locked, _size = store.files.put(locked_pdf, "a.pdf")
    assert store.unlocked.known(locked) == kept[0]
    store.files.path(kept[0]).unlink()
    assert store.unlocked.known(locked) == ""


def test_an_unknown_job_has_no_file_to_open(make_house: Callable[[str], House]) -> None:
    with pytest.raises(UserError):
        make_house("").queue.unlock("nothing", WORD)


def test_the_command_audits_a_protected_pdf(
    paths: Paths, locked_pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(locked_pdf), "--out", str(tmp_path), "--password", WORD]) == 0
    assert "Import je doložen" in capsys.readouterr().out
    assert (tmp_path / "chraneny.audit.json").is_file()
    assert holding(paths.home, WORD) == []
