"""The database handle and its transactions. Only this floor writes ``db.session``."""

from __future__ import annotations

import logging
import select
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, Executable, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, DisconnectionError, IntegrityError, OperationalError

from iopsched.domain.errors import Busy, Refused
from iopsched.domain.refusal import Refusal, Why
from iopsched.store import queue
from iopsched.store.tables import Base

log = logging.getLogger(__name__)


def _leave_if_ended(connection: Any, *_: object) -> None:
    """Whom nobody asked and who has something to say was ended by the server while idle: the pool opens another.

    A look at the socket and no question: 3 µs where a ping would take 125.
    """
    if not hasattr(connection, "fileno"):
        return
    idle = select.poll()
    if not connection.closed:
        idle.register(connection, select.POLLIN)
    if connection.closed or idle.poll(0):
        raise DisconnectionError


db = SQLAlchemy(model_class=Base, engine_options={"pool_events": [(_leave_if_ended, "checkout")]})
LOCK_WAIT_MS = 5000
WRITING = "iopsched_writing"
WAITED = ("lock timeout", "deadlock detected", "database is locked")
CONSTRAINTS = {
    "ck_session_seats": Why.FULL,
    "uq_booking_active": Why.BOOKED,
    "booking.patient_id, booking.session_id": Why.BOOKED,
    "two_places": Why.OVERLAPS,
}
"""Names by which databases report the second line of defence, and the reason that each stands for."""
AT_ONCE = (
    *("uq_patient_phone", "patient.phone", "uq_staff_email", "staff.email", "uq_program_key", "program.key"),
    *("uq_waiting_session", "waiting.session_id", "uq_offer_open", "offer.session_id"),
)
"""What a use case has looked for and did not find, because another wrote it meanwhile: the next try says so kindly."""

_open: ContextVar[Connection | None] = ContextVar("open_connection", default=None)


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing: commit at the end, roll back on any error.

    Raises Busy when a lock is not to be had in time, Refused when a database constraint says what a rule missed. Busy
    too when the connection is lost: then all or nothing is done, nobody can tell which, and looking again is safe.
    """
    with _meaning(), _unit(writing=True):
        yield
        db.session.commit()


@contextmanager
def reading() -> Iterator[None]:
    """A look that changes nothing and takes no lock. Raises Busy when the connection is lost.

    On a file all of it is of one moment. On PostgreSQL each statement sees what was committed before it, as it would
    within a transaction (READ COMMITTED), so that none is begun: psycopg forgets its prepared statements at a rollback.
    """
    with _meaning(), _unit(writing=False):
        yield


def is_writing() -> bool:
    """Whether a ``transaction`` is open: locks taken outside one would be gone at once."""
    connection = _open.get()
    return connection is not None and bool(connection.get_execution_options()[WRITING])


def dialect() -> str:
    """'postgresql' or 'sqlite'."""
    return _connection().dialect.name


def run(statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] = {}) -> CursorResult[Any]:
    """Execute, past the ORM, a statement that was built once: a quarter of the time of building it for each call.

    For what hot paths ask; rows are as those of ``db.session.execute``. A list of one is sent as one: drivers make
    more ado about many.
    """
    if isinstance(values, Sequence) and len(values) == 1:
        return _connection().execute(statement, values[0])
    return _connection().execute(statement, values)


def _connection() -> Connection:
    """That of the transaction or the look at hand."""
    connection = _open.get()
    if connection is None:
        raise RuntimeError("the database is asked within a transaction or a look")
    return connection


@contextmanager
def _unit(*, writing: bool) -> Iterator[None]:
    if _open.get() is not None:
        raise RuntimeError("one use case, one transaction: this one began inside another")
    with _turn() if writing else nullcontext():
        token = _open.set(None)
        try:
            _open.set(db.session.connection(execution_options=_options(writing=writing)))
            yield
        finally:
            _open.reset(token)
            db.session.rollback()


def _options(*, writing: bool) -> dict[str, Any]:
    as_they_come = not writing and db.engine.dialect.name == "postgresql"
    return {WRITING: writing} | ({"isolation_level": "AUTOCOMMIT"} if as_they_come else {})


def _turn() -> AbstractContextManager[None]:
    """On a file, writers stand in line; a database in memory has one connection, PostgreSQL its own queues."""
    url = db.engine.url
    if url.get_backend_name() != "sqlite" or not url.database or url.database.startswith((":memory:", "file:")):
        return nullcontext()
    return queue.turn(url.database, LOCK_WAIT_MS / 1000)


@contextmanager
def _meaning() -> Iterator[None]:
    """What a database says in the words of the domain, where those have words for it."""
    try:
        yield
    except DBAPIError as error:
        meant = _refused(error) if isinstance(error, IntegrityError) else _busy(error)
        if meant is None:
            raise
        raise meant from error


def _refused(error: IntegrityError) -> Refused | Busy | None:
    said = str(error.orig)
    if any(name in said for name in AT_ONCE):
        return Busy("somebody else has just written the same")
    return next((Refused(Refusal(why)) for name, why in CONSTRAINTS.items() if name in said), None)


def _busy(error: DBAPIError) -> Busy | None:
    if error.connection_invalidated:
        log.warning("the connection to the database was lost")
        return Busy("the database has gone away; whether this was done shows when it is looked at again")
    if error.statement is None and isinstance(error, OperationalError):
        log.warning("no connection to the database is to be had")
        return Busy("the database does not answer")
    said = str(error.orig)
    return Busy("somebody else is changing this right now") if any(sign in said for sign in WAITED) else None


def prepare(engine: Engine) -> None:
    """How long each connection waits for a lock, and what else it needs once."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
        return

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: object) -> None:
        connection.execute(f"SET lock_timeout = {LOCK_WAIT_MS}")
        connection.execute("SET TIME ZONE 'UTC'")
        connection.commit()


def _prepare_sqlite(engine: Engine) -> None:
    """WAL, foreign keys, patience; BEGIN IMMEDIATE for writes, so that a writer never fails half-way."""

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={LOCK_WAIT_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING, True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
