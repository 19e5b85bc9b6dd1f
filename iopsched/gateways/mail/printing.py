"""A sender for the demo: letters appear on the terminal, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Collection
from typing import TextIO

from iopsched.domain.channel import Channel, Letter
from iopsched.gateways.mail import Mailbox
from iopsched.gateways.mail.writing import plain, subject
from iopsched.gateways.sender import Outcome, Receipt


class PrintingMailSender:
    """Prints each letter as one block and keeps nothing."""

    def __init__(self, mailbox: Mailbox, out: TextIO | None = None) -> None:
        self.mailbox, self.out = mailbox, out

    def send(self, letter: Letter, validity_seconds: int) -> Receipt:
        lines = plain(letter, self.mailbox.public_url).replace("\n", "\n  ")
        out = self.out or sys.stdout
        out.write(f"\n  E-mail to {letter.to}: {subject(letter)}\n  {lines}\n\n")
        out.flush()
        return Receipt(Outcome.TAKEN)

    def find(self, channel: Channel, to: str, body_hash: str, known: Collection[str]) -> Receipt | None:
        return None
