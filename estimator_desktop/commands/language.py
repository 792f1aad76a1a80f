"""Which language a command speaks: the one asked for, the one chosen in the window, the system's."""

from __future__ import annotations

import argparse
import locale
import os
import re
from collections.abc import Mapping

from estimator_desktop.config import Paths

_CHOICES = ("cs", "en")
_READS_CZECH = frozenset({"cs", "czech", "sk", "slovak"})
"""Languages whose people read Czech, as locales name them: `cs_CZ`, on Windows `Czech_Czechia`."""
_NO_LOCALE = frozenset({"", "c", "posix"})


def speaking() -> argparse.ArgumentParser:
    """The option `--lang` for every parser of the command line, so that it may stand anywhere."""
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument(
        "--lang",
        choices=_CHOICES,
        default=argparse.SUPPRESS,  # a command's own default would hide what was said before its name
        help="language of messages and files; default: as chosen in the window, then the system's",
    )
    return parent


def chosen_language(paths: Paths) -> str:
    """The language set in the window; where none was ever set, the system's."""
    from estimator_desktop.storage.peek import stored_setting

    return stored_setting(paths, "language") or system_language()


def system_language(environment: Mapping[str, str] | None = None) -> str:
    """`cs` for people who read Czech and for a system that says nothing, `en` for all others."""
    given = os.environ if environment is None else environment
    named = next((given[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if given.get(name)), "")
    whole = (named or locale.setlocale(locale.LC_CTYPE)).casefold()  # Windows has no such variables
    spoken = re.split(r"[_.@-]", whole)[0]
    return "cs" if spoken in _READS_CZECH | _NO_LOCALE else "en"
