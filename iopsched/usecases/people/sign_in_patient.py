"""A patient signs in with six digits sent to the number on file. Strangers are told, and cost, the same.

Who has no phone, or one that no text reaches, may have them sent to the address that they have confirmed; whoever has
one that works, to the phone and nowhere else.
"""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.address import address_said
from iopsched.domain.channel import Channel
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.message import CODE_LIFE, Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.sign_in import code_of, digits_of, let_in, phone_hash
from iopsched.gateways import phones, tokens
from iopsched.store import addresses, audit, messages, people, sign_ins, visitors
from iopsched.store.db import reading, transaction

AT = "@"


def number_meant(typed: str) -> str:
    """The number that somebody typed in whatever way, so that each way counts against one limit; else its digits.

    Or an address, in the one way that it is written.
    """
    try:
        return _meant(typed)
    except Invalid:
        return typed.strip().lower() if AT in typed else digits_of(typed)


def _meant(typed: str) -> str:
    """Raises Invalid for what can be neither a number nor an address."""
    return address_said(typed) if AT in typed else phones.e164(typed)


def _whose(meant: str) -> Patient | None:
    """Nobody who is archived: to them the number is a stranger's."""
    found = addresses.signing_in(meant) if AT in meant else people.with_phone(meant)
    return None if found and found.is_archived else found


def ask_for_code(phone_text: str, *, secret: str, now: datetime) -> None:
    """Have a code sent, if anybody has this number or address. Raises Invalid for what can be neither."""
    phone = _meant(phone_text)
    nonce, useless_at = tokens.new_nonce(), now + CODE_LIFE
    with transaction():
        patient = _whose(phone)
        hashed = phone_hash(secret, phone)
        patient_id = patient.id if patient else None
        asked = sign_ins.add(hashed, patient_id, nonce, asked_at=now, expires_at=useless_at)
        if patient:
            about = {"nonce": nonce, "by": Channel.EMAIL.value if AT in phone else ""}
            key = f"code:{asked}"
            messages.put(patient.program_id, patient.id, Kind.SIGN_IN_CODE, key, now, useless_at, about)


def code_for_demo(phone_text: str, *, secret: str, now: datetime) -> str | None:
    """The digits last asked for with this number. Only a demo may show them; None when none count any more."""
    with reading():
        asked = sign_ins.latest(phone_hash(secret, _meant(phone_text)), now)
    return code_of(secret, asked.nonce) if asked else None


def check_code(phone_text: str, code: str, *, secret: str, now: datetime) -> Patient:
    """Let the patient in, once. Raises Invalid(code=...), the same for wrong digits, old ones and strangers.

    A wrong try is counted, and stays counted, before the answer is given; of somebody's number it is noted too, by a
    statement that a stranger costs as well.
    """
    hashed = phone_hash(secret, _meant(phone_text))
    with transaction():
        asked = sign_ins.try_all(hashed, now)
        patient_id = let_in(asked, digits_of(code), secret)
        patient = people.patient(patient_id) if patient_id is not None else None
        if patient and not patient.is_archived:
            sign_ins.use(hashed, now)
            audit.note(patient.program_id, f"patient:{patient.id}", "signed_in", now=now, patient_id=patient.id)
        else:
            audit.note_by(next((each.patient_id for each in asked), None), "sign_in_failed", now=now)
    if patient is None or patient.is_archived:
        raise Invalid(code="That code did not work. Check it, or send a new one.")
    return patient


def load(patient_id: int, version: int) -> tuple[Patient, Program] | None:
    """Who a cookie speaks of; None once everybody was signed out everywhere."""
    with reading():
        found = visitors.patient(patient_id)
    return found if found and found[0].sign_in_version == version else None


def visit(patient: Patient) -> tuple[Patient, Program]:
    """The patient and the program, as ``load`` will give them. Raises NotFound."""
    if (found := load(patient.id, patient.sign_in_version)) is None:
        raise NotFound("patient")
    return found


def sign_out_everywhere(patient_id: int, *, now: datetime) -> None:
    """Every cookie of this patient stops working."""
    with transaction():
        people.sign_out_everywhere(patient_id)
        patient = people.patient(patient_id)
        audit.note(patient.program_id, f"patient:{patient_id}", "signed_out", now=now, patient_id=patient_id)
