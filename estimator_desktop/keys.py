"""The Claude key: in the system's keychain, else in the environment or only in this session.  Nowhere else, ever.

Three places, looked at in this order: the keychain (`keyring`), the environment variable ANTHROPIC_API_KEY.  A key for
this session only is put into this process's environment, which the worker inherits; it is gone when the window closes.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from estimator_desktop.errors import UserError

KEY_VARIABLE = "ANTHROPIC_API_KEY"
SERVICE = "estimator-desktop"
ACCOUNT = "claude"
_T = TypeVar("_T")
_ANSWER = 5.0
_UNSAFE = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")
"""Backends that keep nothing, or keep it readable in a file."""


class KeyPlace(StrEnum):
    """Where the key is."""

    KEYCHAIN = "keychain"
    ENVIRONMENT = "environment"
    NOWHERE = "nowhere"


class Keychain(Protocol):
    """What `keyring` offers of the system's keychain."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret; None where there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""


def system_keychain() -> Keychain | None:
    """The system's keychain; None where there is none that keeps secrets safe (Linux without a secret service)."""
    import keyring  # noqa: PLC0415 - asks the system's services; only when a key is needed
    from keyring.backends import chainer  # noqa: PLC0415

    backend = keyring.get_keyring()
    parts = list(backend.backends) if isinstance(backend, chainer.ChainerBackend) else [backend]
    safe = [part for part in parts if not type(part).__module__.startswith(_UNSAFE)]
    return safe[0] if safe else None


@dataclass(frozen=True, slots=True)
class Keys:
    """Where the key is looked for and kept.  `keychain` and `environment` are replaced in tests."""

    keychain: Callable[[], Keychain | None] = system_keychain
    environment: MutableMapping[str, str] | None = None

    def find(self) -> tuple[str, KeyPlace]:
        """The key and where it is; an empty text where there is none."""
        chain = self._chain()
        if chain is not None:
            kept = _patiently(lambda: chain.get_password(SERVICE, ACCOUNT))
            if kept:
                return kept, KeyPlace.KEYCHAIN
        given = self._surroundings().get(KEY_VARIABLE, "").strip()
        return (given, KeyPlace.ENVIRONMENT) if given else ("", KeyPlace.NOWHERE)

    @property
    def place(self) -> KeyPlace:
        """Where the key is."""
        return self.find()[1]

    @property
    def in_environment(self) -> bool:
        """Whether a key is in this process's environment, beside one in the keychain too: children have it."""
        return bool(self._surroundings().get(KEY_VARIABLE, "").strip())

    @property
    def can_keep(self) -> bool:
        """Whether there is a keychain to keep a key in."""
        return self._chain() is not None

    def keep(self, key: str) -> None:
        """Keep a key in the keychain.

        Raises UserError `key_shape` for what is no key, `keychain_missing`, `keychain_refused`.
        """
        clean = checked(key)
        chain = self._chain()
        if chain is None:
            raise UserError("keychain_missing")
        try:
            chain.set_password(SERVICE, ACCOUNT, clean)
        except Exception as error:  # noqa: BLE001 - every system has its own; the key is in none of the words
            raise UserError("keychain_refused", detail=type(error).__name__) from None

    def keep_for_session(self, key: str) -> None:
        """Keep a key until this process ends; processes it starts from now on have it too.  Raises `key_shape`."""
        clean = checked(key)
        (os.environ if self.environment is None else self.environment)[KEY_VARIABLE] = clean

    def forget(self) -> None:
        """Forget the key, in this process and in the keychain.

        Raises UserError `keychain_keeps` where the keychain does not let go of it (locked, refused).
        """
        (os.environ if self.environment is None else self.environment).pop(KEY_VARIABLE, None)
        chain = self._chain()
        if chain is None:
            return
        try:
            if chain.get_password(SERVICE, ACCOUNT) is not None:
                chain.delete_password(SERVICE, ACCOUNT)
        except Exception as error:  # noqa: BLE001 - every system has its own; the key is in none of the words
            raise UserError("keychain_keeps", detail=type(error).__name__) from None

    def _chain(self) -> Keychain | None:
        return _patiently(self.keychain)

    def _surroundings(self) -> Mapping[str, str]:
        return os.environ if self.environment is None else self.environment


def checked(key: str) -> str:
    """The key without white space around it.  Raises UserError `key_shape` where it can be none."""
    clean = key.strip()
    if len(clean) < 20 or not clean.isascii() or any(sign.isspace() or not sign.isprintable() for sign in clean):
        raise UserError("key_shape")
    return clean


def without_key(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for a child process that has no business with the key."""
    return {name: value for name, value in environment.items() if name != KEY_VARIABLE}


def _patiently(ask: Callable[[], _T | None]) -> _T | None:
    """What the keychain answers within five seconds; None where it fails or a dialog of the system waits longer."""
    found: list[_T | None] = []

    def look() -> None:
        try:
            found.append(ask())
        except Exception:  # noqa: BLE001 - any trouble with the system's keychain means: no key from there
            found.append(None)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(_ANSWER)
    return found[0] if found else None
