"""The cursor that describes its columns late says the same of them as psycopg's own."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from iopsched.store.cursors import Cursor
from tests.postgres import Server


@pytest.fixture
def connection(postgres: Server) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(host=str(postgres.folder), user="postgres", dbname="postgres") as connection:
        yield connection


def described(connection: psycopg.Connection[Any], cursor: type[psycopg.Cursor[Any]], asked: str) -> Any:
    with cursor(connection) as asking:
        asking.execute(asked)
        columns = asking.description
        return None if columns is None else [(len(columns), *columns[at]) for at in range(len(columns))]


@pytest.mark.parametrize(
    "asked", ["SELECT 1 AS one, now(), 'three'::text", "SELECT WHERE false", "SELECT 1 WHERE false"]
)
def test_the_columns_are_the_same(connection: psycopg.Connection[Any], asked: str):
    assert described(connection, Cursor, asked) == described(connection, psycopg.Cursor, asked)


def test_what_gives_no_rows_has_no_columns(connection: psycopg.Connection[Any]):
    assert described(connection, Cursor, "SET LOCAL lock_timeout = 1") is None
