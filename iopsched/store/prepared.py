"""Queries that are asked all day, in the least that asking takes: their words are made once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from sqlalchemy import Select
from sqlalchemy.engine import Engine

from iopsched.domain.errors import Busy
from iopsched.store.db import db, reading, run

ABREAST = 2
PATIENCE = 1.0
"""Of the threads of a process so many ask at once; others wait, in seconds at most: more only take turns at holding up
each other, which costs twice the processor time for eight of them."""
_ABREAST = BoundedSemaphore(ABREAST)


class Prepared:
    """A select whose first row is asked for by itself, outside any transaction.

    PostgreSQL gets it from the driver, on a connection of the pool: a third of the time of the way through SQLAlchemy,
    and what types do there psycopg does by itself. A file, which has no such hurry, is asked as ever.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self.statement = statement
        self.words = ""

    def first(self, values: Mapping[str, Any]) -> Any:
        """The values of the first row, instants in UTC; None without one.

        Raises Busy when the connection is lost, or others who ask are slow.
        """
        engine = db.engine
        if engine.dialect.name != "postgresql":
            with reading():
                return run(self.statement, values).first()
        self.words = self.words or str(self.statement.compile(dialect=engine.dialect))
        with _turn(), _driver(engine) as connection:
            return connection.execute(self.words, values).fetchone()


@contextmanager
def _turn() -> Iterator[None]:
    if not _ABREAST.acquire(timeout=PATIENCE):
        raise Busy("others who ask the same are slow")
    try:
        yield
    finally:
        _ABREAST.release()


@contextmanager
def _driver(engine: Engine) -> Iterator[Any]:
    """The connection as psycopg has it, without a transaction around what is asked."""
    pooled = engine.raw_connection()
    connection: Any = pooled.driver_connection
    try:
        connection.autocommit = True
        yield connection
    except engine.dialect.loaded_dbapi.OperationalError as lost:
        pooled.invalidate(lost)
        raise Busy("the database has gone away; looking again is safe") from lost
    finally:
        if pooled.is_valid:
            connection.autocommit = False
        pooled.close()
