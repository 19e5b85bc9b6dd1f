"""A scene for each use case that touches seats, in which it locks all that it ever does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import NamedTuple

from sqlalchemy import text

from iopsched.domain.absence import Absence
from iopsched.domain.arrival import code_of
from iopsched.domain.intent import single
from iopsched.domain.offering import Change, Closure
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.program_plan.planned_week import KeptPlan
from iopsched.domain.room import Room
from iopsched.domain.season import Season
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Modality, Role
from iopsched.store import absences, bookings, offerings, programs, sessions, waitings
from iopsched.store.db import db, reading, transaction
from iopsched.usecases.availability import (
    adjust_availability,
    alter_session,
    change_session,
    draft_change,
    end_offering,
    import_timetable,
    keep_absences,
    keep_clinicians,
    keep_closures,
    keep_offerings,
    keep_rooms,
    keep_seasons,
    put_back,
)
from iopsched.usecases.hours import arrive, keep_kiosks, mark_attendance
from iopsched.usecases.people import archive_patient, change_program, merge_patients
from iopsched.usecases.people.change_program import Policies
from iopsched.usecases.seats import (
    book_session,
    cancel_booking,
    hold_plan,
    keep_waitlist,
    seat_patient,
    swap_booking,
    tend_seats,
    wait_for_seat,
)
from iopsched.usecases.weeks import (
    accept_program_plan,
    answer_planned_week,
    carry_on_usual_weeks,
    keep_usual_week,
    plan_program,
    plan_week,
)
from tests.builders import MONDAY, an_offering
from tests.conftest import NOW
from tests.stored import (
    a_stored_clinician,
    a_stored_patient,
    a_stored_program,
    a_stored_room,
    a_stored_season,
    a_stored_session,
    a_stored_staff,
)

Act = Callable[[], object]
LATER = timedelta(hours=1)


class Clinic(NamedTuple):
    """Ana has a seat on Wednesday, Ben the only one on Friday; Monday is free, and this morning is over."""

    program: Program
    staff: Staff
    ana: Patient
    ben: Patient
    monday: Session
    wednesday: Session
    friday: Session
    morning: Session


def a_clinic() -> Clinic:
    program = a_stored_program()
    ana, ben = (a_stored_patient(program) for _ in range(2))
    monday, wednesday = (a_stored_session(program, day) for day in (0, 2))
    friday, morning = a_stored_session(program, 4, seats=1), a_stored_session(program, -7, hour=9)
    book_session.book(ana.id, wednesday.id, now=NOW)
    book_session.book(ben.id, friday.id, now=NOW)
    return Clinic(program, a_stored_staff(program, Role.ADMIN), ana, ben, monday, wednesday, friday, morning)


def book(at: Clinic) -> Act:
    return lambda: book_session.book(at.ana.id, at.monday.id, now=NOW)


def accept(at: Clinic) -> Act:
    return lambda: plan_week.accept(at.ana.id, [at.wednesday.id, at.monday.id], now=NOW)


def swap(at: Clinic) -> Act:
    return lambda: swap_booking.swap(at.ana.id, at.wednesday.id, at.monday.id, now=NOW)


def cancel(at: Clinic) -> Act:
    return lambda: cancel_booking.cancel(at.ana.id, at.wednesday.id, now=NOW)


def undo(at: Clinic) -> Act:
    cancel(at)()
    return lambda: cancel_booking.undo(at.ana.id, at.wednesday.id, now=NOW)


def hold(at: Clinic) -> Act:
    return lambda: hold_plan.hold(at.ana.id, [at.monday.id], now=NOW)


def let_go(at: Clinic) -> Act:
    hold(at)()
    return lambda: hold_plan.let_go(at.ana.id, now=NOW)


def _planned(at: Clinic) -> tuple[Patient, KeptPlan]:
    """A week is planned for Gil, who has nothing yet."""
    gil = a_stored_patient(at.program, plan={"week_least": 180})
    return gil, plan_program.keep(at.staff, plan_program.propose(at.staff, MONDAY, seed=1, now=NOW), now=NOW)


def accept_program(at: Clinic) -> Act:
    _, plan = _planned(at)
    return lambda: accept_program_plan.accept(at.staff, plan.id, now=NOW)


def take_planned(at: Clinic) -> Act:
    gil, plan = _planned(at)
    accept_program_plan.accept(at.staff, plan.id, now=NOW)
    return lambda: answer_planned_week.take(gil.id, plan.id, now=NOW)


def decline_planned(at: Clinic) -> Act:
    gil, plan = _planned(at)
    accept_program_plan.accept(at.staff, plan.id, now=NOW)
    return lambda: answer_planned_week.decline(gil.id, plan.id, now=NOW)


def make_usual(at: Clinic) -> Act:
    """The week after next has one session like Ana's Wednesday."""
    with transaction():
        offering = offerings.get(at.program.id, sessions.key_of(at.wednesday.id)[0])
        offerings.change(replace(offering, last_day=offering.last_day + timedelta(weeks=1)))
    adjust_availability.open_sessions(now=NOW)
    shown = keep_usual_week.preview(at.ana.id, MONDAY, now=NOW)
    return lambda: keep_usual_week.make(at.ana.id, MONDAY, shown.session_ids, now=NOW)


def carry_on(at: Clinic) -> Act:
    make_usual(at)
    keep_usual_week.make(at.ana.id, MONDAY, [], now=NOW)
    return lambda: carry_on_usual_weeks.carry_on(now=NOW)


def wait(at: Clinic) -> Act:
    return lambda: wait_for_seat.wait(at.ana.id, at.friday.id, now=NOW)


def decline(at: Clinic) -> Act:
    wait(at)()
    cancel_booking.cancel(at.ben.id, at.friday.id, now=NOW)
    return lambda: wait_for_seat.decline(at.ana.id, at.friday.id, now=NOW)


def book_for(at: Clinic) -> Act:
    return lambda: seat_patient.book(at.staff, at.ana.id, at.monday.id, now=NOW)


def move_for(at: Clinic) -> Act:
    return lambda: seat_patient.move(at.staff, at.ana.id, at.wednesday.id, at.monday.id, now=NOW)


def cancel_for(at: Clinic) -> Act:
    return lambda: seat_patient.cancel(at.staff, at.ana.id, at.wednesday.id, now=NOW)


def let_wait(at: Clinic) -> Act:
    return lambda: keep_waitlist.let_wait(at.staff, at.ana.id, at.friday.id, now=NOW)


def take_off(at: Clinic) -> Act:
    decline(at)
    with reading():
        (one,) = waitings.of_patient(at.ana.id)
    return lambda: keep_waitlist.take_off(at.staff, at.ana.id, one.id, reason="asked us to", now=NOW)


def archive(at: Clinic) -> Act:
    hold(at)()
    return lambda: archive_patient.archive(at.staff, at.ana.id, [at.wednesday.id], now=NOW)


def merge(at: Clinic) -> Act:
    hold(at)()
    with transaction():
        db.session.execute(text("DELETE FROM treatment_plan WHERE patient_id = :id"), {"id": at.ana.id})
    return lambda: merge_patients.merge(at.staff, at.ben.id, at.ana.id, now=NOW)


def pass_on(at: Clinic) -> Act:
    hold(at)()
    return lambda: tend_seats.pass_on(now=NOW + LATER)


def look_around(at: Clinic) -> Act:
    """What Ben waited for is called off; Friday has got another seat without a word to Ana."""
    wait(at)()
    _set_seats(at.monday, 0)
    wait_for_seat.wait(at.ben.id, at.monday.id, now=NOW)
    change_session.cancel(at.staff, at.monday.id, now=NOW)
    _set_seats(at.friday, 2)
    return lambda: tend_seats.look_around(now=NOW)


def mark(at: Clinic) -> Act:
    return lambda: mark_attendance.mark(at.staff, at.morning.id, {}, now=NOW)


def move(at: Clinic) -> Act:
    return lambda: change_session.move(at.staff, at.wednesday.id, at.wednesday.day, time(9), now=NOW)


def change_seats(at: Clinic) -> Act:
    return lambda: change_session.change_seats(at.staff, at.wednesday.id, 3, now=NOW)


def _awaited(at: Clinic, modality: Modality) -> Session:
    """A session of today that Ana is in and can arrive at, in a program that lets patients mark themselves."""
    with transaction():
        programs.change(at.program.id, takes_codes=True, counts_joins=True)
    session = a_stored_session(at.program, -7, hour=12.5, modality=modality)
    with transaction():
        bookings.add(at.ana.id, session, uid=f"awaited-{modality}", now=NOW - LATER)
    return session


def check_in(at: Clinic) -> Act:
    _awaited(at, Modality.IN_PERSON)
    kiosk, _ = keep_kiosks.make(at.staff, "Door", now=NOW)
    code = code_of("secret", at.ana.id, at.program.day_of(NOW))
    return lambda: arrive.check_in(kiosk, code, secret="secret", now=NOW + LATER / 2)


def join(at: Clinic) -> Act:
    session = _awaited(at, Modality.TELEHEALTH)
    return lambda: arrive.join(at.ana.id, session.id, now=NOW + LATER / 2)


def call_off(at: Clinic) -> Act:
    return lambda: change_session.cancel(at.staff, at.wednesday.id, now=NOW)


def reopen(at: Clinic) -> Act:
    call_off(at)()
    return lambda: change_session.reopen(at.staff, at.wednesday.id, now=NOW)


def change_leader(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    somebody = a_stored_clinician(at.program)
    return lambda: change_session.change_leader(at.staff, at.monday.id, somebody, now=NOW)


def alter(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    by_video = single.AlterSession(at.monday.id, Modality.TELEHEALTH, 90, 90)
    return lambda: alter_session.alter(at.staff, by_video, now=NOW)


def change_link(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    return lambda: change_session.change_link(at.staff, at.monday.id, "https://video.example.org/1", now=NOW)


def put_room(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    return lambda: keep_rooms.put(at.staff, Room(0, "Room 2", "", 9), now=NOW)


def remove_room(at: Clinic) -> Act:
    room_id = a_stored_room(at.program)
    _leave_a_change_behind(at)
    return lambda: keep_rooms.remove(at.staff, room_id, now=NOW)


def cap_seats(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    return lambda: keep_rooms.cap(at.staff, {}, now=NOW)


def put_season(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    return lambda: keep_seasons.put(at.staff, Season(0, "Summer", at.monday.day, at.friday.day), now=NOW)


def remove_season(at: Clinic) -> Act:
    season = a_stored_season(at.program)
    _leave_a_change_behind(at)
    return lambda: keep_seasons.remove(at.staff, season.id, now=NOW)


def bring_season_back(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    summer = Season(0, "Summer", at.monday.day, at.friday.day)
    return lambda: keep_seasons.bring_back(at.staff, summer, (), (), now=NOW)


def merge_clinicians(at: Clinic) -> Act:
    """A. Rivera leads Monday under a mistyped name."""
    typed, meant = a_stored_clinician(at.program, "A. Rivra"), a_stored_clinician(at.program)
    change_session.change_leader(at.staff, at.monday.id, typed, now=NOW)
    return lambda: keep_clinicians.merge(at.staff, typed, meant, now=NOW)


def add_absence(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    away = Absence(0, a_stored_clinician(at.program), at.monday.day)
    return lambda: keep_absences.add(at.staff, away, now=NOW)


def change_absence(at: Clinic) -> Act:
    known = _an_absence(at)
    _leave_a_change_behind(at)
    return lambda: keep_absences.change(at.staff, replace(known, day=at.friday.day), now=NOW)


def remove_absence(at: Clinic) -> Act:
    known = _an_absence(at)
    _leave_a_change_behind(at)
    return lambda: keep_absences.remove(at.staff, known.id, now=NOW)


def _an_absence(at: Clinic) -> Absence:
    with transaction():
        known = Absence(0, programs.clinician_named(at.program.id, "B"), at.monday.day)
        return replace(known, id=absences.add(at.program.id, known))


def put_a_session_back(at: Clinic) -> Act:
    call_off(at)()
    change = Change(0, at.friday.day, begins=time(9))
    return lambda: put_back.put_session_back(at.staff, at.friday.id, change, now=NOW)


def put_a_series_back(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    with reading():
        offering = offerings.get(at.program.id, sessions.key_of(at.friday.id)[0])
    return lambda: put_back.put_series_back(at.staff, offering, offering.id, now=NOW)


def end_an_offering(at: Clinic) -> Act:
    with reading():
        offering_id = sessions.key_of(at.wednesday.id)[0]
    return lambda: end_offering.end_offering(at.staff, offering_id, now=NOW)


def apply_draft(at: Clinic) -> Act:
    draft_id = draft_change.draft(at.staff, single.CancelSession(at.wednesday.id), now=NOW)
    seen = draft_change.find(at.staff, draft_id).fingerprint
    return lambda: draft_change.apply(at.staff, draft_id, seen, now=NOW)


def add_offering(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    return lambda: keep_offerings.add(at.staff, an_offering(program_id=at.program.id), now=NOW)


def change_offering(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    with reading():
        offering = offerings.get(at.program.id, sessions.key_of(at.monday.id)[0])
    return lambda: keep_offerings.change(at.staff, offering, now=NOW)


def close_day(at: Clinic) -> Act:
    return lambda: keep_closures.close(at.staff, Closure(at.wednesday.day), now=NOW)


def reopen_day(at: Clinic) -> Act:
    close_day(at)()
    return lambda: keep_closures.reopen(at.staff, at.wednesday.day, now=NOW)


def open_sessions(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    return lambda: adjust_availability.open_sessions(now=NOW)


def change_policies(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    return lambda: change_program.change(at.staff, Policies.of(at.program), now=NOW)


def bring_timetable(at: Clinic) -> Act:
    _leave_a_change_behind(at)
    with reading():
        key = db.session.execute(text("SELECT key FROM program WHERE id = :id"), {"id": at.program.id}).scalar_one()
    file = f"what,program,name,timezone\nprogram,{key},{at.program.name},{at.program.timezone}\n"
    return lambda: import_timetable.import_timetable(file, now=NOW)


SCENES: dict[str, Callable[[Clinic], Act]] = {
    "book_session.book": book,
    "plan_week.accept": accept,
    "swap_booking.swap": swap,
    "cancel_booking.cancel": cancel,
    "cancel_booking.undo": undo,
    "hold_plan.hold": hold,
    "hold_plan.let_go": let_go,
    "accept_program_plan.accept": accept_program,
    "answer_planned_week.take": take_planned,
    "answer_planned_week.decline": decline_planned,
    "keep_usual_week.make": make_usual,
    "carry_on_usual_weeks.carry_on": carry_on,
    "wait_for_seat.wait": wait,
    "wait_for_seat.decline": decline,
    "seat_patient.book": book_for,
    "seat_patient.move": move_for,
    "seat_patient.cancel": cancel_for,
    "keep_waitlist.let_wait": let_wait,
    "keep_waitlist.take_off": take_off,
    "archive_patient.archive": archive,
    "merge_patients.merge": merge,
    "tend_seats.pass_on": pass_on,
    "tend_seats.look_around": look_around,
    "mark_attendance.mark": mark,
    "arrive.check_in": check_in,
    "arrive.join": join,
    "change_session.move": move,
    "change_session.change_seats": change_seats,
    "change_session.cancel": call_off,
    "change_session.reopen": reopen,
    "change_session.change_leader": change_leader,
    "alter_session.alter": alter,
    "change_session.change_link": change_link,
    "keep_rooms.put": put_room,
    "keep_rooms.remove": remove_room,
    "keep_rooms.cap": cap_seats,
    "keep_seasons.put": put_season,
    "keep_seasons.remove": remove_season,
    "keep_seasons.bring_back": bring_season_back,
    "keep_absences.add": add_absence,
    "keep_absences.change": change_absence,
    "keep_absences.remove": remove_absence,
    "keep_clinicians.merge": merge_clinicians,
    "put_back.put_session_back": put_a_session_back,
    "put_back.put_series_back": put_a_series_back,
    "end_offering.end_offering": end_an_offering,
    "draft_change.apply": apply_draft,
    "keep_offerings.add": add_offering,
    "keep_offerings.change": change_offering,
    "keep_closures.close": close_day,
    "keep_closures.reopen": reopen_day,
    "adjust_availability.open_sessions": open_sessions,
    "change_program.change": change_policies,
    "import_timetable.import_timetable": bring_timetable,
}


def _leave_a_change_behind(at: Clinic) -> None:
    """Wednesday is to be elsewhere, and nobody has seen to it yet."""
    with transaction():
        offering_id, day, slot = sessions.key_of(at.wednesday.id)
        offerings.put_change(at.program.id, Change(offering_id, day, slot, begins=time(9)))


def _set_seats(session: Session, seats: int) -> None:
    """Past every use case."""
    with transaction():
        db.session.execute(text("UPDATE session SET seats = :seats WHERE id = :id"), {"seats": seats, "id": session.id})
