#!/usr/bin/env bash
# Makes .venv from the pinned files.  Argument: runtime or dev.  On Debian as root also the system libraries Qt needs.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:?runtime or dev}
python=${PYTHON:-python3}

"$python" - <<'P' || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11 and run again." >&2; exit 2; }
import sys
sys.exit(sys.version_info < (3, 11))
P

if [ ! -x .venv/bin/python ]; then
    echo "Making .venv"
    "$python" -m venv .venv || { echo "The venv module is missing. On Debian: apt-get install python3-venv" >&2; exit 2; }
fi

files=requirements.txt
[ "$kind" = dev ] && files=requirements-dev.txt
echo "Installing packages from $files"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$files" \
    2> >(grep -v 'is neither a file nor a directory' >&2)
# The program itself, without build isolation or a network: a path file is all an editable install is.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd > "$site/estimator_desktop_checkout.pth"
cat > .venv/bin/estimator-desktop <<S
#!$PWD/.venv/bin/python
import sys
from estimator_desktop.cli import main
sys.exit(main())
S
chmod +x .venv/bin/estimator-desktop

# Qt's own libraries come with its wheel; these come with the system.
libraries="libegl1 libgl1 libglib2.0-0 libfontconfig1 libxkbcommon0 libdbus-1-3 libgssapi-krb5-2 fonts-dejavu-core \
libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1"
imports() { .venv/bin/python -c 'import PySide6.QtWidgets, PySide6.QtPdf'; }
# What a window on a screen needs besides: the plugin is loaded when the window opens, not on import.
opens() {
    local plugin
    plugin=$(echo "$site"/PySide6/Qt/plugins/platforms/libqxcb.so)
    ! command -v ldd > /dev/null || [ ! -e "$plugin" ] || ! ldd "$plugin" | grep -q 'not found'
}
if [ "$(uname -s)" = Linux ] && ! { imports && opens; } 2> /dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
        echo "Installing the system libraries Qt needs"
        export DEBIAN_FRONTEND=noninteractive
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends $libraries; } > .venv/apt.log 2>&1 ||
            { tail -20 .venv/apt.log >&2; exit 2; }
    elif command -v apt-get > /dev/null; then
        echo "Qt needs system libraries to open a window. Run this line, then the same make command again:" >&2
        echo "  sudo apt-get install -y $libraries" >&2
        imports 2> /dev/null || exit 2
    fi
    imports || { echo "Qt does not start; the line above names the library that is missing." >&2; exit 2; }
fi
.venv/bin/python -m compileall -q estimator_desktop
touch .venv/.runtime
[ "$kind" = dev ] && touch .venv/.dev
exit 0
