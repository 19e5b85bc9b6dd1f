"""`iopsched COMMAND`: the service from outside. Each command is safe to run twice."""

from __future__ import annotations

import sys

import click

from iopsched.cli import data, demo, run
from iopsched.domain.errors import Invalid, IopschedError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="iopsched")
def commands() -> None:
    """Scheduling for an intensive outpatient program."""


for command in (*run.COMMANDS, *data.COMMANDS, *demo.COMMANDS):
    commands.add_command(command)


def main() -> None:
    """Run a command; what is wrong with the input or the settings is said in a line each, and the exit code is 1."""
    try:
        commands()
    except Invalid as invalid:
        for field, problem in invalid.problems.items():
            click.echo(f"{field}: {problem}", err=True)
        sys.exit(1)
    except IopschedError as error:
        click.echo(f"{type(error).__name__}: {error}", err=True)
        sys.exit(1)
