"""`iopsched import-patients` as an operator meets it."""

from pathlib import Path

from click.testing import CliRunner, Result

from iopsched.cli import main
from tests.cli.test_import_timetable import bring, environ
from tests.usecases.test_import_patients import HEAD, LENA, WRONG

__all__ = ["environ"]
TIMETABLE = "what,program,name,timezone\nprogram,riverside,Riverside,America/New_York\n"


def brought(given: dict[str, str], file: Path, *words: str) -> Result:
    command = ["import-patients", str(file), "--program", "riverside", "--now", "2026-11-23T17:00Z", *words]
    return CliRunner().invoke(main, command, env=given, catch_exceptions=False)


def test_a_dry_run_a_refusal_and_the_good_lines(environ: dict[str, str], tmp_path: Path):
    timetable, file = tmp_path / "timetable.csv", tmp_path / "patients.csv"
    timetable.write_text(TIMETABLE)
    file.write_text("\n".join((HEAD, LENA, WRONG)))
    bring(environ, timetable)

    tried, refused, done = (brought(environ, file, *words) for words in (["--dry-run"], [], ["--only-good"]))

    assert tried.output.startswith("Only checked; nothing was written.")
    assert refused.exit_code == 1
    assert "line 3 phone: This number is too short or too long." in refused.output
    assert done.output.startswith("people: 1 added, 0 here already, 1 lines wrong")


def test_a_program_that_is_not_there_is_said(environ: dict[str, str], tmp_path: Path):
    file = tmp_path / "patients.csv"
    file.write_text("\n".join((HEAD, LENA)))

    assert brought(environ, file).exit_code == 1
