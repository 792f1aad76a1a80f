"""Write `docs/failures.md`: every failure the program can name, in both languages, and what stays as it was."""

from __future__ import annotations

from pathlib import Path

from estimator_desktop.texts import Texts

TARGET = Path(__file__).resolve().parent.parent / "docs" / "failures.md"
_HEAD = """# What can go wrong, and what is said

Written by `make docs` from the program's own sentences; do not edit. Every failure has a code (in the log, in
`jobs show --json`, in reports), a sentence that says what was seen and what to do next, and a technical detail to copy.
In every case: the file that was given is not touched, nothing already stored is lost, a job that failed can be tried
again, and what may pass (a busy database, a killed reader) is tried again by itself up to three times. What happens
when a process dies: [queue.md](queue.md).

| Code | Česky | English |
|---|---|---|
"""


def document() -> str:
    """The whole text."""
    czech, english = Texts("cs").patterns("error."), Texts("en").patterns("error.")
    rows = [f"| `{code}` | {_cell(czech[code])} | {_cell(words)} |\n" for code, words in sorted(english.items())]
    return _HEAD + "".join(rows)


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "\\|").replace("{", "*").replace("}", "*").split())


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
