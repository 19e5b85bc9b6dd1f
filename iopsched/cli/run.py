"""Commands that keep the service going: migrate, serve, work, and what the worker does, once."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime

import click

from iopsched.app import from_environment, migrate
from iopsched.cli import options
from iopsched.cli.service import service


@click.command("migrate")
def migrate_database() -> None:
    """Bring the database to the newest shape."""
    with service() as app:
        migrate(app)
    click.echo("The database is up to date.")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=8, show_default=True, help="Threads a process.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Answer people and calendar apps (gunicorn)."""
    from_environment()
    words = server_command(host, port, workers, threads)
    os.execv(words[0], words)  # noqa: S606 # our own words, no shell


def server_command(host: str, port: int, workers: int, threads: int) -> list[str]:
    """The command line of the web server, in this interpreter."""
    sizes = ["--workers", str(workers), "--threads", str(threads)]
    where = ["--bind", f"{host}:{port}", "--no-control-socket"]
    kind = ["--worker-class", "gthread", "--graceful-timeout", "5", "--log-level", "warning"]
    logs = ["--logger-class", "iopsched.cli.access_log.DiscreetLogger"]
    return [sys.executable, "-m", "gunicorn", *where, *sizes, *kind, *logs, "iopsched.app:served()"]


@click.command("work")
def work() -> None:
    """Send what is due and open sessions ahead, until stopped. Any number may run."""
    from iopsched import worker

    with service() as app:
        worker.run(app)


@click.command("send-due")
@options.now
def send_due(now: datetime) -> None:
    """Send the messages that are due, once. A second run at the same instant sends nothing."""
    from iopsched import worker

    with service() as app:
        click.echo(worker.send_once(app, now=now))


@click.command("receive-text")
@click.argument("sender")
@click.argument("words")
@options.now
def receive_text(sender: str, words: str, now: datetime) -> None:
    """Take a text in as if SENDER had written WORDS, and send what answers it: to try how texts are answered."""
    from iopsched import worker
    from iopsched.usecases import ask_once
    from iopsched.usecases.texts import answer_text, take_text

    with service() as app:
        text = take_text.Text(f"typed-{ask_once.new_key()}", sender, words)
        told = answer_text.receive(text, secret=app.extensions["settings"].secret_key, now=now)
        click.echo(told or worker.send_once(app, now=now))


@click.command("open-sessions")
@options.now
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Open further ahead than each program's own horizon.")
def open_sessions(now: datetime, until: datetime | None) -> None:
    """Open the sessions that have come within each program's horizon, and book usual weeks in them."""
    from iopsched.usecases.availability import adjust_availability
    from iopsched.usecases.weeks import carry_on_usual_weeks

    last: date | None = until.date() if until else None
    with service():
        click.echo(f"{adjust_availability.open_sessions(now=now, until=last)} sessions opened.")
        click.echo(f"{carry_on_usual_weeks.carry_on(now=now)} weeks booked as usual.")


COMMANDS: tuple[click.Command, ...] = (migrate_database, serve, work, send_due, receive_text, open_sessions)
