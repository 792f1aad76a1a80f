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

    Raises UserError `disk_full` or `target_unwritable` (folder missing or not writable, file open elsewhere).
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield temporary
        temporary.replace(target)
    except OSError as error:
        code = "disk_full" if error.errno == errno.ENOSPC else "target_unwritable"
        raise UserError(code, file=str(target), detail=str(error), transient=code == "target_unwritable") from error
    finally:
        temporary.unlink(missing_ok=True)
