"""Bringing a database to the newest shape. Alembic is loaded only when that is asked for."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

import iopsched
from iopsched.store.db import db


def migrations_dir() -> str:
    """Inside the installed package, else beside it in a checkout."""
    package = Path(iopsched.__file__).parent
    inside = package / "migrations"
    return str(inside if (inside / "env.py").exists() else package.parent / "migrations")


def upgrade(app: Flask) -> None:
    """Run every migration that is missing; a second time does nothing."""
    from flask_migrate import Migrate, upgrade

    Migrate(app, db)
    with app.app_context():
        upgrade(directory=migrations_dir())


def remove(app: Flask) -> None:
    """Undo every migration: all data are lost."""
    from flask_migrate import Migrate, downgrade

    Migrate(app, db)
    with app.app_context():
        downgrade(directory=migrations_dir(), revision="base")
