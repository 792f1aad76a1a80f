"""Domain values as JSON and back, exactly: decimals stay decimals, tuples stay tuples."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from estimator_desktop.errors import BugError

_T = TypeVar("_T")
_ENCODER = msgspec.json.Encoder(decimal_format="string")


def encode(value: object) -> str:
    """JSON text of a frozen domain value; the same value gives the same text."""
    return _ENCODER.encode(value).decode()


def decode(text: str | bytes, kind: type[_T]) -> _T:
    """The value of a type from its JSON.  Raises BugError where the text is not one of ours."""
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as error:
        raise BugError(f"stored {kind.__name__} is damaged: {error}") from error
