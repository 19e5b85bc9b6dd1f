"""A patient's answer about a channel is kept and noted. Called inside a transaction; opens none itself."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.channel import Channel
from iopsched.domain.consent import Consent, Source
from iopsched.store import audit, people


def keep(
    program_id: int,
    patient_id: int,
    is_given: bool,
    source: Source,
    *,
    actor: str,
    now: datetime,
    channel: Channel = Channel.SMS,
) -> None:
    """What follows from it, reminders written or messages withdrawn, is the caller's."""
    people.record_consent(Consent(patient_id, is_given, now, source, channel=channel))
    if channel is Channel.SMS:
        action = "texts on" if is_given else "texts off"
    elif channel is Channel.EMAIL:
        action = "e-mail on" if is_given else "e-mail off"
    else:
        action = "notifications on" if is_given else "notifications off"
    audit.note(program_id, actor, action, now=now, patient_id=patient_id)
