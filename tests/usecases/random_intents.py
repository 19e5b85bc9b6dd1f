"""A random intent of each kind: what staff can want of a random clinic, and can carry out as a rule."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from hypothesis import assume
from hypothesis import strategies as st

from iopsched.domain.intent import Intent, away, frame, offered, single
from iopsched.domain.offering import Change, Closure
from iopsched.domain.room import Cap, Room
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.domain.words import Component, Modality
from iopsched.usecases.availability import change_session, keep_closures, keep_offerings
from tests.builders import an_offering
from tests.usecases.random_clinic import DAYS, HOURS, ROOM, WEEKLY, Clinic

SEATS = st.integers(1, 3)
REACHES = st.sampled_from(Reach)
COUNTED = st.sampled_from([{"counted_minutes": 60}, {"component": Component.SKILLS}, {"track": "Women"}])
"""What a week counts of it, where it stays."""
LENGTHS = st.sampled_from([(60, 60), (180, 180), (180, 150), (300, 240)])


def add_offering(clinic: Clinic) -> Intent:
    day, name = clinic.data.draw(DAYS), clinic.data.draw(st.sampled_from(["", "Clinician 0", "Somebody new"]))
    extra = an_offering(
        first_day=day, last_day=day, weekdays=frozenset({day.weekday()}), begins=clinic.data.draw(HOURS)
    )
    return offered.AddOffering(extra, name)


def change_offering(clinic: Clinic) -> Intent:
    otherwise = clinic.data.draw(st.one_of(COUNTED, WEEKLY))
    changed = replace(clinic.data.draw(st.sampled_from(clinic.offerings)), **otherwise)
    return offered.ChangeOffering(changed, since=clinic.data.draw(st.one_of(st.none(), DAYS)))


def end_offering(clinic: Clinic) -> Intent:
    return offered.EndOffering(clinic.an_offering().id, clinic.data.draw(st.one_of(st.none(), DAYS)))


def put_series_back(clinic: Clinic) -> Intent:
    """Once it was split."""
    before, day = clinic.an_offering(), clinic.data.draw(DAYS)
    after = replace(before, **clinic.data.draw(WEEKLY))
    clinic.did(partial(keep_offerings.change, clinic.staff, after, since=day))
    return offered.PutSeriesBack(before, clinic.last_part_of(before))


def close_day(clinic: Clinic) -> Intent:
    day, begins, ends = clinic.data.draw(DAYS), clinic.data.draw(HOURS), clinic.data.draw(HOURS)
    part = Closure(day, "", day + timedelta(days=2), begins, ends)
    return offered.CloseDay(clinic.data.draw(st.sampled_from([Closure(day), part])))


def reopen_day(clinic: Clinic) -> Intent:
    if clinic.closure is None:
        clinic.closure = Closure(clinic.data.draw(DAYS))
        clinic.did(partial(keep_closures.close, clinic.staff, clinic.closure))
    return offered.ReopenDay(clinic.closure.day)


def move_session(clinic: Clinic) -> Intent:
    session, day, hour = _session(clinic), clinic.data.draw(DAYS), clinic.data.draw(HOURS)
    reach = clinic.data.draw(REACHES)
    if reach is not Reach.THIS:
        day = session.day + timedelta(days=(day - session.day).days % 7 - session.day.weekday())
    return single.MoveSession(session.id, day, hour, clinic.data.draw(st.sampled_from([None, "", ROOM])), reach)


def set_seats(clinic: Clinic) -> Intent:
    return single.SetSeats(_session(clinic).id, clinic.data.draw(SEATS), clinic.data.draw(REACHES))


def alter_session(clinic: Clinic) -> Intent:
    """By video or not, elsewhere, longer or shorter, led by another."""
    minutes, counted = clinic.data.draw(LENGTHS)
    return single.AlterSession(
        _session(clinic).id,
        clinic.data.draw(st.sampled_from(Modality)),
        minutes,
        counted,
        clinic.data.draw(st.sampled_from([None, *clinic.clinicians])),
        clinic.data.draw(st.sampled_from(["", ROOM, "Hall"])),
        clinic.data.draw(st.sampled_from(["", "https://video.example.org/7"])),
    )


def hand_over(clinic: Clinic) -> Intent:
    return single.HandOver(_session(clinic).id, clinic.clinicians[-1])


def cancel_session(clinic: Clinic) -> Intent:
    return single.CancelSession(_session(clinic).id, clinic.data.draw(REACHES))


def reopen_session(clinic: Clinic) -> Intent:
    """Once it was called off."""
    session = _session(clinic)
    clinic.did(partial(change_session.cancel, clinic.staff, session.id))
    return single.ReopenSession(session.id)


def put_back(clinic: Clinic) -> Intent:
    """Once it was moved."""
    session, day = _session(clinic), clinic.data.draw(DAYS)
    clinic.did(partial(change_session.move, clinic.staff, session.id, day, clinic.data.draw(HOURS)))
    seats = clinic.data.draw(st.one_of(st.none(), SEATS))
    return single.PutBack(session.id, Change(session.offering_id or 0, session.day, seats=seats))


def add_absence(clinic: Clinic) -> Intent:
    return away.AddAbsence(clinic.an_absence())


def change_absence(clinic: Clinic) -> Intent:
    return away.ChangeAbsence(replace(clinic.an_absence(), id=clinic.absence_id()))


def remove_absence(clinic: Clinic) -> Intent:
    return away.RemoveAbsence(clinic.absence_id())


def put_room(clinic: Clinic) -> Intent:
    name = clinic.data.draw(st.sampled_from([ROOM, "Hall"]))
    return frame.PutRoom(Room(clinic.room_id, name, "", clinic.data.draw(SEATS)))


def remove_room(clinic: Clinic) -> Intent:
    return frame.RemoveRoom(clinic.room_id, ROOM)


def set_caps(clinic: Clinic) -> Intent:
    return frame.SetCaps((Cap(Component.GROUP, clinic.data.draw(SEATS)),))


def put_season(clinic: Clinic) -> Intent:
    first, last = _days(clinic)
    return frame.PutSeason(replace(clinic.season, first_day=first, last_day=last))


def remove_season(clinic: Clinic) -> Intent:
    return frame.RemoveSeason(clinic.season.id, clinic.season.name)


def bring_season_back(clinic: Clinic) -> Intent:
    """With offerings that hold to no other."""
    first, last = _days(clinic)
    free = [one.id for one in clinic.offerings if one.season is None]
    assume(free)
    only, pausing = (clinic.data.draw(st.sets(st.sampled_from(free))) for _ in range(2))
    season = replace(clinic.season, id=0, name="Summer hours", first_day=first, last_day=last)
    return frame.BringSeasonBack(season, tuple(sorted(only)), tuple(sorted(pausing - only)))


def _session(clinic: Clinic) -> Session:
    there = clinic.sessions()
    assume(there)
    one: Session = clinic.data.draw(st.sampled_from(there))
    return one


def _days(clinic: Clinic) -> tuple[date, date]:
    first: date = clinic.data.draw(DAYS)
    return first, first + timedelta(days=clinic.data.draw(st.integers(0, 9)))


SINGLE: Mapping[str, Callable[[Clinic], Intent]] = {
    "add offering": add_offering,
    "change offering": change_offering,
    "end offering": end_offering,
    "put series back": put_series_back,
    "close day": close_day,
    "reopen day": reopen_day,
    "move session": move_session,
    "set seats": set_seats,
    "alter session": alter_session,
    "hand over": hand_over,
    "cancel session": cancel_session,
    "reopen session": reopen_session,
    "put back": put_back,
    "add absence": add_absence,
    "change absence": change_absence,
    "remove absence": remove_absence,
    "put room": put_room,
    "remove room": remove_room,
    "set caps": set_caps,
    "put season": put_season,
    "remove season": remove_season,
    "bring season back": bring_season_back,
}
