"""One name for all static files of this build: in their address, so that they may be kept for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static"
SHELL = (".css", ".js", ".svg")


@cache
def build() -> str:
    """Twelve letters that change when any static file does."""
    digest = hashlib.sha256()
    for path in files():
        digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def files() -> list[Path]:
    """Every static file, in a steady order."""
    return sorted(path for path in FOLDER.rglob("*") if path.is_file())


def shell() -> list[str]:
    """What a page needs to look right without a connection, relative to the folder."""
    names = [path.relative_to(FOLDER).as_posix() for path in files() if path.suffix in SHELL]
    return [name for name in names if name != "sw.js"]
