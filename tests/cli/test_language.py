"""Which language commands speak: what was asked for, what the window was set to, what the system speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from estimator_desktop.cli import main
from estimator_desktop.commands.language import system_language
from estimator_desktop.config import Paths
from estimator_desktop.storage.peek import stored_setting
from estimator_desktop.storage.store import Store

SAID = {"cs": "Žádné úlohy.\n", "en": "No jobs.\n"}


def speak(paths: Paths, language: str) -> None:
    store = Store(paths)
    store.set_setting("language", language)
    store.close()


@pytest.mark.parametrize("language", ["cs", "en"])
def test_commands_follow_the_windows_language(
    language: str, paths: Paths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8" if language == "cs" else "cs_CZ.UTF-8")
    speak(paths, language)
    assert main(["jobs", "list"]) == 0
    assert capsys.readouterr().out == SAID[language]


@pytest.mark.parametrize(("system", "language"), [("cs_CZ.UTF-8", "cs"), ("de_AT.UTF-8", "en"), ("C.UTF-8", "cs")])
def test_where_none_was_chosen_they_follow_the_system(
    system: str, language: str, paths: Paths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", system)
    assert main(["jobs", "list"]) == 0
    assert capsys.readouterr().out == SAID[language]


@pytest.mark.parametrize(
    "line",
    [
        ["--lang", "en", "jobs", "list"],
        ["jobs", "--lang", "en", "list"],
        ["jobs", "list", "--lang=en"],
        ["--lang", "cs", "jobs", "list", "--lang", "en"],
    ],
)
def test_the_option_may_stand_anywhere(line: list[str], paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    speak(paths, "cs")
    assert main(line) == 0
    assert capsys.readouterr().out == SAID["en"]


@pytest.mark.parametrize("place", range(3))
def test_also_among_the_words_of_a_command_with_actions(
    place: int, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["catalogue", "list"]
    assert main([*line[:place], "--lang", "en", *line[place:]]) == 0
    assert capsys.readouterr().out == "No price list yet. Import an OTSKP file, a workbook, a CSV or a priced budget.\n"


def test_what_cannot_be_read_is_said_in_the_windows_language(
    tmp_path: Path, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    speak(paths, "en")
    assert main(["read", str(tmp_path / "none.pdf")]) == 3
    assert capsys.readouterr().err.startswith("There is no file none.pdf.")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "sk_SK.UTF-8"}, "cs"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "cs_CZ.UTF-8"}, "cs"),
        ({"LANG": "cs_CZ.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "cs"),
        ({"LANG": "csb_PL.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "fr_FR@euro"}, "en"),
    ],
)
def test_the_systems_language(environment: dict[str, str], language: str) -> None:
    assert system_language(environment) == language


def test_looking_for_the_language_makes_nothing_and_stumbles_over_nothing(paths: Paths) -> None:
    assert stored_setting(paths, "language") is None
    assert not paths.home.exists()
    paths.home.mkdir()
    for content in (b"", b"no database at all " * 100):
        paths.database.write_bytes(content)
        assert stored_setting(paths, "language") is None
        assert paths.database.read_bytes() == content


def test_where_the_database_cannot_be_read_a_backup_tells_the_language(paths: Paths) -> None:
    store = Store(paths)
    older, newer = (paths.backups / f"estimator-2026110{day}T100000-daily.db" for day in (1, 2))
    for language, copy in (("cs", older), ("en", newer)):
        store.set_setting("language", language)
        store.backup("daily").rename(copy)
    store.close()
    paths.database.write_bytes(b"no database at all " * 100)
    assert stored_setting(paths, "language") == "en"
    newer.write_bytes(b"broken too " * 100)
    assert stored_setting(paths, "language") == "cs"
