"""Domain values as JSON and back, exactly: decimals stay decimals, tuples stay tuples."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from estimator_desktop.errors import BugError

_T = TypeVar("_T")


@cache
def _encoder() -> Callable[[object], bytes]:
    import msgspec  # noqa: PLC0415 - the first window decodes nothing

    return msgspec.json.Encoder(decimal_format="string").encode


def encode(value: object) -> str:
    """JSON text of a frozen domain value; the same value gives the same text."""
    return _encoder()(value).decode()


def write(value: object, target: Path) -> None:
    """The same text as a file; a long bill is in memory once, not three times."""
    target.write_bytes(_encoder()(value))


def leave(value: object, target: Path) -> None:
    """The same as a file, whole or not at all; until it is whole it ends with `.part`."""
    temporary = target.with_suffix(".part")
    write(value, temporary)
    temporary.replace(target)


def decode(text: str | bytes, kind: type[_T]) -> _T:
    """The value of a type from its JSON.  Raises BugError where the text is not one of ours."""
    import msgspec  # noqa: PLC0415 - see above

    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as error:
        raise BugError(f"stored {kind.__name__} is damaged: {error}") from error
