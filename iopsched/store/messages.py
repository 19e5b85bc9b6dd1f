"""Messages: one row for each matter, written and withdrawn within the transaction that causes it; and their log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, Select, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from iopsched.domain.allowance import Told
from iopsched.domain.channel import Channel
from iopsched.domain.delivery import Trying
from iopsched.domain.errors import NotFound
from iopsched.domain.message import Kind, Message, State
from iopsched.store.db import db, dialect, run
from iopsched.store.tables import MessageRow

COLUMNS = (
    MessageRow.id,
    MessageRow.program_id,
    MessageRow.patient_id,
    MessageRow.kind,
    MessageRow.key,
    MessageRow.due_at,
    MessageRow.useless_at,
    MessageRow.about,
    MessageRow.state,
    MessageRow.claims,
    MessageRow.attempts,
    MessageRow.attempted_at,
    MessageRow.sent_to,
    MessageRow.body_hash,
    MessageRow.sent_at,
    MessageRow.provider_id,
    MessageRow.failure,
    MessageRow.channel,
    MessageRow.spent,
)


@dataclass(frozen=True, slots=True)
class Matter:
    """A message that is still to be written."""

    program_id: int
    patient_id: int
    kind: Kind
    key: str
    due_at: datetime
    useless_at: datetime
    about: Mapping[str, str]


UNTOUCHED = MessageRow.state.in_([State.DUE.value, State.SENDING.value])
"""Not yet handed to the provider: what is claimed can still be withdrawn, until the attempt is marked."""


def put(
    program_id: int,
    patient_id: int,
    kind: Kind,
    key: str,
    due_at: datetime,
    useless_at: datetime,
    about: Mapping[str, str],
) -> None:
    """Have the matter told. Said again it gets the new times; a withdrawn one is revived, a sent one stays as it is."""
    times = {"due_at": due_at, "useless_at": useless_at, "about": dict(about), "state": State.DUE.value, "failure": ""}
    whose = {"program_id": program_id, "patient_id": patient_id, "kind": kind.value, "key": key}
    run(PUT[dialect()], whose | times)


def _put_on(dialect: Any) -> Executable:
    added = dialect.insert(MessageRow.__table__)
    new = {name: added.excluded[name] for name in ("due_at", "useless_at", "about", "state", "failure")}
    again = or_(MessageRow.state == State.DUE.value, MessageRow.state == State.WITHDRAWN.value)
    said: Executable = added.on_conflict_do_update(index_elements=["key"], set_=new, where=again)
    return said


GONE = (State.SENT, State.UNCLEAR)
_TOLD = select(
    MessageRow.id, MessageRow.patient_id, MessageRow.kind, MessageRow.state, MessageRow.due_at, MessageRow.attempted_at
).where(
    MessageRow.patient_id.in_(bindparam("ids", expanding=True)),
    MessageRow.due_at.between(bindparam("since"), bindparam("until")),
    MessageRow.state.in_([State.DUE.value, State.SENDING.value, *(state.value for state in GONE)]),
)
PUT = {"postgresql": _put_on(postgresql), "sqlite": _put_on(sqlite)}


def put_once(matters: Sequence[Matter]) -> int:
    """Have each told that was not written before, whatever became of it; how many were not."""
    added = run(_PUT_ONCE[dialect()], [_values(each) for each in matters]) if matters else ()
    return sum(1 for _ in added)


_PUT_ONCE: dict[str, Executable] = {
    name: each.insert(MessageRow.__table__).on_conflict_do_nothing(index_elements=["key"]).returning(MessageRow.id)
    for name, each in (("postgresql", postgresql), ("sqlite", sqlite))
}


def known(keys: Iterable[str]) -> frozenset[str]:
    """Those of these matters that have been written, whatever became of them."""
    wanted = sorted({*keys})
    found = select(MessageRow.key).where(MessageRow.key.in_(wanted))
    return frozenset(db.session.scalars(found)) if wanted else frozenset()


def withdraw(key: str) -> bool:
    """The matter no longer holds: unless it has gone out, it does not. Whether it had not."""
    return bool(take_off(MessageRow.key == key))


def withdraw_keys(keys: Iterable[str]) -> None:
    """The same for many at once; no query for none."""
    if wanted := sorted(set(keys)):
        take_off(MessageRow.key.in_(wanted))


def withdraw_all(patient_id: int) -> None:
    """Whatever waits for this patient, but for codes that they asked for: consent is gone."""
    take_off(MessageRow.patient_id == patient_id, MessageRow.kind != Kind.SIGN_IN_CODE.value)


def withdraw_answers(patient_id: int) -> None:
    """What is still to be answered to this patient's texts."""
    take_off(MessageRow.patient_id == patient_id, MessageRow.kind == Kind.ANSWER.value)


def supersede(patient_id: int, matter: str) -> tuple[Mapping[str, str], ...]:
    """Withdraw what waits under ``matter`` (the key up to its last colon); what each was about, the oldest first."""
    older = take_off(MessageRow.patient_id == patient_id, MessageRow.key.startswith(f"{matter}:", autoescape=True))
    return tuple(row.about for row in older)


def take_off(*which: ColumnElement[bool]) -> list[Row[Any]]:
    """Withdraw of these what has not been handed over; the id of each and what it was about, the oldest first."""
    withdrawn = update(MessageRow).where(*which, UNTOUCHED).values(state=State.WITHDRAWN.value, failure="")
    told = db.session.execute(withdrawn.returning(MessageRow.id, MessageRow.about)).all()
    return sorted(told, key=lambda row: int(row.id))


def of_patient(patient_id: int, *, limit: int = 100) -> tuple[Message, ...]:
    """The log of one patient, the latest first."""
    return _log(selected().where(MessageRow.patient_id == patient_id), limit)


def of_program(
    program_id: int, *, since: datetime, until: datetime | None = None, limit: int = 500
) -> tuple[Message, ...]:
    """The log of a program: what was or is due at or after ``since`` and before ``until``, the latest first."""
    query = selected().where(MessageRow.program_id == program_id, MessageRow.due_at >= since)
    return _log(query.where(MessageRow.due_at < until) if until else query, limit)


def told(patient_ids: Iterable[int], since: datetime, until: datetime) -> Iterator[tuple[int, Told]]:
    """With its patient, what went out or may have since then, and what is to go before ``until``."""
    moments = {"ids": sorted(patient_ids), "since": since, "until": until}
    for row in run(_TOLD, moments):
        state = State(row.state)
        at = row.attempted_at if state in GONE and row.attempted_at else row.due_at
        yield row.patient_id, Told(row.id, Kind(row.kind), state, at)


def tried(program_id: int, since: datetime) -> Iterator[Trying]:
    """What a provider was called for since then, and is over."""
    query = select(MessageRow.attempted_at, MessageRow.state).where(
        MessageRow.program_id == program_id,
        MessageRow.due_at >= since - timedelta(days=1),
        MessageRow.attempted_at >= since,
        MessageRow.state.in_([State.SENT.value, State.FAILED.value]),
    )
    for row in db.session.execute(query):
        yield Trying(row.attempted_at, row.state == State.FAILED.value)


def find(program_id: int, message_id: int) -> Message:
    """One of this program. Raises NotFound."""
    row = db.session.execute(selected().where(MessageRow.id == message_id, MessageRow.program_id == program_id)).first()
    if row is None:
        raise NotFound("message")
    return one(row)


def is_told_again(message: Message) -> bool:
    """Whether another one tells the same once more."""
    return db.session.execute(select(MessageRow.id).where(MessageRow.key == message.key_again)).first() is not None


def selected() -> Select[Any]:
    """Every column that ``one`` needs, to be filtered further."""
    return select(*COLUMNS)


def one(row: Row[Any]) -> Message:
    values = dict(row._mapping)
    by = {"channel": Channel(row.channel) if row.channel else None, "spent": spent_in(row.spent)}
    return Message(**values | by | {"kind": Kind(row.kind), "state": State(row.state)})


def spent_in(listed: str) -> frozenset[Channel]:
    """Channels from how a row lists them."""
    return frozenset(map(Channel, filter(None, listed.split(","))))


def _values(matter: Matter) -> dict[str, Any]:
    return {**asdict(matter), "kind": matter.kind.value, "about": dict(matter.about), "state": State.DUE.value}


def _log(query: Select[Any], limit: int) -> tuple[Message, ...]:
    latest = query.order_by(MessageRow.due_at.desc(), MessageRow.id.desc()).limit(limit)
    return tuple(map(one, db.session.execute(latest)))
