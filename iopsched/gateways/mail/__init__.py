"""E-mail: what equips its sender, and which one the settings name."""

from __future__ import annotations

from typing import Protocol

from iopsched.gateways.sender import Sender


class Mailbox(Protocol):
    """``mail_url`` is smtp://user:password@host (STARTTLS) or smtps://…, empty to print; ``mail_from`` who writes.

    ``secret_key`` makes the names of letters, ``public_url`` their links.
    """

    @property
    def mail_url(self) -> str: ...
    @property
    def mail_from(self) -> str: ...
    @property
    def public_url(self) -> str: ...
    @property
    def secret_key(self) -> str: ...


def make_sender(mailbox: Mailbox) -> Sender:
    """By SMTP where the settings say so, else one that prints."""
    if mailbox.mail_url:
        from iopsched.gateways.mail.smtp import SmtpSender

        return SmtpSender(mailbox)
    from iopsched.gateways.mail.printing import PrintingMailSender

    return PrintingMailSender(mailbox)
