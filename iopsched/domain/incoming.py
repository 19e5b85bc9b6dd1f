"""An incoming text: what was understood of it and what became of it. Words are kept only for a person to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from iopsched.domain.conversation import Step

UNANSWERED = timedelta(seconds=30)
"""After that long, whoever took the text in has died before the answer: a worker takes it up."""
WITHIN, MOST_TEXTS = timedelta(hours=1), 30
"""How many texts of one patient are answered in how long; consent is always heard."""


class Handling(StrEnum):
    """``open`` until it is answered; ``person`` until somebody has read it."""

    OPEN = "open"
    DONE = "done"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One text of a patient."""

    id: int
    program_id: int
    patient_id: int
    received_at: datetime
    step: Step
    handling: Handling
    body: str = ""

    @property
    def key(self) -> str:
        """Under which what it asks for is carried out, once."""
        return f"text:{self.id}"


def answer_key(incoming_id: int, number: int) -> str:
    """The matter of the so-manieth text that answers one."""
    return f"answer:{incoming_id}:{number}"
