"""Run MinerU, somebody else's program, on one PDF: found, limited, watched, cancelled with all it starts.

It runs offline: hubs are told so, proxies lead nowhere, its remote service is never asked for, and the command that is
used (`mineru-kit parse`) has no telemetry; where another one is used, the usual wishes not to be tracked are set.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import time
import zipfile
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from estimator_desktop.config import Limits
from estimator_desktop.domain.clock import Stopwatch
from estimator_desktop.domain.job import Cancelled, Progress
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.tree import ProcessTree
from estimator_desktop.keys import without_key

ON = "mineru_on"
PATH = "mineru_path"
TIER = "mineru_tier"
FLASH = "flash"
TIERS = (FLASH, "basic", "standard", "advanced")
USUAL_LIMITS = Limits(1500.0, 1800.0, 8 * 1024**3)
_NOWHERE = "http://127.0.0.1:9"
QUIET: Mapping[str, str] = {
    "DO_NOT_TRACK": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "NO_ALBUMENTATIONS_UPDATE": "1",
    "YOLO_OFFLINE": "true",
    "HTTP_PROXY": _NOWHERE,
    "HTTPS_PROXY": _NOWHERE,
    "ALL_PROXY": _NOWHERE,
    "http_proxy": _NOWHERE,
    "https_proxy": _NOWHERE,
    "all_proxy": _NOWHERE,
    "NO_PROXY": "localhost,127.0.0.1",
    "no_proxy": "localhost,127.0.0.1",
}
"""The environment in which it runs: no network, no telemetry."""
_POLL = 0.05
_WEIGH_EVERY = 20
_KEPT = 200
_LINE = 1 << 16
_STEP = re.compile(r"(?<![\d.])(\d{1,5})/(\d{1,5})(?![\d.])")
_VERSION = re.compile(r"\d+\.\d+(\.\d+)?\w*")
_ASK_VERSION = 30.0
_NO_MODELS = re.compile(
    r"magic-pdf\.json not found|No module named 'cv2'|offline mode|LocalEntryNotFound|model.*not found"
    r"|Connection(Error| refused)|ProxyError|download.*model",
    re.IGNORECASE,
)
_LARGEST = 512 << 20


class MineruKind(StrEnum):
    """Which command line the program has."""

    KIT = "mineru-kit"
    """mineru 4."""
    PLAIN = "mineru"
    """mineru 2 and 3."""
    MAGIC = "magic-pdf"


@dataclass(frozen=True, slots=True)
class Mineru:
    """A program that was found."""

    path: str
    kind: MineruKind

    def command(self, source: Path, folder: Path, tier: str = FLASH, page: int | None = None) -> list[str]:
        """The command line that reads a PDF (or one page of it, from 1) into a folder."""
        if self.kind is MineruKind.KIT:
            target = str(folder / "result.zip")
            whole = [self.path, "parse", str(source), "-o", target, "-f", "zip", "--tier", tier]
            return whole if page is None else [*whole, "--pages", str(page)]
        common = [self.path, "-p", str(source), "-o", str(folder)]
        if page is not None:
            common += ["-s", str(page - 1), "-e", str(page - 1)]
        return [*common, "-m", "auto"] if self.kind is MineruKind.MAGIC else common

    @property
    def needs_models(self) -> bool:
        """Whether it cannot do anything without downloaded models."""
        return self.kind is not MineruKind.KIT

    @property
    def download(self) -> str:
        """The command that brings the models (the user runs it, we never do)."""
        if self.kind is MineruKind.KIT:
            return "mineru-kit models download"
        return "mineru-models-download" if self.kind is MineruKind.PLAIN else "magic-pdf: models-dir, magic-pdf.json"


def find_mineru(configured: str = "", which: Callable[[str], str | None] = shutil.which) -> Mineru | None:
    """The configured program, else the one in PATH; None where there is none.

    A configured folder is looked into (also its `bin` and `Scripts`).  Beside a `mineru` that is version 4 lies
    `mineru-kit`, which is the one to run.
    """
    if configured:
        return _at(Path(configured).expanduser())
    for kind in (MineruKind.KIT, MineruKind.PLAIN, MineruKind.MAGIC):
        found = which(kind.value)
        if found:
            return _at(Path(found))
    return None


def _at(place: Path) -> Mineru | None:
    if place.is_dir():
        for folder in (place, place / "bin", place / "Scripts"):
            for kind in (MineruKind.KIT, MineruKind.PLAIN, MineruKind.MAGIC):
                for name in (kind.value, f"{kind.value}.exe"):
                    if (folder / name).is_file():
                        return Mineru(str(folder / name), kind)
        return None
    if not place.is_file():
        return None
    name = place.name.lower().removesuffix(".exe")
    if name.startswith("magic"):
        return Mineru(str(place), MineruKind.MAGIC)
    if "kit" in name:
        return Mineru(str(place), MineruKind.KIT)
    kit = place.with_name(place.name.replace("mineru", "mineru-kit"))
    return Mineru(str(kit), MineruKind.KIT) if kit.is_file() else Mineru(str(place), MineruKind.PLAIN)


def version_of(program: Mineru) -> str:
    """What the program says its version is; empty where it says nothing in half a minute."""
    try:
        done = subprocess.run(
            [program.path, "--version"],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_ASK_VERSION,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**without_key(os.environ), **QUIET},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _VERSION.search(done.stdout + done.stderr)
    return found.group() if found and done.returncode == 0 else ""


@dataclass(frozen=True, slots=True)
class MineruRun:
    """How to run it: the program, what it may use, its tier."""

    program: Mineru
    limits: Limits = USUAL_LIMITS
    tier: str = FLASH
    page: int | None = None
    """Only this page (from 1)."""

    def run(self, source: Path, folder: Path, name: str, progress: Progress, stop: Callable[[], bool]) -> None:
        """Read a PDF; what it wrote lies in `folder` as JSON files.

        Raises Cancelled, UserError `mineru_missing`, `mineru_failed`, `mineru_models`, `mineru_timeout`,
        `mineru_memory`, each with detail.  The program and all it started are gone when this returns.
        """
        folder.mkdir(parents=True, exist_ok=True)
        try:
            tree = ProcessTree(self.program.command(source, folder, self.tier, self.page), QUIET)
        except OSError as error:
            raise UserError("mineru_missing", file=name, detail=str(error)) from error
        said: deque[str] = deque(maxlen=_KEPT)
        steps: deque[tuple[int, int]] = deque(maxlen=1)
        pumps = [
            threading.Thread(target=_listen, args=(stream, said, steps), daemon=True)
            for stream in (tree.process.stdout, tree.process.stderr)
        ]
        for pump in pumps:
            pump.start()
        try:
            self._follow(tree, name, progress, stop, steps)
        finally:
            tree.kill()
            for pump in pumps:
                pump.join(timeout=5)
            for stream in (tree.process.stdin, tree.process.stdout, tree.process.stderr):
                if stream is not None:
                    stream.close()
        self._judge(tree.process.returncode, name, "\n".join(said))
        _unpack(folder, name)

    def _follow(
        self,
        tree: ProcessTree,
        name: str,
        progress: Progress,
        stop: Callable[[], bool],
        steps: deque[tuple[int, int]],
    ) -> None:
        clock = Stopwatch(time.monotonic())
        polls = 0
        while tree.process.poll() is None:
            if stop():
                raise Cancelled
            polls += 1
            seconds = clock.tick(time.monotonic())
            if self.limits.hard_seconds and seconds > self.limits.hard_seconds:
                raise UserError("mineru_timeout", file=name, detail=f"{seconds:.0f} s")
            if polls % _WEIGH_EVERY == 0 and self.limits.memory_bytes:
                used = tree.memory(whole=True)
                if used > self.limits.memory_bytes:
                    raise UserError("mineru_memory", file=name, detail=f"{used >> 20} MiB")
            if steps:
                done, total = steps.pop()
                progress(done, total, "steps")
            time.sleep(_POLL)

    def _judge(self, code: int | None, name: str, said: str) -> None:
        if code == 0:
            return
        detail = f"exit {code}\n{said[-4000:]}"
        raise UserError("mineru_models" if _NO_MODELS.search(said) else "mineru_failed", file=name, detail=detail)


def _listen(stream: object, said: deque[str], steps: deque[tuple[int, int]]) -> None:
    """Keep the last lines; a bar redraws itself with a carriage return."""
    read = getattr(stream, "read1", None)
    rest = ""
    while read is not None and (piece := read(_LINE)):
        *lines, rest = re.split(r"[\r\n]+", rest + piece.decode("utf-8", "replace"))
        for line in lines:
            said.append(line[:1000])
            found = _STEP.findall(line)
            if found and 0 < int(found[-1][1]) >= int(found[-1][0]):
                steps.append((int(found[-1][0]), int(found[-1][1])))
    if rest:
        said.append(rest[:1000])


def _unpack(folder: Path, name: str) -> None:
    """Take the JSON files out of a result that is an archive; nothing else, and nothing that is too large."""
    for archive in sorted(folder.glob("*.zip")):
        try:
            with zipfile.ZipFile(archive) as opened:
                for number, member in enumerate(opened.infolist()):
                    if member.filename.endswith(".json") and member.file_size <= _LARGEST:
                        # Our own names: what an archive calls its members may lead out of the folder.
                        target = folder / f"{number}_{Path(member.filename).name}"
                        with opened.open(member) as source, target.open("wb") as written:
                            shutil.copyfileobj(source, written, _LINE)
        except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
            raise UserError("mineru_output", file=name, seen_error=str(error), detail=repr(error)) from error
        archive.unlink()
