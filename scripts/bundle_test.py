"""Try the bundle as somebody without Python would: an empty home, no interpreter on the path, a real window.

Starts the program in `dist/` with the sample as its argument (as a file manager's "open with" does), waits until its
own background worker has read and judged it, exports, closes the window, and compares the files with the sample's
known faults and, value by value, with what the checkout itself writes.  Ends with 0, or says what differs.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "dist" / "estimator-desktop" / ("estimator-desktop.exe" if os.name == "nt" else "estimator-desktop")
DEMO = ROOT / "resources" / "demo"
_PATIENCE = 180.0
_FORMATS = ("xlsx", "json", "csv", "unixml", "pdf")


class BundleFault(Exception):
    """The bundle does not do what it should; the text says what."""


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The variables by which a window finds a screen: a virtual one of our own on Linux."""
    if not sys.platform.startswith("linux"):
        yield {}
        return
    server = shutil.which("Xvfb")
    if server is None:
        raise BundleFault("Xvfb is missing. On Debian: sudo apt-get install -y xvfb")
    ear, mouth = os.pipe()
    command = [server, "-displayfd", str(mouth), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(mouth,), stderr=subprocess.DEVNULL) as process:
        os.close(mouth)
        try:
            with os.fdopen(ear) as answer:
                number = answer.readline().strip()
            if not number:
                raise BundleFault("Xvfb does not start")
            yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        finally:
            process.terminate()


def bare_environment(home: Path) -> dict[str, str]:
    """What a new user's session holds, without a Python anywhere."""
    if os.name == "nt":
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
        return {**kept, "USERPROFILE": str(home), "LOCALAPPDATA": str(home), "PATH": ""}
    return {"HOME": str(home), "PATH": str(home / "nothing"), "LANG": "C.UTF-8"}


def ask(environment: dict[str, str], *arguments: str) -> str:
    """One command of the bundle; its output."""
    command = [str(PROGRAM), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    if done.returncode:
        raise BundleFault(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr or done.stdout}")
    return done.stdout


def audited(environment: dict[str, str], window: subprocess.Popen[bytes]) -> str:
    """The project's id once its audit is done; a failed job or a closed window ends the wait."""
    limit = time.monotonic() + _PATIENCE
    while time.monotonic() < limit:
        if window.poll() is not None:
            raise BundleFault(f"the window closed by itself with {window.returncode}")
        jobs: list[dict[str, Any]] = json.loads(ask(environment, "jobs", "list", "--json"))
        failed = [job for job in jobs if job["state"] in {"failed", "cancelled"}]
        if failed:
            raise BundleFault(f"a job ended as {failed[0]['state']}: {failed[0]['text']}")
        done = [job for job in jobs if job["kind"] == "audit_project" and job["state"] == "done"]
        if done:
            return str(done[0]["project"])
        time.sleep(0.3)
    raise BundleFault(f"no verdict after {_PATIENCE:.0f} s")


def compared(out: Path, own: Path) -> dict[str, Any]:
    """The bundle's JSON, after it was found equal to the checkout's and to the sample's known faults."""
    (written,) = out.glob("*.json")
    (ours,) = own.glob("*.json")
    bundle, checkout = json.loads(written.read_text(encoding="utf-8")), json.loads(ours.read_text(encoding="utf-8"))
    for name in sorted(bundle.keys() | checkout.keys()):
        if bundle.get(name) != checkout.get(name):
            raise BundleFault(f"“{name}” differs between the bundle's and the checkout's JSON ({written}, {ours})")
    known = json.loads((DEMO / "expected.json").read_text(encoding="utf-8"))
    if len(bundle["positions"]) != known["positions"]:
        raise BundleFault(f"{len(bundle['positions'])} positions instead of {known['positions']}")
    if bundle["summary"]["total"] != known["total"]:
        raise BundleFault(f"total {bundle['summary']['total']} instead of {known['total']}")
    found = {finding["rule"] for finding in bundle["findings"]}
    found |= {finding["rule"] for position in bundle["positions"] for finding in position["findings"]}
    missed = {fault["rule"] for fault in known["faults"]} - found
    if missed:
        raise BundleFault(f"faults not found: {', '.join(sorted(missed))}")
    return dict(bundle)


def close(window: subprocess.Popen[bytes]) -> None:
    """Ask the window to go; nothing of it may stay."""
    family = psutil.Process(window.pid).children(recursive=True)
    window.send_signal(signal.SIGTERM) if os.name != "nt" else window.terminate()
    window.wait(30)
    _, alive = psutil.wait_procs(family, timeout=15)
    if alive:
        raise BundleFault(f"{len(alive)} processes are left behind: {[process.cmdline() for process in alive]}")


def try_bundle(work: Path) -> list[str]:
    """The whole walk; lines that say what was seen.  Raises BundleFault."""
    home, out, own = work / "home", work / "out", work / "own"
    home.mkdir()
    sample = shutil.copy(DEMO / "ukazka_rozpocet.pdf", home)
    with screen() as display:
        environment = bare_environment(home)
        ask(environment, "doctor")
        started = time.monotonic()
        with subprocess.Popen([PROGRAM, "gui", sample], env=environment | display) as window:
            try:
                project = audited(environment, window)
                seconds = time.monotonic() - started
                ask(environment, "export", project, "--out", str(out), "--format", ",".join(_FORMATS))
                close(window)
            finally:
                window.kill()
    checkout = [sys.executable, "-m", "estimator_desktop", "audit", sample, "--out", str(own), "--format", "json"]
    own_home = os.environ | {"ESTIMATOR_HOME": str(work / "own-home")}
    subprocess.run(checkout, env=own_home, check=True, capture_output=True, timeout=_PATIENCE)
    bundle = compared(out, own)
    size = sum(file.stat().st_size for file in PROGRAM.parent.rglob("*") if file.is_file() and not file.is_symlink())
    files = sorted(file.name for file in out.iterdir())
    return [
        f"from start to verdicts: {seconds:.1f} s; {len(bundle['positions'])} positions, all known faults found",
        f"exported: {', '.join(files)}; the JSON equals the checkout's",
        f"the window closed and left no process; the folder holds {size / 1e6:.0f} MB",
    ]


def main() -> int:
    """Run the walk in a temporary folder."""
    if not PROGRAM.exists():
        sys.stderr.write("There is no bundle. Run 'make bundle' first.\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="bundle-test-") as folder:
        try:
            lines = try_bundle(Path(folder))
        except BundleFault as fault:
            sys.stderr.write(f"bundle-test: {fault}\n")
            return 1
    sys.stdout.write("\n".join(lines) + "\nbundle-test: all is well\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
