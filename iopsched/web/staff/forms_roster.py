"""The roster as a form: one choice and one number for each booking, named by its id, and how both stood when shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.errors import Invalid
from iopsched.usecases.hours.mark_attendance import Kept, Mark, Roster


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the two fields of one line; ``seen`` is how it was marked when the page was made."""

    attendance: str
    minutes: str
    seen: Kept


def typed_in(form: Mapping[str, str], roster: Roster) -> dict[int, Typed]:
    """Booking id to what was typed, or to what is kept where nothing was."""
    return {guest.booking.id: _typed(form, guest.booking) for guest in roster.guests}


def marks_in(form: Mapping[str, str], roster: Roster) -> dict[int, Mark]:
    """Booking id to mark, of the lines that say otherwise than what was seen.

    Raises Invalid naming each ``minutes_7`` that is no number, or missing for a part of it. The button for the rest
    marks as here all those of whom nothing is said.
    """
    rest = "here" if form.get("rest") == "here" else ""
    problems: dict[str, str] = {}
    marks: dict[int, Mark] = {}
    for guest in roster.guests:
        said = _typed(form, guest.booking)
        attendance = _attendance(said.attendance or rest)
        minutes, problem = _minutes(said, attendance, roster.credit)
        if (attendance, said.minutes) != (said.seen.attendance, _minutes_of(said.seen)):
            marks[guest.booking.id] = Mark(attendance, minutes, said.seen)
        if problem:
            problems[f"minutes_{guest.booking.id}"] = problem
    if problems:
        raise Invalid(**problems)
    return marks


def _typed(form: Mapping[str, str], booking: Booking) -> Typed:
    seen = _seen(form[f"seen_{booking.id}"]) if f"seen_{booking.id}" in form else Kept.of(booking)
    attendance = form.get(f"attendance_{booking.id}", seen.attendance or "")
    return Typed(attendance, form.get(f"minutes_{booking.id}", _minutes_of(seen)).strip(), seen)


def _seen(said: str) -> Kept:
    """From ``late 90``; words that no page of ours says are a line that nobody had marked."""
    attendance, _, minutes = said.partition(" ")
    return Kept(Attendance(attendance), int(minutes)) if _attendance(attendance) and _is_number(minutes) else Kept()


def _minutes_of(kept: Kept) -> str:
    return str(kept.minutes) if kept.attendance else ""


def _attendance(said: str) -> Attendance | None:
    return Attendance(said) if said in set(Attendance) else None


def _is_number(said: str) -> bool:
    return said.isdecimal() and len(said) <= 4


def _minutes(said: Typed, attendance: Attendance | None, credit: Mapping[Attendance, int]) -> tuple[int | None, str]:
    """Minutes, or None for all that count; and what is wrong with them.

    A number that has stood there since the last mark does not count for another: who was away with 0 and is here
    now gets the whole. Who comes late or leaves while it goes on gets what is worked out.
    """
    is_left_over = attendance != said.seen.attendance and said.minutes == _minutes_of(said.seen)
    if attendance is None or attendance.is_missed:
        return None, ""
    if not said.minutes or is_left_over:
        is_open = attendance.is_part and attendance not in credit
        return credit.get(attendance), gettext("Say how many minutes count.") if is_open else ""
    if not _is_number(said.minutes):
        return None, gettext("Give a whole number of minutes.")
    return int(said.minutes), ""
