"""Row 13: starting the application and the memory it then takes, against bare Flask with SQLAlchemy (on Linux)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Goal, in_turn, row, say
from benchmarks.stage import environment

OURS = "from iopsched.app import from_environment; app = from_environment()"
BARE = """
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase
class Base(DeclarativeBase): pass
app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db = SQLAlchemy(app, model_class=Base)
"""
TELL = """
import os, time
began = time.process_time()
{code}
import sqlalchemy.dialects.sqlite
print(time.process_time() - began, int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20)
"""


def main() -> None:
    memory: dict[str, list[float]] = {OURS: [], BARE: []}
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'iopsched.sqlite3'}"

        def start(code: str) -> float:
            seconds, megabytes = _told(code, url)
            memory[code].append(megabytes)
            return seconds

        values = in_turn("imports", lambda: start(OURS), lambda: start(BARE))
    goal = Goal(1.5, at_least=False)
    say(
        row("import and start against bare Flask with SQLAlchemy", "s", values, goal),
        row("memory of a worker against the same", "MB", [tuple(kept[1:]) for kept in memory.values()], goal),
    )


def _told(code: str, url: str) -> tuple[float, float]:
    words = [sys.executable, "-c", TELL.format(code=code)]
    told = subprocess.run(words, env=os.environ | environment(url), check=True, capture_output=True, text=True).stdout
    seconds, megabytes = map(float, told.split())
    return seconds, megabytes


if __name__ == "__main__":
    main()
