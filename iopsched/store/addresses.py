"""E-mail addresses that wait for a yes of whoever reads mail there; and whose a confirmed one is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, or_, select

from iopsched.domain.address import Claim
from iopsched.domain.patient import Patient
from iopsched.store import people
from iopsched.store.db import db
from iopsched.store.tables import EmailClaimRow, PatientRow

COLUMNS = (EmailClaimRow.patient_id, EmailClaimRow.address, EmailClaimRow.nonce, EmailClaimRow.expires_at)


def claim_of(patient_id: int, now: datetime) -> Claim | None:
    """The address that this patient has yet to confirm, while it can be."""
    mine = (EmailClaimRow.patient_id == patient_id, EmailClaimRow.expires_at > now)
    row = db.session.execute(select(*COLUMNS).where(*mine)).first()
    return Claim(**row._mapping) if row else None


def keep(claim: Claim) -> None:
    """In place of any other of that patient."""
    forget(claim.patient_id)
    facts = {"address": claim.address, "nonce": claim.nonce, "expires_at": claim.expires_at}
    db.session.execute(insert(EmailClaimRow).values(patient_id=claim.patient_id, **facts))


def forget(patient_id: int) -> None:
    db.session.execute(delete(EmailClaimRow).where(EmailClaimRow.patient_id == patient_id))


def forget_expired(now: datetime) -> None:
    db.session.execute(delete(EmailClaimRow).where(EmailClaimRow.expires_at <= now))


def signing_in(address: str) -> Patient | None:
    """Whom this address signs in: the only one who has confirmed it and has no phone that texts reach."""
    mine = (PatientRow.email == address, PatientRow.email != "", or_(PatientRow.phone == "", PatientRow.phone_is_bad))
    found = [people.one(row) for row in db.session.execute(people.selected().where(*mine).limit(2))]
    return found[0] if len(found) == 1 else None
