"""Logging to rotating files in the data folder: facts and ids, never document content or keys."""

from __future__ import annotations

import logging
from pathlib import Path

_BYTES = 1_000_000
_KEPT = 5


def set_up_logging(folder: Path, part: str) -> None:
    """Log this process to `<part>.log`, five megabytes at most."""
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - loads the network's modules

    handler = RotatingFileHandler(folder / f"{part}.log", maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for talkative in ("huey", "httpx2", "httpcore2", "anthropic", "keyring"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
