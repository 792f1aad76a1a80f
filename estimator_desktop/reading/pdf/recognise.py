"""Recognise a segment's picture: PP-OCRv6's small recognition network, run by ONNX Runtime.

The network (21 MB, Apache-2.0) lies in the `rapidocr` package; nothing of that package's code is run, so OpenCV is not
loaded.  It knows all letters of Czech, Slovak and German.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from estimator_desktop.config import resources_folder
from estimator_desktop.reading.pdf.picture import Grey
from estimator_desktop.reading.pdf.runtime import onnxruntime

MODEL = "PP-OCRv6_rec_small.onnx"
_HEIGHT = 48
"""Pixels the network wants its lines to be high."""
_WIDEST = 6000
"""A picture wider than so many pixels (at that height) is no line of text; it would take all memory."""
_MOST_THREADS = 4
_SIGNS = frozenset(
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    "ÁÄČĎÉĚÍĹĽŇÓÔÖŔŘŠŤÚŮÜÝŽáäčďéěíĺľňóôöŕřšťúůüýžß§°±²³µ·×ØøΔΣαβγλμπφΦ–—„“”‚‘’…€≤≥½¼¾•"
)


class Sign(NamedTuple):
    """A recognised sign, the place of its middle in the crop (0 to 1), and how sure the network is (0 to 1)."""

    text: str
    place: float
    confidence: float


def model_path() -> Path | None:
    """Where the network's file lies: in the bundle's resources or in the installed package; None without it."""
    bundled = resources_folder() / "ocr" / MODEL
    if bundled.is_file():
        return bundled
    package = importlib.util.find_spec("rapidocr")
    for folder in (package.submodule_search_locations or []) if package else []:
        path = Path(folder) / "models" / MODEL
        if path.is_file():
            return path
    return None


class Recogniser:
    """The loaded network.  Loading takes about 0.3 s and 150 MB."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, min(_MOST_THREADS, os.cpu_count() or 1))
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads burn no core
        options.enable_cpu_mem_arena = False  # widths differ; an arena would keep the largest of all
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        letters = ["", *self._session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
        kept = [index for index, letter in enumerate(letters) if index == 0 or letter == " " or letter in _SIGNS]
        self._kept = np.array(kept)
        self._letters = [letters[index] for index in kept]

    def read(self, crop: Grey) -> tuple[Sign, ...]:
        """The signs on a grey picture of one line."""
        height, width = crop.shape
        size = (min(max(16, round(width * _HEIGHT / height)), _WIDEST), _HEIGHT)
        scaled = np.asarray(Image.fromarray(crop).resize(size, Image.Resampling.BICUBIC), dtype=np.float32)
        plane = scaled / 127.5 - 1
        (output,) = self._session.run(None, {self._input: np.stack([plane, plane, plane])[None]})
        return self._decoded(np.asarray(output)[0][:, self._kept])

    def _decoded(self, odds: npt.NDArray[np.float32]) -> tuple[Sign, ...]:
        """Best path of the network's columns: repeats are one sign, column 0 is none."""
        best = odds.argmax(1)
        steps = len(best)
        signs: list[Sign] = []
        start = 0
        while start < steps:
            end = start + 1
            while end < steps and best[end] == best[start]:
                end += 1
            if best[start]:
                sure = float(odds[start:end, best[start]].max())
                signs.append(Sign(self._letters[best[start]], (start + end) / 2 / steps, sure))
            start = end
        return tuple(signs)


def sureness(signs: Sequence[Sign]) -> float:
    """The least confidence of the signs; 0 without any."""
    return min((sign.confidence for sign in signs), default=0.0)
