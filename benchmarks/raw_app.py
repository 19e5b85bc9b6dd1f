"""The reference of booking_raw: a WSGI app without a framework that sends the same statements by psycopg.

It signs nobody in, checks nothing and decides nothing: it is the floor that no application can get under. The
cookie's name of the patient stands in the path: /PATIENT/SESSION.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from benchmarks.statements import AUTOCOMMIT, BEGIN, COMMIT, ROLLBACK, Recorded

Start = Callable[[str, list[tuple[str, str]]], Any]
_own = threading.local()
RECORDED: Recorded = pickle.loads(Path(os.environ["RECORDED"]).read_bytes())  # noqa: S301 # we wrote it ourselves


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/healthz":
        start("200 OK", [("Content-Length", "3")])
        return [b"ok\n"]
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    _, patient, session = environ["PATH_INFO"].split("/")
    play(int(patient), int(session))
    start("303 See Other", [("Location", "/week"), ("Content-Length", "0")])
    return []


def play(patient_id: int, session_id: int) -> None:
    """The recorded statements, about somebody else."""
    connection = _connection()
    uid = uuid4().hex
    for statement, parameters in RECORDED.steps:
        if statement in {BEGIN, AUTOCOMMIT}:
            connection.autocommit = statement == AUTOCOMMIT
            continue
        if statement in {COMMIT, ROLLBACK}:
            getattr(connection, statement)()
            continue
        cursor = connection.cursor()
        said = _about(parameters, patient_id, session_id, uid)
        if isinstance(said, list):
            cursor.executemany(statement, said)
        else:
            cursor.execute(statement, said)
            if cursor.description:
                cursor.fetchall()


def _about(value: Any, patient_id: int, session_id: int, uid: str) -> Any:
    """The same value with the other patient and session in the place of the recorded ones."""
    if isinstance(value, dict):
        return {
            key: uid if key.startswith("uid") else _about(each, patient_id, session_id, uid)
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_about(each, patient_id, session_id, uid) for each in value]
    if isinstance(value, str):
        return value.replace(f":{RECORDED.patient_id}", f":{patient_id}")
    same = {RECORDED.patient_id: patient_id, RECORDED.session_id: session_id}
    return same.get(value, value) if type(value) is int else value


def _connection() -> psycopg.Connection[Any]:
    if not hasattr(_own, "connection"):
        url = os.environ["DATABASE_URL"].replace("+psycopg", "")
        _own.connection = psycopg.connect(url)
    connection: psycopg.Connection[Any] = _own.connection
    return connection
