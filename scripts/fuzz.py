"""Damage samples in thousands of ways and read each: a bill or a sentence, never a crash, a hang or a traceback.

The samples are the project's own (PDF, xlsx, csv, XML) and, where it lies beside the checkout, small files of the
corpus (xls too).  The same `--seed` and `--count` damage the same way.  Every file is read by one of a few child
processes with a limit of time and memory; what goes wrong is kept in `out/fuzz` with its traceback.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import random
import re
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import psutil
from bench_read import ROOT, corpus_folder

SECONDS, ASLEEP = 60.0, 600.0
"""A file hangs when it works for so long without a sign of progress (processor time, so that a busy machine condemns
nothing; a page that must be recognised takes some seconds), or gives none for the longer time by the clock."""
MEMORY = 1536 * 1024**2
KEPT = ROOT / "out" / "fuzz"
_LARGEST = 150_000
_GOOD = frozenset({"read", "refused"})
_TOKENS = (
    b"0", b"-1", b"999999999999", b"1e9", b"NaN", b"\x00", b"<<", b">>", b"endobj", b"stream", b"/Type /Pages",
    b"</polozka>", b"<polozka>", b"&amp;", b"&#0;", b"]]>", b"=", b"((((((((", b'"', b"1" * 400, b"\xff\xfe",
)  # fmt: skip
_ALIVE = ("alive", "")
_NUMBER = re.compile(rb"\d+")


def samples(folder: Path, *, others: bool = True) -> Mapping[str, bytes]:
    """What is damaged, by name: drawn by the project's own scripts, and the corpus's small files."""
    from fuzzsamples import own_samples  # noqa: PLC0415 - draws with libraries the children do not need

    found = dict(own_samples(folder))
    corpus = corpus_folder() if others else None
    if corpus is not None:
        for path in sorted([*(corpus / "dev").iterdir(), *(corpus / "nasty").iterdir()]):
            if path.suffix in {".pdf", ".xls", ".xlsx", ".xml"} and 0 < path.stat().st_size < _LARGEST:
                found[path.name] = path.read_bytes()
    return found


# --- damage ---------------------------------------------------------------------------------------------------------


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to six injuries; inside the members of an archive in two cases of three."""
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.67:
        try:
            return _inside_archive(data, chance)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            pass  # a hostile sample: damage it from outside
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(_INJURIES)(data, chance)
    return data


def _inside_archive(data: bytes, chance: random.Random) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        members = source.infolist()
        if sum(member.file_size for member in members) > 20 * 1024**2:
            raise ValueError("too large to unpack here")
        hit = chance.randrange(len(members))
        for number, member in enumerate(members):
            content = source.read(member)
            if number == hit:
                if chance.random() < 0.1:
                    continue
                for _ in range(chance.randint(1, 4)):
                    content = chance.choice(_INJURIES)(content, chance)
            archive.writestr(member.filename, content)
    return target.getvalue()


def _span(data: bytes, chance: random.Random, longest: int = 4096) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randint(1, longest))


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 40)) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _double(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:]


def _noise(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance, 64)
    return data[:start] + chance.randbytes(end - start) + data[end:]


def _zero(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance, 512)
    return data[:start] + bytes(end - start) + data[end:]


def _token(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.choice(_TOKENS) + data[start:]


def _number(data: bytes, chance: random.Random) -> bytes:
    """Another number in place of one, near a random place."""
    match = _NUMBER.search(data, chance.randrange(len(data) + 1))
    return data if match is None else data[: match.start()] + chance.choice(_TOKENS) + data[match.end() :]


_Injury = Callable[[bytes, random.Random], bytes]
_INJURIES: Sequence[_Injury] = (_flip, _cut, _truncate, _double, _noise, _zero, _token, _number, _number, _flip)


# --- the children -----------------------------------------------------------------------------------------------------


def _child(pipe: Connection) -> None:
    """Read what is named until told to end."""
    from estimator_desktop.domain.bill import BillOfQuantities  # noqa: PLC0415
    from estimator_desktop.errors import UserError  # noqa: PLC0415
    from estimator_desktop.reading.read import read_document  # noqa: PLC0415
    from estimator_desktop.storage.codec import decode, encode  # noqa: PLC0415
    from estimator_desktop.texts.speech import Texts  # noqa: PLC0415

    if sys.platform != "win32":
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # libraries complain there of what is damaged on purpose
    languages = (Texts("cs"), Texts("en"))
    while True:
        path = pipe.recv()
        if path is None:
            return
        try:
            bill = read_document(Path(path), progress=lambda *_step: pipe.send(_ALIVE))
            assert decode(encode(bill), BillOfQuantities) == bill  # noqa: S101
            for texts in languages:
                texts.proof_line(bill)
                for failure in bill.proof.failures if bill.proof else ():
                    texts.proof_failure(failure, bill)
                for code, subject in bill.warnings:
                    texts.say(f"warning.{code}", subject=subject)
            pipe.send(("read" if bill.positions else "empty bill", ""))
        except UserError as error:
            try:
                for texts in languages:
                    texts.error(error.code, error.params)
            except Exception:  # noqa: BLE001 - this is what is being looked for
                pipe.send(("no sentence", traceback.format_exc()))
            else:
                pipe.send(("refused", ""))
        except MemoryError:
            pipe.send(("memory", traceback.format_exc()))
        except BaseException:  # noqa: BLE001 - this is what is being looked for
            pipe.send(("traceback", traceback.format_exc()))


@dataclass
class _Worker:
    """A child and what it is reading."""

    process: BaseProcess
    pipe: Connection
    index: int = -1
    since: float = 0.0
    busy: float = 0.0

    def alive(self) -> None:
        """It gave a sign just now."""
        self.since, self.busy = time.monotonic(), self._worked()

    def hangs(self) -> bool:
        """Whether it has given none for too long."""
        silent = time.monotonic() - self.since
        return silent > ASLEEP or (silent > SECONDS and self._worked() - self.busy > SECONDS)

    def _worked(self) -> float:
        try:
            used = psutil.Process(self.process.pid or 0).cpu_times()
        except psutil.Error:
            return self.busy  # it has just ended, which is noticed elsewhere
        return float(used.user + used.system)


@dataclass(frozen=True)
class Trouble:
    """A damaged file that was not read as it should."""

    index: int
    sample: str
    how: str
    detail: str
    data: bytes


class Pool:
    """A few killable children."""

    def __init__(self, size: int, folder: Path) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._folder = folder
        self._workers = [self._start() for _ in range(size)]

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_child, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def run(self, cases: Iterator[tuple[int, str, bytes]]) -> Iterator[tuple[int, str, str, str, bytes]]:
        """Read every case; index, sample, outcome, detail and data of each as it ends."""
        under: dict[int, tuple[str, bytes]] = {}
        exhausted = False
        while True:
            for worker in self._workers:
                while worker.index < 0 and not exhausted:
                    case = next(cases, None)
                    if case is None:
                        exhausted = True
                        break
                    index, name, data = case
                    under[index] = (name, data)
                    path = self._folder / f"{index}{Path(name).suffix}"
                    path.write_bytes(data)
                    worker.index = index
                    worker.alive()
                    worker.pipe.send(str(path))
            if not under:
                return
            wait([worker.pipe for worker in self._workers if worker.index >= 0], timeout=0.5)
            for place, worker in enumerate(self._workers):
                ended = self._ended(worker)
                if ended is None:
                    continue
                index = worker.index
                name, data = under.pop(index)
                (self._folder / f"{index}{Path(name).suffix}").unlink(missing_ok=True)
                worker.index = -1
                if ended[0] in {"hang", "crash", "memory"}:
                    worker.process.kill()
                    worker.process.join()
                    self._workers[place] = self._start()
                yield index, name, *ended, data

    @staticmethod
    def _ended(worker: _Worker) -> tuple[str, str] | None:
        if worker.index < 0:
            return None
        try:
            while worker.pipe.poll():
                said = worker.pipe.recv()
                if said != _ALIVE:
                    return str(said[0]), str(said[1])
                worker.alive()
        except (EOFError, OSError):
            worker.process.join(5)
            return "crash", f"exit {worker.process.exitcode}"
        return ("hang", f"no sign of progress for {SECONDS:.0f} s") if worker.hangs() else None

    def close(self) -> None:
        """End the children."""
        for worker in self._workers:
            worker.process.kill()
            worker.process.join()


def fuzz(
    seed: int, count: int, size: int = 2, only: str = "", *, corpus: bool = True
) -> tuple[Counter[str], list[Trouble]]:
    """Read `count` damaged files; how often each outcome came, and what went wrong."""
    outcomes: Counter[str] = Counter()
    troubles: list[Trouble] = []
    with tempfile.TemporaryDirectory(prefix="estimator-fuzz-") as name:
        folder = Path(name)
        known = {label: data for label, data in samples(folder, others=corpus).items() if only in label}
        labels = sorted(known)
        pool = Pool(size, folder)

        def cases() -> Iterator[tuple[int, str, bytes]]:
            for index in range(count):
                label = labels[index % len(labels)]
                yield index, label, damaged(known[label], random.Random(f"{seed}:{index}:{label}"))

        try:
            for index, label, how, detail, data in pool.run(cases()):
                outcomes[how] += 1
                if how not in _GOOD:
                    troubles.append(Trouble(index, label, how, detail, data))
        finally:
            pool.close()
    return outcomes, troubles


def main() -> int:
    """0 where nothing went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2400)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="only samples whose name contains this")
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.count} damaged files")
    start = time.perf_counter()
    outcomes, troubles = fuzz(options.seed, options.count, options.jobs, options.only)
    print(f"{time.perf_counter() - start:.0f} s; " + ", ".join(f"{how}: {n}" for how, n in outcomes.most_common()))
    if troubles:
        KEPT.mkdir(parents=True, exist_ok=True)
    for trouble in troubles:
        kept = KEPT / f"{options.seed}-{trouble.index}{Path(trouble.sample).suffix}"
        kept.write_bytes(trouble.data)
        print(f"!! {trouble.how}: {kept.name} from {trouble.sample}\n{trouble.detail}")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
