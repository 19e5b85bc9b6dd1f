"""Bringing a database to the newest shape, and asking whether it is there."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate, downgrade
from flask_migrate import upgrade as _upgrade

import iopsched

migrate = Migrate()


def migrations_dir() -> str:
    """Inside the installed package, else beside it in a checkout."""
    package = Path(iopsched.__file__).parent
    inside = package / "migrations"
    return str(inside if (inside / "env.py").exists() else package.parent / "migrations")


def upgrade(app: Flask) -> None:
    """Run every migration that is missing; a second time does nothing."""
    with app.app_context():
        _upgrade(directory=migrations_dir())


def remove(app: Flask) -> None:
    """Undo every migration: all data are lost."""
    with app.app_context():
        downgrade(directory=migrations_dir(), revision="base")
