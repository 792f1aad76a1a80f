"""The shipped settings pack, read once."""

from __future__ import annotations

from functools import cache

from estimator_desktop.config import rule_pack_text
from estimator_desktop.domain.rulepack import Pack, make_pack


@cache
def shipped_pack() -> Pack:
    """The pack without anybody's changes."""
    return make_pack(rule_pack_text())
