"""Looking at an edited export from the window: in a child process, as every file that comes from outside."""

from __future__ import annotations

import zipfile
from pathlib import Path

from estimator_desktop.domain.changes import EditedFile
from estimator_desktop.domain.exchange import OWN_TABLE_HEAD, PAYLOAD_SHEET, own_table_separator
from estimator_desktop.jobs.program import program
from estimator_desktop.storage.codec import decode

_JSON_MARK = b'"estimator-desktop/'
_BOOK_LIMIT = 4 * 1024**2


def looks_like_ours(path: Path) -> bool:
    """Whether a file may be an export of ours; cheap, and a wrong yes does no harm: the child looks properly."""
    try:
        with path.open("rb") as stream:
            head = stream.read(OWN_TABLE_HEAD)
        if path.suffix.casefold() == ".json":
            return _JSON_MARK in head
        if path.suffix.casefold() == ".csv":
            return bool(own_table_separator(head))
        if path.suffix.casefold() == ".xlsx" and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as book:
                return PAYLOAD_SHEET.encode() in book.read(_BOOK_LIMIT)
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return False
    return False


def question(path: Path, document: str) -> list[str]:
    """The command that answers what a file would change; `document` is taken where the file does not name one."""
    asked = ["changes", str(path), "--json"]
    return program(*asked, *(["--project", document] if document and path.suffix.casefold() == ".csv" else []))


def answer(text: bytes) -> EditedFile:
    """The answer of that command.  Raises BugError."""
    return decode(text, EditedFile)
