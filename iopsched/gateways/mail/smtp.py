"""SMTP by the standard library, whose answers are sorted here by what must follow (RFC 5321 4.2, RFC 3463).

Only what is said after the letter's last line counts as taken; a line that goes dead before that answer leaves it
unclear. No address and no word of a letter is logged.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

from iopsched.domain.channel import Channel, Letter
from iopsched.gateways.clock import time_left, utc_now
from iopsched.gateways.mail import Mailbox
from iopsched.gateways.mail.writing import name_of, write
from iopsched.gateways.sender import Outcome, Receipt

CONNECT_SECONDS, SECONDS = 5.0, 20.0
"""For a connection and its first word; for all of one letter, however many steps it takes."""
PORTS = {"smtp": 587, "smtps": 465}
NOBODY_THERE = {550, 551, 553}
ENHANCED = re.compile(rb"([245])\.(\d{1,3})\.\d{1,3}")
ADDRESS, OF_SERVER = b"1", {b"3", b"4", b"5"}
"""Subjects of enhanced codes: who is written to; and the server itself, its network, its protocol."""
CLOSING = 421


class NotLetIn(Exception):
    """The server offers no TLS and is not on this machine, or takes neither our name nor our password."""


class _Line(smtplib.SMTP):
    """Waits for an answer no longer than there is ``left`` for the letter."""

    left: Callable[[], float]

    def send(self, s: Any) -> None:
        if (seconds := self.left()) <= 0:
            raise TimeoutError
        if self.sock:
            self.sock.settimeout(seconds)
        super().send(s)


class _SafeLine(_Line, smtplib.SMTP_SSL):
    pass


class SmtpSender:
    """One connection a letter: few go by e-mail, and none is lost with another's connection."""

    def __init__(self, mailbox: Mailbox, trust: ssl.SSLContext | None = None) -> None:
        self.mailbox = mailbox
        self.server = urlsplit(mailbox.mail_url)
        self.trust = trust or ssl.create_default_context()

    def send(self, letter: Letter, validity_seconds: int) -> Receipt:
        """SMTP knows no time by which a letter is of no use any more."""
        try:
            with self._connection() as line:
                return self._hand_over(line, letter)
        except (NotLetIn, ssl.SSLCertVerificationError) as error:
            return Receipt(Outcome.MISCONFIGURED, code=_code_of(error))
        except (smtplib.SMTPException, OSError) as error:
            return Receipt(Outcome.BUSY, code=_code_of(error))

    def find(self, channel: Channel, to: str, body_hash: str, known: Collection[str]) -> Receipt | None:
        """A mail server lists nothing: the letter is handed over again under its own name."""
        return None

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        """Signed in, over TLS unless the server is on this machine."""
        host, scheme = self.server.hostname or "", self.server.scheme
        port, us = self.server.port or PORTS[scheme], self.mailbox.mail_from.rpartition("@")[2]
        left = time_left(SECONDS)
        if scheme == "smtps":
            line: _Line = _SafeLine(host, port, us, timeout=CONNECT_SECONDS, context=self.trust)
        else:
            line = _Line(host, port, us, CONNECT_SECONDS)
        line.left = left
        try:
            if scheme == "smtp":
                self._encrypt(line, host)
            self._sign_in(line)
            yield line
        finally:
            with suppress(smtplib.SMTPException, OSError):
                line.quit()
            line.close()

    def _encrypt(self, line: smtplib.SMTP, host: str) -> None:
        line.ehlo_or_helo_if_needed()
        if line.has_extn("starttls"):
            line.starttls(context=self.trust)
        elif not _is_here(host):
            raise NotLetIn

    def _sign_in(self, line: _Line) -> None:
        if not self.server.username:
            return
        try:
            line.login(unquote(self.server.username), unquote(self.server.password or ""))
        except smtplib.SMTPAuthenticationError as refusal:
            raise refusal if refusal.smtp_code < 500 else NotLetIn from None
        except smtplib.SMTPServerDisconnected:
            if line.left() <= 0:
                raise
            raise NotLetIn from None

    def _hand_over(self, line: smtplib.SMTP, letter: Letter) -> Receipt:
        box = self.mailbox
        mail = write(letter, sender=box.mail_from, site=box.public_url, secret=box.secret_key, now=utc_now())
        line.ehlo_or_helo_if_needed()
        code, said = line.mail(box.mail_from)
        if code != 250:
            return Receipt(Outcome.BUSY if code < 500 else Outcome.MISCONFIGURED, code=_said(code, said))
        code, said = line.rcpt(letter.to)
        if code not in {250, 251}:
            return Receipt(_of_recipient(code, _subject(said)), code=_said(code, said))
        try:
            code, said = line.data(mail.as_bytes())
        except smtplib.SMTPDataError as refusal:
            code, said = refusal.smtp_code, _bytes(refusal.smtp_error)
        except (smtplib.SMTPException, OSError) as silence:
            return Receipt(Outcome.UNCLEAR, code=type(silence).__name__)
        outcome = _of_letter(code, _subject(said))
        is_taken = outcome is Outcome.TAKEN
        name = name_of(letter, box.secret_key) if is_taken else ""
        return Receipt(outcome, name, "" if is_taken else _said(code, said))


def _of_recipient(code: int, subject: bytes) -> Outcome:
    """Whether nobody is there, or somebody who does not get it, or not now: another's letter may well be taken."""
    if code < 500:
        return Outcome.BUSY if code == CLOSING or subject in OF_SERVER else Outcome.LATER
    is_nobody = subject == ADDRESS or (code in NOBODY_THERE and not subject)
    return Outcome.BAD_NUMBER if is_nobody else Outcome.REFUSED


def _of_letter(code: int, subject: bytes) -> Outcome:
    """What is said of the whole of it; a server that does not say why speaks of itself."""
    if code == 250:
        return Outcome.TAKEN
    if code >= 500:
        return Outcome.REFUSED
    return Outcome.LATER if code != CLOSING and subject and subject not in OF_SERVER else Outcome.BUSY


def _subject(said: bytes) -> bytes:
    enhanced = ENHANCED.match(said)
    return enhanced[2] if enhanced else b""


def _said(code: int, said: bytes) -> str:
    """'550 5.1.1': the codes, and nothing of the words, which may repeat the address."""
    enhanced = ENHANCED.match(said)
    return f"{code} {enhanced[0].decode()}" if enhanced else str(code)


def _code_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, _bytes(error.smtp_error))
    return type(error).__name__


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
