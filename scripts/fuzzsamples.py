"""The files that `fuzz.py` damages: the project's own bills in every format they can be written in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import sampleworkbooks as workbooks
import samplexml as xml
from samplebill import demo_bill, sound_bill
from sampleprint import draw


def own_samples(folder: Path) -> Mapping[str, bytes]:
    """Names and contents.  `folder` is for the files that are written on the way; they are removed again."""
    sound, demo = sound_bill(), demo_bill()
    free = workbooks.free_rows(sound, ("Poř.", "Kód", "Popis", "MJ", "Množství", "Cena", "Celkem"))
    paths = (
        draw(sound, folder / "sound.pdf"),
        draw(demo, folder / "demo.pdf"),
        workbooks.kros(demo, folder / "kros.xlsx"),
        workbooks.rts(sound, folder / "rts.xlsx"),
        workbooks.esticon(sound, folder / "esticon.xlsx"),
        workbooks.verlag(sound, folder / "verlag.xlsx"),
        workbooks.free(free, folder / "free.xlsx"),
        xml.unixml(demo, folder / "unixml.xml"),
        xml.xc4(sound, folder / "xc4.xml"),
        xml.gaeb(sound, folder / "gaeb.xml"),
    )
    found = {path.name: path.read_bytes() for path in paths}
    found["table.csv"] = _csv().encode()
    for path in paths:
        path.unlink()
    return found


def _csv() -> str:
    rows = "".join(f"{n};10{n:04d};Výkop rýhy {n};m3;{n},5;100,00;{n * 100 + 50},00\n" for n in range(1, 30))
    return "Poř.;Kód;Popis;MJ;Množství;J.cena;Celkem\n" + rows
