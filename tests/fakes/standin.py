"""A stand-in for the service: an HTTP server on loopback that the real client talks to.

A test queues what each request shall meet (`Reply`, or a function of the request's body that makes one); the last one
is repeated.  `seen` are the bodies of the requests, `headers` their headers.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Reply:
    """What one request meets.

    `pieces` of the answer's text, `pause` seconds before each but the first; `drop_after` so many pieces the connection
    is cut; `silence` seconds before anything is sent.
    """

    pieces: Sequence[str] = ("{}",)
    stop: str = "end_turn"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "api_error"
    pause: float = 0.0
    silence: float = 0.0
    drop_after: int | None = None
    raw: str = ""
    input_tokens: int = 1000
    output_tokens: int = 200
    cache_read: int = 0


def says(value: object, **more: Any) -> Reply:
    """A whole, well-formed answer, in two pieces."""
    text = json.dumps(value, ensure_ascii=False)
    return Reply((text[: len(text) // 2], text[len(text) // 2 :]), **more)


Script = Reply | Callable[[Body], Reply]


class StandIn:
    """The server.  Start with `with`."""

    def __init__(self) -> None:
        self.script: list[Script] = [Reply()]
        self.seen: list[Body] = []
        self.headers: list[Mapping[str, str]] = []
        self.paths: list[str] = []
        self._lock = threading.Lock()
        self.closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", "0"))
                body = json.loads(self.rfile.read(length) or b"{}")
                outer._answer(self, body)

            def log_message(self, *_args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def plays(self, *script: Script) -> None:
        """What the next requests meet; the last is repeated."""
        self.script = list(script)

    def _next(self, handler: BaseHTTPRequestHandler, body: Body) -> Reply:
        with self._lock:
            self.seen.append(body)
            self.headers.append({name.lower(): text for name, text in handler.headers.items()})
            self.paths.append(handler.path)
            step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return step if isinstance(step, Reply) else step(body)

    def _answer(self, handler: BaseHTTPRequestHandler, body: Body) -> None:
        reply = self._next(handler, body)
        self.closing.wait(reply.silence)
        if reply.status != 200:
            error = {"type": "error", "error": {"type": reply.kind, "message": f"stand-in says {reply.status}"}}
            self._send(handler, error, reply.status, reply.headers)
            return
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.close_connection = True
        try:
            self._stream(handler, reply, str(body.get("model", "")))
        except OSError:
            pass  # the client has gone

    def _stream(self, handler: BaseHTTPRequestHandler, reply: Reply, model: str) -> None:
        def event(kind: str, data: Mapping[str, Any]) -> None:
            handler.wfile.write(f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n".encode())
            handler.wfile.flush()

        if reply.raw:
            handler.wfile.write(reply.raw.encode())
            return
        event("message_start", {"message": self._message(reply, model, [], None)})
        event("content_block_start", {"index": 0, "content_block": {"type": "text", "text": ""}})
        for number, piece in enumerate(reply.pieces):
            if reply.drop_after == number:
                handler.wfile.flush()
                return
            if number and reply.pause:
                until = time.monotonic() + reply.pause
                while time.monotonic() < until and not self.closing.is_set():
                    time.sleep(0.01)
            event("content_block_delta", {"index": 0, "delta": {"type": "text_delta", "text": piece}})
        event("content_block_stop", {"index": 0})
        event(
            "message_delta",
            {
                "delta": {"stop_reason": reply.stop, "stop_sequence": None},
                "usage": {"output_tokens": reply.output_tokens},
            },
        )
        event("message_stop", {})

    def _message(self, reply: Reply, model: str, content: list[Any], stop: str | None) -> dict[str, Any]:
        return {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": model,
            "content": content,
            "stop_reason": stop,
            "stop_sequence": None,
            "usage": {
                "input_tokens": reply.input_tokens,
                "output_tokens": reply.output_tokens if stop else 1,
                "cache_creation_input_tokens": 0,
                "cache_read_input_tokens": reply.cache_read,
            },
        }

    def _send(
        self,
        handler: BaseHTTPRequestHandler,
        value: object,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        data = json.dumps(value).encode()
        handler.send_response(status)
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(data)))
        for name, text in (headers or {}).items():
            handler.send_header(name, text)
        handler.end_headers()
        handler.wfile.write(data)
