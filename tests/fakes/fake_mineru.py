"""A program that behaves as MinerU does, well or badly: `make` writes it into a folder under MinerU's name."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from textwrap import dedent

import mined

_BODY = """\
#!{python}
import json, os, pathlib, subprocess, sys, time
HOW = {how!r}
if "--version" in sys.argv:
    print("MinerU version: 9.8.7")
    sys.exit(0)
out = pathlib.Path(sys.argv[sys.argv.index("-o") + 1])
folder = out if out.suffix != ".zip" else out.parent
folder.mkdir(parents=True, exist_ok=True)
pathlib.Path({seen!r}).write_text(json.dumps({{"argv": sys.argv[1:], "env": dict(os.environ)}}))
if HOW == "fails":
    sys.stderr.write("Traceback: something odd\\n")
    sys.exit(3)
if HOW == "models":
    sys.stderr.write("FileNotFoundError: /root/magic-pdf.json not found\\n")
    sys.exit(1)
if HOW == "hangs":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    pathlib.Path({seen!r} + ".child").write_text(str(child.pid))
    time.sleep(60)
if HOW == "eats":
    held = bytearray(300 << 20)
    time.sleep(60)
for step in range(1, 4):
    sys.stderr.write("\\rpages: %d/3" % step)
    sys.stderr.flush()
    time.sleep(0.15)
if HOW == "nothing":
    sys.exit(0)
if HOW == "broken zip":
    out.write_bytes(b"PK no archive")
elif out.suffix == ".zip":
    import zipfile
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../escaped_middle.json", {middle!r})
        archive.writestr("images/a.jpg", b"x")
else:
    (folder / "auto").mkdir(exist_ok=True)
    (folder / "auto" / "x_middle.json").write_text({middle!r})
"""


def make(folder: Path, how: str = "", name: str = "magic-pdf", middle: object = None) -> Path:
    """A program in `folder`; what it was started with lies in `folder/seen.json` afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    text = json.dumps(mined.old_middle() if middle is None else middle, ensure_ascii=True)
    body = dedent(_BODY).format(python=sys.executable, how=how, seen=str(folder / "seen.json"), middle=text)
    path.write_text(body, encoding="utf-8")
    path.chmod(0o755)
    return path
