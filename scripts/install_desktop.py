"""Put the program into the desktop's menu and file associations of this user (Linux); `--remove` takes it out again.

Points at the bundle in `dist/` where there is one, else at this checkout's environment.  Follows the freedesktop.org
menu, icon-theme and shared-mime-info specifications; nothing outside `$XDG_DATA_HOME` is touched.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "resources" / "desktop"
NAME = "estimator-desktop"


def places(data: Path) -> dict[str, Path]:
    """Where each file goes, by its name in `resources/desktop`."""
    return {
        f"{NAME}.desktop": data / "applications" / f"{NAME}.desktop",
        f"{NAME}.xml": data / "mime" / "packages" / f"{NAME}.xml",
        f"{NAME}.png": data / "icons" / "hicolor" / "256x256" / "apps" / f"{NAME}.png",
    }


def program() -> Path:
    """The bundle's executable, or the environment's."""
    bundled = ROOT / "dist" / NAME / NAME
    return bundled if bundled.exists() else ROOT / ".venv" / "bin" / NAME


def install(data: Path) -> list[Path]:
    """Write the files; where they are."""
    written = []
    for name, target in places(data).items():
        target.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".desktop"):
            # In a desktop entry a quoted path needs these four signs escaped.
            path = "".join(f"\\\\{sign}" if sign in '"`$\\' else sign for sign in str(program()))
            entry = (SOURCE / name).read_text(encoding="utf-8").replace(f"Exec={NAME}", f'Exec="{path}"')
            target.write_text(entry, encoding="utf-8")
        else:
            shutil.copyfile(SOURCE / name, target)
        written.append(target)
    return written


def remove(data: Path) -> list[Path]:
    """Take the files away; which there were."""
    there = [target for target in places(data).values() if target.exists()]
    for target in there:
        target.unlink()
    return there


def refresh(data: Path) -> None:
    """Tell the desktop, as far as it has the tools; it notices by itself later otherwise."""
    for tool, folder in (("update-mime-database", "mime"), ("update-desktop-database", "applications")):
        if shutil.which(tool) and (data / folder).is_dir():
            subprocess.run([tool, str(data / folder)], check=False, capture_output=True)


def main() -> int:
    """Install or remove."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--remove", action="store_true", help="take the menu entry and the file associations out")
    options = parser.parse_args()
    if not sys.platform.startswith("linux"):
        sys.stderr.write("This is for Linux; docs/install.md tells how it is done elsewhere.\n")
        return 2
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    touched = remove(data) if options.remove else install(data)
    refresh(data)
    sys.stdout.write("".join(f"{'removed' if options.remove else 'written'}: {path}\n" for path in touched))
    return 0


if __name__ == "__main__":
    sys.exit(main())
