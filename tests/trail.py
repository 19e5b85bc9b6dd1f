"""What the log says, for tests: entries in the order in which they were written."""

from sqlalchemy import select

from iopsched.domain.entry import Entry
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import audit
from iopsched.store.db import db, reading
from iopsched.store.tables import AuditRow


def trail(whose: Patient | Program) -> list[Entry]:
    """Every entry about a patient, or of a whole program."""
    mine = AuditRow.patient_id if isinstance(whose, Patient) else AuditRow.program_id
    with reading():
        rows = db.session.execute(select(*audit.COLUMNS).where(mine == whose.id).order_by(AuditRow.id))
        return list(map(audit.one, rows))


def told(whose: Patient | Program) -> list[tuple[str, str]]:
    """Who did what."""
    return [(entry.actor, entry.action) for entry in trail(whose)]
