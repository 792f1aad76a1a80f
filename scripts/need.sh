#!/usr/bin/env bash
# need.sh COMMAND PACKAGE: sees to it that a system command is there; on Debian as root installs the package that has it.
set -euo pipefail
command=${1:?command}; package=${2:?package}
command -v "$command" > /dev/null && exit 0
[ "$(uname -s)" = Linux ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "Installing $package"
    log=$(mktemp)
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package"; } \
        > "$log" 2>&1 || { tail -20 "$log" >&2; rm -f "$log"; exit 2; }
    rm -f "$log"
else
    echo "$command is missing. On Debian and Ubuntu run this line, then the same make command again:" >&2
    echo "  sudo apt-get install -y $package" >&2
    exit 2
fi
