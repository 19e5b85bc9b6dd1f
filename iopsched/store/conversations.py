"""Conversations by text: what a patient was told last, and one list for each, under the patient's lock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import delete, insert, select

from iopsched.domain.conversation import LAST, Conversation, Shown, Step, silence
from iopsched.domain.incoming import answer_key
from iopsched.domain.message import Kind, Message, State
from iopsched.store.db import db
from iopsched.store.messages import GONE, one, selected
from iopsched.store.tables import ConversationRow, MessageRow


def of_patient(patient_id: int, now: datetime) -> Conversation:
    """What was offered last, with the texts that could have said so; silence where nothing was."""
    columns = (ConversationRow.steps, ConversationRow.until, ConversationRow.text_id)
    row = db.session.execute(select(*columns).where(ConversationRow.patient_id == patient_id)).first()
    if row is None:
        return silence(now)
    return Conversation(tuple(map(Step.from_said, row.steps)), row.until, shown=tuple(_shown(row.text_id)))


def last_told(patient_id: int, since: datetime, *kinds: Kind) -> Message | None:
    """The latest of these kinds that went out since then, or may have."""
    mine = (MessageRow.patient_id == patient_id, MessageRow.kind.in_([each.value for each in kinds]))
    went = selected().where(*mine, MessageRow.due_at >= since, MessageRow.state.in_([state.value for state in GONE]))
    row = db.session.execute(went.order_by(MessageRow.attempted_at.desc(), MessageRow.id.desc()).limit(1)).first()
    return one(row) if row else None


def keep(patient_id: int, conversation: Conversation, text_id: int) -> None:
    """From now on numbers mean what is answered to this text, and nothing that was offered before."""
    close(patient_id)
    values = {"steps": [step.said for step in conversation.steps], "until": conversation.until, "text_id": text_id}
    db.session.execute(insert(ConversationRow).values(patient_id=patient_id, **values))


def close(patient_id: int) -> None:
    """Numbers mean nothing any more."""
    db.session.execute(delete(ConversationRow).where(ConversationRow.patient_id == patient_id))


def forget(now: datetime) -> None:
    """Drop what can no longer be answered."""
    db.session.execute(delete(ConversationRow).where(ConversationRow.until <= now))


def _shown(text_id: int) -> Iterator[Shown]:
    """Of each answer to the text that went out or still may; of an unclear one nobody knows whether it did."""
    columns = (MessageRow.state, MessageRow.sent_at, MessageRow.arrived_at)
    keys = [answer_key(text_id, number) for number in range(1, LAST + 1)]
    for row in db.session.execute(select(*columns).where(MessageRow.key.in_(keys))):
        if row.state == State.SENT.value:
            yield Shown(row.sent_at, row.arrived_at)
        elif not State(row.state).is_final:
            yield Shown()
