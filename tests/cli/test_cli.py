"""The command line as a user runs it; most of it in this process, the whole of it in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from samplebill import demo_bill, sound_bill
from sampleprint import draw

from estimator_desktop import __version__
from estimator_desktop.cli import main
from estimator_desktop.commands.audit import output_stems
from estimator_desktop.config import Paths
from estimator_desktop.domain.job import JobKind
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store

COMMANDS = ("read", "audit", "demo", "gui", "jobs", "worker", "doctor")


def test_read_writes_positions_and_proof(sound_pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert main(["read", str(sound_pdf), "--json", str(out)]) == 0
    record = json.loads(out.read_text(encoding="utf-8"))
    assert [row["code"] for row in record["positions"]] == [row.code for row in sound_bill().rows]
    assert record["proof"]["holds"] is True
    printed = capsys.readouterr().out
    assert f"pripojka.pdf: {len(sound_bill().rows)} položek" in printed
    assert "Import je doložen" in printed


def test_read_speaks_english(sound_pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(sound_pdf), "--lang", "en"]) == 0
    assert "The import is proven" in capsys.readouterr().out


def test_audit_writes_both_files_and_names_them(
    paths: Paths, demo_pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(demo_pdf), "--out", str(tmp_path / "ven")]) == 0
    printed = capsys.readouterr().out
    for kind in ("xlsx", "json"):
        target = tmp_path / "ven" / f"ukazka.audit.{kind}"
        assert target.is_file()
        assert str(target) in printed
    record = json.loads((tmp_path / "ven" / "ukazka.audit.json").read_text(encoding="utf-8"))
    red = {row["code"] for row in record["positions"] if row["verdict"] == "RED"}
    assert red == {"174901060", "274902040", "553903041", "713906040"}
    assert {finding["rule"] for finding in record["findings"]} == {"A2", "S4", "M1"}
    assert main(["jobs", "list"]) == 0
    assert capsys.readouterr().out.count("hotovo") == 4


def test_files_of_one_stem_do_not_overwrite_each_other(
    paths: Paths, demo_pdf: Path, sound_pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "jinde" / demo_pdf.name
    other.parent.mkdir()
    other.write_bytes(sound_pdf.read_bytes())
    assert main(["audit", str(demo_pdf), str(other), "--out", str(tmp_path / "ven")]) == 0
    written = {path.name for path in (tmp_path / "ven").iterdir()}
    name = demo_pdf.name
    assert written == {f"{name}{number}.audit.{kind}" for number in ("", " (2)") for kind in ("xlsx", "json")}


def test_how_written_files_are_named() -> None:
    assert output_stems([Path("a/x.pdf"), Path("y.xlsx")]) == ("x", "y")
    assert output_stems([Path("x.pdf"), Path("x.xlsx"), Path("b/x.pdf")]) == ("x.pdf", "x.xlsx", "x.pdf (2)")


def test_demo_finds_every_planted_fault_and_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], paths: Paths
) -> None:
    assert main(["demo", "--out", str(tmp_path)]) == 0
    assert "52 položek" in capsys.readouterr().out
    record = json.loads((tmp_path / "ukazka_rozpocet.audit.json").read_text(encoding="utf-8"))
    sample = demo_bill()
    found = {
        (finding["rule"], f"{row['object_code']}/{row['ordinal']}")
        for row in record["positions"]
        for finding in row["findings"]
    }
    found |= {(finding["rule"], "SO 01/765" if finding["rule"] == "A2" else "") for finding in record["findings"]}
    assert found == set(sample.faults)
    assert not paths.home.exists(), "the demonstration must not touch the user's own data"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "je prázdný"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 64, "je to obrázek JPEG"),
        (b"%PDF-1.7\n1 0 obj\n<<", "je poškozené nebo neúplné"),
        (b"prosty text", "je to prostý text"),
    ],
    ids=["empty", "jpeg", "truncated", "text"],
)
def test_what_cannot_be_read_is_one_sentence_and_exit_3(
    content: bytes, words: str, tmp_path: Path, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "soubor.pdf"
    file.write_bytes(content)
    for command in (["read", str(file)], ["audit", str(file), "--out", str(tmp_path / "ven")]):
        assert main(command) == 3
        captured = capsys.readouterr()
        assert captured.out == ""
        assert len(captured.err.splitlines()) == 1
        assert words in captured.err
        assert "soubor.pdf" in captured.err
    assert not (tmp_path / "ven").exists()
    with_store = Store(paths)
    assert with_store.projects() == ()
    with_store.close()


def test_a_good_file_beside_a_bad_one_is_done(
    sound_pdf: Path, tmp_path: Path, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "prazdny.pdf").write_bytes(b"")
    assert main(["audit", str(tmp_path / "prazdny.pdf"), str(sound_pdf), "--out", str(tmp_path)]) == 3
    assert (tmp_path / "pripojka.audit.xlsx").is_file()
    assert "prazdny.pdf je prázdný" in capsys.readouterr().err


def test_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(tmp_path / "neni.pdf"), "--lang", "en"]) == 3
    assert capsys.readouterr().err == "There is no file neni.pdf. Check the path and try again.\n"


def test_an_output_that_cannot_be_written(sound_pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(sound_pdf), "--json", str(tmp_path / "neni" / "x.json")]) == 3
    said = capsys.readouterr().err
    assert str(tmp_path / "neni") in said
    assert "Založte ji" in said


def test_jobs_can_be_listed_shown_cancelled_and_tried_again(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["jobs", "list"]) == 0
    assert capsys.readouterr().out == "Žádné úlohy.\n"
    store = Store(paths)
    job = store.jobs.add(NewJob(JobKind.PARSE, "a.pdf", document="d"))
    assert main(["jobs", "retry", job[:8]]) == 2
    assert main(["jobs", "cancel", job[:8]]) == 0
    assert "zrušeno" in capsys.readouterr().out
    assert main(["jobs", "show", job[:8]]) == 0
    shown = capsys.readouterr().out
    assert "Čtení: a.pdf" in shown
    assert "zařazeno" in shown
    assert "enqueued" not in shown
    assert main(["jobs", "retry", job[:8]]) == 0
    assert main(["jobs", "show", "zzz"]) == 2
    store.jobs.claim(job, "w")
    store.jobs.fail(job, "w", "bug", {"file": "a.pdf"}, "Traceback: here")
    assert main(["jobs", "show", job]) == 0
    assert "Traceback: here" in capsys.readouterr().out
    store.close()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_and_version(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    if arguments == ["worker", "--help"]:
        assert main(arguments) == 0
    else:
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["neco"], ["read"], ["audit", "a.pdf"], ["read", "a.pdf", "--lang", "de"]])
def test_wrong_usage_is_exit_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_as_a_program_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    run = [sys.executable, "-m", "estimator_desktop"]
    version = subprocess.run([*run, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout == f"estimator-desktop {__version__}\n"
    failed = subprocess.run([*run, "read", str(tmp_path / "a.pdf")], capture_output=True, text=True, check=False)
    assert failed.returncode == 3
    assert failed.stderr.count("\n") == 1
    assert "Traceback" not in failed.stderr


def test_a_password_comes_by_standard_input(tmp_path: Path) -> None:
    locked = draw(sound_bill(), tmp_path / "chraneny.pdf", "Tajne-Heslo")
    run = [sys.executable, "-m", "estimator_desktop", "read", str(locked), "--lang", "en", "--password"]
    right = subprocess.run([*run, "-"], input="Tajne-Heslo\n", capture_output=True, text=True, check=False)
    assert (right.returncode, right.stderr) == (0, "")
    assert f"{len(sound_bill().rows)} positions" in right.stdout
    none = subprocess.run(run[:-1], capture_output=True, text=True, check=False)
    assert none.returncode == 3
    assert "--password -" in none.stderr
    wrong = subprocess.run([*run, "-"], input="Jine\n", capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout) == (3, "")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_a_reader_that_has_seen_enough_is_no_failure(sound_pdf: Path) -> None:
    command = [sys.executable, "-u", "-m", "estimator_desktop", "read", str(sound_pdf)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        said = child.stderr.read().decode()
    assert (child.returncode, said) == (0, "")
