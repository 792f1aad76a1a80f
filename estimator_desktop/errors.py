"""Two kinds of error: one the user can act on, and a bug."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can understand and remedy; `texts.Texts.error` says it in plain words.

    `code` names the sentence; `params` fill it (file name, what was seen).  `detail` is technical text
    to copy, never shown first.  `transient` is true where trying again later may pass (network, lock).
    """

    def __init__(self, code: str, *, detail: str = "", transient: bool = False, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.detail = detail
        self.transient = transient

    def __str__(self) -> str:
        facts = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.code} ({facts})" if facts else self.code


class BugError(Exception):
    """The program broke a promise to itself; shown with a report to copy."""
