"""Pictures of the window with a palette of 256 colours: a third of the size, our own colours exactly as they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtGui import QColor, QImage

from estimator_desktop.ui.theme import DARK, LIGHT


def _kept() -> list[tuple[int, int, int]]:
    """Every colour of both looks."""
    names = {
        name
        for look in (LIGHT, DARK)
        for name in (
            *look.ink.values(), *look.tint.values(), look.window, look.base, look.text, look.muted, look.line,
            look.accent, look.accent_text, look.selection, look.thumb,
        )
    }  # fmt: skip
    return [(colour.red(), colour.green(), colour.blue()) for colour in map(QColor, sorted(names))]


def save(shot: QImage, target: Path) -> None:
    """Write a picture; what is between our colours (the edges of letters) takes the nearest of the others."""
    plain = shot.convertToFormat(QImage.Format.Format_RGB888)
    size = (plain.width(), plain.height())
    picture = Image.frombuffer("RGB", size, bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine(), 1)
    kept = _kept()
    few = picture.quantize(256 - len(kept), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette() or []
    colours = np.array([*kept, *zip(few[::3], few[1::3], few[2::3], strict=True)][:256], dtype=np.int32)
    found, place = np.unique(np.asarray(picture).reshape(-1, 3), axis=0, return_inverse=True)
    nearest = np.concatenate([
        ((some[:, None, :] - colours[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
        for some in np.array_split(found.astype(np.int32), max(1, len(found) // 2000))
    ])  # fmt: skip
    result = Image.fromarray(nearest[place].astype(np.uint8).reshape(size[1], size[0]), "P")
    result.putpalette(colours.astype(np.uint8).tobytes())
    result.save(target, optimize=True)
