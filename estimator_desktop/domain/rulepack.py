"""The settings pack: every threshold and range of the audit, with a version that each verdict carries.

The shipped pack is `resources/rules/pack.json`; what the person changed is kept as overrides beside it, so that a reset
is the removal of an override.  A pack with overrides has another version (`2.0+1a2b3c4d`), so that a verdict always
says what it was made with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of the pack: its value, the shipped value, the bounds of what makes sense, its unit."""

    key: str
    value: Decimal
    shipped: Decimal
    low: Decimal
    high: Decimal
    unit: str

    @property
    def changed(self) -> bool:
        """Whether the person changed it."""
        return self.value != self.shipped


@dataclass(frozen=True, slots=True)
class Pack:
    """The thresholds in force, by key, and word lists."""

    version: str
    thresholds: Mapping[str, Threshold]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Decimal:
        """A threshold's value.  An unknown key is a KeyError: a bug."""
        return self.thresholds[key].value

    def get(self, key: str) -> Decimal | None:
        """A threshold's value; None where the pack has none of that key."""
        found = self.thresholds.get(key)
        return None if found is None else found.value


def accepted(threshold: Threshold, text: str) -> Decimal | None:
    """The number a person typed for a threshold (comma or point); None where it is none or out of its bounds."""
    try:
        value = Decimal(text.strip().replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and threshold.low <= value <= threshold.high else None


def make_pack(text: str, overrides: Mapping[str, str] | None = None) -> Pack:
    """The pack of a JSON text with the person's overrides; those that no longer fit are left out."""
    data = json.loads(text)
    thresholds: dict[str, Threshold] = {}
    changed: dict[str, str] = {}
    for key, (shipped, low, high, unit) in data["thresholds"].items():
        made = Threshold(key, Decimal(shipped), Decimal(shipped), Decimal(low), Decimal(high), unit)
        value = accepted(made, overrides[key]) if overrides and key in overrides else None
        if value is not None and value != made.shipped:
            made = Threshold(key, value, made.shipped, made.low, made.high, unit)
            changed[key] = str(value.normalize())
        thresholds[key] = made
    version = str(data["version"])
    if changed:
        digest = hashlib.sha256(json.dumps(changed, sort_keys=True).encode()).hexdigest()
        version = f"{version}+{digest[:8]}"
    words = {name: tuple(items) for name, items in data.get("words", {}).items()}
    return Pack(version, thresholds, words)
