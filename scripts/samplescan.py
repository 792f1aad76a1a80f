"""Scans of the project's own PDFs: pages as pictures with what a scanner adds (noise, blur, JPEG, a slant).

`python scripts/samplescan.py SOURCE.pdf TARGET.pdf [--dpi 200] [--slant 1.0]` scans a whole file.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True)
class Scanner:
    """How badly it scans.  `turn` lays the paper in by so many degrees clockwise (0, 90, 180, 270)."""

    dpi: float = 200.0
    slant: float = 0.0
    noise: float = 4.0
    blur: float = 0.5
    quality: int = 60
    turn: int = 0


def scan(source: Path, target: Path, scanner: Scanner, pages: Sequence[int] | None = None, *, top: float = 1.0) -> Path:
    """Scan pages (from 0) of a PDF, only their `top` share; the same input gives the same pictures."""
    document = pdfium.PdfDocument(source)
    dice = np.random.default_rng(7)
    canvas = Canvas(str(target), invariant=1)
    for index in pages if pages is not None else range(len(document)):
        page = document[index]
        width, height = page.get_size()
        picture = page.render(scale=scanner.dpi / 72).to_pil().convert("L")
        picture = picture.crop((0, 0, picture.width, round(picture.height * top)))
        picture = picture.filter(ImageFilter.GaussianBlur(scanner.blur))
        picture = picture.rotate(scanner.slant, Image.Resampling.BICUBIC, fillcolor=255)
        noisy = np.asarray(picture, dtype=np.float64) + dice.normal(0, scanner.noise, (picture.height, picture.width))
        picture = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).rotate(-scanner.turn, expand=True)
        stream = io.BytesIO()
        picture.save(stream, "JPEG", quality=scanner.quality)
        stream.seek(0)
        size = (width, height * top) if scanner.turn % 180 == 0 else (height * top, width)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(stream), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    document.close()
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--dpi", type=float, default=200.0)
    parser.add_argument("--slant", type=float, default=0.0)
    options = parser.parse_args()
    scan(options.source, options.target, Scanner(options.dpi, options.slant))


if __name__ == "__main__":
    main()
