"""PostgreSQL databases that tests use one after the other: emptied, and made anew where more than rows has changed."""

from __future__ import annotations

from itertools import count
from typing import Any

import psycopg

from tests.postgres import Server

MOST_USES = 40
"""Rows that were deleted stay in the files, as nobody vacuums."""
NOBODY_ELSE = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
EMPTYING = """
SELECT string_agg(format('DELETE FROM %I', tablename), ';') FROM pg_tables
WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
FROM_ONE = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
"""
UNCOUNTED = "SELECT pg_stat_reset()"
"""Deadlocks, for one, are counted by database."""
SHAPE = """
SELECT md5(string_agg(concat_ws(' ', relname, relkind, relnatts, relchecks, reltuples > 0), ',' ORDER BY relname)),
    (SELECT count(*) FROM pg_trigger WHERE tgenabled = 'O'),
    (SELECT count(*) FROM pg_constraint),
    (SELECT md5(string_agg(prosrc, ',' ORDER BY proname)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)
FROM pg_class WHERE relnamespace = 'public'::regnamespace
"""
"""What a test may have changed besides rows; statistics are part of it, as plans depend on them."""


class Shelf:
    """Databases like ``template``, of one server and one worker of the tests."""

    def __init__(self, server: Server, template: str) -> None:
        self._server, self._template = server, template
        self._names = (f"test_{number}" for number in count(1))
        self._free: list[str] = []
        self._uses: dict[str, int] = {}
        with self._connect(template) as connection:
            self._shape = connection.execute(SHAPE).fetchone()
            self._emptying = connection.execute(EMPTYING).fetchall()[0][0]

    def take(self) -> str:
        """The name of an empty one."""
        name = self._free.pop() if self._free else self._new()
        self._uses[name] += 1
        return name

    def put_back(self, name: str) -> None:
        """Whoever is still connected is cut off."""
        if self._uses[name] < MOST_USES and self._is_emptied(name):
            self._free.append(name)
        else:
            self._server.drop(name)

    def _new(self) -> str:
        name = next(self._names)
        self._server.create(name, template=self._template)
        self._uses[name] = 0
        return name

    def _is_emptied(self, name: str) -> bool:
        """Whether it is as it was made."""
        with self._connect(name) as connection:
            connection.execute(NOBODY_ELSE)
            if connection.execute(SHAPE).fetchone() != self._shape:
                return False
            connection.execute("SET session_replication_role = replica")
            connection.execute(self._emptying)
            connection.execute(FROM_ONE)
            connection.execute(UNCOUNTED)
        return True

    def _connect(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self._server.folder), user="postgres", dbname=name, autocommit=True)
