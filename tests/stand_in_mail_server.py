"""A mail server on loopback that keeps what it takes and refuses as it is told, as RFC 5321 says."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = "week", "hush"


@dataclass
class MailServer:
    """``refuses`` is an answer for each step: MAIL, RCPT, DATA; ``hangs_up`` once it has the letter, without a word.

    ``waits`` so many seconds before the first two; ``unknown`` are addresses that nobody has.
    """

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    waits: float = 0
    unknown: set[str] = field(default_factory=set)

    def url(self, user: str = USER, password: str = PASSWORD) -> str:
        return f"smtp://{user}:{password}@127.0.0.1:{self.port}"

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.waits)
        if refusal := self.refuses.get("MAIL"):
            return refusal
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.waits)
        if refusal := self.refuses.get("RCPT"):
            return refusal
        if address in self.unknown:
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if refusal := self.refuses.get("DATA"):
            return refusal
        self.recipients += envelope.rcpt_tos
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        if self.hangs_up:
            server.transport.abort()
        return "250 OK"

    def lets_in(self, server: Any, session: Any, envelope: Any, mechanism: str, said: LoginPassword) -> AuthResult:
        is_right = said == LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_right, handled=is_right)


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    server = MailServer(port=a_free_port())
    how: dict[str, Any] = {
        "authenticator": server.lets_in,
        "auth_require_tls": False,
        "auth_exclude_mechanism": ["LOGIN"],
    }
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **how)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port: int = line.getsockname()[1]
        return port
