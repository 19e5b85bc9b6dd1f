"""`iopsched plan-program`: a report in plain lines, the same for the same seed; nothing is booked until accepted."""

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from iopsched.cli import main
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.store.db import db
from tests.builders import MONDAY
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, seats_taken

WEEK = ["--week", str(MONDAY), "--now", "2026-11-23T12:00-05:00"]


@pytest.fixture
def environ(database_url: str) -> dict[str, str]:
    return {"DATABASE_URL": database_url, "SECRET_KEY": "test", "PUBLIC_URL": "http://localhost"}


def run(environ: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(main, ["plan-program", *words], env=environ, catch_exceptions=False)


def a_short_program(handing: str) -> tuple[Program, str, Session]:
    """Two people who are to attend three hours, and one seat."""
    program = a_stored_program(planned_weeks=handing)
    for name in ("Ana", "Ben"):
        a_stored_patient(program, given_name=name, plan={"week_least": 180})
    key: str = db.session.execute(db.text("SELECT key FROM program")).scalar_one()
    db.session.rollback()
    return program, key, a_stored_session(program, seats=1)


def test_the_report_says_who_is_complete_who_is_short_and_what_would_help(app: Flask, environ: dict[str, str]):
    _, key, session = a_short_program("give")

    result = run(environ, "--program", key, *WEEK)

    assert result.exit_code == 0
    assert "1 complete, 1 short by 180 minutes in all." in result.stdout
    assert f"Mon 18:00 group [{session.id}]" in result.stdout
    assert "short by 180 minutes: " in result.stdout
    assert "(full 1)" in result.stdout
    assert "extra: Mon 18:00 group, 1 seats, completes 1" in result.stdout
    assert "Nothing is booked yet" in result.stdout
    assert seats_taken(session) == 0


def test_the_same_seed_prints_the_same_report(app: Flask, environ: dict[str, str]):
    _, key, _ = a_short_program("give")

    first, again = (run(environ, "--program", key, *WEEK, "--seed", "7").stdout for _ in range(2))

    assert first.replace("plan 1,", "plan 2,") == again


@pytest.mark.parametrize(
    ("handing", "said"), [("give", "1 weeks given, 0 offered."), ("offer", "0 weeks given, 1 offered.")]
)
def test_accepted_weeks_are_given_or_offered_as_the_program_sets_it(
    app: Flask, environ: dict[str, str], handing: str, said: str
):
    _, key, session = a_short_program(handing)

    result = run(environ, "--program", key, *WEEK, "--accept")

    assert result.exit_code == 0
    assert said in result.stdout
    assert seats_taken(session) == (handing == "give")


def test_what_is_wrong_in_the_input_is_named(app: Flask, environ: dict[str, str]):
    _, key, _ = a_short_program("give")

    unknown = run(environ, "--program", "nowhere", *WEEK)
    over = run(environ, "--program", key, "--week", "2026-11-02", "--now", "2026-11-23T12:00-05:00")
    no_day = run(environ, "--program", key, "--week", "soon")
    seed = run(environ, "--program", key, *WEEK, "--seed", "-1")

    assert (unknown.exit_code, over.exit_code, no_day.exit_code, seed.exit_code) == (1, 1, 2, 1)
    assert f"program: There is no program 'nowhere'. Give one of: {key}." in unknown.output
    assert "week: That week is over. Choose this week or a later one." in over.output
    assert "'--week'" in no_day.output
    assert "seed: Give a number from 0 to" in seed.output
