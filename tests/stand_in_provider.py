"""A stand-in of the provider of texts, on loopback: the official client reaches it through HTTPS_PROXY.

It is a proxy that answers CONNECT by being the host that was asked for, under a certificate of its own authority, which
the client must be told of with REQUESTS_CA_BUNDLE. It keeps what it accepted, and answers as it was told to.
"""

import json
import ssl
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import trustme

HOST = "api.twilio.com"
Form = dict[str, str]
Answer = tuple[int, dict[str, Any]]


class HangUp(Exception):
    """Raised by a plan: the connection ends without an answer."""


@dataclass
class Provider:
    """``texts`` is what was accepted, the oldest first; ``asked`` every request: method, path and form."""

    proxy: str
    authority: str
    texts: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str, Form]] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    plans: list[Callable[["Provider", Form], Answer | None]] = field(default_factory=list)
    is_down: bool = False
    released: threading.Event = field(default_factory=threading.Event)

    def environ(self) -> dict[str, str]:
        """What a process needs to reach it."""
        return {"HTTPS_PROXY": self.proxy, "REQUESTS_CA_BUNDLE": self.authority, "NO_PROXY": "", "no_proxy": ""}

    def plan(self, *answers: Callable[["Provider", Form], Answer | None]) -> None:
        """Answer the next texts so, one after the other; then accept."""
        self.plans += answers

    def bodies(self) -> list[str]:
        return [text["body"] for text in self.texts]

    def accept(self, form: Form) -> dict[str, Any]:
        created = format_datetime(datetime.now(UTC))
        text = {"sid": f"SM{len(self.texts):032x}", "to": form["To"], "body": form["Body"], "date_created": created}
        sender = {"from": form.get("From"), "messaging_service_sid": form.get("MessagingServiceSid")}
        self.texts.append(text | sender | {"direction": "outbound-api", "status": "queued", "error_code": None})
        return self.texts[-1]

    def listed(self, to: str | None) -> Answer:
        """Those to one number, or all of them."""
        mine = [text for text in reversed(self.texts) if to in {None, text["to"]}]
        return 200, {"messages": mine, "page": 0, "page_size": 50, "next_page_uri": None, "uri": "/"}


def accepts(provider: Provider, form: Form) -> Answer:
    return 201, provider.accept(form)


def refuses(status: int, code: int) -> Callable[[Provider, Form], Answer]:
    """Takes nothing and says why; the message names the number, as the real one does."""

    def answer(provider: Provider, form: Form) -> Answer:
        return status, {"code": code, "message": f"not to {form['To']}", "status": status, "more_info": ""}

    return answer


def asks_to_wait(seconds: int) -> Callable[[Provider, Form], Answer]:
    """Too busy, and says for how long."""

    def answer(provider: Provider, form: Form) -> Answer:
        body = {"code": 20429, "message": "Too Many Requests", "status": 429}
        return 429, body | {"headers": {"Retry-After": str(seconds)}}

    return answer


def takes_and_breaks(provider: Provider, form: Form) -> Answer:
    """Has the text, and says that it has trouble."""
    provider.accept(form)
    return 500, {"code": 20500, "message": "Internal Server Error", "status": 500}


def takes_and_says_nothing(provider: Provider, form: Form) -> None:
    """Has the text; the answer never comes."""
    provider.accept(form)


def takes_and_hangs_up(provider: Provider, form: Form) -> Answer:
    """Has the text; the line goes dead."""
    provider.accept(form)
    raise HangUp


def hangs_up(provider: Provider, form: Form) -> Answer:
    """Has nothing; the line goes dead."""
    raise HangUp


def says_nothing(provider: Provider, form: Form) -> None:
    """Has nothing; no answer comes either."""


@contextmanager
def running_provider(folder: Path) -> Iterator[Provider]:
    """One that listens on a free port until the block ends."""
    authority = trustme.CA()
    bundle = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    server.daemon_threads = True
    provider = Provider(f"http://127.0.0.1:{server.server_port}", str(bundle))
    _Door.of[server.server_port] = (provider, context)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
        del _Door.of[server.server_port]


class _Door(BaseHTTPRequestHandler):
    """First the proxy, then, inside the tunnel, the provider."""

    protocol_version = "HTTP/1.1"
    of: dict[int, tuple[Provider, ssl.SSLContext]] = {}  # noqa: RUF012 # one for all doors, by port

    @property
    def provider(self) -> Provider:
        return self.of[self._port()][0]

    def do_CONNECT(self) -> None:
        if self.provider.is_down or self.path != f"{HOST}:443":
            self.send_error(502)
            return
        self.send_response(200)
        self.end_headers()
        self.connection = self.of[self._port()][1].wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb")  # buffered: one packet for each answer
        self.close_connection = False

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self._note(form)
        plan = self.provider.plans.pop(0) if self.provider.plans else accepts
        try:
            self._answer(plan(self.provider, form))
        except HangUp:
            self.close_connection = True

    def do_GET(self) -> None:
        form = dict(parse_qsl(urlsplit(self.path).query))
        if self.provider.is_down:
            self._answer((503, {"code": 20503, "message": "Service Unavailable", "status": 503}))
            return
        self._note(form)
        name = urlsplit(self.path).path.rsplit("/", 1)[-1].removesuffix(".json")
        if name == "Messages":
            self._answer(self.provider.listed(form.get("To")))
            return
        found = next((text for text in self.provider.texts if text["sid"] == name), None)
        self._answer((200, found) if found else (404, {"code": 20404, "message": "not found", "status": 404}))

    def _note(self, form: Form) -> None:
        self.provider.asked.append((self.command, urlsplit(self.path).path, form))
        self.provider.signed.append(b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode())

    def _answer(self, answer: Answer | None) -> None:
        if answer is None:
            self.provider.released.wait(30)
            self.close_connection = True
            return
        headers = answer[1].pop("headers", {})
        body = json.dumps(answer[1]).encode()
        self.send_response(answer[0])
        for header in headers.items():
            self.send_header(*header)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def finish(self) -> None:
        """The tunnel is a socket of its own, which the server does not know of."""
        super().finish()
        self.connection.close()

    def _port(self) -> int:
        assert isinstance(self.server, ThreadingHTTPServer)
        return self.server.server_port

    def log_message(self, *words: Any) -> None:
        """Tests are quiet."""
