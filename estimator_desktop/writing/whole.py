"""Files appear whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from estimator_desktop.errors import UserError


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A path to write to; it takes the target's place when the block ends well, else it is removed.

    Raises UserError as `unwritable` says.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield temporary
        temporary.replace(target)
    except OSError as error:
        raise unwritable(error, target) from error
    finally:
        temporary.unlink(missing_ok=True)


def unwritable(error: OSError, target: Path) -> UserError:
    """Why a file could not be written: `disk_full`, `target_is_folder`, `folder_missing`, else `target_unwritable`.

    Only the last may pass by itself: the file is open elsewhere, or may not be written.
    """
    if error.errno == errno.ENOSPC:
        return UserError("disk_full", file=str(target), detail=str(error))
    if target.is_dir():
        return UserError("target_is_folder", file=str(target), detail=str(error))
    if not target.parent.is_dir():
        return UserError("folder_missing", file=str(target.parent), detail=str(error))
    return UserError("target_unwritable", file=str(target), detail=str(error), transient=True)
