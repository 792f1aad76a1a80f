"""Watched addresses: price lists fetched by the worker, only where the person switched that on.

A fetch is bounded in time and size, only http and https are spoken, redirects included.  What came is read in the
reader's child like any file.  The edition imported last stays whatever goes wrong.
"""

from __future__ import annotations

import logging
import time
import urllib.error
import urllib.request
import uuid
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from estimator_desktop.domain.job import Cancelled, Progress, Stop, never, silent
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.lists import import_list
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.storage.store import Store
from estimator_desktop.storage.watched import FETCH_SETTING, WatchedSource, is_address

if TYPE_CHECKING:
    from http.client import HTTPMessage
    from typing import IO

SECONDS = 30.0
"""Without a byte for so long a server counts as gone."""
LONGEST = 600.0
MOST = 200 * 1024 * 1024
_CHUNK = 1 << 16
_log = logging.getLogger(__name__)


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https only."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if not is_address(newurl):
            raise urllib.error.URLError("redirected to something that is no web address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """Speaks http and https and nothing else: no files, no ftp."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _WebOnly(),
    ):
        opener.add_handler(handler)
    return opener


def fetch(
    address: str,
    target: Path,
    *,
    seconds: float = SECONDS,
    longest: float = LONGEST,
    most: int = MOST,
    stop: Stop = never,
) -> None:
    """Bring what stands at an address into a file.

    Raises UserError `address_unreachable`, `address_too_large`, and Cancelled when `stop()` turns true (a silent server
    is waited for before that, at most `seconds`).
    """
    if not is_address(address):
        raise UserError("address_unreachable", file=address, detail="no http or https address")
    end = time.monotonic() + longest
    request = urllib.request.Request(address, headers={"User-Agent": "Estimator Desktop"})  # noqa: S310 - checked above
    try:
        with _opener().open(request, timeout=seconds) as answer, target.open("wb") as stream:
            taken = 0
            while chunk := answer.read(_CHUNK):
                if stop():
                    raise Cancelled
                taken += len(chunk)
                if taken > most:
                    raise UserError("address_too_large", file=address, detail=f"more than {most} bytes")
                if time.monotonic() > end:
                    raise TimeoutError(f"longer than {longest:.0f} s")
                stream.write(chunk)
            said = answer.headers.get("Content-Length", "")
            if said.isdigit() and int(said) != taken:
                raise ConnectionError(f"cut off after {taken} of {said} bytes")
    except (OSError, HTTPException, ValueError) as error:
        raise UserError("address_unreachable", file=address, detail=f"{type(error).__name__}: {error}") from error


def refresh_addresses(store: Store, reader: ReaderProcess, progress: Progress = silent, stop: Stop = never) -> int:
    """Fetch the watched addresses and import what changed by content; how many editions are new.

    Raises Cancelled when `stop()` turns true.
    """
    if store.setting(FETCH_SETTING) != "yes":
        return 0
    sources = [source for source in store.watched.listed() if is_address(source.place)]
    changed = 0
    for number, source in enumerate(sources):
        progress(number, len(sources), "sources")
        try:
            changed += _refresh(store, source, reader, stop)
        except UserError as error:
            _log.info("a watched address could not be taken in: %s", error.code)
            store.watched.note(source.id, error.code, error.params)
    return changed


def _refresh(store: Store, source: WatchedSource, reader: ReaderProcess, stop: Stop) -> bool:
    from estimator_desktop.usecases import enrichment  # noqa: PLC0415 - an idle worker stays small

    name = PurePosixPath(unquote(urlsplit(source.place).path)).name or urlsplit(source.place).netloc
    folder = store.paths.spool / uuid.uuid4().hex
    folder.mkdir(mode=0o700)
    path = folder / (name.replace("\\", "_").lstrip(".") or "list")
    try:
        fetch(source.place, path, stop=stop)
        sha256 = enrichment.digest(path)
        known = source.files[0] if source.files else None
        if known is not None and known.sha256 == sha256:
            store.watched.note(source.id)
            return False
        present = store.catalogues.with_content(sha256)
        fresh = present or import_list(store, reader, path, stop=stop, known_as=source.place, sha256=sha256)
        store.watched.note_file(source.id, source.place, sha256, fresh.id)
        store.watched.note(source.id)
        return present is None
    finally:
        path.unlink(missing_ok=True)
        folder.rmdir()
