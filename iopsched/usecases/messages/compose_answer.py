"""What a reply says at the moment it goes out. Called inside a transaction; opens none itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.reply import Reply
from iopsched.gateways.answering import AnsweringVoice
from iopsched.store import sessions


def compose(about: Mapping[str, str], program: Program, patient: Patient, *, now: datetime) -> str | None:
    """The words; None where something that they would name is no more."""
    reply = Reply.from_about(about)
    known = {session.id: session for session in sessions.some(reply.named)} if reply.named else {}
    return AnsweringVoice(program, patient, known, now).answer(reply) if known.keys() == reply.named else None
