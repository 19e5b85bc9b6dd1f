"""What somebody else did to a patient's bookings, told once and at a decent hour.

Each is called inside the transaction that causes it and opens none itself; whether it may go out, and in which words,
is decided when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from iopsched.domain.booking import Booking
from iopsched.domain.heard import Heard, as_heard, gain, known, loss, matters
from iopsched.domain.manner import manner_of
from iopsched.domain.message import Kind, next_decent_hour
from iopsched.domain.offer import Offer
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.store import absences, many_messages, messages

GATHERING = timedelta(minutes=15)
"""How long the text about one usual week waits for those of the weeks after it."""


def exchanged(patient: Patient, program: Program, old: Booking, new: Booking, *, now: datetime) -> bool:
    """Somebody else gave them one seat for another: they hear of both as of one that has moved. Whether they hear.

    Of a seat of which they have not heard yet they never hear; back in the one that they know, they hear nothing.
    """
    stood_in = absences.stood_in(program.id, now)
    old, new = as_heard(old, stood_in), as_heard(new, stood_in)
    heard = _heard(patient, old)
    if messages.supersede(patient.id, f"booked:{old.id}"):
        return booked(patient, program, new, now=now)
    is_news = heard != Heard.of(new)
    if is_news:
        _put(patient, program, new, Kind.MOVED, heard, now)
    return is_news


def cancelled(patient: Patient, program: Program, booking: Booking, *, now: datetime) -> bool:
    """Staff took their seat: the session is off, or they are no longer in it. Whether they hear."""
    unheard = many_messages.supersede([patient.id], matters(booking))
    heard = loss(unheard, as_heard(booking, absences.stood_in(program.id, now)))
    if heard:
        _put(patient, program, booking, Kind.CANCELLED, heard, now)
    return heard is not None


def booked(patient: Patient, program: Program, booking: Booking, *, now: datetime) -> bool:
    """Somebody else booked for them, or gave them back a seat of whose loss they may have heard. Whether they hear."""
    unheard = many_messages.supersede([patient.id], matters(booking)[:2])
    news = gain(unheard, as_heard(booking, absences.stood_in(program.id, now)))
    if news:
        _put(patient, program, booking, *news, now)
    return news is not None


def offered(patient: Patient, program: Program, offer: Offer, *, now: datetime) -> None:
    """A seat that they waited for is held for them, until the offer's end."""
    due = next_decent_hour(now, program, patient.zone_or(program.zone))
    about = {"offer_id": str(offer.id)}
    _write(patient, program, Kind.OFFERED, offer_key(offer.id), due, offer.until, about)


def planned(
    patient: Patient,
    program: Program,
    plan_id: int,
    sessions: Sequence[Session],
    until: datetime | None,
    *,
    now: datetime,
) -> None:
    """Staff planned a week for them: one text for all of it. ``until`` it is kept for their answer; None is booked."""
    due = next_decent_hour(now, program, patient.zone_or(program.zone))
    last = max(session.starts for session in sessions)
    about = {"plan_id": str(plan_id), "session_ids": ",".join(str(session.id) for session in sessions)}
    _write(patient, program, Kind.PLANNED, planned_key(plan_id, patient.id), due, until or last, about)


def planned_answered(plan_id: int, patient_id: int) -> None:
    """The planned week is no longer open: unless the text has gone out, it does not."""
    messages.withdraw(planned_key(plan_id, patient_id))


def planned_key(plan_id: int, patient_id: int) -> str:
    """The matter of one planned week's text."""
    return f"planned:{plan_id}:{patient_id}"


def usual(patient: Patient, program: Program, usual_id: int, monday: date, *, now: datetime) -> None:
    """A week of theirs was booked as usual, as far as it went; weeks of which they have not heard yet are told with it.

    That waits for a while, as more weeks may follow at once.
    """
    matter = f"{Kind.USUAL.value}:{usual_id}"
    unheard = {day for about in messages.supersede(patient.id, matter) for day in about["mondays"].split(",")}
    mondays = sorted({monday.isoformat(), *unheard})
    due = next_decent_hour(now + GATHERING, program, patient.zone_or(program.zone))
    useless = program.week_bounds(date.fromisoformat(mondays[-1]))[1]
    key = f"{matter}:{monday}.{now:%Y%m%dT%H%M%S}"
    _write(patient, program, Kind.USUAL, key, due, useless, {"mondays": ",".join(mondays)})


def let_go(patient: Patient, program: Program, session: Session, *, now: datetime) -> None:
    """A seat that was held for them in this session, as they know it, is not any more."""
    due = next_decent_hour(now, program, patient.zone_or(program.zone))
    about = {"session_id": str(session.id), "starts": session.starts.isoformat()}
    key = f"{Kind.LET_GO.value}:{session.id}.{session.revision}:{patient.id}"
    _write(patient, program, Kind.LET_GO, key, due, session.starts, about)


def answered(offer_ids: Iterable[int]) -> frozenset[int]:
    """These offers are no longer open: unless the text has gone out, it does not; of which it did not."""
    return frozenset(offer_id for offer_id in offer_ids if messages.withdraw(offer_key(offer_id)))


def offer_key(offer_id: int) -> str:
    """The matter of one offer's text."""
    return f"offered:{offer_id}"


def _heard(patient: Patient, was: Booking) -> Heard:
    """What the patient knows: the booking as it was, or what stood before moves of which they have not heard yet."""
    unheard = messages.supersede(patient.id, f"moved:{was.id}")
    return known(unheard[0], was) if unheard else Heard.of(was)


def _put(patient: Patient, program: Program, booking: Booking, kind: Kind, heard: Heard, now: datetime) -> None:
    if manner_of(program, kind).is_on:
        messages.put(**row(patient, program, booking, kind, heard, now))


def row(
    patient: Patient, program: Program, booking: Booking, kind: Kind, heard: Heard, now: datetime
) -> dict[str, Any]:
    """What is off is of no use to hear of once the time that the patient knows has come."""
    version = f"{booking.session.revision}.{booking.sequence}"
    return {
        "program_id": program.id,
        "patient_id": patient.id,
        "kind": kind,
        "key": f"{kind.value}:{booking.id}:{version}",
        "due_at": next_decent_hour(now, program, patient.zone_or(program.zone)),
        "useless_at": heard.starts if kind is Kind.CANCELLED else booking.session.starts,
        "about": {
            "booking_id": str(booking.id),
            "was": heard.starts.isoformat(),
            "known_id": str(heard.booking_id),
            "where": heard.where,
        },
    }


def _write(
    patient: Patient,
    program: Program,
    kind: Kind,
    key: str,
    due: datetime,
    useless: datetime,
    about: Mapping[str, str],
) -> None:
    """Unless the program does not tell this kind."""
    if manner_of(program, kind).is_on:
        messages.put(program.id, patient.id, kind, key, due, useless, about)
