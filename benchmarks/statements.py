"""What one booking sends to the database, recorded, so that another program can send the same for somebody else."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event

from benchmarks.stage import Stage, signed_in
from iopsched.store.db import db

BEGIN, AUTOCOMMIT, COMMIT, ROLLBACK = "begin", "autocommit", "commit", "rollback"


@dataclass(slots=True)
class Recorded:
    """Statements with their parameters, and between them where transactions begin and end; and who it was about."""

    patient_id: int
    session_id: int
    steps: list[tuple[str, Any]] = field(default_factory=list)


def record(stage: Stage, file: Path) -> Recorded:
    """Book once through the app, in this process, and keep what it sent in the file."""
    who, where = signed_in(stage, stage.patients[-1]), stage.sessions[-1]
    client = stage.app.test_client()
    name, _, value = who.cookie.partition("=")
    client.set_cookie(name, value, domain="localhost")
    recorded = Recorded(who.patient.id, where.id)
    with stage.app.app_context(), _listening(recorded):
        answer = client.post(f"/sessions/{where.id}/booking", data=who.form())
    if answer.status_code != 303:
        raise RuntimeError(f"not booked: {answer.status}")
    file.write_bytes(pickle.dumps(recorded))
    return recorded


@contextmanager
def _listening(recorded: Recorded) -> Iterator[None]:
    def sent(_: Any, __: Any, statement: str, parameters: Any, *rest: Any) -> None:
        recorded.steps.append((statement, parameters))

    def begun(connection: Connection) -> None:
        is_alone = connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"
        recorded.steps.append((AUTOCOMMIT if is_alone else BEGIN, None))

    def committed(_: Any) -> None:
        recorded.steps.append((COMMIT, None))

    def rolled_back(_: Any) -> None:
        recorded.steps.append((ROLLBACK, None))

    listeners: dict[str, Callable[..., Any]] = {
        "before_cursor_execute": sent,
        "begin": begun,
        "commit": committed,
        "rollback": rolled_back,
    }
    for name, listener in listeners.items():
        event.listen(db.engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners.items():
            event.remove(db.engine, name, listener)
