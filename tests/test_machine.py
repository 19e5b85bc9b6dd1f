"""The machine has what the tests stand on; a missing server fails here first, and says so."""

import socket

import psycopg
import pytest
from pytest_socket import SocketConnectBlockedError

from tests.postgres import OLDEST, Server


def test_postgresql_is_recent_and_can_exclude_overlaps(postgres: Server):
    postgres.create("machine")

    with psycopg.connect(host=str(postgres.folder), user="postgres", dbname="machine") as connection:
        connection.execute("CREATE EXTENSION btree_gist")
        connection.execute("CREATE TABLE t (who int, span int4range, EXCLUDE USING gist (who WITH =, span WITH &&))")
        connection.execute("INSERT INTO t VALUES (1, '[1,5)'), (1, '[5,9)')")
        version = connection.info.server_version // 10_000

    assert version >= OLDEST
    postgres.drop("machine")


def test_nothing_beyond_this_machine_is_reached():
    with socket.socket() as one, pytest.raises(SocketConnectBlockedError):
        one.connect(("192.0.2.1", 80))


def test_this_machine_is_reached():
    with socket.socket() as server, socket.socket() as one:
        server.bind(("127.0.0.1", 0))
        server.listen()

        one.connect(server.getsockname())
