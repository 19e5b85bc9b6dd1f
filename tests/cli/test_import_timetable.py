"""`iopsched import-timetable` as a coordinator meets it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import iopsched
from iopsched.cli import main

DEMO = Path(iopsched.__file__).parent / "data" / "demo_timetable.csv"


@pytest.fixture
def environ(database_url: str) -> dict[str, str]:
    return {"DATABASE_URL": database_url, "SECRET_KEY": "test", "PUBLIC_URL": "http://localhost"}


def bring(environ: dict[str, str], file: Path, *words: str) -> Result:
    command = ["import-timetable", str(file), "--now", "2026-11-23T17:00Z", *words]
    return CliRunner().invoke(main, command, env=environ, catch_exceptions=False)


def test_a_dry_run_an_import_and_the_same_again(environ: dict[str, str]):
    tried, done, again = bring(environ, DEMO, "--dry-run"), bring(environ, DEMO), bring(environ, DEMO)

    assert tried.output.startswith("Only checked; nothing was written.")
    assert "programs: 6 added, 0 changed, 0 as before" in done.output
    assert again.output == "Nothing new.\n"


def test_every_wrong_line_is_named_with_what_would_be_right(environ: dict[str, str], tmp_path: Path):
    file = tmp_path / "timetable.csv"
    file.write_text("what,program,name,timezone\nprogram,riverside,Riverside,EST\ngroup,riverside,,\n")

    result = bring(environ, file)

    assert result.exit_code == 1
    assert "line 2 timezone: 'EST' is no time zone. Write it as area and city" in result.output
    assert "line 3 what: 'group' is not one of the words used here. Use one of: program," in result.output


def test_letters_of_an_old_spreadsheet_are_named(environ: dict[str, str], tmp_path: Path):
    file = tmp_path / "timetable.csv"
    file.write_bytes("clinician,riverside,Tomás".encode("latin-1"))

    result = bring(environ, file)

    assert result.exit_code == 1
    assert "file: This file is not in UTF-8. Save it again as 'CSV UTF-8'." in result.output
