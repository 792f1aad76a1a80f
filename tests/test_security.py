"""The threats of docs/security.md, each met by what the program really does.  All files are made here."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import psutil
import pytest
import samplexml
from reportlab.pdfgen.canvas import Canvas
from samplebill import sound_bill
from sampleworkbooks import kros

from estimator_desktop.config import Paths
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.wire import Wire
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.store import Store
from estimator_desktop.ui.single import Handover

ROWS = len(sound_bill().rows)


def refusal(path: Path) -> str:
    """The code with which the file is refused, quickly and without much memory."""
    started, before = time.monotonic(), psutil.Process().memory_info().rss
    with pytest.raises(UserError) as caught:
        read_document(path)
    assert time.monotonic() - started < 30
    assert psutil.Process().memory_info().rss - before < 500e6
    return caught.value.code


def with_member(book: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return book


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return kros(sound_bill(), tmp_path / "kros.xlsx")


def test_a_zip_bomb_is_not_unpacked(book: Path) -> None:
    assert refusal(with_member(book, "xl/media/image1.png", bytes(60_000_000))) == "archive_bomb"


def test_a_workbook_with_entities_is_refused(book: Path) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
    assert refusal(with_member(book, "xl/extra.xml", laughs)) == "xml_entities"


@pytest.mark.parametrize("name", ["../../evil.txt", "/estimator-evil.txt", "xl/../../evil.txt", "C:\\evil.txt"])
def test_a_member_with_a_path_is_written_nowhere(book: Path, tmp_path: Path, name: str) -> None:
    before = set(tmp_path.parent.rglob("*"))
    bill = read_document(with_member(book, name, b"evil"))
    assert len(bill.positions) == ROWS
    assert set(tmp_path.parent.rglob("*")) == before
    assert not Path("/estimator-evil.txt").exists()


def test_macros_are_never_run(book: Path) -> None:
    assert len(read_document(with_member(book, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Auto_Open")).positions) == ROWS


def test_a_file_outside_is_not_drawn_into_an_xml(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("tajemství", encoding="utf-8")
    path = samplexml.unixml(sound_bill(), tmp_path / "a.xml")
    text = path.read_text(encoding="utf-8")
    head, rest = text.split("?>", 1) if text.startswith("<?xml") else ("<?xml version='1.0'", text)
    root = re.search(r"<([A-Za-z]+)", rest)
    assert root
    doctype = f'<!DOCTYPE {root[1]} [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    path.write_text(f"{head}?>{doctype}{rest}", encoding="utf-8")
    assert refusal(path) == "xml_entities"


def updated(pdf: Path, target: Path, catalog: str, more: str = "") -> Path:
    """A PDF with an incremental update that adds entries to its catalogue."""
    data = pdf.read_bytes()
    trailer = data[data.rindex(b"trailer") :]
    root = re.search(rb"/Root (\d+) 0 R", trailer)
    size = re.search(rb"/Size (\d+)", trailer)
    previous = re.search(rb"startxref\s+(\d+)", trailer)
    assert root
    assert size
    assert previous
    old = re.search(rb"\b" + root[1] + rb" 0 obj\s*<<(.*?)>>\s*endobj", data, re.DOTALL)
    assert old
    place = len(data) + 1
    body = b"\n" + root[1] + b" 0 obj\n<<" + old[1] + catalog.encode() + b">>\nendobj\n"
    table = b"xref\n%d 1\n%010d 00000 n \n" % (int(root[1]), place)
    end = b"trailer\n<< /Size %b /Root %b 0 R /Prev %b >>\n" % (size[1], root[1], previous[1])
    start = len(data) + len(body)
    target.write_bytes(data + body + table + end + b"startxref\n%d\n%%%%EOF\n" % start)
    return target


@pytest.mark.parametrize(
    "catalog",
    [
        "/OpenAction << /S /JavaScript /JS (app.launchURL\\('https://example.invalid'\\)) >>",
        "/OpenAction << /S /Launch /F (/bin/touch) >>",
        "/AcroForm << /XFA (<xdp/>) /Fields [] >>",
        "/Names << /EmbeddedFiles << /Names [(../../evil.exe) << /Type /Filespec /F (../../evil.exe) >>] >> >>",
    ],
    ids=["script", "launch", "xfa", "embedded"],
)
def test_scripts_and_files_in_a_pdf_are_ignored(sound_pdf: Path, tmp_path: Path, catalog: str) -> None:
    before = set(psutil.Process().children(recursive=True))
    bill = read_document(updated(sound_pdf, tmp_path / "active.pdf", catalog))
    assert len(bill.positions) == ROWS
    assert set(psutil.Process().children(recursive=True)) <= before
    assert [path.name for path in tmp_path.iterdir()] == ["active.pdf"]


def test_a_page_of_kilometres_is_not_drawn(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "huge.pdf"), pagesize=(14_000_000, 14_000_000))
    canvas.rect(0, 0, 1_000_000, 1_000_000, fill=1)
    canvas.save()
    assert refusal(tmp_path / "huge.pdf") == "pdf_scan"


def test_a_loop_of_pages_ends(tmp_path: Path) -> None:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 100000 /Kids [3 0 R 2 0 R] >>",
        b"<< /Type /Pages /Parent 2 0 R /Count 99999 /Kids [2 0 R] >>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    path = tmp_path / "loop.pdf"
    path.write_bytes(data + table + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data))
    assert refusal(path)


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_other_users_cannot_read_what_is_stored(tmp_path: Path, demo_pdf: Path) -> None:
    known = os.umask(0)
    try:
        shared = tmp_path / "shared"
        shared.mkdir(mode=0o755)
        for home in (tmp_path / "own", shared):
            store = Store(Paths(home))
            store.files.put(demo_pdf, demo_pdf.name)
            Wire(Paths(home), lambda _job: None)
            private = list(home.iterdir())
            assert {"estimator.db", "queue.db", "files", "logs", "spool", "backups"} <= {path.name for path in private}
            for path in private:
                assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path.name
            store.close()
        assert not stat.S_IMODE((tmp_path / "own").stat().st_mode) & 0o077
    finally:
        os.umask(known)


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_a_whole_run_leaves_nothing_that_others_can_read(tmp_path: Path, demo_pdf: Path) -> None:
    """Window's marks, worker, reader and command with a umask that forbids nothing, in a folder open to everybody."""
    home, scratch = tmp_path / "shared", tmp_path / "scratch"
    for folder in (home, scratch):
        folder.mkdir()
        folder.chmod(0o777)
    environment = {**os.environ, "ESTIMATOR_HOME": str(home), "TMPDIR": str(scratch)}
    command = [sys.executable, "-m", "estimator_desktop", "audit", str(demo_pdf), "--out", str(tmp_path / "out")]
    known = os.umask(0)
    seen: set[str] = set()
    try:
        running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        handover = Handover(Paths(home))
        assert handover.first()
        Handover(Paths(home)).leave([demo_pdf])
        while running.poll() is None:
            seen |= {f"{path.name} {mode:o}" for path, mode in others_reach(home, scratch)}
            time.sleep(0.05)
        seen |= {f"{path.name} {mode:o}" for path, mode in others_reach(home, scratch)}
        handover.end()
    finally:
        os.umask(known)
    assert running.returncode == 0
    assert seen == set()
    assert {"files", "handover", "open", "worker.json", "worker.lock"} <= {path.name for path in home.iterdir()}
    assert list(scratch.iterdir()) == []


def others_reach(*folders: Path) -> list[tuple[Path, int]]:
    """What lies in folders that are open to others and is open to them itself, with its mode."""
    found = []
    for path in (path for folder in folders for path in folder.iterdir()):
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except FileNotFoundError:
            continue  # it has just gone
        if mode & 0o077:
            found.append((path, mode))
    return found


def test_recognition_tells_nobody(tmp_path: Path) -> None:
    """ONNX Runtime left to itself writes a session's and a device's id and sends events; ours leaves no trace."""
    places = {name: str(tmp_path / name) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    for place in places.values():
        Path(place).mkdir()
    program = (
        "import time\n"
        "from estimator_desktop.reading.pdf.recognise import Recogniser, model_path\n"
        "assert Recogniser(model_path())\n"
        "time.sleep(1)\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ORT_")} | places
    subprocess.run([sys.executable, "-B", "-c", program], env=environment, check=True, timeout=60)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    sources = Path(__file__).resolve().parents[1] / "estimator_desktop"
    imports = re.compile(r"^\s*(import|from) onnxruntime", re.MULTILINE)
    known = [path.name for path in sources.rglob("*.py") if imports.search(path.read_text(encoding="utf-8"))]
    assert known == ["runtime.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not allow")
@pytest.mark.parametrize("name", ["..pdf", "a\nb.pdf", "=cmd|' .pdf", "--json.pdf", "a\\..\\..\\b.pdf"])
def test_a_strange_name_is_only_a_name(store: Store, sound_pdf: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(sound_pdf.read_bytes())
    sha256, _size = store.files.put(tmp_path / name, name)
    assert re.fullmatch(r"[0-9a-f]{64}", sha256)
    assert store.files.path(sha256).read_bytes() == sound_pdf.read_bytes()


def test_every_threat_of_the_document_names_a_test_that_exists() -> None:
    root = Path(__file__).resolve().parents[1]
    named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", (root / "docs" / "security.md").read_text(encoding="utf-8"))
    assert len(named) > 15
    for file, test in named:
        assert f"def {test}(" in (root / file).read_text(encoding="utf-8"), f"{file}::{test}"
