"""Fits the two small models of `catalogues/rank.py` and writes `catalogues/weights.py`: numbers only, no text.

    python scripts/fit_matching.py TRUTH_FOLDER [--check]

Learns from budgets whose positions are known (`*.truth.json` with code, description, unit and notes): one code in two
documents, and one position's short name beside its full text, are two wordings of one item.  Each pair is used twice:
with the item in the catalogue, and without it, so that the model learns to say that it is not there.  Positions are
split into five parts by code; `--check` prints how each part does when fitted on the other four.
"""

from __future__ import annotations

import collections
import json
import re
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from estimator_desktop.catalogues.index import CANDIDATES, FEATURES, Index  # noqa: E402
from estimator_desktop.catalogues.words import fold  # noqa: E402

_PARTS = 5
_SMOOTH = 3e-4
_CODE = re.compile(r"\d{5,9}(\.\w+)?")
_WANTED = {"self": 600, "name_to_text": 900, "text_to_name": 800, "same": 300, "reworded": 300, "absent": 600}
"""How much each kind of pair counts in all, however many of it there are."""
_WITHOUT = 1.5
"""How much more a pair counts whose item was taken out of the catalogue."""


@dataclass
class Sample:
    """A query's candidates and which of them is right (-1: none)."""

    kind: str
    part: int
    measured: np.ndarray
    right: int
    own: np.ndarray


def read(folder: Path) -> tuple[dict[str, dict[str, tuple[str, str]]], list[tuple[str, str, str, str]]]:
    """Descriptions and units by code and document; codes with unit, description and full text."""
    seen: dict[str, dict[str, tuple[str, str]]] = collections.defaultdict(dict)
    texts = []
    for path in sorted(folder.glob("*.truth.json")):
        name = path.name.removesuffix(".truth.json")
        if name.startswith(("neg_", "scan_", "rot_", "redist_", "uozi_")):
            continue
        for position in json.loads(path.read_text(encoding="utf-8"))["positions"]:
            code, description = (position.get("code") or "").strip(), (position.get("description") or "").strip()
            if not description or not _CODE.fullmatch(code):
                continue
            unit = position.get("unit") or ""
            seen[code].setdefault(name, (description, unit))
            if len(code) >= 8:
                texts += [
                    (code, unit, description, note["text"])
                    for note in position.get("notes") or []
                    if note.get("type") == "PP" and fold(note["text"]) != fold(description)
                ]
    return seen, texts


def sets(folder: Path) -> list[tuple[list[tuple[str, str, str]], list[tuple[str, str, str, str]]]]:
    """Catalogues (code, description, unit) with queries (description, unit, code, kind)."""
    seen, texts = read(folder)
    catalogue, queries = [], []
    for code in sorted(seen):
        (first, *others) = seen[code].values()
        if not others and zlib.crc32(code.encode()) % 5 == 0:
            queries.append((*first, code, "absent"))
            continue
        catalogue.append((code, *first))
        for description, unit in others:
            queries.append((description, unit, code, "same" if fold(description) == fold(first[0]) else "reworded"))
    full = [(code, *next(iter(found.values()))) for code, found in sorted(seen.items())]
    long = {code: text for code, _unit, _description, text in texts}
    return [
        (catalogue, queries),
        (full, [(text, unit, code, "text_to_name") for code, unit, _description, text in texts]),
        (full, [(description, unit, code, "self") for code, description, unit in full]),
        (
            [(code, long.get(code, description), unit) for code, description, unit in full],
            [(description, unit, code, "name_to_text") for code, description, unit in full if code in long],
        ),
    ]


def samples(folder: Path) -> list[Sample]:
    """Every query with the item in the catalogue and, of those, once more without it."""
    found = []
    for catalogue, queries in sets(folder):
        catalogue.sort(key=lambda item: (len(item[0]), item[0]))
        index = Index(catalogue)
        place = {code: row for row, (code, _description, _unit) in enumerate(catalogue)}
        for description, unit, code, kind in queries:
            query = index.query(description, unit)
            rows = index.candidates(query)
            if not len(rows):
                continue
            measured, own, part = index.measure([query], [rows])[0], index.own[rows], zlib.crc32(code.encode()) % _PARTS
            hit = np.flatnonzero(rows == place.get(code, -1))
            found.append(Sample(kind, part, measured, int(hit[0]) if len(hit) else -1, own))
            if len(hit) and len(rows) > 1:
                rest = rows != rows[hit[0]]
                found.append(Sample(f"{kind} without", part, measured[rest], -1, own[rest]))
    return found


def weights_of(chosen: list[Sample]) -> np.ndarray:
    """What each sample counts."""
    count = collections.Counter(sample.kind for sample in chosen)
    return np.array(
        [
            _WANTED[sample.kind.removesuffix(" without")]
            / count[sample.kind]
            * (_WITHOUT if sample.kind.endswith(" without") else 1)
            for sample in chosen
        ]
    )


def descend(gradient: Callable[[np.ndarray], np.ndarray], start: np.ndarray, steps: int, pace: float) -> np.ndarray:
    """Adam."""
    first, second, point = np.zeros_like(start), np.zeros_like(start), start
    for step in range(1, steps + 1):
        slope = gradient(point)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope * slope
        size = pace * (1 - step / steps) + 0.003
        point = point - size * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return point


def fit_rank(chosen: list[Sample]) -> np.ndarray:
    """Conditional logit: the right candidate among those beside it."""
    chosen = [sample for sample in chosen if sample.right >= 0]
    count = len(chosen)
    table = np.zeros((count, CANDIDATES, len(FEATURES)))
    mask = np.zeros((count, CANDIDATES), dtype=bool)
    for number, sample in enumerate(chosen):
        table[number, : len(sample.measured)] = sample.measured
        mask[number, : len(sample.measured)] = True
    right = np.array([sample.right for sample in chosen])
    weight = weights_of(chosen)
    weight /= weight.sum()

    def gradient(point: np.ndarray) -> np.ndarray:
        ranks = np.where(mask, table @ point, -1e9)
        chance = np.exp(ranks - ranks.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        chance[np.arange(count), right] -= 1
        pull: np.ndarray = np.einsum("nk,nkf->f", chance * weight[:, None], table) + _SMOOTH * point
        return pull

    return descend(gradient, np.zeros(len(FEATURES)), 400, 0.3)


def inputs_of(chosen: list[Sample], rank: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The certainty's inputs and whether the best candidate is right."""
    from estimator_desktop.catalogues.rank import certainty_inputs  # noqa: PLC0415 - needs weights to exist

    pairs = [certainty_inputs(sample.measured, sample.measured @ rank, sample.own) for sample in chosen]
    right = np.array([best == sample.right for (best, _row), sample in zip(pairs, chosen, strict=True)])
    return np.array([row for _best, row in pairs]), right


def fit_certainty(chosen: list[Sample], rank: np.ndarray) -> np.ndarray:
    """Logistic regression on whether the best candidate is right."""
    table, right = inputs_of(chosen, rank)
    weight = weights_of(chosen)
    weight /= weight.sum()

    def gradient(point: np.ndarray) -> np.ndarray:
        pull = 1e-3 * point
        pull[0] = 0
        whole: np.ndarray = table.T @ ((1 / (1 + np.exp(-table @ point)) - right) * weight) + pull
        return whole

    return descend(gradient, np.zeros(table.shape[1]), 800, 0.2)


def check(found: list[Sample]) -> None:
    """Each part by the models fitted on the others."""
    kinds: dict[str, list[tuple[bool, float]]] = collections.defaultdict(list)
    for part in range(_PARTS):
        learn = [sample for sample in found if sample.part != part]
        test = [sample for sample in found if sample.part == part]
        rank = fit_rank(learn)
        certainty = fit_certainty(learn, rank)
        table, right = inputs_of(test, rank)
        sure = 1 / (1 + np.exp(-table @ certainty))
        for sample, hit, chance in zip(test, right, sure, strict=True):
            kinds[sample.kind].append((bool(hit), float(chance)))
    for kind, rows in sorted(kinds.items()):
        said = [hit for hit, chance in rows if chance >= 0.9]
        print(
            f"{kind:22} {len(rows):5}  top-1 {np.mean([hit for hit, _ in rows]):.3f}  said >= 0.9: {len(said):4}"
            f"  of these right: {np.mean(said) if said else 0:.3f}"
        )


def write(rank: np.ndarray, certainty: np.ndarray) -> None:
    """The numbers as a module."""
    from estimator_desktop.catalogues.rank import CERTAINTY_INPUTS  # noqa: PLC0415

    lines = ['"""Made by `scripts/fit_matching.py`; do not edit."""', "", "RANK = {"]
    lines += [f'    "{name}": {value:.4f},' for name, value in zip(FEATURES, rank, strict=True)]
    lines += ["}", "CERTAINTY = {"]
    lines += [f'    "{name}": {value:.4f},' for name, value in zip(CERTAINTY_INPUTS, certainty, strict=True)]
    target = ROOT / "estimator_desktop" / "catalogues" / "weights.py"
    target.write_text("\n".join([*lines, "}"]) + "\n", encoding="utf-8")


def main() -> None:
    found = samples(Path(sys.argv[1]))
    if "--check" in sys.argv:
        check(found)
        return
    rank = fit_rank(found)
    write(rank, fit_certainty(found, rank))


if __name__ == "__main__":
    main()
