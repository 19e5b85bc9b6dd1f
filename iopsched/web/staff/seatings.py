"""What came of seating a patient, in sentences for the note on the next page, and where that page is."""

from __future__ import annotations

from collections.abc import Iterator

from flask import request, url_for
from flask_babel import gettext

from iopsched.domain.patient import Patient
from iopsched.usecases.seats.seat_patient import Seating
from iopsched.web import amounts, notices

WAITLIST = "waiting"


def say(first: str, seating: Seating, *, is_so: bool, undo: str) -> None:
    """Leave a note: what was done, what the week comes to, and whom to call. ``is_so``: it still stands."""
    if not is_so:
        notices.say("", gettext("This was done before, and changed since."), gettext("Here is what is so now."))
        return
    calls = [*_calls(seating)]
    rest = " ".join([*_week(seating), *_told(seating), *calls])
    notices.say("short" if calls else "done", first, rest, undo=undo)


def back_to(patient_id: int) -> str:
    """The page that led here, as the address says: the waiting list, a roster by its id, a week by its day.

    Where it says nothing, the patient's own.
    """
    said = request.args.get("back", "")
    if said == WAITLIST:
        return url_for("waitlist.show")
    if said.isdecimal():
        return url_for("roster.show", session_id=said)
    if said:
        return url_for("seating.show_week", patient_id=patient_id, day=said)
    return url_for("people.show_person", patient_id=patient_id)


def _week(seating: Seating) -> Iterator[str]:
    week = seating.week
    if week.plan:
        hours = amounts.hours_of_in_words(week.minutes, week.required)
        yield gettext("%(name)s has %(hours)s that week.", name=seating.patient.short_name, hours=hours)


def _told(seating: Seating) -> Iterator[str]:
    if seating.is_news and seating.is_told:
        yield gettext("A message says so.")


def _calls(seating: Seating) -> Iterator[str]:
    if seating.is_news and not seating.is_told:
        yield gettext("Please call: no message reaches %(name)s in time.", name=seating.patient.short_name)
    for patient in seating.disappointed:
        yield _disappointed(patient)


def _disappointed(patient: Patient) -> str:
    name = patient.short_name
    return str(gettext("A seat was kept for %(name)s and is gone: please tell %(name)s.", name=name))
