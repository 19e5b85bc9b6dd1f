"""vdirsyncer fetches a calendar, khal shows it: what people on the command line use."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.clients.seen import Seen

SYNC = """
[general]
status_path = "{folder}/status/"
[pair week]
a = "web"
b = "here"
collections = null
conflict_resolution = "a wins"
[storage web]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{folder}/week/"
fileext = ".ics"
"""
SHOW = """
[calendars]
[[week]]
path = {folder}/week
readonly = True
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
[sqlite]
path = {folder}/khal.db
"""
YEARS = ("2026-01-01", "2028-12-31")


@dataclass(frozen=True, slots=True)
class Khal:
    """Subscribed with files of its own below a folder."""

    folder: Path

    def look(self) -> set[Seen]:
        self._run("vdirsyncer", "-c", f"{self.folder}/sync", "sync")
        line = "{start-long}|{end-long}|{status}|{title}"
        options = ("--once", "--format", line, "--day-format", "")
        said = self._run("khal", "-c", f"{self.folder}/show", "list", *options, *YEARS)
        return {_seen(line) for line in said.splitlines() if "|" in line}

    def _run(self, *command: str) -> str:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, input="")
        assert done.returncode == 0, done.stderr
        return done.stdout


def subscribed(url: str, folder: Path) -> Khal:
    (folder / "week").mkdir(parents=True)
    (folder / "sync").write_text(SYNC.format(folder=folder, url=url))
    (folder / "show").write_text(SHOW.format(folder=folder))
    khal = Khal(folder)
    khal._run("vdirsyncer", "-c", f"{folder}/sync", "discover")
    return khal


def _seen(line: str) -> Seen:
    starts, ends, status, title = line.split("|", 3)
    return Seen(_instant(starts), _instant(ends), title, status.strip())


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
