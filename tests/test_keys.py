"""The Claude key: where it is looked for, where it is kept, and that it is nowhere else."""

from __future__ import annotations

import os
import time

import pytest

from estimator_desktop.config import Paths
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.health import gather
from estimator_desktop.jobs.tree import ProcessTree
from estimator_desktop.keys import KEY_VARIABLE, KeyPlace, Keys, checked, system_keychain, without_key
from estimator_desktop.texts import Texts

KEY = "sk-test-0123456789-abcdefghij"


class Chain:
    """A keychain in memory; `broken` refuses everything, `slow` waits for a dialog that nobody answers."""

    def __init__(self, *, broken: bool = False, slow: float = 0.0) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = broken
        self.slow = slow

    def get_password(self, service: str, username: str) -> str | None:
        time.sleep(self.slow)
        self._perhaps_break()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._perhaps_break()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._perhaps_break()
        del self.kept[service, username]

    def _perhaps_break(self) -> None:
        if self.broken:
            raise RuntimeError("locked")


def test_the_keychain_comes_first_then_the_environment() -> None:
    chain, environment = Chain(), {KEY_VARIABLE: "sk-from-the-environment"}
    keys = Keys(lambda: chain, environment)
    assert keys.find() == ("sk-from-the-environment", KeyPlace.ENVIRONMENT)
    keys.keep(f"  {KEY}\n")
    assert keys.find() == (KEY, KeyPlace.KEYCHAIN)
    assert keys.in_environment
    keys.forget()
    assert not keys.in_environment
    assert keys.find() == ("", KeyPlace.NOWHERE)
    assert not environment
    keys.forget()


def test_without_a_keychain_a_key_lasts_for_the_session() -> None:
    environment: dict[str, str] = {}
    keys = Keys(lambda: None, environment)
    assert not keys.can_keep
    with pytest.raises(UserError) as caught:
        keys.keep(KEY)
    assert caught.value.code == "keychain_missing"
    assert Texts("cs").error("keychain_missing", {})
    keys.keep_for_session(KEY)
    assert (keys.find(), keys.place) == ((KEY, KeyPlace.ENVIRONMENT), KeyPlace.ENVIRONMENT)


def test_a_keychain_that_refuses_says_so_without_the_key() -> None:
    keys = Keys(lambda: Chain(broken=True), {})
    assert keys.find() == ("", KeyPlace.NOWHERE)
    with pytest.raises(UserError) as caught:
        keys.keep(KEY)
    assert caught.value.code == "keychain_refused"
    assert KEY not in caught.value.detail
    assert caught.value.__cause__ is None


def test_a_keychain_that_keeps_the_key_is_not_said_to_have_forgotten_it() -> None:
    chain, environment = Chain(), {KEY_VARIABLE: KEY}
    keys = Keys(lambda: chain, environment)
    keys.keep(KEY)
    chain.broken = True
    with pytest.raises(UserError) as caught:
        keys.forget()
    assert caught.value.code == "keychain_keeps"
    assert KEY not in caught.value.detail
    assert not environment
    assert chain.kept


def test_a_keychain_that_waits_for_a_dialog_does_not_hold_us_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("estimator_desktop.keys._ANSWER", 0.1)
    started = time.monotonic()
    assert Keys(lambda: Chain(slow=1.0), {}).find() == ("", KeyPlace.NOWHERE)
    assert time.monotonic() - started < 0.8


@pytest.mark.parametrize(
    "text", ["", "short", "sk-with a blank in the middle", "č" * 30, "sk-test-01234567\x00abcdefghij"]
)
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(UserError) as caught:
        checked(text)
    assert caught.value.code == "key_shape"


def test_backends_that_keep_secrets_in_the_open_do_not_count() -> None:
    assert system_keychain() is None  # the suite runs with the backend that keeps nothing


def test_children_that_read_files_do_not_get_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    assert KEY_VARIABLE not in without_key(os.environ)
    tree = ProcessTree(["env"] if os.name == "posix" else ["cmd", "/c", "set"])
    out, _err = tree.process.communicate(timeout=20)
    tree.kill()
    assert KEY.encode() not in out


def test_the_doctor_knows_where_the_key_is(paths: Paths) -> None:
    chain = Chain()
    assert gather(paths, environment={}).key is KeyPlace.NOWHERE
    assert gather(paths, environment={KEY_VARIABLE: KEY}).key is KeyPlace.ENVIRONMENT
    Keys(lambda: chain, {}).keep(KEY)
    assert gather(paths, keys=Keys(lambda: chain, {})).key is KeyPlace.KEYCHAIN
