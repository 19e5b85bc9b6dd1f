"""By which channel a message goes to a patient, and whereto. Called inside a transaction; opens none itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from iopsched.domain.address import Claim, confirming_mark, stopping_mark
from iopsched.domain.channel import Channel, Letter, left
from iopsched.domain.message import Kind, Message
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.telling import USUAL, Telling
from iopsched.store import addresses, tellings
from iopsched.usecases.messages import keep_devices


def telling_of(message: Message, patient: Patient) -> Telling:
    """How the patient wants to be told of it; what they just asked for just goes."""
    if message.kind.is_asked_for or not patient.tellings:
        return USUAL
    return tellings.of_kind(patient.id, message.kind)


def channels_left(message: Message, patient: Patient, telling: Telling) -> tuple[Channel, ...]:
    """By which this may still reach the patient, the best first."""
    if message.kind is Kind.EMAIL_CHECK or message.about.get("by") == Channel.EMAIL.value:
        is_open: tuple[Channel, ...] = (Channel.EMAIL,)
    elif message.kind is Kind.ANSWER:
        is_open = tuple(channel for channel in patient.own_channels if channel is Channel.SMS)
    elif message.kind.is_asked_for:
        is_open = patient.own_channels
    else:
        is_open = telling.ordered(patient.channels)
    return left(is_open, message.spent, message.bound_to)


def speaking_by(channel: Channel, program: Program) -> Program:
    """The program as it speaks there: only a text can be answered."""
    return program if channel is Channel.SMS else replace(program, answers_texts=False)


def address(
    channel: Channel, body: str, message: Message, patient: Patient, program: Program, *, secret: str, now: datetime
) -> Letter:
    """Ready to go."""
    to, path, way_out = _whereto(channel, message, patient, secret, now)
    devices = keep_devices.opened(patient.id, secret=secret) if channel is Channel.PUSH else ()
    named = {"tag": message.key, "name": program.name, "language": patient.language}
    return Letter(channel, to, body, **named, path=path, way_out=way_out, devices=devices)


def claim_in(message: Message, now: datetime) -> Claim | None:
    """The address that an e-mail asks about, while it is still the one that was given last."""
    claim = addresses.claim_of(message.patient_id, now)
    return claim if claim and claim.nonce == message.about.get("nonce") else None


def _whereto(channel: Channel, message: Message, patient: Patient, secret: str, now: datetime) -> tuple[str, str, str]:
    """Number or address, page to open, and the way to have no more of it."""
    if channel is Channel.SMS:
        return patient.phone, "", ""
    if channel is Channel.PUSH:
        return "", "/week", ""
    if message.kind is Kind.EMAIL_CHECK and (claim := claim_in(message, now)):
        return claim.address, confirming_path(claim, secret), ""
    if message.kind.is_asked_for:
        return patient.email, "", ""
    return patient.email, "/week", stopping_path(patient, secret)


def confirming_path(claim: Claim, secret: str) -> str:
    """The page behind the link that confirms an address."""
    return f"/e-mail/yes/{claim.patient_id}/{confirming_mark(secret, claim)}"


def stopping_path(patient: Patient, secret: str) -> str:
    """The page behind the link that ends e-mail."""
    return f"/e-mail/no/{patient.id}/{stopping_mark(secret, patient.id, patient.email)}"
