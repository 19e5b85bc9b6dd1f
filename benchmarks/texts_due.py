"""Row 11: what is due is found among a million messages by a partial index, in under a millisecond.

Whoever claims looks and writes in one statement; the look alone is what a worker does every two seconds for nothing.
Times are the server's own, as EXPLAIN ANALYZE gives them; the statement is the one that the outbox sends.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import Connection

from benchmarks.measure import Goal, in_turn, row, say
from benchmarks.stage import Stage, on_postgresql
from iopsched.domain.message import LEASE, Kind
from iopsched.gateways.clock import utc_now
from iopsched.store import messages, outbox
from iopsched.store.db import db, transaction
from iopsched.store.tables import MessageRow

SEEDS, COPIES, DUE, LIMIT = 1000, 1000, 300, 20
INDEX = "ix_message_waiting"
HOUR, LOOKS = timedelta(hours=1), 20


def main() -> None:
    with on_postgresql(100) as stage:
        _fill(stage)
        with stage.app.app_context():
            for label, until in (("nothing due", -HOUR), (f"{LIMIT} of {DUE} due claimed", 2 * HOUR)):
                values = in_turn(label, partial(_took, until), lambda: 1.0)
                say(row(f"a million messages, {label}", "ms", values, Goal(1.0, at_least=False)))


def _fill(stage: Stage) -> None:
    """A thousand that went out long ago, a thousand times; and some that are due in an hour."""
    now, starts = utc_now(), stage.sessions[0].starts
    columns = ", ".join(column.name for column in MessageRow.__table__.columns if column.name not in {"id", "key"})
    copied = f"INSERT INTO message (key, {columns}) SELECT key || ':' || n, {columns} FROM message"  # noqa: S608
    with stage.app.app_context():
        with transaction():
            for number in range(SEEDS):
                _put(stage, number, now - number * HOUR, starts)
            db.session.execute(text("UPDATE message SET state = 'sent', provider_id = 'SM' || id"))
            db.session.execute(text(f"{copied}, generate_series(2, :n) AS n"), {"n": COPIES})
            for number in range(SEEDS, SEEDS + DUE):
                _put(stage, number, now + HOUR, starts)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as free:
            free.execute(text("VACUUM ANALYZE message"))


def _put(stage: Stage, number: int, due: Any, useless: Any) -> None:
    who = stage.patients[number % len(stage.patients)]
    messages.put(stage.program.id, who.id, Kind.REMINDER, f"reminder:{number}", due, useless, {"day": "2026-11-30"})


def _took(until: timedelta) -> float:
    """Milliseconds of the server for the statement that claims at that time; nothing stays claimed."""
    asked = _claimed_at(until)
    return median(_explained(*asked) for _ in range(LOOKS))


def _claimed_at(until: timedelta) -> tuple[str, Any]:
    """What the outbox asks the database, with its values."""
    asked: list[tuple[str, Any]] = []

    def keep(connection: Connection, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", keep)
    with transaction():
        outbox.claim(now=utc_now() + until, lease=LEASE, limit=LIMIT)
        db.session.rollback()
    event.remove(db.engine, "before_cursor_execute", keep)
    return next(each for each in asked if "message" in each[0])


def _explained(statement: str, values: Any) -> float:
    with db.engine.connect() as connection:
        said = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values).scalar_one()
        connection.rollback()
    nodes = [*_nodes(said[0]["Plan"])]
    scanned = [node for node in nodes if node["Node Type"] == "Seq Scan" and node["Relation Name"] == "message"]
    if scanned or INDEX not in {node.get("Index Name") for node in nodes}:
        sys.exit(f"not by the partial index: {said}")
    return float(said[0]["Execution Time"])


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _nodes(part)


if __name__ == "__main__":
    main()
