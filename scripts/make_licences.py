"""Write docs/sbom.json (CycloneDX 1.6) and docs/licences.md for what the program installs.  `make sbom`.

Builds a fresh environment from requirements.txt in `build/`, lets cyclonedx-py describe it, takes out what differs
from run to run and from machine to machine, and fails when a licence is neither permissive nor the LGPL of Qt.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv" / "bin" / "uv"
RUNTIME = ROOT / "build" / "runtime"
_TOOL = "cyclonedx-bom>=7,<8"
# What the packages' metadata leave out, as their licence files say.
_KNOWN = {
    "click-default-group": "Unlicense",
    "flatbuffers": "Apache-2.0",
    "huey": "MIT",
    "omegaconf": "BSD-3-Clause",
    "opencv-python-headless": "Apache-2.0",
    "protobuf": "BSD-3-Clause",
    "pyclipper": "MIT",
    "pypdfium2": "Apache-2.0 OR BSD-3-Clause",
    "reportlab": "BSD-3-Clause",
    "sqlite-fts4": "Apache-2.0",
}
# Besides the packages: what lies inside them or in resources/.
_INSIDE = (
    ("PDFium", "in pypdfium2", "Apache-2.0 OR BSD-3-Clause"),
    ("PP-OCRv6 recognition network", "in rapidocr", "Apache-2.0"),
    ("DejaVu fonts", "resources/fonts", "Bitstream-Vera"),
    ("Lucide icons", "resources/icons", "ISC"),
)
_PERMISSIVE = re.compile(
    r"(MIT(-CMU|-0)?|Apache-2\.0|BSD-[23]-Clause|0BSD|Zlib|CC0-1\.0|PSF-2\.0|Unlicense|ISC|HPND|BlueOak-1\.0\.0"
    r"|MPL-2\.0)( (AND|OR) |$)"
)
_QT = "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"


def described() -> dict[str, Any]:
    """The environment of requirements.txt as a CycloneDX document."""
    python = RUNTIME / "bin" / "python"
    run = [str(UV), "--quiet"]
    subprocess.run([*run, "venv", "--clear", str(RUNTIME), "--python", sys.executable], check=True)
    requirements = ["-r", str(ROOT / "requirements.txt"), "--require-hashes"]
    subprocess.run([*run, "pip", "install", "--python", str(python), *requirements], check=True)
    tool = [*run, "tool", "run", "--from", _TOOL, "cyclonedx-py", "environment", str(python)]
    done = subprocess.run([*tool, "--of", "JSON", "--output-reproducible"], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def licence(component: dict[str, Any]) -> str:
    """The licence as an SPDX expression; empty where nobody says."""
    name = str(component["name"]).lower().replace("_", "-")
    if name in _KNOWN:
        return _KNOWN[name]
    for entry in component.get("licenses", []):
        said = entry.get("expression") or entry.get("license", {}).get("id")
        if said:
            return str(said)
    return ""


def fits(expression: str) -> bool:
    """Whether the default install may hold it (no AGPL, GPL or non-commercial terms; Qt by its LGPL)."""
    return expression == _QT or (bool(expression) and not _PERMISSIVE.sub("", expression))


def table(components: list[dict[str, Any]]) -> str:
    """docs/licences.md."""
    rows = [f"| {part['name']} | {part['version']} | {licence(part)} |" for part in components]
    inside = [f"| {name} | {where} | {terms} |" for name, where, terms in _INSIDE]
    return "\n".join(
        [
            "# Licences",
            "",
            "The program is MIT. This is what it installs (`make sbom` writes this page and `sbom.json`, CycloneDX",
            "1.6, and fails on AGPL, GPL or non-commercial terms). Qt is used under the LGPL 3.0: its libraries are",
            "separate files beside the program, in the environment and in the bundle, and can be replaced by others",
            "of the same interface. MPL-2.0 packages are unchanged.",
            "",
            "| Package | Version | Licence |",
            "|---|---|---|",
            *rows,
            "",
            "| Inside | Where | Licence |",
            "|---|---|---|",
            *inside,
            "",
            "Optional engines (`magic-pdf`, `mineru`) are not part of the default install and have terms of their own.",
            "",
        ]
    )


def main() -> int:
    """Write both files; 1 where a licence does not fit."""
    document = described()
    components = document["components"]
    for part in components:
        part.pop("properties", None)
        part.pop("externalReferences", None)
    document["components"] = components
    known = {part["bom-ref"] for part in components}
    document["dependencies"] = [
        {**entry, "dependsOn": [ref for ref in entry.get("dependsOn", []) if ref in known]}
        for entry in document.get("dependencies", [])
        if entry["ref"] in known
    ]
    document.get("metadata", {}).pop("properties", None)
    document.get("metadata", {}).pop("tools", None)
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    (ROOT / "docs" / "sbom.json").write_text(text, encoding="utf-8")
    (ROOT / "docs" / "licences.md").write_text(table(components), encoding="utf-8")
    refused = [
        f"{part['name']}: {licence(part) or 'no licence said'}" for part in components if not fits(licence(part))
    ]
    sys.stdout.write(f"{len(components)} packages\n" + "".join(f"does not fit: {line}\n" for line in refused))
    return bool(refused)


if __name__ == "__main__":
    sys.exit(main())
