"""A patient lets us look into their own calendar: at once, and only what they then say yes to is kept.

Of that only when they are busy. What was looked at and not kept is gone within the hour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopsched.domain import calendar_link, zone
from iopsched.domain.busy_time import BusyTimes
from iopsched.domain.errors import Invalid, Unreadable
from iopsched.domain.own_calendar import (
    HOUR,
    LARGEST_FILE,
    MOST_CALENDARS,
    WAITED_FOR,
    Answer,
    OwnCalendar,
    Trouble,
    Validators,
    next_reading,
    whose_link,
)
from iopsched.domain.patient import Patient
from iopsched.gateways import foreign_ical
from iopsched.gateways.foreign_ical import Asked
from iopsched.gateways.seal import mark_of, sealed
from iopsched.store import audit, bookings, busy_times, limits, locks, own_calendars, visitors
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability.reconcile_sessions import horizon

Reader = Callable[[str, Validators, float], Answer]
"""Asks a link what is behind it, for so many seconds; raises Unreadable."""
WINDOW = int(HOUR.total_seconds())
TRIES = 12
"""Files and links that one patient may try within an hour."""
NONE = Validators()
FILE = "", ""
AGAIN = "We looked there less than an hour ago, and look behind a link once an hour at most. Try again later."


@dataclass(frozen=True, slots=True)
class Question:
    """Whose calendar is read, up to which day, and what is asked of it."""

    patient: Patient
    until: date
    asked: Asked


def ask(link: str, validators: Validators, seconds: float) -> Answer:
    """The reader of all that is not a test; its library is loaded with the first link."""
    from iopsched.gateways import calendar_link as internet

    return internet.read(link, validators, reach=internet.Reach(seconds=seconds))


def from_file(patient_id: int, content: bytes, *, now: datetime) -> int:
    """Look into a file; gives the id of what is then shown. Raises Unreadable, Invalid and Busy."""
    _count_try(patient_id, now, "file")
    if len(content) > LARGEST_FILE:
        raise Unreadable(Trouble.LARGE)
    question = question_of(patient_id, now=now)
    return _show(question, FILE, NONE, foreign_ical.busy_times(content, question.asked, WAITED_FOR), now)


def from_link(patient_id: int, typed: str, read: Reader, *, secret: str, now: datetime) -> int:
    """The same behind a link. One that was looked at within the hour is shown again and not read again."""
    link = calendar_link.said(typed)
    seal = sealed(secret, whose_link(patient_id), link.address)
    with reading():
        known = own_calendars.with_link(patient_id, seal)
    if known and known.is_kept:
        raise Invalid(link="You have added this calendar already. It is in the list.")
    if known and now < known.readable_at:
        return known.id
    _count_try(patient_id, now, "link", seal)
    answer = read(link.address, NONE, WAITED_FOR.reading)
    if answer.content is None:
        raise Unreadable(Trouble.NO_CALENDAR)
    question = question_of(patient_id, now=now)
    busy = foreign_ical.busy_times(answer.content, question.asked, WAITED_FOR)
    return _show(question, (link.host, seal), answer.validators, busy, now)


def keep(patient_id: int, calendar_id: int, *, all_day: bool, now: datetime) -> OwnCalendar:
    """The patient says yes. Whole days are kept only where they count as busy. Raises NotFound when it is gone."""
    with transaction():
        patient = locks.patient(patient_id)
        calendar = own_calendars.get(patient_id, calendar_id)
        if not calendar.is_kept:
            due_at = max(next_reading(calendar.id, calendar.attempted_at), now) if calendar.is_link else None
            own_calendars.change(patient_id, calendar_id, kept_at=now, counts_all_day=all_day, due_at=due_at)
            if not all_day:
                busy_times.remove_all_day(calendar_id)
            busy_times.count(calendar_id, True)
            _note(patient, "own calendar added", calendar_id, now)
        return own_calendars.get(patient_id, calendar_id)


def question_of(patient_id: int, *, now: datetime) -> Question:
    """From this morning where the patient is, to the end of the last week that the program has open."""
    with reading():
        patient, program = visitors.known_patient(patient_id)
        ours = bookings.uids(patient_id)
    tz = patient.zone_or(program.zone)
    until = horizon(program, program.day_of(now))
    first = zone.midnight(zone.local_day(now, tz), tz)
    return Question(patient, until, Asked(first, zone.midnight(until + timedelta(days=1), tz), tz.key, ours))


def _count_try(patient_id: int, now: datetime, field: str, seal: str = "") -> None:
    """Raises Invalid where it is one too many, the link was tried within the hour, or there are calendars enough."""
    with transaction():
        locks.patient(patient_id)
        tries = limits.hit(f"own-calendar:{patient_id}", WINDOW, 1, now)
        again = limits.hit(f"own-link:{mark_of(seal)}", WINDOW, 1, now) if seal else 1
        kept = own_calendars.of_patient(patient_id, now)
    if tries > TRIES:
        raise Invalid(**{field: f"That was {TRIES} tries within an hour. Please try again later."})
    if again > 1:
        raise Invalid(**{field: AGAIN})
    if len(kept) >= MOST_CALENDARS:
        raise Invalid(
            **{field: f"You have {MOST_CALENDARS} calendars here, and there cannot be more. Remove one first."}
        )


def _show(question: Question, where: tuple[str, str], validators: Validators, busy: BusyTimes, now: datetime) -> int:
    """Instead of what was shown to the patient before; ``where`` is a host and a sealed link."""
    patient = question.patient
    with transaction():
        locks.patient(patient.id)
        own_calendars.remove(own_calendars.looked_at(patient_id=patient.id))
        calendar_id = own_calendars.add(patient.id, *where, validators=validators, until=question.until, now=now)
        busy_times.replace(calendar_id, patient, busy, counts=False)
        return calendar_id


def _note(patient: Patient, action: str, calendar_id: int, now: datetime) -> None:
    actor = f"patient:{patient.id}"
    audit.note(patient.program_id, actor, action, now=now, patient_id=patient.id, calendar_id=calendar_id)
