"""A patient has notifications shown on a phone or computer, and takes it away again."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime

from iopsched.domain.channel import Channel
from iopsched.domain.consent import Source
from iopsched.domain.device import MOST, Device, Subscription, whose
from iopsched.domain.patient import Patient
from iopsched.gateways import push
from iopsched.gateways.seal import mark_of, sealed
from iopsched.gateways.seal import opened as seal_opened
from iopsched.store import audit, devices, locks
from iopsched.store.db import transaction
from iopsched.usecases.messages import keep_consent, remind_patient


def public_key(secret: str) -> str:
    """What a browser subscribes with."""
    return push.public_key(secret)


def add(patient_id: int, name: str, subscription: Subscription, *, secret: str, now: datetime) -> Patient:
    """Show notifications there, which is a yes to them. Raises Invalid for what no push service of the internet is."""
    push.require_sound(subscription)
    mark = mark_of(sealed(secret, whose(patient_id), subscription.endpoint))
    seal = sealed(secret, whose(patient_id), json.dumps(asdict(subscription)))
    with transaction():
        patient = locks.patient(patient_id)
        held = [device.id for device in devices.of_patient(patient_id) if device.mark != mark]
        devices.remove(patient_id, held[: max(0, len(held) + 1 - MOST)])
        devices.keep(patient_id, name, mark, seal, now=now)
        actor = f"patient:{patient_id}"
        audit.note(patient.program_id, actor, "device added", now=now, patient_id=patient_id)
        if not patient.accepts_push:
            keep_consent.keep(
                patient.program_id, patient_id, True, Source.APP, actor=actor, now=now, channel=Channel.PUSH
            )
        return remind_patient.follow_after(patient_id, now=now)


def remove(patient_id: int, device_id: int, *, now: datetime) -> None:
    """Nothing is shown there any more; what was agreed to stays, for the other devices. Another's stays as it is."""
    with transaction():
        patient = locks.patient(patient_id)
        devices.remove(patient_id, [device_id])
        audit.note(patient.program_id, f"patient:{patient_id}", "device removed", now=now, patient_id=patient_id)


def opened(patient_id: int, *, secret: str) -> tuple[Device, ...]:
    """Each device with where it takes notifications. Called inside a transaction; opens none itself.

    One that was sealed with another secret has none: its browser trusts another key as well.
    """
    found = ((device, seal_opened(secret, whose(patient_id), seal)) for device, seal in devices.seals_of(patient_id))
    return tuple(replace(device, subscription=_subscription(said)) for device, said in found)


def _subscription(said: str | None) -> Subscription | None:
    return Subscription(**json.loads(said)) if said else None
