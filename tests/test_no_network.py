"""Everything works without a network: the suite itself cannot reach one, nor can what it starts."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest
from loopback import WentOutside, is_here

_ASK = "import socket; socket.create_connection(('example.invalid', 80), 1)"
_BARE = "import socket; socket.socket().connect(('192.0.2.1', 80))"


def test_names_and_addresses_elsewhere_are_refused() -> None:
    with pytest.raises(WentOutside):
        socket.getaddrinfo("example.invalid", 443)
    with socket.socket() as bare, pytest.raises(WentOutside):
        bare.connect(("192.0.2.1", 443))


@pytest.mark.parametrize("program", [_ASK, _BARE])
def test_processes_that_tests_start_are_watched_too(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=20)
    assert done.returncode != 0
    assert "WentOutside" in done.stderr


def test_this_machine_is_allowed() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), 1) as connection,
    ):
        assert connection.getpeername() == server.getsockname()
    assert is_here("localhost")
    assert is_here(None)
    assert not is_here("10.0.0.1")
