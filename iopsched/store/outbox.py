"""The outbox as those who send see it: claimed by one statement, so that any number of workers share it.

A claim is a fence. Whoever claimed earlier and took too long finds ``claims`` higher than theirs, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, or_, select, update

from iopsched.domain.channel import Channel
from iopsched.domain.message import Kind, Message, State
from iopsched.store.db import db, run
from iopsched.store.messages import COLUMNS, one
from iopsched.store.tables import MessageRow
from iopsched.store.tables.messages import WAITING

CLAIMED = (State.SENDING.value, State.UNCLEAR.value)
_RANK = case({kind.value: kind.rank for kind in Kind}, value=MessageRow.kind)
_OUTBOX: Any = MessageRow.__table__
_HELD = (_OUTBOX.c.id.in_(bindparam("ids", expanding=True)), _OUTBOX.c.state.in_(CLAIMED))
_HOLD = select(_OUTBOX.c.id, _OUTBOX.c.claims).where(*_HELD).order_by(_OUTBOX.c.id)


def claim(*, now: datetime, lease: timedelta, limit: int) -> tuple[Message, ...]:
    """Take up to ``limit`` due messages for as long as the lease: the better kinds first, then the longest due.

    One that comes back as UNCLEAR was attempted, by somebody who never wrote down the answer.
    """
    free = or_(MessageRow.lease_until.is_(None), MessageRow.lease_until <= now)
    due = (
        select(MessageRow.id)
        .where(WAITING, MessageRow.due_at <= now, free)
        .order_by(_RANK, MessageRow.due_at, MessageRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    attempted = case((MessageRow.state == State.UNCLEAR.value, State.UNCLEAR.value), else_=State.SENDING.value)
    taken = update(MessageRow).where(MessageRow.id.in_(select(due.c.id)))
    values = {"state": attempted, "claims": MessageRow.claims + 1, "lease_until": now + lease}
    rows = db.session.execute(taken.values(**values).returning(*COLUMNS))
    return tuple(sorted(map(one, rows), key=lambda m: (m.kind.rank, m.due_at, m.id)))


def hold(claimed: Collection[Message]) -> frozenset[int]:
    """Lock claimed messages until the transaction ends; the ids of those that are still ours and not withdrawn."""
    ours = {message.id: message.claims for message in claimed}
    rows = run(_HOLD.with_for_update(), {"ids": sorted(ours)})
    return frozenset(row.id for row in rows if row.claims == ours[row.id])


def unmark(message: Message) -> None:
    """The provider was not called after all: as it was, and free at once."""
    _write(message, state=message.put_off.value, lease_until=None, attempts=MessageRow.attempts - 1)


def settle(message: Message, state: State, *, now: datetime, provider_id: str = "", failure: str = "") -> bool:
    """A final state; False when somebody else has claimed the message meanwhile."""
    sent_at = now if state is State.SENT else None
    return _write(message, state=state.value, sent_at=sent_at, provider_id=provider_id, failure=failure)


def postpone(message: Message, *, until: datetime, failure: str = "") -> bool:
    """Nothing was sent: as it was, and left alone until then."""
    return _write(message, state=message.put_off.value, lease_until=until, failure=failure)


def reschedule(message: Message, due_at: datetime, *, failure: str = "") -> bool:
    """Nothing was sent: as it was, and due at a better hour."""
    return _write(message, state=message.put_off.value, lease_until=None, due_at=due_at, failure=failure)


def free(failure: str) -> None:
    """What was turned away for that is due again at once."""
    waiting = (MessageRow.state == State.DUE.value, WAITING, MessageRow.failure == failure)
    db.session.execute(update(MessageRow).where(*waiting).values(lease_until=None, failure=""))


def leave(message: Message, *, until: datetime, failure: str = "") -> bool:
    """What became of it cannot be told yet: left alone until then."""
    return _write(message, state=State.UNCLEAR.value, lease_until=until, failure=failure)


def on_its_way(provider_id: str) -> Message | None:
    """The text that the provider took under this id, locked, unless its end is known: what was final stays so."""
    taken = (
        MessageRow.provider_id == provider_id,
        MessageRow.provider_id != "",
        MessageRow.state == State.SENT.value,
        MessageRow.arrived_at.is_(None),
    )
    row = db.session.execute(select(*COLUMNS).where(*taken).with_for_update()).first() if provider_id else None
    return one(row) if row else None


def is_known(provider_id: str) -> bool:
    """Whether a text of ours has this id."""
    found = select(MessageRow.id).where(MessageRow.provider_id == provider_id, MessageRow.provider_id != "")
    return db.session.execute(found).first() is not None


def open_among(provider_ids: Collection[str]) -> Mapping[str, bool]:
    """Those of these ids that are texts of ours, and whether their end is still to be told."""
    found = select(MessageRow.provider_id, MessageRow.state, MessageRow.arrived_at)
    rows = db.session.execute(found.where(MessageRow.provider_id.in_(provider_ids), MessageRow.provider_id != ""))
    return {row.provider_id: row.state == State.SENT.value and row.arrived_at is None for row in rows}


def sent_by(channel: Channel, since: datetime, until: datetime) -> frozenset[str]:
    """The provider's ids of what went out that way between these instants and has not ended yet."""
    sent = (MessageRow.channel == channel.value, MessageRow.sent_at >= since, MessageRow.sent_at < until)
    is_open = (MessageRow.state == State.SENT.value, MessageRow.arrived_at.is_(None), MessageRow.provider_id != "")
    return frozenset(db.session.scalars(select(MessageRow.provider_id).where(*sent, *is_open)))


def arrive(message: Message, *, now: datetime) -> None:
    """It is on the phone."""
    db.session.execute(update(MessageRow).where(MessageRow.id == message.id).values(arrived_at=now))


def turn(message: Message, away_from: Channel, failure: str) -> None:
    """It cannot arrive that way: due again, by another. For who holds it, or has it locked as on its way."""
    spent = ",".join(sorted({*message.spent, away_from}))
    values = {"state": State.DUE.value, "lease_until": None, "sent_at": None, "provider_id": "", "failure": failure}
    mine = (MessageRow.id == message.id, MessageRow.claims == message.claims)
    db.session.execute(update(MessageRow).where(*mine).values(spent=spent, **values))


def bounce(message: Message, failure: str) -> None:
    """It never will be."""
    values = {"state": State.FAILED.value, "failure": failure}
    db.session.execute(update(MessageRow).where(MessageRow.id == message.id).values(**values))


def release(message: Message) -> None:
    """Give back what was claimed and not begun."""
    state = State.UNCLEAR if message.state is State.UNCLEAR else State.DUE
    _write(message, state=state.value, lease_until=None)


def known_ids(patient_id: int) -> frozenset[str]:
    """The provider's ids of every text to this patient that has a receipt."""
    with_receipt = (MessageRow.patient_id == patient_id, MessageRow.provider_id != "")
    return frozenset(db.session.scalars(select(MessageRow.provider_id).where(*with_receipt)))


def _write(message: Message, **values: Any) -> bool:
    written = update(MessageRow).where(_ours(message)).values(**values).returning(MessageRow.id)
    return db.session.execute(written).first() is not None


def _ours(message: Message) -> ColumnElement[bool]:
    return (MessageRow.id == message.id) & (MessageRow.claims == message.claims) & MessageRow.state.in_(CLAIMED)
