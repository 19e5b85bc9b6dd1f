"""The table of locks in store/locks.py, read against the code and against what PostgreSQL is told."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from iopsched.store.db import db
from tests.races.lock_scenes import SCENES, a_clinic
from tests.races.lock_table import ORDER, functions_of, locked_in_transactions, reached_by, stated

LOCKED = re.compile(r"FROM (program|session|patient)\b.*ORDER BY \1\.id FOR NO KEY UPDATE", re.DOTALL)
WRITTEN = re.compile(r"UPDATE (program|session|patient) SET")
UNLOCKED = "written without a lock"


@contextmanager
def touched() -> Iterator[list[list[str]]]:
    """For each transaction what it locked, each once, in order; and whether it wrote before it locked."""
    seen: list[list[str]] = []

    def begin(connection: Any) -> None:
        seen.append([])

    def see(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if (found := LOCKED.search(statement)) and said(found[1]) not in seen[-1]:
            seen[-1].append(said(found[1]))
        elif (found := WRITTEN.match(statement)) and said(found[1]) not in seen[-1]:
            seen[-1].append(UNLOCKED)

    listeners: dict[str, Callable[..., None]] = {"begin": begin, "before_cursor_execute": see}
    for name, listener in listeners.items():
        event.listen(db.engine, name, listener)
    yield seen
    for name, listener in listeners.items():
        event.remove(db.engine, name, listener)


def said(table: str) -> str:
    """As the table of locks calls it."""
    return next(name for name in ORDER if name.startswith(table))


def told_by(name: str) -> tuple[str, ...]:
    """All that the use case locks when it runs; each transaction by itself keeps the one order."""
    act = SCENES[name](a_clinic())
    with touched() as seen:
        act()
    assert all(locked == [each for each in ORDER if each in locked] for locked in seen), (name, seen)
    return tuple(each for each in ORDER if any(each in locked for locked in seen))


def test_the_table_says_what_the_code_reaches():
    assert {name: set(locks) for name, locks in stated().items()} == {name: reached_by(name) for name in stated()}


def test_whoever_locks_a_session_is_in_the_table():
    listed = {function for name in stated() for function in functions_of(name)}

    assert {name for name, locks in locked_in_transactions().items() if "sessions" in locks} <= listed


def test_what_touches_no_seat_locks_one_thing():
    assert {len(locks) for locks in locked_in_transactions().values() if "sessions" not in locks} == {1}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_is_told_to_lock_as_the_table_says(app: Flask):
    assert {name: told_by(name) for name in SCENES} == stated()
