"""Ink to glyphs to segments: pieces of text lines without wide gaps, each to be recognised at once.

A table's cells stand apart, so a segment seldom holds more than one cell.  Nothing here knows letters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from estimator_desktop.reading.pdf.picture import Mask, runs

Boxes = npt.NDArray[np.int64]
"""Rows of left, top, right, bottom, area; right and bottom lie behind the last pixel."""

_USUAL_POINTS = 5.5
"""Height of a glyph where a page has too few to tell."""
_GAP = 0.75
"""Glyphs further apart than this share of their height belong to two segments."""
_STACK = 6
"""So many like strokes in one line are a dotted rule's, not letters."""
_RECENT = 12
"""Glyphs at a segment's end that say where its line runs."""


@dataclass(slots=True)
class Segment:
    """A run of glyphs in one line.  Edges in pixels."""

    left: int
    top: int
    right: int
    bottom: int
    heights: list[int] = field(default_factory=list)
    tops: list[int] = field(default_factory=list)
    bottoms: list[int] = field(default_factory=list)
    band: tuple[float, float] = (0.0, 0.0)

    def add(self, left: int, top: int, right: int, bottom: int, *, grown: int = 0) -> None:
        """Take a glyph at the right end.  A dash counts as `grown` higher to both sides than it is."""
        self.stretch(left, top, right, bottom)
        self.heights.append(bottom - top + 2 * grown)
        self.tops.append(top - grown)
        self.bottoms.append(bottom + grown)
        self.band = float(np.median(self.tops[-_RECENT:])), float(np.median(self.bottoms[-_RECENT:]))

    def stretch(self, left: int, top: int, right: int, bottom: int) -> None:
        """Reach around a box."""
        self.left, self.right = min(self.left, left), max(self.right, right)
        self.top, self.bottom = min(self.top, top), max(self.bottom, bottom)

    @property
    def cap(self) -> float:
        """Height of the taller glyphs."""
        return float(np.quantile(self.heights, 0.8))

    @property
    def baseline(self) -> float:
        """Where most letters stand."""
        return float(np.median(self.bottoms))


def components(dark: Mask) -> Boxes:
    """The boxes of connected ink (corners connect)."""
    rows, starts, ends = runs(dark)
    count = len(rows)
    if not count:
        return np.zeros((0, 5), np.int64)
    stride = dark.shape[1] + 2
    low = np.searchsorted(rows * stride + ends, (rows + 1) * stride + starts, side="left")
    high = np.searchsorted(rows * stride + starts, (rows + 1) * stride + ends, side="right")
    touching = np.maximum(high - low, 0)
    upper = np.repeat(np.arange(count), touching)
    before = np.repeat(np.cumsum(touching) - touching, touching)
    lower = np.repeat(low, touching) + np.arange(len(upper)) - before
    label = _connected(count, upper, lower)
    _, group = np.unique(label, return_inverse=True)
    total = int(group.max()) + 1
    boxes = np.zeros((total, 5), np.int64)
    boxes[:, :2] = np.iinfo(np.int64).max
    np.minimum.at(boxes[:, 0], group, starts)
    np.minimum.at(boxes[:, 1], group, rows)
    np.maximum.at(boxes[:, 2], group, ends)
    np.maximum.at(boxes[:, 3], group, rows + 1)
    np.add.at(boxes[:, 4], group, ends - starts)
    return boxes


def _connected(count: int, one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The least member of each node's group, for groups joined by the edges `one`-`other`."""
    label = np.arange(count)
    while True:
        least = np.minimum(label[one], label[other])
        parent = label.copy()
        np.minimum.at(parent, label[one], least)
        np.minimum.at(parent, label[other], least)
        while not np.array_equal(parent[parent], parent):
            parent = parent[parent]
        settled = parent[label]
        if np.array_equal(settled, label):
            return label
        label = settled


def segments(text: Mask, scale: float) -> list[Segment]:
    """The page's segments, by their left edge.  `scale` is pixels a point."""
    boxes = components(text)
    boxes = boxes[boxes[:, 4] >= max(2, 0.4 * scale**2)]
    if not len(boxes):
        return []
    height, width = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    likely = (height >= 2.5 * scale) & (height <= 22 * scale) & (width <= 6 * height) & (boxes[:, 4] > 1.3 * scale**2)
    usual = float(np.median(height[likely])) if likely.any() else _USUAL_POINTS * scale
    block = (boxes[:, 4] > 0.9 * height * width) & (height > 1.3 * usual) & (width > 1.3 * usual)
    boxes = boxes[~(_rule_remnants(boxes, usual) | block)]
    height, width = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    letter = (height >= 0.55 * usual) & (height <= 3.2 * usual) & (width <= 8 * usual)
    dash = _dashes(boxes, usual)
    dash[dash] = ~_at_letters(boxes[dash], boxes[letter], usual)
    found = _chained(boxes[letter | dash], usual)
    _attach(found, boxes[~letter & ~dash], usual)
    return [item for item in found if not _is_stroke(item)]


def _rule_remnants(boxes: Boxes, usual: float) -> Mask:
    """What dotted or faint vertical rules leave: strokes too long for a letter, or many under each other."""
    height, width = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    thin = (width <= np.maximum(2, 0.2 * height)) & (height > 0.4 * usual)
    places = boxes[:, 0] + width // 2
    counts = np.bincount(places[thin], minlength=int(places.max(initial=0)) + 3)
    near = counts.copy()
    near[1:] += counts[:-1]
    near[:-1] += counts[1:]
    remnants: Mask = ((height > 1.6 * usual) & (width < 0.12 * height)) | (thin & (near[places] >= _STACK))
    return remnants


def _dashes(boxes: Boxes, usual: float) -> Mask:
    """Flat strokes of a dash's length that are no piece of a dotted rule (many beside each other)."""
    height, width = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    flat = (height < 0.4 * usual) & (width >= 0.3 * usual) & (width <= 1.6 * usual) & (width >= 1.5 * height)
    places = (boxes[:, 1] + boxes[:, 3]) // 2
    counts = np.bincount(places[flat], minlength=int(places.max(initial=0)) + 3)
    near = counts.copy()
    near[1:] += counts[:-1]
    near[:-1] += counts[1:]
    dashes: Mask = flat & (near[places] < _STACK)
    return dashes


def _at_letters(dashes: Boxes, letters: Boxes, usual: float) -> Mask:
    """Which dashes stand close above or below a letter: accents, and pieces of an underline."""
    beside = (letters[None, :, 0] < dashes[:, None, 2]) & (letters[None, :, 2] > dashes[:, None, 0])
    above = letters[None, :, 1] - dashes[:, None, 3]
    below = dashes[:, None, 1] - letters[None, :, 3]
    away = np.maximum(np.maximum(above, below), 0)
    found: Mask = (beside & (away < 0.6 * usual)).any(axis=1)
    return found


def _is_stroke(segment: Segment) -> bool:
    """Whether all there is is one upright stroke: no cell holds just that."""
    return len(segment.heights) <= 1 and segment.right - segment.left < 0.25 * (segment.bottom - segment.top)


def _chained(boxes: Boxes, usual: float) -> list[Segment]:
    """Letters strung together from left to right."""
    found: list[Segment] = []
    shelf = max(4, round(usual))
    near: defaultdict[int, list[int]] = defaultdict(list)
    for left, low, right, high, _ in boxes[np.argsort(boxes[:, 0], kind="stable")].tolist():
        grown = round(0.4 * usual) if high - low < 0.4 * usual else 0
        top, bottom = low - grown, high + grown
        best, best_score = -1, 0.0
        for index in {index for level in range(top // shelf, (bottom - 1) // shelf + 1) for index in near[level]}:
            segment = found[index]
            upper, lower = segment.band
            shared = min(bottom, lower) - max(top, upper)
            least = min(bottom - top, lower - upper)
            gap = left - segment.right
            size = max(usual, 0.8 * min(max(bottom - top, lower - upper), lower - upper))
            if shared >= 0.5 * least and -1.2 * usual < gap < _GAP * size + 1:
                score = shared / least - 0.3 * max(gap, 0) / usual
                if best < 0 or score > best_score:
                    best, best_score = index, score
        if best < 0:
            best = len(found)
            found.append(Segment(left, low, right, high))
        found[best].add(left, low, right, high, grown=grown)
        upper, lower = found[best].band
        for level in range(int(upper) // shelf, (int(lower) - 1) // shelf + 1):
            if best not in near[level]:
                near[level].append(best)
    return found


def _attach(found: list[Segment], small: Boxes, usual: float) -> None:
    """Give commas, dots, dashes and accents to the segment they stand at."""
    if not found:
        return
    edges = np.array([(item.left, item.band[0], item.right, item.band[1]) for item in found], np.float64)
    for left, top, right, bottom, _ in small.tolist():
        if bottom - top > 1.3 * usual or right - left > 2.5 * usual:
            continue
        aside = np.maximum(np.maximum(edges[:, 0] - right, left - edges[:, 2]), 0)
        away = np.maximum(np.maximum(edges[:, 1] - bottom, top - edges[:, 3]), 0)
        near = (aside < 0.5 * usual) & (away < 0.45 * usual)
        if near.any():
            found[int(np.argmin(np.where(near, aside + 1.5 * away, np.inf)))].stretch(left, top, right, bottom)


_TALL = re.compile(r"[0-9A-ZÁ-Ž%&?!bdfhklpqgyjtß]")
_HIGHER = re.compile(r"[()\[\]{}/|\\§$@]")
_FLAT_TO_TALL = 0.72


def capital_height(segment: Segment, text: str) -> float:
    """Height of a capital in the segment's type, told by which signs were recognised in it.

    Brackets and slashes are higher than capitals; small letters without a stroke are 0.72 of them.
    """
    heights = sorted(segment.heights, reverse=True)[len(_HIGHER.findall(text)) :]
    tall = len(_TALL.findall(text))
    if heights and tall:
        return float(np.median(heights[:tall]))
    return segment.cap / (1 if not heights or not any(sign.isalpha() for sign in text) else _FLAT_TO_TALL)
