"""The commands as somebody at a terminal meets them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from iopsched.cli import main
from iopsched.store import audit, people
from iopsched.store.db import db, reading
from iopsched.usecases.seats import book_session
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session
from tests.trail import trail


@pytest.fixture
def environ(database_url: str) -> dict[str, str]:
    return {"DATABASE_URL": database_url, "SECRET_KEY": "test", "PUBLIC_URL": "http://localhost"}


def run(environ: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(main, list(words), env=environ, catch_exceptions=False)


def test_settings_that_are_wrong_are_named(environ: dict[str, str]):
    result = run(environ | {"TRUSTED_PROXIES": "many"}, "migrate")

    assert result.exit_code == 1
    assert "TRUSTED_PROXIES: 'many' will not do. Give a whole number from 0 to 10." in result.output


def test_migrating_twice_is_harmless(environ: dict[str, str]):
    assert run(environ, "migrate").exit_code == 0
    assert run(environ, "migrate").output == "The database is up to date.\n"


def test_an_instant_needs_its_zone(environ: dict[str, str]):
    result = run(environ, "send-due", "--now", "2026-11-24T18:00")

    assert result.exit_code == 2
    assert "has no zone. Give one, such as in 2026-11-24T18:00-05:00." in result.output


def test_what_is_due_is_sent_once(app: Flask, environ: dict[str, str]):
    program = a_stored_program()
    patient, session = a_stored_patient(program), a_stored_session(program)
    book_session.book(patient.id, session.id, now=NOW)
    eve = "2026-11-29T18:00-05:00"

    first, second = run(environ, "send-due", "--now", eve), run(environ, "send-due", "--now", eve)

    assert f"Text to {patient.phone}" in first.output
    assert "1 sent" in first.output
    assert "0 sent" in second.output


def test_a_text_can_be_tried_without_a_phone(app: Flask, environ: dict[str, str]):
    patient = a_stored_patient(a_stored_program(answers_texts=True))

    known = run(environ, "receive-text", patient.phone, "week")
    stranger = run(environ, "receive-text", "+14155559999", "week")

    assert f"Text to {patient.phone}" in known.output
    assert "1 sent" in known.output
    assert stranger.output.startswith("This number answers only people who have signed up for it.")


def test_a_wrong_line_of_a_timetable_is_named_and_nothing_is_imported(environ: dict[str, str], tmp_path: Path):
    file = tmp_path / "timetable.csv"
    file.write_text("program,component\nRiverside,dancing\n")

    result = run(environ, "import-timetable", str(file))

    assert result.exit_code == 1
    assert "line" in result.output


def test_an_account_can_be_opened_for_a_program(app: Flask, environ: dict[str, str]):
    program = a_stored_program()
    key = db.session.execute(db.text("SELECT key FROM program")).scalar_one()
    db.session.rollback()
    words = ["--program", key, "--name", "A. Admin", "--role", "admin", "--password", "correct horse battery"]

    result = run(environ, "add-staff", "ada@example.org", *words)

    assert (result.exit_code, result.output) == (0, "ada@example.org can sign in now.\n")
    assert [(entry.action, entry.origin) for entry in trail(program)] == [("account added", "command")]
    assert audit.origin.get() == ""


def test_a_demo_empties_no_database_of_real_people(
    app: Flask, environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    patient = a_stored_patient(a_stored_program(), phone="+12125550142")

    result = run(environ, "demo", "--reset", "--port", "0", "--database", environ["DATABASE_URL"])

    assert (result.exit_code, "whom no demo has invented" in result.output) == (1, True)
    with reading():
        assert people.patient(patient.id) == patient


def test_a_folder_without_a_demo_says_so(environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    result = run(environ, "--demo", "send-due")

    assert result.exit_code == 1
    assert "No demo has run in" in result.output
