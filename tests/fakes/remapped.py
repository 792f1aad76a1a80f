"""A PDF whose fonts name other characters than they draw, as some programs that print PDFs anew leave it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from pathlib import Path


def remapped(source: Path, target: Path, changes: Mapping[bytes, bytes]) -> Path:
    """The file with entries (`<017E>`) in its fonts' maps to characters changed into others as long."""
    pattern = re.compile(b"|".join(map(re.escape, changes)))
    changed = 0

    def within(match: re.Match[bytes]) -> bytes:
        nonlocal changed
        try:
            content = zlib.decompress(match[2])
        except zlib.error:
            return match[0]
        if b"begincmap" not in content:
            return match[0]
        content, count = pattern.subn(lambda entry: changes[entry[0]], content)
        changed += count
        content = content[content.index(b"begincodespacerange") :]  # makes room
        packed = zlib.compress(content, 9)
        assert len(packed) <= len(match[2])
        return match[1] + packed.ljust(len(match[2]), b"\0") + match[3]

    data = re.sub(rb"(stream\r?\n)(.*?)(endstream)", within, source.read_bytes(), flags=re.DOTALL)
    assert changed
    target.write_bytes(data)
    return target
