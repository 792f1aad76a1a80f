"""Copies of imported files, named by what they hold."""

from __future__ import annotations

import os
from pathlib import Path

from estimator_desktop.errors import UserError

_CHUNK = 1 << 20


class FileStore:
    """A folder of files named by their SHA-256; the same content is kept once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, source: Path, name: str) -> tuple[str, int]:
        """Copy a file in; its SHA-256 and size in bytes.

        The copy appears whole or not at all.  Raises UserError: `file_missing`, `file_unreadable`, `disk_full`.
        """
        import hashlib  # noqa: PLC0415 - the first window takes no file in
        import tempfile  # noqa: PLC0415

        digest = hashlib.sha256()
        size = 0
        handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=".incoming-")
        try:
            with os.fdopen(handle, "wb") as target, source.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    target.write(chunk)
            Path(temporary).replace(self.path(digest.hexdigest()))
        except FileNotFoundError as error:
            raise UserError("file_missing", file=name) from error
        except OSError as error:
            code = "disk_full" if error.errno == 28 else "file_unreadable"
            raise UserError(code, file=name, detail=str(error)) from error
        finally:
            Path(temporary).unlink(missing_ok=True)
        return digest.hexdigest(), size

    def path(self, sha256: str) -> Path:
        """Where the content lies."""
        return self._folder / sha256
