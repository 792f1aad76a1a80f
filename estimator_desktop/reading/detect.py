"""What a file is, decided by its content and never by its name."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from estimator_desktop.domain.encoding import in_utf8
from estimator_desktop.errors import UserError
from estimator_desktop.guards import archive, compound
from estimator_desktop.guards.markup import is_markup
from estimator_desktop.reading.own.json_file import is_own_json

_HEAD = 65536
_SIGNATURES = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"MZ", "program"),
    (b"{\\rtf", "rtf"),
)
_HTML = re.compile(rb"\s*(<!doctype html|<html|<table|<head)", re.IGNORECASE)
_QUOTED = re.compile(rb'"[^"]*(?:"|$)')
_DWG = re.compile(rb"AC10\d\d")


class FileKind(StrEnum):
    """The kinds of file the readers take."""

    PDF = "pdf"
    WORKBOOK = "workbook"
    XML = "xml"
    TEXT_TABLE = "text_table"
    OWN_JSON = "own_json"


def detect(path: Path, name: str) -> FileKind:
    """The kind of a file.

    Raises UserError: `file_missing`, `file_is_folder`, `file_unreadable`, `file_empty`, `not_a_budget` with what
    was `seen`, and what `check_archive` raises for a zip and `check_compound` for an old workbook.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except FileNotFoundError as error:
        raise UserError("file_missing", file=name) from error
    except OSError as error:
        code = "file_is_folder" if path.is_dir() else "file_unreadable"
        raise UserError(code, file=name, detail=str(error)) from error
    if not head:
        raise UserError("file_empty", file=name)
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith(archive.SIGNATURE):
        return _archive(path, name)
    if head.startswith(compound.SIGNATURE):
        compound.check_compound(path, name)
        return FileKind.WORKBOOK
    if is_own_json(head):
        return FileKind.OWN_JSON
    head = in_utf8(head)
    seen = _seen(head)
    if seen == "xml":
        return FileKind.XML
    if seen == "text" and _is_text_table(head):
        return FileKind.TEXT_TABLE
    raise UserError("not_a_budget", file=name, seen=seen)


def _is_text_table(head: bytes) -> bool:
    """Whether most records hold the same separators several times: a table saved as text.

    A quoted cell may go over lines; what is between quotation marks counts for nothing.
    """
    lines = [line for line in _QUOTED.sub(b"", head).splitlines()[:-1] if line.strip()][:60]
    return len(lines) >= 3 and any(
        sum(line.count(sign) >= 3 for line in lines) > len(lines) * 0.6 for sign in (b";", b"\t", b"|", b",")
    )


def _archive(path: Path, name: str) -> FileKind:
    members = archive.check_archive(path, name)
    if "xl/workbook.xml" in members or "content.xml" in members or "xl/workbook.bin" in members:
        return FileKind.WORKBOOK
    raise UserError("not_a_budget", file=name, seen="document" if "word/document.xml" in members else "archive")


def _seen(head: bytes) -> str:
    """A code for what the first bytes look like."""
    for signature, seen in _SIGNATURES:
        if head.startswith(signature):
            return seen
    if _HTML.match(head):
        return "html"
    if _DWG.match(head):
        return "drawing"
    if is_markup(head):
        return "xml"
    return "binary" if b"\x00" in head else "text"
