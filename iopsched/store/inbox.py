"""The inbox: texts that came in, each once, by the provider's id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from iopsched.domain.conversation import Step
from iopsched.domain.incoming import Handling, Incoming
from iopsched.domain.patient import Patient
from iopsched.store.db import db, dialect
from iopsched.store.tables import IncomingTextRow

COLUMNS = (
    IncomingTextRow.id,
    IncomingTextRow.program_id,
    IncomingTextRow.patient_id,
    IncomingTextRow.received_at,
    IncomingTextRow.step,
    IncomingTextRow.handling,
    IncomingTextRow.body,
)
OPEN = IncomingTextRow.handling == Handling.OPEN.value
FOR_A_PERSON = IncomingTextRow.handling == Handling.PERSON.value


def is_new(provider_id: str, patient: Patient | None, *, now: datetime) -> int | None:
    """Remember the text with all that its transaction writes, and give it an id; None where it came before.

    The same text that comes twice at once waits here for the first one to end.
    """
    insert = (postgresql.insert if dialect() == "postgresql" else sqlite.insert)(IncomingTextRow)
    whose = {"program_id": patient.program_id, "patient_id": patient.id} if patient else {}
    values = {"provider_id": provider_id, "received_at": now, "step": "", "handling": Handling.DONE.value, "body": ""}
    added = insert.values(**values | whose).on_conflict_do_nothing(index_elements=["provider_id"])
    found: int | None = db.session.execute(added.returning(IncomingTextRow.id)).scalar()
    return found


def understood(incoming: Incoming) -> None:
    """What the text asks for, and what is to become of it."""
    values = {"step": incoming.step.said, "handling": incoming.handling.value, "body": incoming.body}
    db.session.execute(update(IncomingTextRow).where(IncomingTextRow.id == incoming.id).values(**values))


def finish(incoming_id: int) -> bool:
    """It is answered; False where somebody else has answered it meanwhile."""
    open_one = update(IncomingTextRow).where(IncomingTextRow.id == incoming_id, OPEN)
    done = open_one.values(handling=Handling.DONE.value).returning(IncomingTextRow.id)
    return db.session.execute(done).first() is not None


def unanswered(before: datetime, *, limit: int = 20) -> tuple[Incoming, ...]:
    """Those that were taken in so long ago that nobody is about to answer them, the oldest first."""
    query = select(*COLUMNS).where(OPEN, IncomingTextRow.received_at <= before)
    return _all(db.session.execute(query.order_by(IncomingTextRow.received_at).limit(limit)))


def hand_over(before: datetime) -> None:
    """What was taken in so long ago and is not answered yet is for a person."""
    left = update(IncomingTextRow).where(OPEN, IncomingTextRow.received_at <= before)
    db.session.execute(left.values(handling=Handling.PERSON.value))


def for_a_person(program_id: int, *, limit: int = 100) -> tuple[Incoming, ...]:
    """What somebody has to read, the longest waiting first."""
    query = select(*COLUMNS).where(FOR_A_PERSON, IncomingTextRow.program_id == program_id)
    return _all(db.session.execute(query.order_by(IncomingTextRow.received_at).limit(limit)))


def count_for_a_person(program_id: int) -> int:
    query = select(func.count()).where(FOR_A_PERSON, IncomingTextRow.program_id == program_id)
    return db.session.execute(query).scalar_one()


def read(program_id: int, incoming_id: int) -> int | None:
    """Somebody has dealt with it: the words go. Whose it was; None where it is not there, or no longer."""
    mine = (IncomingTextRow.id == incoming_id, IncomingTextRow.program_id == program_id, FOR_A_PERSON)
    done = update(IncomingTextRow).where(*mine).values(handling=Handling.DONE.value, body="")
    found: int | None = db.session.execute(done.returning(IncomingTextRow.patient_id)).scalar()
    return found


def is_there(program_id: int, incoming_id: int) -> bool:
    """Whether the text is one of this program's patients, dealt with or not."""
    query = select(IncomingTextRow.id)
    mine = query.where(IncomingTextRow.id == incoming_id, IncomingTextRow.program_id == program_id)
    return db.session.execute(mine).first() is not None


def _all(rows: Iterable[Row[Any]]) -> tuple[Incoming, ...]:
    return tuple(
        Incoming(**dict(row._mapping) | {"step": Step.from_said(row.step), "handling": Handling(row.handling)})
        for row in rows
    )
