"""Opening a workbook with calamine, whatever it raises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import python_calamine as calamine

from estimator_desktop.errors import UserError
from estimator_desktop.guards.archive import ARCHIVE_ERRORS

_PANIC = "PanicException"
"""What calamine raises where its own code fails on a damaged file; its type cannot be imported."""


@contextmanager
def workbook_errors(name: str, code: str = "workbook_damaged") -> Iterator[None]:
    """Turn what a damaged workbook makes its parser raise into UserError `code` with the file's name."""
    try:
        yield
    except (calamine.CalamineError, *ARCHIVE_ERRORS) as error:
        raise UserError(code, file=name, detail=str(error)) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise UserError(code, file=name, detail=str(error)) from error
