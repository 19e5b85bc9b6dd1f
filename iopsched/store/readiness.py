"""Whether the database answers and has the newest shape."""

from __future__ import annotations

from functools import cache

from iopsched.store.db import db
from iopsched.store.schema import migrations_dir


def is_current() -> bool:
    """True when every migration of this code has been made."""
    from alembic.migration import MigrationContext

    made = MigrationContext.configure(db.session.connection()).get_current_heads()
    return frozenset(made) == _newest()


@cache
def _newest() -> frozenset[str]:
    from alembic.script import ScriptDirectory

    return frozenset(ScriptDirectory(migrations_dir()).get_heads())
