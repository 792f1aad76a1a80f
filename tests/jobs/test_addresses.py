"""Watched addresses against a server on the loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from estimator_desktop.config import Limits
from estimator_desktop.domain.job import Cancelled
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.addresses import fetch, refresh_addresses
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.jobs.watched import update_kb_cache
from estimator_desktop.storage.store import Store
from estimator_desktop.storage.watched import FETCH_SETTING, is_address

READER = ReaderProcess(Limits())
LIST = "code;description;unit;price\n777100001;Montáž profilu;m;120\n777100002;Nátěr zábradlí;m2;{price}\n"


class Server:
    """A server whose answers a test sets by path: (status, headers, body)."""

    def __init__(self) -> None:
        answers = self.answers = dict[str, tuple[int, dict[str, str], bytes]]()
        asked = self.asked = list[str]()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                status, headers, body = answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(body)
                except OSError:
                    pass  # the other side had enough

            def log_message(self, *_args: object) -> None:
                """Nothing on the screen."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made = Server()
    yield made
    made.close()


def offer(server: Server, price: int) -> None:
    server.answers["/cenik%202026.csv"] = (200, {}, LIST.format(price=price).encode())


@pytest.fixture
def watching(store: Store, server: Server) -> Store:
    offer(server, 95)
    store.watched.add(f"{server.url}/cenik%202026.csv")
    store.set_setting(FETCH_SETTING, "yes")
    return store


def test_nothing_is_asked_for_until_it_is_switched_on(watching: Store, server: Server) -> None:
    watching.set_setting(FETCH_SETTING, "no")
    assert update_kb_cache(watching, READER) == 0
    assert server.asked == []
    assert watching.catalogues.listed() == ()


def test_a_changed_list_is_taken_in_and_the_same_is_not(watching: Store, server: Server) -> None:
    assert update_kb_cache(watching, READER) == 1
    (first,) = watching.catalogues.listed()
    assert (first.name, first.items) == ("cenik 2026", 2)
    assert refresh_addresses(watching, READER) == 0
    offer(server, 99)
    assert refresh_addresses(watching, READER) == 1
    (second,) = watching.catalogues.listed()  # the same name and edition: its content is replaced
    assert second.sha256 != first.sha256
    (source,) = watching.watched.listed()
    assert source.checked is not None
    assert source.error_code == ""
    assert list(watching.paths.spool.iterdir()) == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((500, {}, b""), "address_unreachable"),
        ((302, {"Location": "file:///etc/hostname"}, b""), "address_unreachable"),
        ((200, {"Content-Length": "1000"}, b"short"), "address_unreachable"),
        ((200, {}, b"<html>not here</html>"), ""),
    ],
    ids=["error", "redirect to a file", "cut off", "no list"],
)
def test_what_goes_wrong_leaves_the_last_edition(
    watching: Store, server: Server, answer: tuple[int, dict[str, str], bytes], code: str
) -> None:
    assert refresh_addresses(watching, READER) == 1
    before = watching.catalogues.listed()
    server.answers["/cenik%202026.csv"] = answer
    assert refresh_addresses(watching, READER) == 0
    (source,) = watching.watched.listed()
    assert source.error_code == code or (not code and source.error_code)
    assert watching.catalogues.listed() == before
    assert list(watching.paths.spool.iterdir()) == []
    offer(server, 95)
    assert refresh_addresses(watching, READER) == 0
    assert watching.watched.listed()[0].error_code == ""


def test_a_redirect_on_the_web_is_followed(server: Server, tmp_path: Path) -> None:
    offer(server, 1)
    server.answers["/old"] = (302, {"Location": "/cenik%202026.csv"}, b"")
    fetch(f"{server.url}/old", tmp_path / "a.csv")
    assert "Montáž" in (tmp_path / "a.csv").read_text(encoding="utf-8")


def test_size_and_time_are_bounded(server: Server, tmp_path: Path) -> None:
    server.answers["/large"] = (200, {}, b"x" * 300_000)
    with pytest.raises(UserError) as large:
        fetch(f"{server.url}/large", tmp_path / "a", most=100_000)
    assert large.value.code == "address_too_large"
    with pytest.raises(UserError) as slow:
        fetch(f"{server.url}/large", tmp_path / "a", longest=-1)
    assert slow.value.code == "address_unreachable"


def test_cancelling_ends_a_fetch_and_the_reading_of_what_came(watching: Store, server: Server, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        fetch(f"{server.url}/cenik%202026.csv", tmp_path / "a", stop=lambda: True)
    asked = iter([False, False])
    with pytest.raises(Cancelled):  # the fetch asks once for its one piece; the reader is stopped
        refresh_addresses(watching, READER, stop=lambda: next(asked, True))
    assert watching.catalogues.listed() == ()
    assert list(watching.paths.spool.iterdir()) == []
    assert refresh_addresses(watching, READER) == 1


@pytest.mark.parametrize(
    "place",
    ["file:///etc/hostname", "ftp://a/b", "/home/ceniky", "https://jmeno:heslo@a.cz/b", "http://", "http://[", ""],
)
def test_what_is_no_address_is_not_fetched(place: str, tmp_path: Path) -> None:
    assert not is_address(place)
    with pytest.raises(UserError):
        fetch(place, tmp_path / "a")
