"""The demo: a made-up installation on this machine, and its data alone for tests from outside."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from iopsched.app import migrate, start_over, utc_now
from iopsched.cli import demo_place, options
from iopsched.cli.run import server_command
from iopsched.cli.service import service
from iopsched.domain.errors import Invalid

if TYPE_CHECKING:
    from flask import Flask

    from iopsched.usecases.demo.describe_demo import SeedReport

PATIENTS = 40


@click.command("seed-demo")
@click.option("--patients", default=PATIENTS, show_default=True, help="How many to invent.")
@click.option("--json", "as_json", is_flag=True, help="Print ids, phones, sign-ins and sessions as JSON.")
@options.now
def seed_demo(patients: int, as_json: bool, now: datetime) -> None:
    """Invent programs, people and bookings in an empty database. Where there are some already, change nothing."""
    with service() as app:
        migrate(app)
        report = _seed(patients, now)
    click.echo(json.dumps(report.as_json(), indent=2) if as_json else _sign_ins(report))


@click.command("demo")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--reset", is_flag=True, help="Begin anew: what the demo's database holds is lost.")
@click.option("--database", default="", help="URL of another database than instance/demo.sqlite3.")
def demo(host: str, port: int, reset: bool, database: str) -> None:
    """Run the whole service here with made-up people. Ctrl-C ends it; running it again keeps the data."""
    _require_free(host, port)
    address = f"http://{host}:{port}"
    os.environ.update(demo_place.settle(address, database))
    _say("Preparing the database")
    with service() as app:
        migrate(app)
        if reset:
            _start_over(app)
        report = _seed(PATIENTS, utc_now())
    click.echo(f"\n  {address}\n\n{_sign_ins(report)}\n\n{_texts(report)}\n\n  Ctrl-C ends the demo.\n")
    sys.exit(_run_together(host, port))


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Invalid(port=f"Cannot listen on {host}:{port} ({error.strerror}). Try --port {port + 1}.") from error


def _start_over(app: Flask) -> None:
    from iopsched.usecases.demo import seed_demo as use

    use.require_made_up()
    start_over(app)
    migrate(app)


def _seed(patients: int, now: datetime) -> SeedReport:
    from iopsched.usecases.demo import seed_demo as use

    with click.progressbar(length=1000, label="Inventing people", file=sys.stderr) as bar:

        def progress(done: int, total: int, what: str) -> None:
            bar.update(1000 * done // max(total, 1) - bar.pos)

        return use.seed(patients, now=now, progress=progress)


def _sign_ins(report: SeedReport) -> str:
    """Who can sign in, as lines to read."""
    people = [f"  Patient   {line}" for line in report.patient_lines()]
    return "\n".join(people + [f"  Staff     {line}" for line in report.staff_lines()])


def _texts(report: SeedReport) -> str:
    """Where texts appear, and how to see tomorrow's before the evening."""
    program = report.programs[0]
    now = utc_now().astimezone(program.zone)
    today = now.replace(hour=program.remind_at.hour, minute=program.remind_at.minute, second=0, microsecond=0)
    evening = today if today > now else today + timedelta(days=1)
    words = f"{Path(sys.executable).parent / 'iopsched'} --demo send-due --now {evening.isoformat(timespec='minutes')}"
    return f"  Texts are printed here. The next evening's, at once (in another terminal, in this folder):\n  {words}"


def _run_together(host: str, port: int) -> int:
    """Web server and worker side by side; when one ends or Ctrl-C comes, both end. Gives the exit code."""
    web = subprocess.Popen(server_command(host, port, workers=2, threads=4))  # noqa: S603 # our own words
    work = subprocess.Popen([sys.executable, "-m", "iopsched.cli", "work"])
    stopped = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not stopped and web.poll() is None and work.poll() is None:
        try:
            web.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue
    return 0 if _end(web, work) and stopped else 1


def _end(*children: subprocess.Popen[bytes]) -> bool:
    """Ask each to end, and make it after ten seconds. True when each ended by being asked."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    clean = True
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            clean = False
    return clean


def _say(words: str) -> None:
    click.echo(words, err=True)


COMMANDS: tuple[click.Command, ...] = (seed_demo, demo)
