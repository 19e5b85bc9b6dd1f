"""Row 6: 16 people at one session against pgbench with one statement a booking, on one hot row.

There are fewer seats than people who want one: those who come too late are refused, and count as answered on neither
side. Ours is the whole request; pgbench parses no request, asks no rule, and knows no patient.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import psycopg

from benchmarks.load import send
from benchmarks.measure import Goal, in_turn, row, say
from benchmarks.stage import CONNECTIONS, Stage, on_postgresql, served, signed_in

PEOPLE, SEATS = 800, 760
TABLES = """
CREATE TABLE hot (id int PRIMARY KEY, seats int NOT NULL, taken int NOT NULL CHECK (taken <= seats));
CREATE TABLE seat (id bigserial PRIMARY KEY, hot_id int NOT NULL REFERENCES hot, at timestamptz NOT NULL DEFAULT now());
INSERT INTO hot VALUES (1, 100000000, 0);
"""
BOOKING = """
WITH won AS (UPDATE hot SET taken = taken + 1 WHERE id = 1 AND taken < seats RETURNING id)
INSERT INTO seat (hot_id) SELECT id FROM won;
"""
SECONDS = 3


def main() -> None:
    with on_postgresql(PEOPLE, rooms=7, seats=SEATS) as stage, served(stage.environment) as port:
        pgbench = _pgbench(stage)
        wanted = [signed_in(stage, who).booking(stage.sessions[0]) for who in stage.patients]
        values = in_turn("last seat", lambda: _rush(stage, port, wanted), pgbench, before=stage.start_over)
        say(row("16 people at one session against pgbench", "bookings a second", values, Goal(1.0)))


def _rush(stage: Stage, port: int, wanted: list[bytes]) -> float:
    """Seats given a second; exactly as many as there are."""
    answers = send(port, wanted)
    if answers.statuses[303] != SEATS or stage.booked() != (SEATS, SEATS, 0):
        sys.exit(f"oversold or lost: {answers.statuses}, {stage.booked()}")
    return SEATS / answers.seconds


class _pgbench:  # noqa: N801 # it stands for the program
    """The reference: gives bookings a second."""

    def __init__(self, stage: Stage) -> None:
        if stage.server is None:
            raise ValueError("pgbench needs PostgreSQL")
        self._folder = stage.server.folder
        self._program = program_in(stage.server.programs)
        stage.server.create("hot")
        with psycopg.connect(host=str(self._folder), user="postgres", dbname="hot", autocommit=True) as connection:
            connection.execute(TABLES)
        self._script = Path(self._folder, "booking.sql")
        self._script.write_text(BOOKING)

    def __call__(self) -> float:
        sizes = ["-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "2", "-T", str(SECONDS)]
        where = ["-h", str(self._folder), "-U", "postgres", "-f", str(self._script), "hot"]
        told = subprocess.run([self._program, *sizes, *where], check=True, capture_output=True, text=True).stdout
        found = re.search(r"tps = ([\d.]+)", told)
        return float(found[1]) if found else 0.0


def program_in(programs: Path) -> Path:
    """Pgbench of the server that runs."""
    if (found := programs / "pgbench").exists():
        return found
    return sys.exit(f"no pgbench in {programs}: install PostgreSQL's own, in Debian the package postgresql")


if __name__ == "__main__":
    main()
