"""A sender for the demo: texts appear on the terminal, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Collection
from typing import TextIO

from iopsched.domain.channel import Channel, Letter
from iopsched.gateways.sender import Outcome, Receipt, hash_of
from iopsched.gateways.tokens import new_nonce


class PrintingSender:
    """Prints each text as one block, remembers only what this process printed, and keeps nothing on disk.

    A text whose process was killed between printing and recording is printed again: on a terminal that harms nobody.
    """

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out
        self.printed: dict[str, tuple[str, str]] = {}

    def send(self, letter: Letter, validity_seconds: int) -> Receipt:
        out = self.out or sys.stdout
        out.write(f"\n  Text to {letter.to}:\n  {letter.body}\n\n")
        out.flush()
        provider_id = f"printed-{new_nonce()}"
        self.printed[provider_id] = (letter.to, hash_of(letter.body))
        return Receipt(Outcome.TAKEN, provider_id)

    def find(self, channel: Channel, to: str, body_hash: str, known: Collection[str]) -> Receipt | None:
        mine = (name for name, text in self.printed.items() if text == (to, body_hash) and name not in known)
        found = next(mine, None)
        return Receipt(Outcome.TAKEN, found) if found else None
