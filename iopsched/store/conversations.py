"""Conversations by text: one for each patient, read and written under the patient's lock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select

from iopsched.domain.conversation import Conversation, Step, silence
from iopsched.store.db import db
from iopsched.store.tables import ConversationRow


def of_patient(patient_id: int, now: datetime) -> Conversation:
    """What was offered last; silence where nothing was."""
    columns = (ConversationRow.steps, ConversationRow.until)
    row = db.session.execute(select(*columns).where(ConversationRow.patient_id == patient_id)).first()
    return Conversation(tuple(map(Step.from_said, row.steps)), row.until) if row else silence(now)


def keep(patient_id: int, conversation: Conversation) -> None:
    """From now on numbers mean this, and nothing that was offered before."""
    close(patient_id)
    values = {"steps": [step.said for step in conversation.steps], "until": conversation.until}
    db.session.execute(insert(ConversationRow).values(patient_id=patient_id, **values))


def close(patient_id: int) -> None:
    """Numbers mean nothing any more."""
    db.session.execute(delete(ConversationRow).where(ConversationRow.patient_id == patient_id))


def forget(now: datetime) -> None:
    """Drop what can no longer be answered."""
    db.session.execute(delete(ConversationRow).where(ConversationRow.until <= now))
