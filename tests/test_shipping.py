"""What goes out with the program is in order: one version, menu entry, file types, licences of all that is pinned."""

from __future__ import annotations

import configparser
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from estimator_desktop import __version__

ROOT = Path(__file__).resolve().parents[1]
DESKTOP = ROOT / "resources" / "desktop"


def pinned() -> set[str]:
    """The names that requirements.txt installs where the table is made (Linux)."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    lines = [line.removesuffix("\\").strip() for line in text.splitlines() if re.match(r"[A-Za-z]", line)]
    where = {"sys_platform": "linux", "python_full_version": "3.11.0"}
    wanted = [Requirement(line) for line in lines]
    return {canonicalize_name(one.name) for one in wanted if one.marker is None or one.marker.evaluate(where)}


def test_every_pinned_package_is_in_the_licence_table_and_the_bill_of_materials() -> None:
    table = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = [row.split("|") for row in table.split("| Inside")[0].splitlines() if row.startswith("| ")][1:]
    listed = {canonicalize_name(row[1].strip()): row[3].strip() for row in rows}
    bill = json.loads((ROOT / "docs" / "sbom.json").read_text(encoding="utf-8"))
    assert pinned() - listed.keys() == set(), "run make sbom"
    assert {canonicalize_name(part["name"]) for part in bill["components"]} == listed.keys()
    for name, terms in listed.items():
        assert "GPL" not in terms.replace("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", ""), name


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "estimator_desktop.__version__"}
    assert f'"{__version__}"' not in (ROOT / "build.spec").read_text(encoding="utf-8")


def test_the_menu_entry_and_the_file_type_are_sound() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(DESKTOP / "estimator-desktop.desktop", encoding="utf-8")
    section = entry["Desktop Entry"]
    assert section["Exec"].endswith("gui %F")
    assert section["MimeType"].startswith("application/x-unixml;")
    assert section["Name"]
    assert section["Comment[cs]"]
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = ET.parse(DESKTOP / "estimator-desktop.xml").getroot().find(f"{space}mime-type")
    assert kind is not None
    assert kind.get("type") == "application/x-unixml"
    assert [glob.get("pattern") for glob in kind.findall(f"{space}glob")] == ["*.unixml"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="menu entries of Linux desktops")
def test_the_menu_entry_is_put_in_and_taken_out(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "install_desktop.py")]
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path)}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    written = (tmp_path / "applications" / "estimator-desktop.desktop").read_text(encoding="utf-8")
    line = next(line for line in written.splitlines() if line.startswith("Exec="))
    match = re.fullmatch(r'Exec="(/.+)" gui %F', line)
    assert match is not None
    assert (tmp_path / "icons/hicolor/256x256/apps/estimator-desktop.png").read_bytes().startswith(b"\x89PNG")
    subprocess.run([*command, "--remove"], env=environment, check=True, capture_output=True)
    assert not [path for path in tmp_path.rglob("estimator-desktop*") if path.is_file()]
