"""Linked calendars are read again: each at most once an hour, by whoever of any number of workers takes it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from iopsched.domain.busy_time import BusyTimes
from iopsched.domain.errors import Busy, Unreadable, whereabouts
from iopsched.domain.own_calendar import (
    UNHURRIED,
    WAITED_FOR,
    Answer,
    Claimed,
    OwnCalendar,
    Patience,
    Trouble,
    Validators,
    next_reading,
    next_try,
    whose_link,
)
from iopsched.gateways import foreign_ical
from iopsched.gateways.clock import running_from
from iopsched.gateways.seal import opened
from iopsched.store import busy_times, locks, own_calendars
from iopsched.store.db import reading, transaction
from iopsched.usecases.weeks.import_calendar import NONE, Question, Reader, question_of

log = logging.getLogger(__name__)
BATCH = 5


@dataclass(frozen=True, slots=True)
class _Way:
    """How links are read: by what, opened with which secret, for how long at most, and by which clock."""

    read: Reader
    secret: str = field(repr=False)
    patience: Patience
    clock: Callable[[], datetime]

    def link_of(self, claimed: Claimed) -> str:
        """It stays out of every log. Raises Unreadable where the secret is no longer the one that sealed it."""
        link = opened(self.secret, whose_link(claimed.patient_id), claimed.seal)
        if link is None:
            raise Unreadable(Trouble.SEALED)
        return link


def read_due(read: Reader, *, secret: str, now: datetime, going_on: Callable[[], bool] = lambda: True) -> int:
    """Read all that are due, until none is or ``going_on`` says no; how many that were. One that fails stops nobody."""
    way, done = _Way(read, secret, UNHURRIED, running_from(now)), 0
    while going_on():
        with transaction():
            claimed = own_calendars.claim_due(now=way.clock(), limit=BATCH)
        if not claimed:
            break
        for each in claimed:
            if going_on():
                _read_guarded(each, way)
                done += 1
    return done


def read_again(patient_id: int, calendar_id: int, read: Reader, *, secret: str, now: datetime) -> OwnCalendar:
    """Read it now, unless it was read within the hour, is paused or is a file: somebody waits, so not for long.

    Gives it as it is then.
    Raises NotFound unless it is this patient's.
    """
    with transaction():
        own_calendars.get_kept(patient_id, calendar_id)
        claimed = own_calendars.claim(patient_id, calendar_id, now=now)
    if claimed:
        _read(claimed, _Way(read, secret, WAITED_FOR, running_from(now)))
    with reading():
        found = own_calendars.of_patient(patient_id, now)
    return next(calendar for calendar in found if calendar.id == calendar_id)


def _read_guarded(claimed: Claimed, way: _Way) -> None:
    try:
        _read(claimed, way)
    except Exception as error:
        log.error("own calendar %d: %s", claimed.id, whereabouts(error))


def _read(claimed: Claimed, way: _Way) -> None:
    """Outside of any transaction, until what came of it is written."""
    question = question_of(claimed.patient_id, now=way.clock())
    try:
        validators = _validators(claimed, question, way.clock())
        answer = way.read(way.link_of(claimed), validators, way.patience.reading)
        busy = _worked_out(answer, question, way)
    except Unreadable as no:
        _failed(claimed, no.trouble, way.clock())
    except Busy:
        return  # it is due again in an hour
    else:
        _keep(claimed, question, answer, busy, way.clock())


def _worked_out(answer: Answer, question: Question, way: _Way) -> BusyTimes | None:
    """None where nothing has changed."""
    if answer.content is None:
        return None
    return foreign_ical.busy_times(answer.content, question.asked, way.patience)


def _validators(claimed: Claimed, question: Question, now: datetime) -> Validators:
    """Once a day all of it is asked for: what repeats has come a day further, though nothing has changed."""
    first = question.asked.first
    return claimed.validators if first <= claimed.whole_at <= now else NONE


def _keep(claimed: Claimed, question: Question, answer: Answer, busy: BusyTimes | None, now: datetime) -> None:
    well = {"read_at": now, "due_at": next_reading(claimed.id, now), "failures": 0, "failing_since": None}
    whole = own_calendars.as_columns(answer.validators) | {"whole_at": now, "until": question.until}
    with transaction():
        patient = locks.patient(claimed.patient_id)
        if own_calendars.was_read(claimed, trouble=None, **well, **(whole if busy else {})) and busy:
            counted = busy if claimed.counts_all_day else BusyTimes(busy.timed)
            busy_times.replace(claimed.id, patient, counted, counts=True)


def _failed(claimed: Claimed, trouble: Trouble, now: datetime) -> None:
    """What was found before stays until it is over."""
    since, failures = claimed.failing_since or now, claimed.failures + 1
    due_at = next_try(failures, since, trouble, now)
    with transaction():
        locks.patient(claimed.patient_id)
        own_calendars.was_read(claimed, failures=failures, failing_since=since, trouble=trouble.value, due_at=due_at)
