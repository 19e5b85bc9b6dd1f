"""The migrations lead to the tables that the code knows, and back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from iopsched.app import migrate, start_over
from iopsched.store import audit, programs, sessions
from iopsched.store.db import db, transaction
from tests.builders import at
from tests.conftest import NOW, an_app, disconnect
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

INSERT = text(
    "INSERT INTO booking (program_id, patient_id, session_id, starts, ends, booked_at, attended_minutes, uid, sequence,"
    " revised_at) VALUES (:program, :patient, :session, :starts, :ends, :now, 0, :uid, 0, :now)"
)


def test_the_migrations_make_exactly_the_tables_of_the_code(app: Flask):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, db.metadatas[None]) == []


def test_migrating_twice_does_nothing_and_starting_over_empties_the_database(database_url: str):
    app = an_app(database_url)

    migrate(app)
    with app.app_context():
        with transaction():
            audit.note(programs.add("riverside", name="Riverside", timezone="UTC").id, "system", "booked", now=NOW)
        disconnect(app)
    start_over(app)

    with app.app_context():
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        disconnect(app)
    migrate(app)
    with app.app_context():
        assert "booking" in inspect(db.engine).get_table_names()
        disconnect(app)


def test_the_database_itself_keeps_a_patient_out_of_two_places(app: Flask):
    program = a_stored_program()
    patient = a_stored_patient(program)
    first, second = a_stored_session(program, hour=17), a_stored_session(program, hour=19)

    with transaction():
        _insert(program.id, patient.id, first.id, 17, "one")

    with pytest.raises(IntegrityError, match="two_places"), db.engine.begin() as connection:
        connection.execute(INSERT, _values(program.id, patient.id, second.id, 19, "two"))


def test_the_database_itself_never_seats_more_than_there_are_seats(app: Flask):
    program = a_stored_program()
    session = a_stored_session(program, seats=1)

    with transaction():
        sessions.change_seats_taken([session.id], by=1)

    with pytest.raises(IntegrityError, match="ck_session_seats"), db.engine.begin() as connection:
        connection.execute(text("UPDATE session SET taken = taken + 1"))


def _insert(program: int, patient: int, session: int, hour: int, uid: str) -> None:
    db.session.execute(INSERT, _values(program, patient, session, hour, uid))


def _values(program: int, patient: int, session: int, hour: int, uid: str) -> dict[str, object]:
    moments = {"starts": at(0, hour), "ends": at(0, hour + 3), "now": NOW}
    who = {"program": program, "patient": patient, "session": session, "uid": uid}
    if db.engine.dialect.name == "sqlite":
        return who | {name: moment.strftime("%Y-%m-%d %H:%M:%S.%f") for name, moment in moments.items()}
    return who | moments
