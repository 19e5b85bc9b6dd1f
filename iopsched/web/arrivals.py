"""A patient joins by video, which counts as arriving; and what the pages of the week and of a seat say of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain import arrival
from iopsched.domain.booking import Booking
from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Modality
from iopsched.usecases.hours import arrive, join_session
from iopsched.usecases.hours.mark_attendance import Roster
from iopsched.web import login, notices
from iopsched.web.clock import now

blueprint = Blueprint("arrivals", __name__, url_prefix="/sessions/<int:session_id>/arrival")
blueprint.before_request(login.patients_only)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """``code`` is today's, or empty; ``joined`` is a telehealth session that can be joined now, if there is one."""

    code: str
    joined: Session | None


@blueprint.post("")
def join(session_id: int) -> ResponseReturnValue:
    """On to the way in, where the session has one: a redirect to another site would be none that forms may lead to."""
    patient_id = login.current_patient().id
    try:
        arrive.join(patient_id, session_id, now=now())
    except Invalid as invalid:
        notices.say("short", _("Please call."), _(invalid.problems["code"]))
        return redirect(url_for("week.show"), 303)
    door = join_session.door(patient_id, session_id, now=now())
    if door and door.link:
        notices.say("done", _("You are checked in."), _("Now join by video."))
        return redirect(url_for("seats.show", session_id=session_id), 303)
    notices.say("done", _("You are checked in."), _("Now open the link that you got for this session."))
    return redirect(url_for("week.show"), 303)


def arrivals_of(week: Week, today_at: datetime) -> Arrivals:
    """By the week that the page has anyway: no query."""
    program, day = week.program, week.program.day_of(today_at)
    ahead = [one for one in week.bookings if one.session.day == day and one.session.ends > today_at]
    expects = program.takes_codes and any(_needs_code(one) for one in ahead)
    code = code_of(week.patient_id, day) if expects else ""
    return Arrivals(code, joinable(ahead, program, today_at))


def joinable(bookings: Iterable[Booking], program: Program, at: datetime) -> Session | None:
    """The telehealth session of these that joining now would mark, where the program counts it."""
    found = arrival.awaited(bookings, Modality.TELEHEALTH, at) if program.counts_joins else None
    return found.session if found and found.attendance is None else None


def code_of(patient_id: int, day: date) -> str:
    """What this patient types at the entrance on that day."""
    return arrival.code_of(str(current_app.extensions["settings"].secret_key), patient_id, day)


def codes_of(roster: Roster, today_at: datetime) -> dict[int, str]:
    """Patient id to the code of whoever is still to arrive today, for staff to tell who has no phone at hand."""
    session, program = roster.session, roster.program
    if not program.takes_codes or session.day != program.day_of(today_at) or session.ends <= today_at:
        return {}
    awaited = (guest.booking for guest in roster.guests if _needs_code(guest.booking))
    return {booking.patient_id: code_of(booking.patient_id, session.day) for booking in awaited}


def _needs_code(booking: Booking) -> bool:
    return booking.session.modality is Modality.IN_PERSON and booking.attendance is None
