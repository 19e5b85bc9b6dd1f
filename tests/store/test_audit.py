"""The log: append only by the database itself, with where each entry came from, in the order of time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from iopsched.domain.entry import COMMAND, Entry, Search, Topic, from_web
from iopsched.domain.errors import NotFound
from iopsched.domain.program import Program
from iopsched.store import audit
from iopsched.store.db import db, reading, transaction
from iopsched.usecases import tell_origin
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program

SQLITE_ONLY = "INSERT OR REPLACE INTO audit (id, program_id, at, actor, action, detail, origin) SELECT id, program_id,"
SQLITE_ONLY += " at, 'nobody', 'nothing', detail, '' FROM audit"
WAYS = {
    "sqlite": ("UPDATE audit SET actor = 'nobody'", "DELETE FROM audit", SQLITE_ONLY),
    "postgresql": (
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "TRUNCATE program CASCADE",
        "INSERT INTO audit SELECT * FROM audit ON CONFLICT (id) DO UPDATE SET actor = 'nobody'",
    ),
}


def noted(program: Program, *hours: int, **facts: int) -> None:
    """An entry at each of these hours after NOW, in this order."""
    with transaction():
        for hour in hours:
            audit.note(program.id, "system", "booked", now=NOW + timedelta(hours=hour), hour=hour, **facts)


def the_log(program: Program, search: Search | None = None) -> tuple[Entry, ...]:
    with reading():
        return audit.older(program, search or Search(), 50)


def test_the_database_itself_refuses_to_change_the_log(program: Program):
    noted(program, 0)
    before = the_log(program)

    for statement in WAYS[db.engine.dialect.name]:
        with pytest.raises(IntegrityError, match="audit is append only"), db.engine.begin() as connection:
            connection.execute(text(statement))

    assert the_log(program) == before != ()


def test_an_entry_says_where_it_came_from(program: Program):
    noted(program, 0)
    with tell_origin.coming_from(COMMAND):
        noted(program, 1)
        with tell_origin.coming_from(from_web("203.0.113.7")):
            noted(program, 2)
        noted(program, 3)

    assert [entry.origin for entry in the_log(program)] == [COMMAND, "web 203.0.113.7", COMMAND, ""]


def test_each_of_several_says_where_it_came_from(program: Program):
    ana = a_stored_patient(program)

    with tell_origin.coming_from(COMMAND), transaction():
        audit.note_sessions(program.id, "system", "booked", [1, 2], now=NOW, patient_id=ana.id)
        audit.note_patients(program.id, "system", "marked", {ana.id: {"minutes": 5}}, now=NOW, session_id=3)
        audit.note_by(ana.id, "sign_in_failed", now=NOW)

    entries = the_log(program)
    assert [(entry.actor, entry.session_id, entry.origin) for entry in entries] == [
        (f"patient:{ana.id}", None, COMMAND),
        ("system", 3, COMMAND),
        ("system", 2, COMMAND),
        ("system", 1, COMMAND),
    ]
    assert [dict(entry.detail) for entry in entries] == [{}, {"minutes": 5}, {}, {}]
    assert {entry.patient_id for entry in entries} == {ana.id}


def test_of_nobody_nothing_is_noted(program: Program):
    with transaction():
        audit.note_by(None, "sign_in_failed", now=NOW)
        audit.note_patients(program.id, "system", "marked", {}, now=NOW, session_id=3)

    assert the_log(program) == ()


def test_the_log_is_in_order_of_time_and_goes_on_from_any_place_in_it(program: Program):
    noted(program, 5, 1, 1, 3)
    noted(a_stored_program(), 2)

    with reading():
        entries = audit.older(program, Search(), 50)
        middle = audit.place_of(program.id, entries[2].id)
        after, before = audit.older(program, Search(), 50, middle), audit.newer(program, Search(), 1, middle)

    assert [entry.detail["hour"] for entry in entries] == [5, 3, 1, 1]
    assert (after, before) == (entries[3:], entries[1:2])


def test_a_place_in_another_programs_log_is_not_there(program: Program):
    noted(a_stored_program(), 0)
    noted(program, 0)
    (entry,) = the_log(program)

    for elsewhere in (program.id + 1, 999_999):
        with reading(), pytest.raises(NotFound):
            audit.place_of(elsewhere, entry.id)


@pytest.mark.parametrize(
    ("search", "index"),
    [
        (Search(), "ix_audit_program_id_at_id"),
        (Search(topic=Topic.ACCOUNTS), "ix_audit_program_id_at_id"),
        (Search(since=MONDAY, until=MONDAY), "ix_audit_program_id_at_id"),
        (Search(patient_id=1), "ix_audit_patient_id_at_id"),
        (Search(patient_id=1, topic=Topic.SEATS, since=MONDAY), "ix_audit_patient_id_at_id"),
    ],
)
def test_every_search_walks_along_an_index(program: Program, search: Search, index: str):
    noted(program, *range(50), patient_id=1)
    middle = (NOW + timedelta(hours=25), 25)

    for look in (lambda: audit.older(program, search, 50, middle), lambda: audit.newer(program, search, 50, middle)):
        plan = how(look)
        assert index in plan
        assert not any(sign in plan for sign in ("Sort", "TEMP B-TREE", "Seq Scan", "SCAN"))


def how(look: Callable[[], object]) -> str:
    """How the database goes about the last statement that is sent meanwhile, were the table a large one."""
    asked: list[tuple[str, Any]] = []

    def see(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", see)
    with reading():
        look()
    event.remove(db.engine, "before_cursor_execute", see)
    statement, parameters = asked[-1]
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[connection.dialect.name]
        return "\n".join(map(str, connection.exec_driver_sql(f"{explain} {statement}", parameters)))
