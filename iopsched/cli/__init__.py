"""`iopsched COMMAND`: the service from outside. Each command is safe to run twice."""

from __future__ import annotations

import os
from typing import Any

import click

from iopsched.cli import data, demo, demo_place, plan, run
from iopsched.domain.errors import Invalid, IopschedError


class Commands(click.Group):
    """Says what is wrong with the input or the settings, a line each, and ends with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Invalid as invalid:
            lines = (f"{field}: {problem}" for field, problem in invalid.problems.items())
            raise click.ClickException("\n".join(lines)) from invalid
        except IopschedError as error:
            raise click.ClickException(f"{type(error).__name__}: {error}") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="iopsched")
@click.option("--demo", "on_demo", is_flag=True, help="Work on the demo that was last started in this folder.")
def main(on_demo: bool) -> None:
    """Scheduling for an intensive outpatient program."""
    if on_demo:
        os.environ.update(demo_place.recall())


for command in (*run.COMMANDS, *data.COMMANDS, *plan.COMMANDS, *demo.COMMANDS):
    main.add_command(command)
