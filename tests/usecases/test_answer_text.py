"""A text is answered once, with what the screen would allow, whatever comes late, twice, at once or from strangers."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import time, timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask

from iopsched.domain.booking import CancelledBy
from iopsched.domain.conversation import LIFE, READING, UNHEARD, Act
from iopsched.domain.incoming import MOST_TEXTS, UNANSWERED, WITHIN
from iopsched.domain.message import Kind, Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.reply import Say
from iopsched.domain.session import Session
from iopsched.domain.waiting import Wanted
from iopsched.gateways import gsm7
from iopsched.gateways.answering import STRANGER
from iopsched.gateways.sender import Outcome
from iopsched.store import bookings, inbox, limits, messages, people, programs, sessions, waitings
from iopsched.store.db import db, reading, transaction
from iopsched.store.tables import IncomingTextRow
from iopsched.usecases.availability import change_session
from iopsched.usecases.messages import hear_receipt, send_messages
from iopsched.usecases.people import change_profile
from iopsched.usecases.seats import book_session, cancel_booking, wait_for_seat
from iopsched.usecases.texts import answer_text, take_text
from iopsched.usecases.texts.take_text import Text
from iopsched.usecases.weeks import accept_program_plan, plan_program
from tests.builders import MONDAY, at
from tests.carrier import Carrier, Killed, Plan, answers, dies_before
from tests.conftest import NOW, StandingClock
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff
from tests.trail import told

on_a_file = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What it says does not depend on the database."""
OFFERED = (
    "Riverside: a time you asked about is free: Thu Dec 3: 6 to 9 pm. It is kept for you until Mon Nov 30, 2:01 pm. "
    "Reply TAKE to book it."
)
_ids = count(1)


@dataclass(slots=True)
class Phone:
    """Ana's, who has Tuesday evening; it is Monday noon, and what she types is answered at once."""

    program: Program
    ana: Patient
    tuesday: Session
    clock: StandingClock
    carrier: Carrier = field(default_factory=Carrier)

    @property
    def confirmed(self) -> bool:
        """Whether Ana has said to come on Tuesday, as it stands now."""
        with reading():
            booking = bookings.find(self.ana.id, self.tuesday.id)
        return bool(booking and booking.confirmed_at)

    def reminders(self) -> list[Message]:
        with reading():
            return [each for each in messages.of_patient(self.ana.id) if each.kind is Kind.REMINDER]

    def types(
        self, body: str, *, provider_id: str = "", by: str = "", act: str = "", after: timedelta = 2 * UNHEARD
    ) -> str:
        """All that comes back, a text a line; what goes back to a stranger too. Typed once the last one was read."""
        self.clock.now += after
        before = len(self.carrier.texts)
        name = provider_id or f"SM-in-{next(_ids)}"
        text = Text(name, by or self.ana.phone, body, act)
        words = answer_text.receive(text, secret="test", now=self.clock())
        send_messages.send_due(self.carrier, now=self.clock(), secret="test")
        return "\n".join(filter(None, (*self.carrier.bodies()[before:], words)))

    def has(self) -> set[int]:
        with reading():
            return {each.session.id for each in bookings.of_patient(self.ana.id, since=NOW) if each.is_active}

    def change(self, **facts: Any) -> None:
        with transaction():
            people.change(self.ana.id, **facts)

    def fill(self, session: Session) -> None:
        with transaction():
            sessions.change_seats_taken([session.id], by=session.seats)


@pytest.fixture
def phone(app: Flask, clock: StandingClock) -> Phone:
    clock.now = at(0, 12)
    program = a_stored_program(answers_texts=True)
    ana = a_stored_patient(program)
    tuesday = a_stored_session(program, 1)
    book_session.book(ana.id, tuesday.id, now=NOW)
    return Phone(program, ana, tuesday, clock)


def is_there(program: Program, *days: int, **given: Any) -> list[Session]:
    return [a_stored_session(program, day, **given) for day in days]


def test_c_confirms_tomorrow_and_no_reminder_follows(phone: Phone):
    said = phone.types("C")
    phone.clock.now = at(0, 19)
    send_messages.send_due(phone.carrier, now=phone.clock(), secret="test")

    assert said == "Riverside: thank you. See you tomorrow, Tue Dec 1: 6 to 9 pm."
    assert (f"patient:{phone.ana.id}", "confirmed") in told(phone.ana)
    assert len(phone.carrier.texts) == 1


def test_what_was_confirmed_is_so_until_it_is_at_another_time(phone: Phone):
    staff = a_stored_staff(phone.program)
    phone.types("C")
    assert phone.confirmed

    change_session.move(staff, phone.tuesday.id, phone.tuesday.day, time(18), now=phone.clock(), place="Room 9")
    assert phone.confirmed
    change_session.move(staff, phone.tuesday.id, phone.tuesday.day, time(17), now=phone.clock(), place="Room 9")
    assert not phone.confirmed


@on_a_file
def test_what_was_confirmed_is_not_once_it_was_given_up_and_taken_again(phone: Phone):
    phone.types("C")

    cancel_booking.cancel(phone.ana.id, phone.tuesday.id, now=phone.clock())
    book_session.book(phone.ana.id, phone.tuesday.id, now=phone.clock())

    assert not phone.confirmed


@on_a_file
def test_a_confirmed_day_is_reminded_of_again_once_more_is_booked_on_it(phone: Phone):
    phone.types("C")
    change_profile.set_timezone(phone.ana.id, "America/Detroit", now=phone.clock())
    assert [each.state for each in phone.reminders()] == [State.WITHDRAWN]

    book_session.book(phone.ana.id, a_stored_session(phone.program, 1, 9).id, now=phone.clock())

    assert [each.state for each in phone.reminders()] == [State.DUE]


@on_a_file
def test_c_confirms_the_day_that_the_reminder_named_though_something_is_still_ahead_today(phone: Phone):
    today = a_stored_session(phone.program, 0, 18.5)
    book_session.book(phone.ana.id, today.id, now=NOW)
    for evening in (-1, 0):
        phone.clock.now = at(evening, 18)
        send_messages.send_due(phone.carrier, now=phone.clock(), secret="test")

    said = [phone.types("C", after=timedelta(minutes=5)) for _ in range(2)]

    assert said == ["Riverside: thank you. See you tomorrow, Tue Dec 1: 6 to 9 pm."] * 2
    assert phone.confirmed
    with reading():
        later = bookings.find(phone.ana.id, today.id)
    assert later
    assert later.confirmed_at is None


@on_a_file
def test_c_confirms_what_is_next_where_the_day_of_the_reminder_is_given_up(phone: Phone):
    phone.clock.now = at(0, 18)
    send_messages.send_due(phone.carrier, now=phone.clock(), secret="test")
    cancel_booking.cancel(phone.ana.id, phone.tuesday.id, now=phone.clock())
    book_session.book(phone.ana.id, a_stored_session(phone.program, 0, 20).id, now=phone.clock())

    assert phone.types("C") == "Riverside: thank you. See you today, Mon Nov 30: 8 to 11 pm."


@on_a_file
def test_tomorrow_is_the_patients_own(phone: Phone):
    """At 11:30 pm on a Monday in Honolulu it is Tuesday in New York; her Wednesday there is not tomorrow."""
    phone.change(timezone="Pacific/Honolulu")
    cancel_booking.cancel(phone.ana.id, phone.tuesday.id, now=phone.clock())
    book_session.book(phone.ana.id, a_stored_session(phone.program, 2, 18).id, now=phone.clock())
    phone.clock.now = at(1, 4)

    assert "you have nothing today or tomorrow" in phone.types("C")


@on_a_file
def test_c_without_anything_soon_says_so(phone: Phone):
    phone.clock.now = at(-2, 12)

    assert "you have nothing today or tomorrow" in phone.types("C")
    assert (f"patient:{phone.ana.id}", "confirmed") not in told(phone.ana)


def test_a_number_exchanges_a_time(phone: Phone):
    (thursday,) = is_there(phone.program, 3)

    which = phone.types("R")
    listed = phone.types("1")
    done = phone.types("1")

    assert which == "Riverside: which one can't you make? 1 Tue Dec 1, 6 pm; 2 add a time. Reply a number."
    assert listed == ("Riverside: instead of Tue Dec 1, 6 pm: 1 Thu Dec 3, 6 pm; 9 just give it up. Reply a number.")
    assert done == ("Riverside: you have Thu Dec 3, 6 to 9 pm in place of Tue Dec 1, 6 pm. Your week: 3 of 9 h.")
    assert phone.has() == {thursday.id}


@on_a_file
def test_a_time_can_be_given_up_for_none(phone: Phone):
    phone.types("R")

    assert phone.types("1") == "Riverside: nothing fits instead of Tue Dec 1, 6 pm: 9 just give it up. Reply a number."
    assert "stands for nothing now" in phone.types("1")
    assert phone.has() == {phone.tuesday.id}
    assert phone.types("9") == "Riverside: Tue Dec 1, 6 pm is off. R shows other times."
    assert phone.has() == set()


@on_a_file
def test_r_without_a_time_lists_what_is_open(phone: Phone):
    phone.types("R")
    phone.types("1")
    phone.types("9")
    (thursday,) = is_there(phone.program, 3)

    assert phone.types("r") == "Riverside: open times: 1 Tue Dec 1, 6 pm; 2 Thu Dec 3, 6 pm. Reply a number."
    assert "you have Thu Dec 3, 6 to 9 pm. Your week: 3 of 9 h." in phone.types("two")
    assert phone.has() == {thursday.id}


def test_plan_proposes_whole_weeks_and_a_digit_books_one(phone: Phone):
    thursday, friday = is_there(phone.program, 3, 4)

    said = phone.types("Plan my week")
    done = phone.types("1")

    assert said == ("Riverside: 9 of 9 h with Thu Dec 3, 6 to 9 pm, Fri Dec 4, 6 to 9 pm. Reply 1 to take it.")
    assert done == "Riverside: your week is booked: 9 of 9 h. WEEK shows it."
    assert phone.has() == {phone.tuesday.id, thursday.id, friday.id}


def test_r_after_a_seat_was_lost_lists_what_could_be_had_for_it(phone: Phone):
    thursday, friday = is_there(phone.program, 3, 4)
    book_session.book(phone.ana.id, thursday.id, now=NOW)
    change_session.cancel(a_stored_staff(phone.program), thursday.id, now=phone.clock())
    send_messages.send_due(phone.carrier, now=phone.clock(), secret="test")

    listed = phone.types("R")
    other, again = phone.types("9"), phone.types("R")
    booked, then = phone.types("1"), phone.types("R")

    assert listed == again
    assert listed == (
        "Riverside: in place of Thu Dec 3, 6 pm, which is off: 1 Fri Dec 4, 6 pm; 9 something else. Reply a number."
    )
    assert "which one can't you make? 1 Tue Dec 1, 6 pm" in other
    assert booked == "Riverside: you have Fri Dec 4, 6 to 9 pm. Your week: 6 of 9 h."
    assert "which one can't you make? 1 Tue Dec 1, 6 pm; 2 Fri Dec 4, 6 pm" in then
    assert phone.has() == {phone.tuesday.id, friday.id}


@on_a_file
def test_r_after_a_later_reminder_is_about_what_is_booked(phone: Phone):
    thursday, _ = is_there(phone.program, 3, 4)
    with transaction():
        programs.change(phone.program.id, texts_a_day=0)
    book_session.book(phone.ana.id, thursday.id, now=NOW)
    change_session.cancel(a_stored_staff(phone.program), thursday.id, now=phone.clock())
    for hour in (12, 19):
        phone.clock.now = at(0, hour)
        send_messages.send_due(phone.carrier, now=phone.clock(), secret="test")

    assert "which one can't you make? 1 Tue Dec 1, 6 pm" in phone.types("R")


@on_a_file
def test_plan_sends_three_texts_at_most(phone: Phone):
    is_there(phone.program, 2, 3, 4, 5)

    said = phone.types("PLAN").splitlines()

    assert [line.partition("Reply")[2] for line in said] == [f" {number} to take it." for number in (1, 2, 3)]


@on_a_file
def test_plan_offers_what_comes_nearest(phone: Phone):
    is_there(phone.program, 3)

    assert "6 of 9 h with Thu Dec 3, 6 to 9 pm." in phone.types("plan")


def test_a_plan_that_went_meanwhile_is_not_booked_in_part(phone: Phone):
    _, friday = is_there(phone.program, 3, 4)
    phone.types("plan")
    phone.fill(friday)

    said = phone.types("1")

    assert said == "Riverside: Fri Dec 4, 6 pm did not work: it is full. Nothing was changed. R shows other times."
    assert phone.has() == {phone.tuesday.id}


@on_a_file
def test_week_tells_hours_and_times(phone: Phone):
    assert phone.types("week") == ("Riverside: your week, 3 of 9 h: tomorrow, Tue Dec 1: 6 to 9 pm. PLAN fills it.")


@on_a_file
def test_week_tells_of_next_week_too(phone: Phone):
    (monday,) = is_there(phone.program, 7)
    book_session.book(phone.ana.id, monday.id, now=NOW)

    assert phone.types("week").splitlines() == [
        "Riverside: your week, 3 of 9 h: tomorrow, Tue Dec 1: 6 to 9 pm. PLAN fills it.",
        "Riverside: next week, 3 of 9 h: Mon Dec 7: 6 to 9 pm. PLAN fills it.",
    ]


def test_a_seat_that_was_waited_for_is_taken_by_text(phone: Phone):
    ben = a_stored_patient(phone.program)
    thursday = a_stored_session(phone.program, 3, seats=1)
    book_session.book(ben.id, thursday.id, now=NOW)
    phone.types("WAIT")
    phone.types("1")
    assert "nothing is kept for you" in phone.types("TAKE")

    cancel_booking.cancel(ben.id, thursday.id, now=phone.clock())
    send_messages.send_due(phone.carrier, now=phone.clock(), secret="test")
    told_of = phone.carrier.texts[-1]

    assert told_of == (phone.ana.phone, OFFERED)
    assert phone.types("take it") == "Riverside: you have Thu Dec 3, 6 to 9 pm. Your week: 6 of 9 h."
    assert phone.has() == {phone.tuesday.id, thursday.id}


@on_a_file
def test_of_two_seats_that_are_kept_one_is_chosen(phone: Phone):
    ben = a_stored_patient(phone.program)
    full = [a_stored_session(phone.program, day, seats=1) for day in (3, 4)]
    for session in full:
        book_session.book(ben.id, session.id, now=NOW)
        wait_for_seat.wait(phone.ana.id, session.id, now=NOW)
        cancel_booking.cancel(ben.id, session.id, now=phone.clock())

    assert "Riverside: kept for you: 1 Thu Dec 3, 6 pm; 2 Fri Dec 4, 6 pm. Reply a number." in phone.types("TAKE")
    assert "you have Fri Dec 4" in phone.types("2")


def test_a_week_that_staff_planned_is_looked_at_and_taken(phone: Phone):
    thursday, friday = is_there(phone.program, 3, 4)
    staff = a_stored_staff(phone.program)
    plan_id = plan_program.keep(
        staff, plan_program.propose(staff, MONDAY, seed=1, now=phone.clock()), now=phone.clock()
    ).id
    accept_program_plan.accept(staff, plan_id, now=phone.clock())

    looked, taken = phone.types("TAKE"), phone.types("1")

    assert "a week is planned and kept for you until" in looked
    assert "9 of 9 h with Thu Dec 3, 6 to 9 pm, Fri Dec 4, 6 to 9 pm. Reply 1 to take it." in looked
    assert taken == "Riverside: your week is booked: 9 of 9 h. WEEK shows it."
    assert phone.has() == {phone.tuesday.id, thursday.id, friday.id}


def test_wait_joins_a_waiting_list(phone: Phone):
    (thursday,) = is_there(phone.program, 3)
    phone.fill(thursday)

    assert "full now, choose which to wait for: 1 Thu Dec 3, 6 pm." in phone.types("WAIT")
    assert phone.types("1") == "Riverside: if Thu Dec 3, 6 pm frees, we will text you. LEAVE ends the wait."

    with reading():
        assert [one.wanted.session_id for one in waitings.of_patient(phone.ana.id)] == [thursday.id]
    assert "there is nothing to wait for" in phone.types("WAIT")


def test_a_choice_is_refused_as_on_the_screen(phone: Phone):
    (thursday,) = is_there(phone.program, 3)
    phone.types("R")
    phone.types("1")
    phone.fill(thursday)

    said = phone.types("1")

    assert said == "Riverside: Thu Dec 3, 6 pm did not work: it is full. Nothing was changed. R shows other times."
    assert phone.has() == {phone.tuesday.id}


def test_a_number_that_is_used_up_does_nothing_more(phone: Phone):
    is_there(phone.program, 3)
    phone.types("R")
    phone.types("2")
    had = phone.types("1") and phone.has()

    assert "that number stands for nothing now" in phone.types("1")
    assert phone.has() == had


@pytest.mark.parametrize("digit", ["1", "2", "9"])
def test_a_number_that_is_typed_again_before_the_answer_can_be_read_does_nothing(phone: Phone, digit: str):
    is_there(phone.program, 3)
    phone.types("R")
    phone.types("1")

    assert "that number came before our last text could be read" in phone.types(digit, after=READING)
    assert phone.has() == {phone.tuesday.id}
    assert "you have Thu Dec 3, 6 to 9 pm in place of" in phone.types("1")


@pytest.mark.parametrize("trouble", [dies_before, answers(Outcome.UNCLEAR)])
def test_a_number_does_nothing_while_the_list_waits_or_nobody_knows_whether_it_went(phone: Phone, trouble: Plan):
    is_there(phone.program, 3)
    phone.types("R")
    phone.carrier.plan(trouble)
    with suppress(Killed):
        phone.types("1")
    phone.clock.now += 2 * UNHEARD
    answer_text.receive(Text("SM-2", phone.ana.phone, "1"), secret="test", now=phone.clock())

    with reading():
        answered = [each for each in messages.of_patient(phone.ana.id) if each.kind is Kind.ANSWER]
    assert answered[0].about["say"] == Say.TOO_SOON
    assert phone.has() == {phone.tuesday.id}


@on_a_file
def test_a_list_that_has_arrived_can_be_answered_sooner(phone: Phone):
    (thursday,) = is_there(phone.program, 3)
    phone.types("R")
    phone.types("1")
    hear_receipt.hear(f"SM{len(phone.carrier.texts) - 1}", "delivered", "", now=phone.clock())
    phone.types("1", after=READING)

    assert phone.has() == {thursday.id}


@on_a_file
def test_a_number_that_comes_late_does_nothing(phone: Phone):
    phone.types("R")
    phone.clock.now += LIFE

    assert "that number stands for nothing now" in phone.types("1")
    assert phone.has() == {phone.tuesday.id}


def test_the_same_text_twice_is_one(phone: Phone):
    is_there(phone.program, 3)
    phone.types("R")
    phone.types("1", provider_id="SM-1")

    assert phone.types("1", provider_id="SM-1") == ""
    assert phone.has() == {phone.tuesday.id}


def test_a_stranger_gets_one_neutral_answer_a_day(phone: Phone):
    assert phone.types("R", by="+14155559999") == STRANGER
    assert phone.types("hello?", by="+1 (415) 555-9999") == ""
    assert phone.types("who are you", by="+14155559998") == STRANGER

    phone.clock.advance(days=1)
    assert STRANGER in phone.types("R", by="+14155559999")
    assert phone.types("STOP", by="+14155559997") == ""
    assert "+14155559999" not in {number for number, _ in phone.carrier.texts}


def test_stop_withdraws_everything_and_is_confirmed_once(phone: Phone):
    phone.types("R")

    said = phone.types("stop")
    again = phone.types("STOP!!")
    late = phone.types("1")

    assert said == "Riverside: you will get no more texts from us. Reply START to get them again."
    assert again == ""
    assert "stands for nothing now" in late
    with reading():
        assert not people.patient(phone.ana.id).accepts_texts
        (consent,) = people.consents(phone.ana.id)
        waiting = [each for each in messages.of_patient(phone.ana.id) if not each.state.is_final]
    assert (consent.source.value, consent.is_given) == ("reply", False)
    assert waiting == []


def test_who_wants_to_hear_nothing_gets_neither_e_mail_nor_notifications(phone: Phone):
    phone.change(email="ana@example.org", accepts_email=True, devices=1, accepts_push=True)

    first = phone.types("STOP")
    with reading():
        after_stop = people.patient(phone.ana.id)
    then = phone.types("Leave me alone!")

    assert "E-mail and notifications still come: STOP ALL ends both." in first
    assert (after_stop.accepts_texts, after_stop.accepts_email, after_stop.accepts_push) == (False, True, True)
    assert then == "Riverside: you will hear no more from us, by text or otherwise. Reply START to get texts again."
    assert {each.state for each in phone.reminders()} == {State.WITHDRAWN}
    with reading():
        assert not people.patient(phone.ana.id).agrees


@on_a_file
def test_stopall_ends_everything_where_the_provider_has_answered_too(phone: Phone):
    phone.change(email="ana@example.org", accepts_email=True)

    assert phone.types("STOPALL", act="STOP") == ""
    with reading():
        assert not people.patient(phone.ana.id).agrees


def test_a_waiting_list_is_left_by_text(phone: Phone):
    full = is_there(phone.program, 3, 4)
    for session in full:
        phone.fill(session)
        wait_for_seat.wait(phone.ana.id, session.id, now=phone.clock())
    wait_for_seat.wait_for_any(phone.ana.id, Wanted(monday=MONDAY), now=phone.clock())

    listed = phone.types("take me off the waiting list")
    left = [phone.types("2"), phone.types("LEAVE") and phone.types("2"), phone.types("leave")]

    assert "choose what to wait for no longer: 1 Thu Dec 3, 6 pm; 2 Fri Dec 4, 6 pm; 3 all else. Reply" in listed
    assert left == [
        "Riverside: you wait for Fri Dec 4, 6 pm no longer. WAIT lists what is full.",
        "Riverside: you wait for that no longer. WAIT lists what is full.",
        "Riverside: you wait for Thu Dec 3, 6 pm no longer. WAIT lists what is full.",
    ]
    assert "you wait for nothing right now" in phone.types("leave")
    with reading():
        assert waitings.of_patient(phone.ana.id) == ()


@on_a_file
def test_a_refusal_in_plain_words_is_one_even_where_nothing_else_is_answered(phone: Phone):
    with transaction():
        programs.change(phone.program.id, answers_texts=False)

    assert "no more texts" in phone.types("Please don't text me anymore")


def test_start_brings_reminders_back(phone: Phone):
    phone.types("please stop texting me")

    assert phone.types("START") == "Riverside: you will get texts from us again. Reply STOP for none."
    with reading():
        due = [each.kind for each in messages.of_patient(phone.ana.id) if not each.state.is_final]
    assert due == [Kind.REMINDER]
    assert [action for _, action in told(phone.ana)][-2:] == ["texts off", "texts on"]


@on_a_file
@pytest.mark.parametrize(("body", "act"), [("STOP", "STOP"), ("START", "START"), ("HELP", "HELP"), ("baja", "STOP")])
def test_where_the_provider_has_answered_we_are_silent(phone: Phone, body: str, act: str):
    phone.change(accepts_texts=act != "START")

    assert phone.types(body, act=act) == ""
    with reading():
        assert people.patient(phone.ana.id).accepts_texts is (act != "STOP")


@on_a_file
def test_help_names_every_command(phone: Phone):
    said = phone.types("HELP")

    assert all(command in said for command in ("C ", "R ", "PLAN", "WEEK", "WAIT", "STOP"))


def test_what_is_unsure_waits_for_a_person_with_its_words(phone: Phone):
    said = phone.types("My son is ill, what shall I do?")

    assert said.startswith("Riverside: somebody will read your text.")
    with reading():
        (kept,) = inbox.for_a_person(phone.program.id)
    assert kept.body == "My son is ill, what shall I do?"


@on_a_file
def test_words_that_were_understood_are_not_kept(phone: Phone):
    phone.types("I can't come")
    phone.types("thanks a lot, my dear")
    phone.types("thanks")

    with reading():
        bodies = [row.body for row in db.session.query(IncomingTextRow).order_by(IncomingTextRow.id)]
    assert bodies == ["", "thanks a lot, my dear", ""]


@on_a_file
def test_a_program_that_does_not_answer_hands_all_to_a_person(phone: Phone):
    with transaction():
        programs.change(phone.program.id, answers_texts=False)

    phone.types("C")

    with reading():
        assert inbox.count_for_a_person(phone.program.id) == 1
    assert (f"patient:{phone.ana.id}", "confirmed") not in told(phone.ana)


@on_a_file
def test_a_phone_gone_wild_is_not_answered_for_ever_but_still_heard(phone: Phone):
    for _ in range(MOST_TEXTS):
        assert phone.types("HELP")

    assert phone.types("HELP") == ""
    assert phone.types("I fell down the stairs") == ""
    with reading():
        assert [text.body for text in inbox.for_a_person(phone.program.id)] == ["I fell down the stairs"]
    assert "no more texts" in phone.types("STOP")


@on_a_file
def test_a_number_of_a_phone_gone_wild_is_not_used_up(phone: Phone):
    is_there(phone.program, 3)
    phone.types("R")
    with transaction():
        limits.hit(f"texts:{phone.ana.id}", round(WITHIN.total_seconds()), MOST_TEXTS, phone.clock())

    assert phone.types("1") == ""
    assert "instead of Tue Dec 1" in phone.types("1", after=WITHIN)


@on_a_file
def test_an_answer_goes_out_at_night_and_without_consent(phone: Phone):
    phone.change(accepts_texts=False)
    phone.clock.now = at(0, 23)

    assert "your week, 3 of 9 h" in phone.types("week")


def test_a_process_that_dies_in_between_loses_nothing(phone: Phone, monkeypatch: pytest.MonkeyPatch):
    (thursday,) = is_there(phone.program, 3)
    phone.types("R")
    phone.types("1")
    phone.clock.now += 2 * UNHEARD
    text = Text("SM-dies", phone.ana.phone, "1")
    taken = take_text.take(text, secret="test", now=phone.clock())
    assert taken.incoming
    answer_text.ACTS[taken.incoming.step.act](taken.incoming, phone.clock())

    assert phone.types("1", provider_id="SM-dies", after=timedelta()) == ""
    assert answer_text.answer_left(now=phone.clock()) == 0
    phone.clock.now += UNANSWERED
    assert answer_text.answer_left(now=phone.clock(), going_on=lambda: False) == 0
    assert answer_text.answer_left(now=phone.clock()) == 1
    assert answer_text.answer_left(now=phone.clock()) == 0
    send_messages.send_due(phone.carrier, now=phone.clock(), secret="test")

    assert "you have Thu Dec 3, 6 to 9 pm in place of" in phone.carrier.bodies()[-1]
    assert phone.has() == {thursday.id}


@on_a_file
def test_what_cannot_be_answered_holds_up_nobody_and_is_for_a_person(phone: Phone, monkeypatch: pytest.MonkeyPatch):
    def breaks(*_: Any) -> None:
        raise RuntimeError(phone.ana.phone)

    monkeypatch.setitem(answer_text.ACTS, Act.WEEK, breaks)
    assert phone.types("WEEK") == ""
    phone.clock.now += UNANSWERED
    assert answer_text.answer_left(now=phone.clock()) == 0

    phone.clock.now += take_text.USE
    answer_text.answer_left(now=phone.clock())

    with reading():
        (text,) = inbox.for_a_person(phone.program.id)
    assert (text.step.act, text.body) == (Act.WEEK, "")


@on_a_file
def test_a_time_that_staff_took_meanwhile_is_still_made_good(phone: Phone):
    (thursday,) = is_there(phone.program, 3)
    phone.types("R")
    phone.types("1")
    with reading():
        (seat,) = bookings.of_patient(phone.ana.id, since=NOW)
    with transaction():
        bookings.cancel([seat.id], CancelledBy.STAFF, now=NOW)

    assert "you have Thu Dec 3, 6 to 9 pm" in phone.types("1")
    assert phone.has() == {thursday.id}


@on_a_file
@pytest.mark.parametrize("name", ["Riverside", "A Rather Long Name For A Program"])
def test_every_list_is_one_message_with_all_of_its_numbers(phone: Phone, name: str):
    with transaction():
        programs.change(phone.program.id, name=name)
    is_there(phone.program, 0, 2, 3, 4, 5, 6, hour=11.5, hours=1.5)

    which, listed = phone.types("R"), phone.types("1")

    assert all(gsm7.septets(text) <= gsm7.SEGMENT for text in (which, listed))
    assert "9 just give it up" in listed
