"""Where a demo lives: its database, its address and its key, kept in the folder that it was started in."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from iopsched.domain.errors import Invalid

FOLDER = Path("instance")
KEPT = "demo.json"
ALWAYS = {"DEMO": "1", "SMS_SENDER": "print"}


def settle(address: str, database: str) -> dict[str, str]:
    """The demo's environment; its key stays from one run to the next, so that people stay signed in."""
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / KEPT
    key = _read(file).get("SECRET_KEY") or secrets.token_hex(32)
    url = database or f"sqlite:///{(FOLDER / 'demo.sqlite3').resolve()}"
    kept = {"DATABASE_URL": url, "PUBLIC_URL": address, "SECRET_KEY": key}
    file.touch(mode=0o600)
    file.write_text(json.dumps(kept, indent=2))
    return kept | ALWAYS


def recall() -> dict[str, str]:
    """The environment of the demo that was last started in this folder. Raises Invalid where none was."""
    kept = _read(FOLDER / KEPT)
    if not kept:
        raise Invalid(demo=f"No demo has run in {Path.cwd()}. Start one with ./dev demo, or go to its folder.")
    return kept | ALWAYS


def _read(file: Path) -> dict[str, str]:
    return {str(name): str(value) for name, value in json.loads(file.read_text()).items()} if file.exists() else {}
