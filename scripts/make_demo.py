"""Make the shipped sample: `resources/demo/ukazka_rozpocet.pdf` and what is known about it."""

from __future__ import annotations

import json
from pathlib import Path

from samplebill import demo_bill
from sampleprint import draw

DEMO = Path(__file__).resolve().parent.parent / "resources" / "demo"


def main() -> None:
    """Write both files; running it again changes nothing."""
    sample = demo_bill()
    path = draw(sample, DEMO / "ukazka_rozpocet.pdf")
    known = {
        "file": path.name,
        "positions": len(sample.rows),
        "objects": [work.code for work in sample.works],
        "total": str(sample.sum),
        "faults": [{"rule": rule, "where": where} for rule, where in sample.faults],
    }
    (DEMO / "expected.json").write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{path}: {known['positions']} positions, {len(sample.faults)} planted faults")


if __name__ == "__main__":
    main()
