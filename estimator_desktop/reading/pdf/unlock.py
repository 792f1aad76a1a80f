"""A protected PDF saved without its protection, so that it is read and shown like any other."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.errors import UserError

PASSWORD_ERROR = 4
"""PDFium's code for a missing or wrong password."""


def unlock_pdf(source: Path, target: Path, name: str, progress: Progress = silent, *, password: str | None) -> None:
    """Write the PDF without its password to `target`, whole or not at all.

    What asks for no password leaves no target: reading it says what it is.  Raises UserError: `pdf_encrypted` where no
    password is given, `pdf_password_wrong`, `pdf_damaged`.
    """
    if not _protected(source):
        return
    document = _open(source, name, password)
    temporary = target.with_suffix(".part")
    try:
        progress(0, 1, "steps")
        document.save(temporary, flags=pdfium_c.FPDF_REMOVE_SECURITY)
    except pdfium.PdfiumError as error:
        raise UserError("pdf_damaged", file=name, detail=str(error)) from error
    finally:
        document.close()
    temporary.replace(target)
    progress(1, 1, "steps")


def _protected(source: Path) -> bool:
    try:
        pdfium.PdfDocument(source).close()
    except pdfium.PdfiumError as error:
        return getattr(error, "err_code", None) == PASSWORD_ERROR
    return False


def _open(source: Path, name: str, password: str | None) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(source, password=password)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) != PASSWORD_ERROR:
            raise UserError("pdf_damaged", file=name, detail=str(error)) from error
        code = "pdf_password_wrong" if password else "pdf_encrypted"
        raise UserError(code, file=name, detail=str(error)) from error
