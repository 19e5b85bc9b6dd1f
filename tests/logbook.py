"""What stands in the audit log, as far as a test looks at it."""

from typing import Any, NamedTuple

from sqlalchemy import select

from iopsched.store.db import db, reading
from iopsched.store.tables import AuditRow


class Entry(NamedTuple):
    """One entry without its time."""

    actor: str
    action: str
    patient_id: int | None
    session_id: int | None
    detail: dict[str, Any]


def entries(actor: str = "", *, looks: bool = False) -> list[Entry]:
    """Every entry, or those of one actor, the first first; that somebody looked only where it is asked for."""
    columns = (AuditRow.actor, AuditRow.action, AuditRow.patient_id, AuditRow.session_id, AuditRow.detail)
    query = select(*columns).order_by(AuditRow.id)
    with reading():
        found = [Entry(*row) for row in db.session.execute(query.where(AuditRow.actor == actor) if actor else query)]
    return [entry for entry in found if looks or entry.action != "looked"]
