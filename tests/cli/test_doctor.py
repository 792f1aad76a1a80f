"""`doctor` on healthy and on broken data folders; `jobs --json`."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from estimator_desktop.cli import main
from estimator_desktop.config import Paths
from estimator_desktop.domain.job import JobKind, JobState
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.health import Facts, Level, gather, healthy, judge
from estimator_desktop.jobs.life import Presence, last_sign
from estimator_desktop.jobs.supervisor import Supervisor
from estimator_desktop.keys import KeyPlace
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.rescue import backups, newest_sound
from estimator_desktop.storage.store import Store
from estimator_desktop.texts import Texts


def _wait(condition: Callable[[], bool], seconds: float = 40.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _faults(paths: Paths, **options: object) -> list[str]:
    return [check.code for check in judge(gather(paths, **options)) if check.level is Level.BAD]  # type: ignore[arg-type]


@pytest.fixture
def supervisor(paths: Paths) -> Iterator[Supervisor]:
    """A worker at work."""
    Store(paths).close()
    made = Supervisor(paths)
    made.start()
    _wait(lambda: last_sign(paths) is not None)
    yield made
    if made.pid is not None:
        os.kill(made.pid, signal.SIGCONT)
    made.stop()


def _damage(database: Path, last: int = 10_000) -> None:
    """Overwrite the beginning of the last pages but for the first four."""
    data = bytearray(database.read_bytes())
    for place in range(max(4096 * 4, len(data) - 4096 * last), len(data), 4096):
        data[place : place + 100] = b"\xff" * 100
    database.write_bytes(bytes(data))


def test_a_program_that_was_never_opened_is_healthy_and_stays_unopened(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"]) == 0
    assert "není potřeba" in capsys.readouterr().out
    assert not paths.home.exists()


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ESTIMATOR_HOME", str(tmp_path / "file" / "home"))
    assert main(["doctor"]) == 4
    assert f"Do složky {tmp_path / 'file' / 'home'} nelze zapisovat" in capsys.readouterr().out


def test_a_disk_too_full_for_the_database_is_named(small_disk: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    """Making the database stops halfway, in the window's first start as in any command's."""
    small_disk.home.mkdir(parents=True)
    with (small_disk.home / "filler").open("wb") as filler:
        filler.write(b"\0" * (2700 << 10))
    with pytest.raises(UserError) as caught:
        Store(small_disk)
    assert caught.value.code == "disk_full"
    assert main(["doctor"]) == 4
    assert "Disk je plný" in capsys.readouterr().out


def test_a_healthy_install_with_a_worker(supervisor: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["healthy"] is True
    codes = {check["subject"]: check["code"] for check in record["checks"]}
    assert (codes["worker"], codes["database"], codes["disk"]) == ("worker_alive", "database_ok", "disk_ok")
    assert all(check["text"] for check in record["checks"])


def test_a_stopped_worker_is_named(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store(paths)
    store.jobs.add(NewJob(JobKind.AUDIT, "a"))
    store.close()
    assert main(["doctor"]) == 4
    assert "✘ Proces na pozadí neběží; ve frontě: 1 úloha." in capsys.readouterr().out


def test_a_window_whose_worker_is_gone_is_named(supervisor: Supervisor, paths: Paths) -> None:
    assert _faults(paths) == []
    assert supervisor.pid is not None
    os.kill(supervisor.pid, signal.SIGKILL)
    _wait(lambda: not supervisor.alive)
    assert _faults(paths) == ["worker_gone"]
    supervisor.stop()
    assert _faults(paths) == []


@pytest.mark.skipif(os.name != "posix", reason="stops a process")
def test_a_worker_that_hangs_is_named(supervisor: Supervisor, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("estimator_desktop.jobs.life.BEAT", 0.2)
    assert supervisor.pid is not None
    os.kill(supervisor.pid, signal.SIGSTOP)
    time.sleep(1)
    assert _faults(paths) == ["worker_silent"]


def test_a_dead_window_leaves_no_trace(paths: Paths) -> None:
    paths.create()
    presence = Presence(paths)
    assert gather(paths).windows == 1
    presence.end()
    (paths.home / "open" / "9-9.lock").touch()
    assert gather(paths).windows == 0
    assert list((paths.home / "open").iterdir()) == []


def test_a_damaged_copy_of_the_database_is_named_and_left_alone(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(paths)
    for number in range(300):
        store.set_setting(f"k{number}", "x" * 400)
    store.close()
    copy = Paths(tmp_path / "copy")
    shutil.copytree(paths.home, copy.home)
    monkeypatch.setenv("ESTIMATOR_HOME", str(copy.home))
    _damage(copy.database)
    before = copy.database.read_bytes()
    assert main(["doctor"]) == 4
    assert "poškozená" in capsys.readouterr().out
    copy.database.write_bytes(b"no database at all" * 500)
    assert main(["doctor", "--json"]) == 4
    assert "database_corrupt" in capsys.readouterr().out
    copy.database.write_bytes(before)


def test_repair_sets_the_damaged_one_aside_and_takes_the_newest_sound_backup(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(paths)
    store.add_project("Zachráněná")
    store.backup("daily")
    for number in range(300):
        store.set_setting(f"k{number}", "x" * 400)
    store.close()
    broken = paths.backups / "estimator-29990101T000000-daily.db"
    broken.write_bytes(b"no database")
    _damage(paths.database)
    damaged = paths.database.read_bytes()
    presence = Presence(paths)
    assert main(["doctor", "--repair"]) == 3
    assert "Zavřete všechna" in capsys.readouterr().err
    presence.end()
    assert main(["doctor", "--repair"]) == 0
    assert "Obnoveno ze zálohy" in capsys.readouterr().out
    (aside,) = paths.home.glob("estimator-damaged-*.db")
    assert aside.read_bytes() == damaged
    again = Store(paths)
    with again.transaction():
        names = again._connections.get().execute("select name from projects").fetchall()
    again.close()
    assert names == [("Zachráněná",)]
    assert main(["doctor", "--repair"]) == 0, "nothing to repair"


def test_without_a_backup_only_the_word_empty_begins_anew(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    paths.create()
    paths.database.write_bytes(b"no database" * 1000)
    assert newest_sound(paths) is None
    assert main(["doctor", "--repair"]) == 3
    assert "--empty" in capsys.readouterr().err
    assert main(["doctor", "--repair", "--empty"]) == 0
    assert len(list(paths.home.glob("estimator-damaged-*.db"))) == 1
    Store(paths).close()


def test_backups_of_a_damaged_database_push_no_good_one_out(paths: Paths) -> None:
    store = Store(paths)
    for number in range(300):
        store.set_setting(f"k{number}", "x" * 400)
    for day in range(1, 7):
        (paths.backups / f"estimator-2026010{day}T000000-daily.db").write_bytes(b"older")
    good = store.backup("daily")
    store.close()
    _damage(paths.database, 8)
    broken = Store(paths)
    with pytest.raises(UserError) as caught:
        broken.backup("daily")
    broken.close()
    assert caught.value.code == "database_corrupt"
    assert good.exists()
    assert len(backups(paths)) == 7
    assert list(paths.backups.glob("*.part")) == []


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paths]:
    """A data folder on a disk of three megabytes; only root can mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    monkeypatch.setenv("ESTIMATOR_HOME", str(place / "home"))
    yield Paths(place / "home")
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_named_said_and_survived(
    small_disk: Paths, sound_pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(small_disk)
    job = store.jobs.add(NewJob(JobKind.AUDIT, "a"))
    store.jobs.claim(job, "w")
    with (small_disk.home / "filler").open("wb") as filler:
        try:
            while filler.write(b"\0" * 65536):
                filler.flush()
        except OSError:
            pass
    assert "disk_full" in _faults(small_disk)
    assert main(["doctor"]) == 4
    assert "Disk je plný" in capsys.readouterr().out
    codes: set[str] = set()
    for number in range(200):
        try:
            store.set_setting(f"k{number}", "x" * 5000)
        except UserError as error:
            codes.add(error.code)
            break
    assert codes == {"disk_full"}
    with pytest.raises(UserError) as caught:
        store.files.put(sound_pdf, "a.pdf")
    assert caught.value.code == "disk_full"
    with pytest.raises(UserError):
        store.backup("daily")
    (small_disk.home / "filler").unlink()
    store.set_setting("after", "room again")
    assert store.jobs.owns(job, "w")
    store.close()
    assert "disk_full" in _faults(small_disk, free=lambda _home: 1000)
    assert _faults(small_disk, free=lambda _home: 1 << 40) == ["worker_stopped"]


def test_a_read_only_folder_is_named(small_disk: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store(small_disk)
    store.close()
    place = small_disk.home.parent
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    assert _faults(small_disk, free=lambda _home: 1 << 40) == ["folder_unwritable"]
    with pytest.raises(UserError) as caught:
        Store(small_disk).add_project("x")
    assert caught.value.code in {"database_unwritable", "folder_unwritable"}
    worker = subprocess.run(
        [sys.executable, "-m", "estimator_desktop", "worker"], capture_output=True, check=False, timeout=60
    )
    assert worker.returncode == 5
    assert b"cannot use this data folder" in worker.stderr
    assert main(["jobs", "list"]) in {0, 3}


def test_a_locked_database_is_trouble_that_passes(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("estimator_desktop.storage.connection._BUSY_SECONDS", 0.1)
    one, two = Store(paths), Store(paths)
    with one.transaction(), pytest.raises(UserError) as caught:
        two.set_setting("a", "b")
    assert (caught.value.code, caught.value.transient) == ("database_busy", True)
    two.set_setting("a", "b")
    one.close()
    two.close()


NOW = datetime.now(UTC)
SOUND = Facts(Path("/data"), exists=True, writable=True, free=1 << 40, damage=(), database_size=1 << 20)


@pytest.mark.parametrize(
    ("facts", "code", "level"),
    [
        (replace(SOUND, worker_holds=True, worker_answers=True, worker_version="0"), "worker_version", Level.WARN),
        (replace(SOUND, queued=3, oldest=timedelta(hours=2)), "queue_slow", Level.WARN),
        (replace(SOUND, failed=2), "queue_failed", Level.NOTE),
        (replace(SOUND, free=500 << 20), "disk_low", Level.WARN),
        (replace(SOUND, trouble=UserError("database_newer", file="x")), "database_newer", Level.BAD),
        (replace(SOUND, trouble=UserError("database_busy", file="x")), "database_busy", Level.BAD),
        (replace(SOUND, windows=1, backup=NOW - timedelta(days=9)), "backup_old", Level.WARN),
        (replace(SOUND, backup=NOW), "backup_ok", Level.OK),
        (
            replace(SOUND, windows=1, finished={JobKind.HEALTH: NOW - timedelta(days=9)}),
            "cleanup_late",
            Level.WARN,
        ),
        (replace(SOUND, finished={JobKind.HEALTH: NOW}), "cleanup_ok", Level.OK),
        (replace(SOUND, catalogues=2, catalogue_age=timedelta(days=3)), "catalogues_ok", Level.OK),
        (replace(SOUND, catalogues=2, catalogue_age=timedelta(days=800)), "catalogues_old", Level.WARN),
        (replace(SOUND, key=KeyPlace.ENVIRONMENT), "claude_ready", Level.NOTE),
        (replace(SOUND, key=KeyPlace.KEYCHAIN), "claude_keychain", Level.NOTE),
        (SOUND, "claude_none", Level.NOTE),
        (replace(SOUND, mineru="/usr/bin/mineru"), "mineru_ready", Level.NOTE),
    ],
)
def test_what_facts_mean(facts: Facts, code: str, level: Level) -> None:
    found = {check.code: check for check in judge(facts)}
    assert found[code].level is level
    for language in ("cs", "en"):
        assert all(Texts(language).health(check.code, check.params) for check in found.values())
    assert healthy(judge(SOUND))


def test_jobs_for_other_programs(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store(paths)
    job = store.jobs.add(NewJob(JobKind.PARSE, "a.pdf", "p", "d"))
    store.jobs.claim(job, "w")
    store.jobs.fail(job, "w", "pdf_damaged", {"file": "a.pdf"}, "xref")
    store.jobs.add(NewJob(JobKind.HEALTH, ""))
    other = store.jobs.add(NewJob(JobKind.AUDIT, "b.pdf", "p", "e"))
    assert main(["jobs", "list", "--json"]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == [other, job]
    assert main(["jobs", "list", "--all", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 3
    assert main(["jobs", "show", job[:8], "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["state"], shown["error"]["code"], shown["error"]["detail"]) == ("failed", "pdf_damaged", "xref")
    assert [event["event"] for event in shown["events"]] == ["enqueued", "started", "failed"]
    assert "pdf" in shown["text"].lower()
    assert main(["jobs", "retry", "--project", "p", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"project": "p", "jobs": 1}
    assert main(["jobs", "cancel", "--project", "p"]) == 0
    assert "2" in capsys.readouterr().out
    assert {item.state for item in store.jobs.listed()} == {JobState.CANCELLED}
    assert main(["jobs", "retry", other, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "queued"
    assert main(["jobs", "cancel", other, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "cancelled"
    store.close()
