"""An e-mail address is given, and counts once whoever reads mail there has said yes: nothing else goes there before."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.address import CLAIM_LIFE, Claim, address_said, confirming_mark, fits
from iopsched.domain.channel import Channel
from iopsched.domain.consent import Source
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.gateways import tokens
from iopsched.store import addresses, audit, limits, locks, messages, people, programs
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import keep_consent, remind_patient
from iopsched.usecases.people import find_patient

MOST_ASKED, DAY = 5, 24 * 3600
"""Questions a day: nobody's mailbox is filled by us."""
ENOUGH = "We have asked there often enough today. Try again tomorrow."


def ask(patient_id: int, typed: str, *, now: datetime) -> Claim:
    """Have whoever reads mail there asked whether it is the patient's. Raises Invalid(email=...)."""
    return _ask(patient_id, typed, actor=f"patient:{patient_id}", now=now)


def ask_for(staff: Staff, patient_id: int, typed: str, *, now: datetime) -> Claim:
    """Staff give it; the patient says yes by the link. Raises Invalid, NotFound, Forbidden for a clinician."""
    with reading():
        find_patient.find(staff, patient_id)
    return _ask(patient_id, typed, actor=f"staff:{staff.id}", now=now)


def see(patient_id: int, mark: str, *, secret: str, now: datetime) -> tuple[Claim, Program]:
    """What the link asks. Raises NotFound for one that is over, used or made up."""
    with reading():
        return _claimed(patient_id, mark, secret, now), programs.get(people.patient(patient_id).program_id)


def confirm(patient_id: int, mark: str, *, secret: str, now: datetime) -> Patient:
    """The address counts from now on, and is a yes to e-mail. Raises NotFound as ``see`` does."""
    with transaction():
        patient = locks.patient(patient_id)
        claim = _claimed(patient_id, mark, secret, now)
        addresses.forget(patient_id)
        people.change(patient_id, email=claim.address, email_is_bad=False)
        actor = f"patient:{patient_id}"
        audit.note(patient.program_id, actor, "address confirmed", now=now, patient_id=patient_id)
        if not patient.accepts_email:
            keep_consent.keep(
                patient.program_id, patient_id, True, Source.LINK, actor=actor, now=now, channel=Channel.EMAIL
            )
        return remind_patient.follow_after(patient_id, now=now)


def remove(patient_id: int, *, now: datetime) -> None:
    """Neither the address nor one that waits is kept; it is a no to e-mail."""
    with transaction():
        patient = locks.patient(patient_id)
        addresses.forget(patient_id)
        people.change(patient_id, email="", email_is_bad=False)
        actor = f"patient:{patient_id}"
        audit.note(patient.program_id, actor, "address removed", now=now, patient_id=patient_id)
        if patient.accepts_email:
            keep_consent.keep(
                patient.program_id, patient_id, False, Source.APP, actor=actor, now=now, channel=Channel.EMAIL
            )
        remind_patient.follow_after(patient_id, now=now)


def _ask(patient_id: int, typed: str, *, actor: str, now: datetime) -> Claim:
    address = address_said(typed)
    if not address:
        raise Invalid(email="Give an address such as name@example.org.")
    with transaction():
        patient = locks.patient(patient_id)
        if limits.hit(f"address:{patient_id}", DAY, 1, now) > MOST_ASKED:
            raise Invalid(email=ENOUGH)
        claim = Claim(patient_id, address, tokens.new_nonce(), now + CLAIM_LIFE)
        addresses.keep(claim)
        key, about = f"address:{claim.nonce}", {"nonce": claim.nonce}
        messages.put(patient.program_id, patient_id, Kind.EMAIL_CHECK, key, now, claim.expires_at, about)
        audit.note(patient.program_id, actor, "address given", now=now, patient_id=patient_id)
    return claim


def _claimed(patient_id: int, mark: str, secret: str, now: datetime) -> Claim:
    claim = addresses.claim_of(patient_id, now)
    if claim is None or not fits(mark, confirming_mark(secret, claim)):
        raise NotFound("address")
    return claim
