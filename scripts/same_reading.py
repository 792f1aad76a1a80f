"""Did a change to reading change what is read?  Keep what every document of the corpus reads as, and compare later.

`scripts/same_reading.py keep`, change the program, `scripts/same_reading.py compare`.  Kept in `out/same`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_read import ROOT, SUITES, corpus_folder
from bigpdf import big_pdf

from estimator_desktop.config import resources_folder
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.codec import encode

KEPT = ROOT / "out" / "same"


def documents(own: Path) -> Iterator[Path]:
    """The project's own print and whatever the corpus holds."""
    yield resources_folder() / "demo" / "ukazka_rozpocet.pdf"
    yield big_pdf(own / "own-60.pdf", 60)
    corpus = corpus_folder()
    if corpus is not None:
        for folder, endings in SUITES.values():
            yield from sorted(path for path in (corpus / folder).iterdir() if path.suffix in endings)


def reading(path: Path) -> str:
    """Everything that is read of a document, or why nothing is."""
    try:
        return json.dumps(json.loads(encode(read_document(path))), ensure_ascii=False, indent=1)
    except UserError as error:
        return f"{error.code} {sorted(error.params.items())} {error.detail}"


def main() -> int:
    """0 where all is as it was, 1 where something reads differently."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("keep", "compare"))
    parser.add_argument("--only", default="", help="only files whose name contains this")
    options = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    count, changed = 0, 0
    with tempfile.TemporaryDirectory(prefix="estimator-same-") as name:
        for path in documents(Path(name)):
            if options.only not in path.name:
                continue
            text = reading(path)
            kept = KEPT / f"{path.name}.json"
            count += 1
            if options.what == "keep":
                kept.write_text(text, encoding="utf-8")
            elif not kept.exists() or kept.read_text(encoding="utf-8") != text:
                changed += 1
                kept.with_suffix(".now").write_text(text, encoding="utf-8")
                print(f"{path.name} reads differently: {kept.with_suffix('.now')}")
            else:
                kept.with_suffix(".now").unlink(missing_ok=True)
            sys.stdout.flush()
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(KEPT.glob("*.json")))).hexdigest()[:12]
    print(f"{count} documents, {changed} read differently ({digest})")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
