"""Staff book, move and cancel for a patient by the one rule, overrule it with a reason, and the patient hears of it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from iopsched.domain.booking import Booking, CancelledBy
from iopsched.domain.errors import Forbidden, Invalid, NotFound, Refused
from iopsched.domain.message import Kind, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Modality, Role
from iopsched.store import bookings, holds, messages, offers, people, sessions
from iopsched.store.db import db, reading, transaction
from iopsched.store.tables import SessionRow
from iopsched.usecases.availability import change_session
from iopsched.usecases.messages import send_messages
from iopsched.usecases.seats import book_session, cancel_booking, hold_plan, seat_patient, wait_for_seat
from tests.builders import a_commitment, at
from tests.carrier import Carrier
from tests.conftest import NOW
from tests.logbook import Entry, entries
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff, seats_taken

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FULL, COMMITTED = Why.FULL, Why.COMMITTED


@dataclass(frozen=True, slots=True)
class Place:
    """A coordinator, Ana, who has no seat yet, and a group on Monday evening with two."""

    program: Program
    staff: Staff
    ana: Patient
    group: Session

    def somebody(self, name: str = "Ben") -> Patient:
        return a_stored_patient(self.program, given_name=name)

    def fill(self) -> None:
        for _ in range(self.group.seats):
            book_session.book(self.somebody().id, self.group.id, now=NOW)

    def book(self, patient: Patient | None = None, **how: object) -> seat_patient.Seating:
        return seat_patient.book(self.staff, (patient or self.ana).id, self.group.id, now=NOW, **how)  # type: ignore[arg-type]

    def refusals(self, session: Session, **how: object) -> list[Why]:
        with pytest.raises(Refused) as refused:
            seat_patient.book(self.staff, self.ana.id, session.id, now=NOW, **how)  # type: ignore[arg-type]
        return [reason.why for reason in refused.value.reasons]

    @property
    def actor(self) -> str:
        return f"staff:{self.staff.id}"


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    return Place(program, a_stored_staff(program), a_stored_patient(program), a_stored_session(program, seats=2))


def seat_of(patient: Patient, session: Session) -> Booking:
    with reading():
        booking = bookings.find(patient.id, session.id)
    assert booking
    return booking


def texts(patient: Patient) -> list[tuple[Kind, State]]:
    """All but reminders, the first first."""
    with reading():
        known = sorted(messages.of_patient(patient.id), key=lambda message: message.id)
    return [(each.kind, each.state) for each in known if each.kind is not Kind.REMINDER]


def told(patient: Patient, now: datetime = NOW) -> list[str]:
    """What this patient reads when all that is due has gone out."""
    carrier = Carrier()
    send_messages.send_due(carrier, now=now, secret="test")
    return [body for number, body in carrier.texts if number == patient.phone]


def overbooked(session: Session) -> int:
    with reading():
        return db.session.scalars(select(SessionRow.overbooked).where(SessionRow.id == session.id)).one()


def test_a_seat_that_staff_book_is_a_seat_like_any_other(place: Place):
    seating = place.book()

    assert seating.week.has_seat_in(place.group.id)
    assert seats_taken(place.group) == 1
    with reading():
        assert people.patient(place.ana.id).schedule_version == 1
        assert [m.kind for m in messages.of_patient(place.ana.id)].count(Kind.REMINDER) == 1


def test_the_patient_is_told_and_the_log_says_for_whom(place: Place):
    place.book(reason="Asked on the phone")

    assert told(place.ana) == ["Riverside: you have a new time: Mon Nov 30, 6 to 9 pm. Can't come? Open your week."]
    detail = {"reason": "Asked on the phone"}
    assert entries() == [Entry(place.actor, "booked for", place.ana.id, place.group.id, detail)]


def test_what_the_rule_refuses_stays_refused_with_every_reason(place: Place):
    seat_patient.book(place.staff, place.ana.id, a_stored_session(place.program, hour=19).id, now=NOW)
    place.fill()

    assert place.refusals(place.group, over={FULL, COMMITTED}, reason="All the same") == [FULL, Why.OVERLAPS]
    assert seats_taken(place.group) == 2


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        ({"week_least": 60, "week_most": 120}, Why.WEEK_MOST),
        ({"day_most": 120}, Why.DAY_MOST),
        ({"modalities": frozenset({Modality.TELEHEALTH})}, Why.MODALITY),
        ({"last_day": NOW.date()}, Why.NO_PLAN),
    ],
)
def test_a_plan_is_not_overruled(place: Place, plan: dict[str, object], why: Why):
    ben = a_stored_patient(place.program, plan=plan)

    with pytest.raises(Refused) as refused:
        place.book(ben, over=set(Why), reason="All the same")

    assert [reason.why for reason in refused.value.reasons] == [why]


def test_what_has_begun_is_for_nobody_to_book(place: Place):
    with pytest.raises(Refused):
        seat_patient.book(place.staff, place.ana.id, place.group.id, over=set(Why), reason="x", now=place.group.starts)


def test_full_is_full_for_staff_too_unless_they_say_that_they_have_seen_it(place: Place):
    place.fill()

    assert place.refusals(place.group) == [FULL]
    assert place.refusals(place.group, reason="Asked on the phone") == [FULL]
    assert place.refusals(place.group, over={COMMITTED}, reason="Free that day") == [FULL]
    assert seats_taken(place.group) == 2


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_overbooking_wants_a_reason_that_is_not_a_novel(place: Place, reason: str):
    place.fill()

    with pytest.raises(Invalid) as invalid:
        place.book(over={FULL}, reason=reason)

    assert list(invalid.value.problems) == ["reason"]
    assert seats_taken(place.group) == 2


def test_overbooked_there_is_one_more_in_than_there_are_seats(place: Place):
    place.fill()

    seating = place.book(over={FULL}, reason=" Comes with her sister ")

    assert seating.overruled == {FULL}
    assert (seats_taken(place.group), overbooked(place.group)) == (3, 1)
    detail = {"reason": "Comes with her sister"}
    assert entries(place.actor) == [Entry(place.actor, "overbooked", place.ana.id, place.group.id, detail)]


def test_an_overbooked_session_stays_closed_until_it_is_down_to_its_seats(place: Place):
    place.fill()
    place.book(over={FULL}, reason="Comes with her sister")

    seat_patient.cancel(place.staff, place.ana.id, place.group.id, now=NOW)

    assert (seats_taken(place.group), overbooked(place.group)) == (2, 0)
    assert place.refusals(place.group) == [FULL]


def test_a_seat_that_came_free_meanwhile_is_taken_without_overbooking(place: Place):
    seating = place.book(over={FULL}, reason="It was full when I looked")

    assert (seating.overruled, overbooked(place.group)) == (frozenset(), 0)
    assert [entry.action for entry in entries()] == ["booked for"]


def test_without_overbooking_the_database_still_lets_nobody_more_in(place: Place):
    place.fill()
    place.book(over={FULL}, reason="Comes with her sister")

    with pytest.raises(Refused), transaction():
        sessions.change_seats_taken([place.group.id], by=1)


def test_that_the_patient_is_busy_then_is_overruled_with_a_reason(place: Place):
    with transaction():
        people.add_commitment(place.ana.id, a_commitment(weekday=0))

    assert place.refusals(place.group) == [COMMITTED]
    place.book(over={COMMITTED}, reason="Got the evening off")

    detail = {"reason": "Got the evening off", "overruled": "committed"}
    assert entries() == [Entry(place.actor, "booked for", place.ana.id, place.group.id, detail)]


def test_a_seat_that_is_held_for_another_is_overbooked_and_staff_learn_who_is_left_without(place: Place):
    ben = place.somebody()
    place.fill()
    with reading():
        (first, _) = bookings.in_sessions([place.group.id])
    wait_for_seat.wait(ben.id, place.group.id, now=NOW)
    cancel_booking.cancel(first.patient_id, place.group.id, now=NOW)
    assert place.refusals(place.group) == [FULL]

    seating = place.book(over={FULL}, reason="Discharged from hospital")

    assert [patient.id for patient in seating.disappointed] == [ben.id]
    assert (seats_taken(place.group), overbooked(place.group)) == (2, 0)
    with reading():
        assert offers.of_patient(ben.id, NOW) == ()
    assert texts(ben) == [(Kind.OFFERED, State.WITHDRAWN)]
    assert [(entry.action, entry.patient_id) for entry in entries("system")] == [
        ("offered", ben.id),
        ("withdrawn", ben.id),
    ]


def test_where_a_seat_is_left_the_first_who_was_asked_keeps_theirs(place: Place):
    ben, cem = place.somebody(), place.somebody("Cem")
    place.fill()
    with reading():
        inside = bookings.in_sessions([place.group.id])
    for minute, patient in enumerate((ben, cem)):
        wait_for_seat.wait(patient.id, place.group.id, now=NOW + minute * MINUTE)
    for booking in inside:
        cancel_booking.cancel(booking.patient_id, place.group.id, now=NOW + 2 * MINUTE)

    seating = place.book(over={FULL}, reason="Discharged from hospital")

    assert [patient.id for patient in seating.disappointed] == [cem.id]
    assert book_session.book(ben.id, place.group.id, now=NOW + 3 * MINUTE).has_seat_in(place.group.id)


def test_a_seat_that_was_offered_is_booked_for_them_when_they_say_yes_on_the_phone(place: Place):
    place.fill()
    with reading():
        (first, _) = bookings.in_sessions([place.group.id])
    wait_for_seat.wait(place.ana.id, place.group.id, now=NOW)
    cancel_booking.cancel(first.patient_id, place.group.id, now=NOW)

    seating = place.book()

    assert seating.overruled == frozenset()
    with reading():
        assert (offers.of_patient(place.ana.id, NOW), holds.of_patient(place.ana.id, NOW)) == ((), ())
        assert people.patient(place.ana.id).waits == 0


def test_a_seat_kept_for_a_plan_can_be_overbooked_as_well(place: Place):
    ben = place.somebody()
    book_session.book(place.somebody().id, place.group.id, now=NOW)
    hold_plan.hold(ben.id, [place.group.id], now=NOW)

    assert place.refusals(place.group) == [FULL]
    place.book(over={FULL}, reason="Discharged from hospital")

    assert seats_taken(place.group) == 2


def test_cancelled_the_seat_is_free_and_the_patient_knows(place: Place):
    book_session.book(place.ana.id, place.group.id, now=NOW)

    seating = seat_patient.cancel(place.staff, place.ana.id, place.group.id, reason="Moves away", now=NOW)

    assert seating.week.sessions == ()
    assert seats_taken(place.group) == 0
    booking = seat_of(place.ana, place.group)
    assert (booking.cancelled_by, booking.is_late) == (CancelledBy.STAFF, False)
    assert told(place.ana)[0].startswith("Riverside: Mon Nov 30, 6 pm is off.")
    detail = {"reason": "Moves away"}
    assert entries(place.actor) == [Entry(place.actor, "cancelled for", place.ana.id, place.group.id, detail)]


def test_cancelled_the_seat_goes_to_whoever_waits(place: Place):
    ben = place.somebody()
    book_session.book(place.ana.id, place.group.id, now=NOW)
    book_session.book(place.somebody().id, place.group.id, now=NOW)
    wait_for_seat.wait(ben.id, place.group.id, now=NOW)

    seat_patient.cancel(place.staff, place.ana.id, place.group.id, now=NOW)

    with reading():
        assert [offer.session.id for offer in offers.of_patient(ben.id, NOW)] == [place.group.id]


def test_undone_before_the_text_is_out_the_patient_hears_nothing(place: Place):
    book_session.book(place.ana.id, place.group.id, now=NOW)
    seat_patient.cancel(place.staff, place.ana.id, place.group.id, now=NOW)

    place.book()

    assert told(place.ana) == []
    assert seat_of(place.ana, place.group).is_active


def test_what_was_given_up_meanwhile_is_neither_cancelled_nor_moved(place: Place):
    other = a_stored_session(place.program, day=1)
    book_session.book(place.ana.id, place.group.id, now=NOW)
    cancel_booking.cancel(place.ana.id, place.group.id, now=NOW)

    with pytest.raises(Invalid, match="given up meanwhile"):
        seat_patient.cancel(place.staff, place.ana.id, place.group.id, now=NOW)
    with pytest.raises(Invalid, match="given up meanwhile"):
        seat_patient.move(place.staff, place.ana.id, place.group.id, other.id, now=NOW)

    assert (seats_taken(place.group), seats_taken(other)) == (0, 0)


def test_what_has_begun_is_neither_cancelled_nor_moved(place: Place):
    other = a_stored_session(place.program, day=1)
    book_session.book(place.ana.id, place.group.id, now=NOW)

    for act in (
        partial(seat_patient.cancel, place.staff, place.ana.id, place.group.id, now=place.group.starts),
        partial(seat_patient.move, place.staff, place.ana.id, place.group.id, other.id, now=place.group.starts),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert [reason.why for reason in refused.value.reasons] == [Why.STARTED]

    assert (seats_taken(place.group), seats_taken(other)) == (1, 0)


def test_moved_the_patient_has_the_new_seat_instead_of_the_old(place: Place):
    other = a_stored_session(place.program, day=1)
    book_session.book(place.ana.id, place.group.id, now=NOW)

    seating = seat_patient.move(place.staff, place.ana.id, place.group.id, other.id, now=NOW)

    assert [session.id for session in seating.week.sessions] == [other.id]
    assert (seats_taken(place.group), seats_taken(other)) == (0, 1)
    detail = {"from_session": place.group.id}
    assert entries(place.actor) == [Entry(place.actor, "moved for", place.ana.id, other.id, detail)]


def test_moved_the_patient_hears_once_from_when_to_when(place: Place):
    other = a_stored_session(place.program, day=1)
    book_session.book(place.ana.id, place.group.id, now=NOW)

    seat_patient.move(place.staff, place.ana.id, place.group.id, other.id, now=NOW)

    assert told(place.ana) == [
        "Riverside: your time on Mon Nov 30, 6 pm is now Tue Dec 1, 6 pm. Can't come? Open your week."
    ]


def test_moved_back_before_the_text_is_out_the_patient_hears_nothing(place: Place):
    other = a_stored_session(place.program, day=1)
    book_session.book(place.ana.id, place.group.id, now=NOW)
    seat_patient.move(place.staff, place.ana.id, place.group.id, other.id, now=NOW)

    seat_patient.move(place.staff, place.ana.id, other.id, place.group.id, now=NOW)

    assert told(place.ana) == []
    assert seat_of(place.ana, place.group).is_active


def test_moved_back_after_the_text_the_patient_hears_of_that_too(place: Place):
    other = a_stored_session(place.program, day=1)
    book_session.book(place.ana.id, place.group.id, now=NOW)
    seat_patient.move(place.staff, place.ana.id, place.group.id, other.id, now=NOW)
    told(place.ana)

    seat_patient.move(place.staff, place.ana.id, other.id, place.group.id, now=NOW)

    (text,) = told(place.ana)
    assert "your time on Tue Dec 1, 6 pm is now Mon Nov 30, 6 pm" in text


def test_moved_on_and_taken_out_before_any_text_the_patient_hears_of_the_time_they_know(place: Place):
    other = a_stored_session(place.program, day=1)
    book_session.book(place.ana.id, place.group.id, now=NOW)
    seat_patient.move(place.staff, place.ana.id, place.group.id, other.id, now=NOW)

    seat_patient.cancel(place.staff, place.ana.id, other.id, now=NOW)

    (text,) = told(place.ana)
    assert text.startswith("Riverside: Mon Nov 30, 6 pm is off.")


def test_moved_taken_out_and_put_in_again_before_any_text_the_patient_hears_of_one_move(place: Place):
    other = a_stored_session(place.program, day=1)
    book_session.book(place.ana.id, place.group.id, now=NOW)
    seat_patient.move(place.staff, place.ana.id, place.group.id, other.id, now=NOW)
    seat_patient.cancel(place.staff, place.ana.id, other.id, now=NOW)

    seat_patient.book(place.staff, place.ana.id, other.id, now=NOW)

    (text,) = told(place.ana)
    assert "your time on Mon Nov 30, 6 pm is now Tue Dec 1, 6 pm" in text


def test_booked_and_moved_before_any_text_the_patient_hears_of_the_second_alone(place: Place):
    other = a_stored_session(place.program, day=1)
    place.book()

    seat_patient.move(place.staff, place.ana.id, place.group.id, other.id, now=NOW)

    assert told(place.ana) == ["Riverside: you have a new time: Tue Dec 1, 6 to 9 pm. Can't come? Open your week."]


def test_booked_and_the_session_moved_before_any_text_the_patient_hears_of_a_new_time_alone(place: Place):
    place.book()

    change_session.move(place.staff, place.group.id, place.group.day, time(17), now=NOW)

    assert told(place.ana) == ["Riverside: you have a new time: Mon Nov 30, 5 to 8 pm. Can't come? Open your week."]


def test_booked_and_the_session_moved_and_exchanged_before_any_text_one_text_is_left(place: Place):
    other = a_stored_session(place.program, day=1)
    place.book()
    change_session.move(place.staff, place.group.id, place.group.day, time(17), now=NOW)

    seat_patient.move(place.staff, place.ana.id, place.group.id, other.id, now=NOW)

    with reading():
        waiting = [text.kind for text in messages.of_patient(place.ana.id) if text.state is State.DUE]
    assert waiting.count(Kind.BOOKED) == 1
    assert Kind.MOVED not in waiting


def test_who_took_the_old_seat_again_before_the_text_hears_of_one_more(place: Place):
    other = a_stored_session(place.program, day=1)
    night = at(-1, 22)
    book_session.book(place.ana.id, place.group.id, now=NOW)
    seat_patient.move(place.staff, place.ana.id, place.group.id, other.id, now=night)
    book_session.book(place.ana.id, place.group.id, now=night + MINUTE)

    texts_of_the_morning = told(place.ana, now=at(0, 9))

    assert texts_of_the_morning == ["Riverside: you have a new time: Tue Dec 1, 6 to 9 pm. Can't come? Open your week."]


def test_who_gave_up_the_new_seat_before_the_text_hears_nothing(place: Place):
    other = a_stored_session(place.program, day=1)
    book_session.book(place.ana.id, place.group.id, now=NOW)
    seat_patient.move(place.staff, place.ana.id, place.group.id, other.id, now=NOW)

    cancel_booking.cancel(place.ana.id, other.id, now=NOW)

    assert told(place.ana) == []


def test_a_move_asks_the_rule_of_the_week_without_the_old_seat(place: Place):
    later = a_stored_session(place.program, hour=19)
    clash = a_stored_session(place.program, day=1, hour=18)
    for session in (place.group, clash):
        book_session.book(place.ana.id, session.id, now=NOW)
    same_time = a_stored_session(place.program, day=1, hour=17)

    seat_patient.move(place.staff, place.ana.id, place.group.id, later.id, now=NOW)
    with pytest.raises(Refused) as refused:
        seat_patient.move(place.staff, place.ana.id, later.id, same_time.id, now=NOW)

    assert [reason.why for reason in refused.value.reasons] == [Why.OVERLAPS]
    assert (seats_taken(later), seats_taken(same_time)) == (1, 0)


def test_a_move_into_a_full_session_is_two_entries_and_one_text(place: Place):
    monday = a_stored_session(place.program, day=1)
    book_session.book(place.ana.id, monday.id, now=NOW)
    place.fill()

    with pytest.raises(Refused):
        seat_patient.move(place.staff, place.ana.id, monday.id, place.group.id, reason="Works late", now=NOW)
    seat_patient.move(place.staff, place.ana.id, monday.id, place.group.id, over={FULL}, reason="Works late", now=NOW)

    assert (seats_taken(place.group), overbooked(place.group), seats_taken(monday)) == (3, 1, 0)
    assert [(entry.action, entry.detail) for entry in entries(place.actor)] == [
        ("overbooked", {"reason": "Works late"}),
        ("moved for", {"reason": "Works late", "from_session": monday.id}),
    ]
    assert len(told(place.ana)) == 1


def test_a_move_frees_the_old_seat_for_whoever_waits(place: Place):
    ben, other = place.somebody(), a_stored_session(place.program, day=1)
    book_session.book(place.ana.id, place.group.id, now=NOW)
    book_session.book(place.somebody().id, place.group.id, now=NOW)
    wait_for_seat.wait(ben.id, place.group.id, now=NOW)

    seat_patient.move(place.staff, place.ana.id, place.group.id, other.id, now=NOW)

    with reading():
        assert [offer.session.id for offer in offers.of_patient(ben.id, NOW)] == [place.group.id]


def test_a_form_that_comes_twice_is_carried_out_once(place: Place):
    seatings = [place.book(key="page-1") for _ in range(2)]

    assert all(seating.week.has_seat_in(place.group.id) for seating in seatings)
    assert seats_taken(place.group) == 1
    assert [entry.action for entry in entries()] == ["booked for"]


def test_a_clinician_seats_nobody(place: Place):
    clinician = a_stored_staff(place.program, Role.CLINICIAN)
    book_session.book(place.ana.id, place.group.id, now=NOW)

    for act in (
        partial(seat_patient.book, clinician, place.ana.id, place.group.id, now=NOW),
        partial(seat_patient.move, clinician, place.ana.id, place.group.id, place.group.id, now=NOW),
        partial(seat_patient.cancel, clinician, place.ana.id, place.group.id, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()

    assert seats_taken(place.group) == 1


def test_another_programs_patients_and_sessions_are_not_there(place: Place):
    hillside = a_stored_program(name="Hillside")
    theirs, their_group = a_stored_patient(hillside), a_stored_session(hillside)
    book_session.book(theirs.id, their_group.id, now=NOW)
    book_session.book(place.ana.id, place.group.id, now=NOW)

    for act in (
        partial(seat_patient.book, place.staff, theirs.id, their_group.id, now=NOW, key="page"),
        partial(seat_patient.book, place.staff, place.ana.id, their_group.id, now=NOW),
        partial(seat_patient.book, place.staff, 999_999, place.group.id, now=NOW, key="page"),
        partial(seat_patient.move, place.staff, theirs.id, their_group.id, place.group.id, now=NOW),
        partial(seat_patient.move, place.staff, place.ana.id, place.group.id, their_group.id, now=NOW),
        partial(seat_patient.cancel, place.staff, theirs.id, their_group.id, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()

    assert (seats_taken(their_group), seats_taken(place.group)) == (1, 1)
