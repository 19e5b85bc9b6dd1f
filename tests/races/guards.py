"""Guards that are switched off, for the controls: what keeps people apart, and what stands behind it.

On PostgreSQL people are kept apart by row locks. On SQLite the write transaction is the lock: there, without locks is
without that transaction, each statement for itself.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from itertools import count
from random import Random
from typing import Any
from unittest.mock import patch

from sqlalchemy import event, text

from iopsched.domain.session import Session
from iopsched.store import locks
from iopsched.store import queue as writers
from iopsched.store.db import db, transaction
from iopsched.store.tables import SessionRow
from iopsched.usecases.seats import book_session
from iopsched.usecases.seats.book_session import Party
from tests.races.act import die

SEATS, ONE_PLACE, ONE_BOOKING = "ck_session_seats", "two_places", "uq_booking_active"
"""The second line of defence, by its names."""
BETWEEN_LOCKS = "tests.races.guards.between_locks"


@contextmanager
def no_locks() -> Iterator[None]:
    """Nobody keeps anybody out between asking and writing."""
    with locks.switched_off() if is_postgresql() else no_transaction():
        yield


@contextmanager
def no_transaction() -> Iterator[None]:
    """Each statement is kept by itself, so nothing is undone and, on SQLite, nothing is locked for long."""
    if is_postgresql():
        db.session.remove()
        db.engine.update_execution_options(isolation_level="AUTOCOMMIT")
        yield
    else:
        with _sqlite_begins("SELECT 1"):
            yield


@contextmanager
def no_turns() -> Iterator[None]:
    """On SQLite: a transaction that becomes a writing one when it first writes, and no queue before it."""
    with _sqlite_begins("BEGIN"):
        yield


@contextmanager
def one_by_one(*, downwards: bool) -> Iterator[None]:
    """Sessions are locked one after the other, upwards or downwards, and not in the one order."""
    with _locking_in(lambda session_ids: sorted(session_ids, reverse=downwards)):
        yield


@contextmanager
def in_no_order() -> Iterator[None]:
    """Sessions are locked one after the other, as luck will have it."""
    luck = Random(os.getpid())  # noqa: S311 # nothing to guess
    with _locking_in(lambda session_ids: luck.sample(sorted(session_ids), len(session_ids))):
        yield


@contextmanager
def patients_first() -> Iterator[None]:
    """Who comes for a seat locks the patient before the sessions."""
    hold = book_session._hold

    def turned_round(patient_id: int, *rest: Any) -> Party:
        locks.patient(patient_id)
        return hold(patient_id, *rest)

    with patch.object(book_session, "_hold", turned_round):
        yield


@contextmanager
def _locking_in(order: Callable[[set[int]], Iterable[int]]) -> Iterator[None]:
    lock = locks.sessions

    def one_after_the_other(session_ids: Iterable[int]) -> tuple[Session, ...]:
        held: list[Session] = []
        for session_id in order(set(session_ids)):
            if held:
                between_locks()
            held += lock([session_id])
        return tuple(sorted(held, key=lambda session: (session.starts, session.id)))

    with patch.object(locks, "sessions", one_after_the_other):
        yield


@contextmanager
def killed_before_statement(number: int) -> Iterator[None]:
    """The process is killed when it would send so many statements."""
    sent = count(1)

    def send(*_: object) -> None:
        if next(sent) == number:
            die()

    event.listen(db.engine, "before_cursor_execute", send)
    yield


def between_locks() -> None:
    """Where a process can be stopped that holds one session and wants another."""


def forget(*defences: str) -> None:
    """Take these of the second line away, from this database for good."""
    for defence in defences:
        if is_postgresql():
            _forget_on_postgresql(defence)
        else:
            _forget_on_sqlite(defence)


def is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def _forget_on_postgresql(defence: str) -> None:
    table = "session" if defence == SEATS else "booking"
    what = f"DROP INDEX {defence}" if defence == ONE_BOOKING else f"ALTER TABLE {table} DROP CONSTRAINT {defence}"
    with transaction():
        db.session.execute(text(what))


def _forget_on_sqlite(defence: str) -> None:
    with db.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        if defence == SEATS:
            raw.execute("PRAGMA writable_schema=ON")
            raw.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, '1') WHERE name = 'session'", [_seats_check()])
            raw.execute("PRAGMA writable_schema=RESET")
        elif defence == ONE_PLACE:
            raw.execute("DROP TRIGGER two_places_insert")
            raw.execute("DROP TRIGGER two_places_update")
        else:
            raw.execute(f"DROP INDEX {defence}")
    db.engine.dispose()


def _seats_check() -> str:
    table: Any = SessionRow.__table__
    (check,) = (each for each in table.constraints if each.name == SEATS)
    return str(check.sqltext)


@contextmanager
def _sqlite_begins(statement: str) -> Iterator[None]:
    """Another statement in place of BEGIN IMMEDIATE, and nobody stands in line."""

    def begin(connection: Any, cursor: Any, said: str, values: Any, *rest: Any) -> tuple[str, Any]:
        return (statement if said == "BEGIN IMMEDIATE" else said), values

    with ExitStack() as off:
        off.enter_context(patch.object(writers, "turn", lambda *_: nullcontext()))
        event.listen(db.engine, "before_cursor_execute", begin, retval=True)
        off.callback(event.remove, db.engine, "before_cursor_execute", begin)
        yield
