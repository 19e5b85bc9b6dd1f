"""GNOME's calendar: Evolution Data Server with its webcal backend, on a message bus of its own."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.clients.seen import Seen, at_epoch

PROCESS = Path(__file__).parent / "evolution_process.py"
PYTHON = "/usr/bin/python3"
SOURCE = """
[Data Source]
DisplayName=week
Enabled=true
Parent=webcal-stub
[Calendar]
BackendName=webcal
[Authentication]
Host={host}
Port={port}
Method=none
[Security]
Method=none
[WebDAV Backend]
ResourcePath={path}
[Refresh]
Enabled=false
"""


@dataclass(frozen=True, slots=True)
class Evolution:
    """Reading anew is begun when asked and done a little later: what is shown first may be what was there before."""

    process: subprocess.Popen[str]

    def look(self) -> set[Seen]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        assert said, "Evolution Data Server went away"
        return {
            Seen(at_epoch(starts), at_epoch(ends), title, status) for starts, ends, title, status in json.loads(said)
        }


@contextmanager
def subscribed(url: str, folder: Path) -> Iterator[Evolution]:
    """All that it keeps lies below the folder; the bus and what runs on it end with the process."""
    at = urlsplit(url)
    sources = folder / "config" / "evolution" / "sources"
    sources.mkdir(parents=True)
    (sources / "week.source").write_text(SOURCE.format(host=at.hostname, port=at.port, path=at.path))
    command = ("dbus-run-session", "--", PYTHON, str(PROCESS), "week")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, env=_home(folder), **pipes) as process:  # type: ignore[call-overload]
        try:
            yield Evolution(process)
        finally:
            process.stdin.close()
            process.wait(timeout=30)


def _home(folder: Path) -> dict[str, str]:
    run = folder / "run"
    run.mkdir(mode=0o700)
    places = {"CONFIG": "config", "CACHE": "cache", "DATA": "data"}
    kept = {f"XDG_{name}_HOME": str(folder / place) for name, place in places.items()}
    path = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    return path | kept | {"XDG_RUNTIME_DIR": str(run), "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local"}
