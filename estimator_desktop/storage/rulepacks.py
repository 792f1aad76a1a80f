"""The audit's thresholds with the person's changes, kept as one setting."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from estimator_desktop.config import rule_pack_text
from estimator_desktop.domain.rulepack import Pack, make_pack

KEY = "rule_overrides"


class RulePacks:
    """The pack in force.  `read` and `write` are the store's settings."""

    def __init__(self, read: Callable[[str], str | None], write: Callable[[str, str], None]) -> None:
        self._read = read
        self._write = write

    def overrides(self) -> dict[str, str]:
        """What the person changed."""
        text = self._read(KEY)
        return {str(key): str(value) for key, value in json.loads(text).items()} if text else {}

    def pack(self) -> Pack:
        """The shipped pack with the changes."""
        return make_pack(rule_pack_text(), self.overrides())

    def save(self, overrides: Mapping[str, str]) -> None:
        """Keep other changes; an empty mapping is the shipped pack again."""
        self._write(KEY, json.dumps(dict(overrides), sort_keys=True))
