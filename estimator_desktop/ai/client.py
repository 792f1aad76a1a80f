"""The real client: one question, one answer, streamed, with time limits, retries and cancelling of our own.

The answer is read on a thread of its own while the asking thread looks every twentieth of a second whether it is still
wanted: a silent server cannot hold up cancelling.  How a call ends is a `CallFailed` with its state; only `DONE`
returns.
"""

from __future__ import annotations

import logging
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from estimator_desktop.ai.patience import BUSY, USUAL, Patience, retry_after
from estimator_desktop.ai.questions import Question
from estimator_desktop.domain.advice import NO_USAGE, CallState, Usage
from estimator_desktop.domain.job import Cancelled
from estimator_desktop.errors import UserError

if TYPE_CHECKING:
    import anthropic
    from anthropic.types import MessageParam, TextBlockParam
    from anthropic.types.output_config_param import OutputConfigParam

_LOOK = 0.05
_HIDDEN = "…"
_UNAUTHORISED = frozenset({401, 403})
_FIRST_ERROR = 400
_NO_MONEY = 402
_NO_SUCH = 404
_TOO_LARGE = 413
_STOPS = {
    "max_tokens": (CallState.TRUNCATED, "ai_truncated"),
    "model_context_window_exceeded": (CallState.TRUNCATED, "ai_truncated"),
    "refusal": (CallState.REFUSED, "ai_refused"),
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its text, and the tokens that the service counted."""

    text: str
    usage: Usage


class CallFailed(Exception):
    """A call that brought no usable answer: how it ended, what it took, what to say to the user."""

    def __init__(self, state: CallState, error: UserError, usage: Usage = NO_USAGE, text: str = "") -> None:
        super().__init__(str(error))
        self.state = state
        self.error = error
        self.usage = usage
        self.text = text


class CallCancelled(Cancelled):
    """The user cancelled while a call was under way; what it had taken by then."""

    def __init__(self, usage: Usage, text: str = "") -> None:
        super().__init__()
        self.usage = usage
        self.text = text


@dataclass(slots=True)
class _Heard:
    """What came of an answer so far."""

    parts: list[str] = field(default_factory=list)
    usage: Usage = NO_USAGE
    stop: str = ""

    @property
    def text(self) -> str:
        return "".join(self.parts)


class Claude:
    """Asks the service.  `base_url` and `proxy` empty: the library's own (and the system's proxies)."""

    def __init__(self, key: str, *, base_url: str = "", proxy: str = "", patience: Patience = USUAL) -> None:
        self._key = key
        self._base_url = base_url
        self._proxy = proxy
        self._patience = patience
        self._tls: ssl.SSLContext | None = None

    def ask(self, question: Question, stop: Callable[[], bool]) -> Answer:
        """The answer to a question.

        Raises CallFailed (truncated, refused, or failed for good), CallCancelled when `stop()` turns true.  Network
        trouble and overload are waited out and tried again, as long as `Patience` says.
        """
        spent = NO_USAGE
        for attempt in range(1, self._patience.tries + 1):
            try:
                answer = self._once(question, stop)
            except CallCancelled as cancelled:
                raise CallCancelled(spent + cancelled.usage, cancelled.text) from None
            except _Later as later:
                spent += later.usage
                pause = self._patience.pause(attempt, later.asked)
                if pause is None:
                    raise CallFailed(CallState.FAILED, later.error, spent) from later
                _log.info("Claude: %s, try %d, again in %.1f s", later.error.code, attempt, pause)
                self._wait(pause, stop, spent)
            except CallFailed as failed:
                failed.usage = spent + failed.usage
                raise
            else:
                return Answer(answer.text, spent + answer.usage)
        raise AssertionError(attempt)

    def _wait(self, seconds: float, stop: Callable[[], bool], spent: Usage) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if stop():
                raise CallCancelled(spent)
            time.sleep(min(_LOOK, max(0.0, until - time.monotonic())))

    def _once(self, question: Question, stop: Callable[[], bool]) -> Answer:
        heard = _Heard()
        done = threading.Event()
        trouble: list[BaseException] = []
        unwanted = threading.Event()

        def listen() -> None:
            try:
                self._stream(question, heard, unwanted)
            except BaseException as error:  # noqa: BLE001 - carried over to the asking thread
                trouble.append(error)
            finally:
                done.set()

        thread = threading.Thread(target=listen, name="claude", daemon=True)
        thread.start()
        deadline = time.monotonic() + self._patience.whole
        while not done.wait(_LOOK):
            late = time.monotonic() > deadline
            if late or stop():
                unwanted.set()
                if late:
                    error = UserError("ai_timeout", detail=f"{self._patience.whole:.0f} s", transient=True)
                    raise _Later(error, None, self._guess(question, heard))
                raise CallCancelled(self._guess(question, heard), heard.text)
        if trouble:
            self._judge(trouble[0], question, heard)
        return self._judged(heard)

    def _stream(self, question: Question, heard: _Heard, unwanted: threading.Event) -> None:
        with self._client() as client:
            stream = client.messages.create(stream=True, **_arguments(question))
            with stream:
                for event in stream:
                    if unwanted.is_set():
                        return
                    _take(event, heard)

    @contextmanager
    def _client(self) -> Iterator[anthropic.Anthropic]:
        import anthropic  # noqa: PLC0415 - takes a second to load; only the worker does, and only to ask
        from anthropic import DefaultHttpxClient, Timeout  # noqa: PLC0415
        from httpx2 import create_ssl_context  # noqa: PLC0415

        if self._tls is None:  # made once: it reads every certificate that the system trusts
            self._tls = create_ssl_context()
        waits = self._patience
        timeout = Timeout(waits.silence, connect=waits.connect)
        # Redirects are not followed: the key goes to the address that was set and nowhere else.
        options: dict[str, Any] = {"timeout": timeout, "follow_redirects": False, "verify": self._tls}
        if self._proxy:
            options["proxy"] = self._proxy
        with (
            DefaultHttpxClient(**options) as transport,
            anthropic.Anthropic(
                api_key=self._key,
                base_url=self._base_url or None,
                timeout=timeout,
                max_retries=0,
                open_telemetry=False,
                http_client=transport,
            ) as client,
        ):
            yield client

    def _judged(self, heard: _Heard) -> Answer:
        """The answer where it is whole; else why not."""
        if heard.stop in _STOPS:
            state, code = _STOPS[heard.stop]
            raise CallFailed(state, UserError(code, detail=heard.stop), heard.usage, heard.text)
        if heard.stop != "end_turn":
            error = UserError("ai_dropped", detail=f"stop reason {heard.stop or 'missing'}", transient=True)
            raise _Later(error, None, heard.usage)
        return Answer(heard.text, heard.usage)

    def _judge(self, error: BaseException, question: Question, heard: _Heard) -> None:
        """Raise what a library's error means."""
        import anthropic  # noqa: PLC0415 - it is loaded already

        usage = self._guess(question, heard) if heard.usage != NO_USAGE else NO_USAGE
        if isinstance(error, anthropic.APIStatusError):
            self._judge_status(error, usage)
        if isinstance(error, anthropic.APITimeoutError) or _is_timeout(error):
            raise _Later(self._error("ai_timeout", error, transient=True), None, usage) from None
        if isinstance(error, anthropic.APIConnectionError):
            raise _Later(self._error("ai_unreachable", error, transient=True), None, usage) from None
        if isinstance(error, anthropic.APIError) or type(error).__module__.split(".")[0] in {"httpx2", "httpcore2"}:
            raise _Later(self._error("ai_dropped", error, transient=True), None, usage) from None
        if isinstance(error, ValueError):  # lines that are no events
            raise CallFailed(CallState.MALFORMED, self._error("ai_malformed", error), usage, heard.text) from None
        raise error

    def _judge_status(self, error: anthropic.APIStatusError, usage: Usage) -> None:
        status = error.status_code
        # An error inside a stream comes with status 200 and says by its type what it is.
        overloaded = status < _FIRST_ERROR and error.type in {"overloaded_error", "rate_limit_error", "api_error"}
        if status in BUSY or overloaded:
            asked = retry_after(error.response.headers)
            params = {"seconds": str(round(asked))} if asked is not None else {"seconds": "60"}
            busy = self._error("ai_busy", error, transient=True, **params)
            if error.response.headers.get("x-should-retry") == "false":
                raise CallFailed(CallState.FAILED, busy, usage) from None
            raise _Later(busy, asked, usage) from None
        code = "ai_rejected"
        if status in _UNAUTHORISED:
            code = "ai_key_refused"
        elif status == _NO_MONEY or error.type == "billing_error":
            code = "ai_no_credit"
        elif status == _NO_SUCH:
            code = "ai_no_model"
        elif status == _TOO_LARGE:
            code = "ai_too_large"
        raise CallFailed(CallState.FAILED, self._error(code, error, status=str(status)), usage) from None

    def _error(self, code: str, error: BaseException, *, transient: bool = False, **params: str) -> UserError:
        detail = f"{type(error).__name__}: {error}".replace(self._key, _HIDDEN)
        return UserError(code, detail=detail, transient=transient, **params)

    def _guess(self, question: Question, heard: _Heard) -> Usage:
        """What a broken-off answer took: what the service counted, and at least what was heard."""
        sent = heard.usage if heard.usage != NO_USAGE else question.most
        said = len(heard.text) // 2
        output = max(heard.usage.output, said)
        return Usage(sent.input, output, sent.cache_write, sent.cache_read)


class _Later(Exception):
    """Trying again may pass; `asked` is how long the service wants us to wait."""

    def __init__(self, error: UserError, asked: float | None, usage: Usage) -> None:
        super().__init__(error.code)
        self.error = error
        self.asked = asked
        self.usage = usage


def _arguments(question: Question) -> dict[str, Any]:
    """The call's arguments; the system prompt is the same for many calls and cached by the service."""
    system: list[TextBlockParam] = [
        {"type": "text", "text": question.prompt.text, "cache_control": {"type": "ephemeral"}}
    ]
    messages: list[MessageParam] = [{"role": "user", "content": question.content}]
    output: OutputConfigParam = {"format": {"type": "json_schema", "schema": dict(question.schema)}}
    if question.model.effort:
        output["effort"] = cast("Any", question.model.effort)
    return {
        "model": question.model.id,
        "max_tokens": question.max_tokens,
        "system": system,
        "messages": messages,
        "output_config": output,
    }


def _take(event: Any, heard: _Heard) -> None:  # noqa: ANN401 - a union of the library's models
    if event.type == "message_start":
        heard.usage = _usage(event.message.usage)
    elif event.type == "content_block_delta" and event.delta.type == "text_delta":
        heard.parts.append(event.delta.text)
    elif event.type == "message_delta":
        heard.stop = event.delta.stop_reason or ""
        last = heard.usage
        said = event.usage
        heard.usage = Usage(
            last.input if said.input_tokens is None else said.input_tokens,
            said.output_tokens,
            last.cache_write if said.cache_creation_input_tokens is None else said.cache_creation_input_tokens,
            last.cache_read if said.cache_read_input_tokens is None else said.cache_read_input_tokens,
        )


def _usage(usage: Any) -> Usage:  # noqa: ANN401 - the library's model
    return Usage(
        usage.input_tokens,
        usage.output_tokens,
        usage.cache_creation_input_tokens or 0,
        usage.cache_read_input_tokens or 0,
    )


def _is_timeout(error: BaseException) -> bool:
    return isinstance(error, TimeoutError) or "Timeout" in type(error).__name__
