"""Commands that fill the database: timetables, patients and accounts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from iopsched.cli import options
from iopsched.cli.service import service
from iopsched.domain.errors import Invalid
from iopsched.domain.words import Role


@click.command("import-timetable")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check and count, change nothing.")
@options.now
def import_timetable(file: Path, dry_run: bool, now: datetime) -> None:
    """Read programs and what they offer from a CSV FILE (docs/timetable-file.md). All of it or nothing."""
    from iopsched.usecases.availability import import_timetable as use

    with service():
        report = use.import_timetable(_text_of(file), now=now, dry_run=dry_run)
        click.echo(report)


@click.command("import-patients")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--program", required=True, help="Key of the program, as in the timetable file.")
@click.option("--only-good", is_flag=True, help="Take in the lines that are good, and name the others.")
@click.option("--dry-run", is_flag=True, help="Check and count, change nothing.")
@options.now
def import_patients(file: Path, program: str, only_good: bool, dry_run: bool, now: datetime) -> None:
    """Take patients in from a CSV FILE (docs/patients-file.md): all of it or nothing, unless told otherwise."""
    from iopsched.usecases.people import import_patients as use

    with service():
        click.echo(use.import_patients(program, _text_of(file), only_good=only_good, dry_run=dry_run, now=now))


def _text_of(file: Path) -> str:
    """Raises Invalid for what an old spreadsheet has saved in letters of its own."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(file="This file is not in UTF-8. Save it again as 'CSV UTF-8'.") from error


@click.command("add-staff")
@click.argument("email")
@click.option("--program", required=True, help="Key of the program, as in the timetable file.")
@click.option("--name", required=True, help="Name as colleagues read it, such as 'J. Okafor'.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.COORDINATOR.value, show_default=True
)
@click.option("--clinician", default="", help="Name of the clinician whose sessions are theirs, as in the timetable.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when absent.")
@options.now
def add_staff(email: str, program: str, name: str, role: str, clinician: str, password: str, now: datetime) -> None:
    """Open an account for a member of staff."""
    from iopsched.usecases.people import add_staff as use

    with service():
        use.add(program, name, email, Role(role), password, clinician=clinician, now=now)
        click.echo(f"{email} can sign in now.")


COMMANDS: tuple[click.Command, ...] = (import_timetable, import_patients, add_staff)
