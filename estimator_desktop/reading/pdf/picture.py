"""A page as a picture: rendered at its own resolution, turned upright, straightened, its ruling lines taken out.

Only numpy and Pillow are needed.  Lengths named `…_POINTS` are in points (1/72 inch), everything else in pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from estimator_desktop.reading.pdf.rules import NO_RULES, Rules
from estimator_desktop.reading.pdf.rules import rules as joined_rules

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_LOWEST, _HIGHEST = 150.0, 300.0
"""Dots an inch: a coarser scan is enlarged to read it, a finer one need not be."""
_DRAWN = 220.0
"""Dots an inch for a page that is no picture (outlines, fonts without a map to characters)."""
_MOST_PIXELS = 24_000_000
_SEARCH = 100.0
"""Dots an inch for finding the skew."""
_LETTER_GAP, _WORD_SPAN = 2, 14
"""Pixels (at that resolution) between letters of a word, and the width of a word of a few letters."""
_ENOUGH_TEXT, _SURELY = 1000, 3.0
_MOST_SKEW = 5.0
_SKEW_POINTS = 60_000
_DEPTH = 26
"""Ink is darker than its surroundings by so many of 255 steps."""
_FIELD_POINTS = 5.0
_DARK_FIELD = 0.62
"""Surroundings darker than this share of the paper are a dark field; dense writing is lighter."""
_CORE_POINTS, _HARDLY = 4.0, 1e-4
"""A dark field has a solid square of this side in it; no rule is so thick."""
_FIELD_CONTRAST = 2.5
_RULE_POINTS = 25.0
"""A straight run longer than this is a ruling line, not a letter's stroke."""
_TALL_RULE_POINTS = 20.0
_HAIR_POINTS = 1.5
"""A vertical rule is no wider; what is left of it stands within its width and a pixel beside."""
_SAME_RULE = 2
"""Columns of pixels that belong to one rule follow each other so closely."""
_SOLID = 0.9
"""Share of a rule's length that is ink."""
_AMID_RULES = 0.75
"""Where less than this share of the surroundings is free of rules, the rules count for nothing in them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's picture in reading direction.

    `scale` is pixels a point; `turn` how far the displayed page was turned clockwise (0, 90, 180, 270 degrees);
    `tilt` by how many degrees it was then turned counter-clockwise around its centre.
    """

    grey: Grey
    scale: float
    turn: int = 0
    tilt: float = 0.0

    @property
    def width(self) -> float:
        """Width in points."""
        return float(self.grey.shape[1]) / self.scale

    @property
    def height(self) -> float:
        """Height in points."""
        return float(self.grey.shape[0]) / self.scale

    def turned(self, turn: int) -> Picture:
        """The picture turned clockwise by a further 0, 90, 180 or 270 degrees."""
        grey = np.ascontiguousarray(np.rot90(self.grey, -(turn // 90)))
        return replace(self, grey=grey, turn=(self.turn + turn) % 360)


def photograph(page: pdfium.PdfPage) -> Picture:
    """The page as displayed, straightened; text lines run across it, perhaps upside down."""
    width, height = page.get_size()
    dots = scan_resolution(page) or _DRAWN
    dots = min(max(dots, _LOWEST), _HIGHEST)
    area = width * height * (dots / 72) ** 2
    if area > _MOST_PIXELS:
        dots *= float(np.sqrt(_MOST_PIXELS / area))
    bitmap = page.render(scale=dots / 72, grayscale=True)
    grey = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width, -1)[:, :, 0]
    bitmap.close()
    picture = Picture(dark_on_light(np.ascontiguousarray(grey), dots / 72), dots / 72)
    sketch = _sketch(picture)
    turned = np.ascontiguousarray(np.rot90(sketch, -1))
    if stands_on_its_side(sketch, turned):
        picture, sketch = picture.turned(90), turned
    return straightened(picture, skew(sketch)[0])


def stands_on_its_side(sketch: Mask, turned: Mask) -> bool:
    """Whether the text of a page runs up or down: letters stand close beside each other, lines stand apart.

    A page with hardly any text is judged by which direction its ink is sharper in.
    """
    across, along = written(sketch), written(turned)
    if max(across, along) >= _ENOUGH_TEXT and not 1 / _SURELY < along / max(1, across) < _SURELY:
        return along > across
    return skew(turned)[1] > 1.3 * skew(sketch)[1]


def written(dark: Mask) -> int:
    """How much of the page (pixels) lies in strings of ink that can be words running across."""
    rows, starts, ends = runs(dark)
    if not len(rows):
        return 0
    fresh = np.ones(len(rows), dtype=np.bool_)
    fresh[1:] = (rows[1:] != rows[:-1]) | (starts[1:] - ends[:-1] > _LETTER_GAP)
    first = np.nonzero(fresh)[0]
    last = np.append(first[1:] - 1, len(rows) - 1)
    spans = ends[last] - starts[first]
    return int(spans[spans >= _WORD_SPAN].sum())


def dark_on_light(grey: Grey, scale: float) -> Grey:
    """The picture with light writing on dark fields turned into dark writing on paper."""
    step = max(1, round(2 * scale))
    if float(np.quantile(grey[::step, ::step], 0.002)) > _DARK_FIELD * 255:
        return grey
    mean = box_mean(grey.astype(np.float32), round(_FIELD_POINTS * scale))
    paper = float(np.median(grey))
    field = mean < _DARK_FIELD * paper
    if not field.any():
        return grey
    field = _solid(field, grey < _DARK_FIELD * paper, scale)
    if not field.any():
        return grey
    turned = grey.copy()
    contrast = np.clip(grey[field] - mean[field], 0, None) * _FIELD_CONTRAST
    turned[field] = np.clip(250 - contrast, 0, 250).astype(np.uint8)
    return turned


def _solid(field: Mask, dark: Mask, scale: float) -> Mask:
    """The rows of dark fields that have something solid beside their writing.

    Writing between two thick rules is as dark as a field, and the rules are no thicker than rules are.
    """
    core = box_mean(dark.astype(np.float32), round(_CORE_POINTS * scale / 2)) > _SOLID
    near = box_mean(core.astype(np.float32), round(_FIELD_POINTS * scale)) > _HARDLY
    rows, starts, ends = runs(field)
    count = np.pad(near.cumsum(axis=1), ((0, 0), (1, 0)))
    kept = np.zeros_like(field)
    for index in np.nonzero(count[rows, ends] > count[rows, starts])[0]:
        kept[rows[index], starts[index] : ends[index]] = True
    return kept


def scan_resolution(page: pdfium.PdfPage) -> float:
    """Dots an inch of the picture that fills most of the page; 0 where there is none."""
    width, height = page.get_size()
    best = 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > 0.4 * width * height:
            across, down = item.get_px_size()
            best = max(best, max(across, down) / max(right - left, top - bottom) * 72)
    return best


def straightened(picture: Picture, skewed: float) -> Picture:
    """The picture turned so that lines which fall by so many degrees lie level."""
    if abs(skewed) < 0.03:
        return picture
    paper = int(np.median(picture.grey))
    image = Image.fromarray(picture.grey).rotate(skewed, Image.Resampling.BICUBIC, fillcolor=paper)
    return replace(picture, grey=np.asarray(image), tilt=skewed)


def _sketch(picture: Picture) -> Mask:
    """The ink in a small copy, without long rules: what the direction of the text is judged by."""
    share = _SEARCH / (picture.scale * 72)
    size = (max(1, round(picture.grey.shape[1] * share)), max(1, round(picture.grey.shape[0] * share)))
    small = np.asarray(Image.fromarray(picture.grey).resize(size, Image.Resampling.BOX))
    dark = ink(small, 10, 20)
    return dark & ~(long_runs(dark, 35, 1) | long_runs(dark.T, 35, 1).T)


def skew(dark: Mask) -> tuple[float, float]:
    """By how many degrees (-5 to 5) text lines fall to the right, and how sharply they then stand out."""
    down, across = np.nonzero(dark)
    if len(down) < 200:
        return 0.0, 0.0
    if len(down) > _SKEW_POINTS:
        chosen = np.random.default_rng(0).choice(len(down), _SKEW_POINTS, replace=False)
        down, across = down[chosen], across[chosen]

    def sharpness(angle: float) -> float:
        rows = np.rint(down - across * np.tan(np.radians(angle))).astype(np.int64)
        profile = np.bincount(rows - rows.min()).astype(np.float64)
        return float(np.square(np.diff(profile)).sum())

    best = 0.0
    for reach, step in ((_MOST_SKEW, 0.25), (0.3, 0.05), (0.05, 0.01)):
        best = max((best + k * step for k in range(round(-reach / step), round(reach / step) + 1)), key=sharpness)
    return best, sharpness(best)


def ink(grey: Grey, reach: int, depth: int = _DEPTH) -> Mask:
    """What is darker than the mean of its surroundings (`reach` pixels to each side)."""
    dark: Mask = grey < box_mean(grey.astype(np.float32), reach) - depth
    return dark


def box_mean(values: npt.NDArray[np.float32], reach: int) -> npt.NDArray[np.float32]:
    """The mean of a square around each pixel."""
    padded = np.pad(values, ((reach + 1, reach), (reach + 1, reach)), mode="edge")
    total = padded.cumsum(0, dtype=np.float64).cumsum(1)
    side = 2 * reach + 1
    inner = total[side:, side:] - total[:-side, side:] - total[side:, :-side] + total[:-side, :-side]
    mean: npt.NDArray[np.float32] = (inner / side**2).astype(np.float32)
    return mean


def runs(dark: Mask) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Horizontal runs of ink: row, first column, column behind the last; in reading order."""
    height, width = dark.shape
    framed = np.zeros((height, width + 2), np.int8)
    framed[:, 1:-1] = dark
    change = np.diff(framed, axis=1)
    rows, starts = np.nonzero(change == 1)
    ends = np.nonzero(change == -1)[1]
    return rows.astype(np.int64), starts.astype(np.int64), ends.astype(np.int64)


def long_runs(dark: Mask, length: int, gap: int) -> Mask:
    """The pixels of horizontal runs of at least `length`, gaps of up to `gap` pixels included.

    A run is solid: letters side by side, whose feet nearly touch, are none.
    """
    found = np.zeros_like(dark)
    rows, starts, ends = runs(dark)
    if not len(rows):
        return found
    fresh = np.ones(len(rows), dtype=np.bool_)
    fresh[1:] = (rows[1:] != rows[:-1]) | (starts[1:] - ends[:-1] > gap)
    first = np.nonzero(fresh)[0]
    last = np.append(first[1:] - 1, len(rows) - 1)
    filled = np.add.reduceat(ends - starts, first)
    span = ends[last] - starts[first]
    for index in np.nonzero((span >= length) & (filled >= _SOLID * span))[0]:
        found[rows[first[index]], starts[first[index]] : ends[last[index]]] = True
    return found


@dataclass(frozen=True, slots=True)
class Ink:
    """A picture's ink without ruling lines, and the grey picture with the lines painted over."""

    text: Mask
    grey: Grey
    rules: Rules = NO_RULES


def inked(picture: Picture) -> Ink:
    """Part ink from paper and letters from ruling lines."""
    grey, scale = picture.grey, picture.scale
    reach = max(8, round(5 * scale))
    dark = ink(grey, reach)
    gap = round(0.8 * scale)
    across = long_runs(dark, round(_RULE_POINTS * scale), gap)
    down = np.ascontiguousarray(long_runs(np.ascontiguousarray(dark.T), round(_TALL_RULE_POINTS * scale), gap).T)
    ruled = _ruled(across, down, scale)
    rules = across | down
    rules[1:] |= across[:-1]
    rules[:-1] |= across[1:]
    rules[:, 1:] |= down[:, :-1]
    rules[:, :-1] |= down[:, 1:]
    if not rules.any():
        return Ink(dark, grey)
    rules |= _rests(dark, down, scale)
    dark |= _amid(grey, rules, reach)
    bare = (~(dark | rules)).astype(np.float32)
    share = box_mean(bare, reach)
    paper = box_mean(bare * grey, reach) / np.maximum(share, 1e-3)
    painted = grey.copy()
    spots = rules & (share > 0.02)
    painted[spots] = np.clip(paper[spots], 0, 255).astype(np.uint8)
    return Ink(dark & ~rules, painted, ruled)


def _amid(grey: Grey, rules: Mask, reach: int) -> Mask:
    """The ink amid thick ruling lines: what is darker than its surroundings without the lines."""
    free = (~rules).astype(np.float32)
    share = box_mean(free, reach)
    mean = box_mean(free * grey, reach) / np.maximum(share, _HARDLY)
    dark: Mask = (grey < mean - _DEPTH) & (share < _AMID_RULES)
    return dark


def _rests(dark: Mask, down: Mask, scale: float) -> Mask:
    """What is left of vertical rules where noise breaks them: thin strokes just where a rule stands elsewhere.

    Left in place they are read as the figure one behind the number that stands before them.
    """
    rests = np.zeros_like(dark)
    places = np.nonzero(down.sum(axis=0) >= _TALL_RULE_POINTS * scale)[0]
    for group in np.split(places, np.nonzero(np.diff(places) > _SAME_RULE)[0] + 1):
        if not len(group):
            continue
        left, right = int(group[0]) - 1, int(group[-1]) + 2
        if left < 1 or right >= dark.shape[1] or right - left > _HAIR_POINTS * scale + 3:
            continue
        alone = ~(dark[:, left - 1] | dark[:, right])
        rests[alone, left:right] |= dark[alone, left:right]
    return rests


def _ruled(across: Mask, down: Mask, scale: float) -> Rules:
    """The long runs as rules in points."""
    lying = [
        (left, row, right, row + 1)
        for row, left, right in zip(*(found.tolist() for found in runs(across)), strict=True)
    ]
    standing = [
        (row, left, row + 1, right)
        for row, left, right in zip(*(found.tolist() for found in runs(down.T)), strict=True)
    ]
    return joined_rules(
        (left / scale, top / scale, right / scale, bottom / scale) for left, top, right, bottom in [*lying, *standing]
    )
