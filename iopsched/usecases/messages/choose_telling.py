"""A patient looks at how they are told, and chooses: channels as a whole, and each kind of matter for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from iopsched.domain.address import Claim
from iopsched.domain.consent import Consent
from iopsched.domain.device import Device
from iopsched.domain.errors import NotFound
from iopsched.domain.manner import manner_of
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.telling import USUAL, WARNING, Telling, require_sound
from iopsched.store import addresses, audit, devices, locks, people, programs, tellings
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import remind_patient

KINDS = tuple(kind for kind in Kind if not kind.is_asked_for)
"""What a patient may have told otherwise, or not at all."""


@dataclass(frozen=True, slots=True)
class Choices:
    """``claim`` is an address that waits for its yes; ``tellings`` has only kinds of which something was said."""

    patient: Patient
    program: Program
    consents: tuple[Consent, ...]
    claim: Claim | None
    devices: tuple[Device, ...]
    tellings: Mapping[Kind, Telling]

    def telling_of(self, kind: Kind) -> Telling:
        return self.tellings.get(kind, USUAL)


def view(patient_id: int, *, now: datetime) -> Choices:
    with reading():
        patient = people.patient(patient_id)
        return Choices(
            patient,
            programs.get(patient.program_id),
            people.consents(patient_id),
            addresses.claim_of(patient_id, now),
            devices.of_patient(patient_id),
            tellings.of_patient(patient_id),
        )


def choose(patient_id: int, kind: Kind, telling: Telling, *, now: datetime) -> Telling:
    """Be told of that kind so from now on. Raises Invalid for hours that leave none, NotFound for what is asked for.

    Detail is kept only where the program allows it, and noted with the version of the warning that stood beside it.
    """
    if kind.is_asked_for:
        raise NotFound("kind of message")
    with transaction():
        patient = locks.patient(patient_id)
        program = programs.get(patient.program_id)
        require_sound(telling, program)
        telling = replace(telling, is_detailed=telling.is_detailed and manner_of(program, kind).may_say_more)
        tellings.keep(patient_id, kind, telling)
        said: dict[str, Any] = {"warning": WARNING} if telling.is_detailed else {}
        audit.note(program.id, f"patient:{patient_id}", "telling chosen", now=now, patient_id=patient_id, **said)
        remind_patient.follow_all(people.patient(patient_id), program, now=now)
    return telling
