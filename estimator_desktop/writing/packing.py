"""A record packed into text, for files that carry what they were written from."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping


def packed(record: Mapping[str, object]) -> str:
    """Compressed JSON in base64."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(text, 6)).decode()
