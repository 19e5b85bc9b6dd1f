"""Texts arrive once, at a decent hour, with consent, about what still holds; whatever the provider answers."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from iopsched.domain.booking import Booking, CancelledBy
from iopsched.domain.channel import Channel
from iopsched.domain.consent import Source
from iopsched.domain.message import LEASE, SETTLING, Kind, Message, State
from iopsched.domain.news import Turn
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.sign_in import code_of
from iopsched.domain.telling import Telling
from iopsched.gateways.sender import Outcome
from iopsched.store import bookings, carriers, messages, people, programs, tellings
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import (
    choose_telling,
    hear_receipt,
    mark_attempts,
    send_messages,
    tell_patient,
    tell_people,
)
from iopsched.usecases.messages.send_messages import Summary
from iopsched.usecases.seats import book_session, cancel_booking
from tests.builders import at
from tests.carrier import Carrier, Killed, answers, dies_after, dies_before, takes_but_answers
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session
from tests.trail import told

EVE, NIGHT, MORNING = at(0, 18), at(0, 21), at(1, 9)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
REMINDER = "Riverside: tomorrow, Tue Dec 1: 6 to 9 pm. Can't come? Open your week."


@dataclass(frozen=True, slots=True)
class Place:
    """Ana, with a seat on Tuesday evening, and the carrier of her texts."""

    program: Program
    ana: Patient
    booking: Booking
    carrier: Carrier

    def send(self, now: datetime = EVE, **how: Any) -> Summary:
        return send_messages.send_due(self.carrier, now=now, secret="test", **how)

    def tell(self, how: str, *was: Booking, now: datetime = NOW) -> None:
        with transaction():
            if how == "moved":
                tell_people.tell({self.ana.id: self.ana}, self.program, Turn([(was[0], self.booking)]), now=now)
            else:
                getattr(tell_patient, how)(self.ana, self.program, self.booking, now=now)

    def change(self, **facts: Any) -> None:
        with transaction():
            people.change(self.ana.id, **facts)


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    ana = a_stored_patient(program)
    return Place(program, ana, a_seat(program, ana), Carrier())


def a_seat(program: Program, patient: Patient, day: int = 1, hour: float = 18) -> Booking:
    session = a_stored_session(program, day, hour)
    book_session.book(patient.id, session.id, now=NOW)
    with reading():
        booking = bookings.find(patient.id, session.id)
    assert booking
    return booking


def dies(*_: Any, **__: Any) -> None:
    raise Killed


def log(patient: Patient) -> list[Message]:
    with reading():
        return sorted(messages.of_patient(patient.id), key=lambda message: message.id)


def states(patient: Patient) -> list[State]:
    return [message.state for message in log(patient)]


def test_a_reminder_goes_out_on_the_evening_before(place: Place):
    assert place.send(EVE - MINUTE) == Summary()
    assert place.send() == Summary(sent=1)

    assert place.carrier.texts == [(place.ana.phone, REMINDER)]
    (message,) = log(place.ana)
    assert (message.state, message.provider_id, message.sent_to) == (State.SENT, "SM0", place.ana.phone)


def test_a_second_run_sends_nothing(place: Place):
    place.send()

    assert place.send() == Summary()
    assert place.send(EVE + HOUR) == Summary()
    assert len(place.carrier.texts) == 1


def test_a_provider_may_deliver_until_the_first_session(place: Place):
    place.carrier.plan(answers(Outcome.BUSY))
    place.send()
    place.send(NIGHT - HOUR - MINUTE)
    place.tell("booked", now=at(1, 17))
    place.send(at(1, 17))

    assert [round(seconds, -2) for seconds in place.carrier.validity] == [36_000, 36_000, 3_600]


def test_everything_due_is_sent_in_batches(place: Place):
    for _ in range(7):
        a_seat(place.program, a_stored_patient(place.program))

    assert place.send(at_once=3) == Summary(sent=8)


def test_a_reminder_goes_with_the_booking(place: Place):
    cancel_booking.cancel(place.ana.id, place.booking.session.id, now=EVE - MINUTE)

    assert place.send() == Summary()


def test_what_was_cancelled_unseen_is_found_at_the_last_moment(place: Place):
    with transaction():
        bookings.cancel([place.booking.id], CancelledBy.STAFF, now=NOW)

    assert place.send() == Summary(withdrawn=1)
    assert log(place.ana)[0].failure == "no longer so"


def test_nobody_hears_from_us_who_does_not_agree_any_more(place: Place):
    place.change(accepts_texts=False)

    assert place.send() == Summary(withdrawn=1)
    assert place.carrier.texts == []


@pytest.mark.parametrize("facts", [{"phone": ""}, {"phone_is_bad": True}])
def test_a_patient_without_a_number_holds_up_nobody(place: Place, facts: dict[str, Any]):
    ben = a_stored_patient(place.program)
    a_seat(place.program, ben)
    place.change(**facts)

    assert place.send() == Summary(sent=1, failed=1)
    assert [to for to, _ in place.carrier.texts] == [ben.phone]


def test_a_fault_in_one_message_holds_up_nobody(place: Place, caplog: pytest.LogCaptureFixture):
    with transaction():
        broken = {"nonsense": place.ana.phone}
        messages.put(place.program.id, place.ana.id, Kind.MOVED, "moved:9:9", NOW, EVE + HOUR, broken)

    assert place.send() == Summary(sent=1, waiting=1)
    assert "KeyError" in caplog.text
    assert place.ana.phone not in caplog.text


def test_a_worker_that_slept_through_the_evening_waits_for_the_morning(place: Place):
    assert place.send(NIGHT) == Summary(waiting=1)
    assert place.send(NIGHT) == Summary()
    assert place.send(MORNING - MINUTE) == Summary()
    assert place.send(MORNING) == Summary(sent=1)

    assert place.carrier.bodies() == ["Riverside: today, Tue Dec 1: 6 to 9 pm. Can't come? Open your week."]


def test_a_morning_that_is_too_late_is_a_miss(place: Place):
    ben = a_stored_patient(place.program)
    a_seat(place.program, ben, hour=8.5)

    place.send(NIGHT)

    assert states(ben) == [State.MISSED]


def test_nothing_is_said_of_a_session_that_has_begun(place: Place):
    assert place.send(place.booking.session.starts) == Summary(missed=1)
    assert place.carrier.texts == []


def test_decent_hours_are_those_of_the_patient(place: Place):
    place.tell("cancelled", now=at(0, 9.5))
    with transaction():
        bookings.cancel([place.booking.id], CancelledBy.STAFF, now=NOW)
    place.change(timezone="America/Phoenix")

    assert place.send(at(0, 9.5)) == Summary(waiting=1)
    assert place.send(at(0, 11)) == Summary(sent=1)


def test_a_code_goes_at_once_at_night_and_without_consent(place: Place):
    place.change(accepts_texts=False)
    with transaction():
        about = {"nonce": "n0"}
        messages.put(place.program.id, place.ana.id, Kind.SIGN_IN_CODE, "code:1", NIGHT, NIGHT + 10 * MINUTE, about)

    place.send(NIGHT + MINUTE)

    assert place.carrier.bodies() == [f"{code_of('test', 'n0')} is your Riverside code. It works for 10 minutes."]


def test_a_code_that_has_run_out_is_not_sent(place: Place):
    with transaction():
        about = {"nonce": "n0"}
        messages.put(place.program.id, place.ana.id, Kind.SIGN_IN_CODE, "code:1", NOW, NOW + 10 * MINUTE, about)

    assert place.send(NOW + 10 * MINUTE) == Summary(missed=1)


def test_what_is_off_is_told(place: Place):
    with transaction():
        bookings.cancel([place.booking.id], CancelledBy.STAFF, now=NOW)
    place.tell("cancelled")
    place.send(NOW)

    assert place.carrier.bodies() == [
        "Riverside: Tue Dec 1, 6 pm is off. Your week has room now: please open it to choose another time."
    ]


def test_what_the_patient_took_back_meanwhile_is_not_off(place: Place):
    place.tell("cancelled")

    assert place.send(NOW) == Summary(withdrawn=1)


def an_hour_before(booking: Booking) -> Booking:
    return replace(booking, session=replace(booking.session, starts=booking.session.starts - HOUR))


def test_a_move_is_told_and_not_once_the_patient_has_given_it_up(place: Place):
    place.tell("moved", an_hour_before(place.booking))
    place.send(NOW)
    assert place.carrier.bodies() == [
        "Riverside: your time on Tue Dec 1, 5 pm is now Tue Dec 1, 6 pm. Can't come? Open your week."
    ]

    ben = a_stored_patient(place.program)
    given_up = a_seat(place.program, ben, day=3)
    with transaction():
        tell_people.tell({ben.id: ben}, place.program, Turn([(an_hour_before(given_up), given_up)]), now=NOW)
    cancel_booking.cancel(ben.id, given_up.session.id, now=NOW)
    assert place.send(NOW) == Summary(withdrawn=1)


def test_a_booking_by_somebody_else_is_told(place: Place):
    place.tell("booked")
    place.send(NOW)

    assert place.carrier.bodies() == [
        "Riverside: you have a new time: Tue Dec 1, 6 to 9 pm. Can't come? Open your week."
    ]


def test_a_busy_provider_is_tried_again_after_a_pause(place: Place):
    place.carrier.plan(answers(Outcome.BUSY, "20429"), answers(Outcome.BUSY, "20429"))

    assert place.send() == Summary(waiting=1)
    assert place.send() == Summary()
    place.send(EVE + MINUTE)
    assert place.send(EVE + 2 * MINUTE) == Summary(sent=1)
    assert log(place.ana)[0].attempts == 3


def test_a_provider_that_stays_busy_is_left_alone(place: Place):
    for _ in range(9):
        a_seat(place.program, a_stored_patient(place.program))
    place.carrier.plan(answers(Outcome.BUSY))

    assert place.send() == Summary(waiting=2)
    assert place.send() == Summary(waiting=1)
    assert len(place.carrier.tried) == 1
    assert place.send(EVE + 5 * MINUTE) == Summary(sent=10)


@pytest.mark.parametrize("plan", [dies_before, dies_after])
def test_an_attempt_without_a_receipt_is_looked_up_and_told_once(place: Place, plan: Any):
    place.carrier.plan(plan)
    with pytest.raises(Killed):
        place.send()

    assert states(place.ana) == [State.UNCLEAR]
    assert place.send(EVE + MINUTE) == Summary()
    assert place.send(EVE + SETTLING + MINUTE) == Summary(sent=1)
    assert place.carrier.bodies() == [REMINDER]


def test_death_between_claim_and_mark_is_made_good_when_the_lease_ends(place: Place, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch:
        patch.setattr(mark_attempts, "compose_for", dies)
        with pytest.raises(Killed):
            place.send()

    assert states(place.ana) == [State.SENDING]
    assert place.send(EVE + LEASE / 2) == Summary()
    assert place.send(EVE + LEASE + MINUTE) == Summary(sent=1)


def test_death_before_the_receipt_is_written_tells_nobody_twice(place: Place, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch:
        patch.setattr(send_messages, "write", dies)
        with pytest.raises(Killed):
            place.send()

    assert place.send(EVE + HOUR) == Summary(sent=1)
    assert place.carrier.bodies() == [REMINDER]
    assert log(place.ana)[0].provider_id == "SM0"


def test_an_unclear_answer_is_settled_by_looking(place: Place):
    place.carrier.plan(takes_but_answers(Outcome.UNCLEAR, "500"))

    assert place.send() == Summary(waiting=1)
    assert place.send(EVE + HOUR) == Summary(sent=1)
    assert len(place.carrier.texts) == 1


def test_while_the_provider_cannot_be_asked_nothing_is_sent_again(place: Place):
    place.carrier.plan(takes_but_answers(Outcome.UNCLEAR))
    place.carrier.is_silent = True
    place.send()

    for hours in range(1, 40, 3):
        place.send(EVE + hours * HOUR)
    assert states(place.ana) == [State.UNCLEAR]
    place.send(EVE + 72 * HOUR)

    assert (len(place.carrier.texts), states(place.ana)) == (1, [State.FAILED])


def test_what_was_never_taken_and_holds_no_more_is_not_sent_again(place: Place):
    place.carrier.plan(answers(Outcome.UNCLEAR))
    place.send()
    cancel_booking.cancel(place.ana.id, place.booking.session.id, now=EVE)

    assert place.send(EVE + 5 * MINUTE) == Summary(withdrawn=1)
    assert place.carrier.texts == []


def test_a_text_to_a_number_changed_meanwhile_is_looked_for_under_the_old_one(place: Place):
    place.carrier.plan(dies_after)
    with pytest.raises(Killed):
        place.send()
    place.change(phone="+14155559999")

    assert place.send(EVE + 5 * MINUTE) == Summary(sent=1)
    assert len(place.carrier.texts) == 1


def test_an_opt_out_at_the_carrier_is_one_with_us(place: Place):
    a_seat(place.program, place.ana, day=3)
    place.carrier.plan(answers(Outcome.OPTED_OUT, "21610"))
    place.send()

    with reading():
        (answer,) = people.consents(place.ana.id)
        assert not people.patient(place.ana.id).accepts_texts
    assert (answer.is_given, answer.source) == (False, Source.CARRIER)
    assert states(place.ana) == [State.WITHDRAWN, State.WITHDRAWN]
    assert told(place.ana)[-1] == ("system", "texts off")


def test_a_bad_number_is_kept_in_mind(place: Place):
    place.carrier.plan(answers(Outcome.BAD_NUMBER, "21614"))

    assert place.send() == Summary(failed=1)
    with reading():
        assert people.patient(place.ana.id).phone_is_bad
    assert log(place.ana)[0].failure == "21614"
    assert told(place.ana)[-1] == ("system", "bad number")


def test_a_refusal_that_nobody_knows_is_not_repeated(place: Place):
    place.carrier.plan(answers(Outcome.REFUSED, "30007"))

    assert place.send() == Summary(failed=1)
    assert place.send(EVE + HOUR) == Summary()


def test_a_wrong_account_stops_the_sender_loudly_and_loses_nothing(place: Place, caplog: pytest.LogCaptureFixture):
    for _ in range(4):
        a_seat(place.program, a_stored_patient(place.program))
    place.carrier.plan(answers(Outcome.MISCONFIGURED, "20003"))

    stopped = place.send()

    assert stopped == Summary(waiting=5, is_stopped=True)
    assert len(place.carrier.tried) == 1
    assert "stopped" in str(stopped)
    assert [record.levelno for record in caplog.records if "20003" in record.message] == [logging.CRITICAL]
    assert place.send(EVE + 5 * MINUTE) == Summary(sent=5)


def test_a_run_that_is_asked_to_end_gives_back_what_it_has_not_begun(place: Place):
    for _ in range(4):
        a_seat(place.program, a_stored_patient(place.program))

    assert place.send(going_on=lambda: len(place.carrier.texts) < 2) == Summary(sent=2)
    assert place.send() == Summary(sent=3)


def test_logs_name_nobody(place: Place, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        place.send()

    assert place.ana.phone[-10:] not in caplog.text
    assert "Riverside" not in caplog.text


@pytest.fixture
def two_ways(place: Place) -> None:
    """Ana agreed to texts and to e-mail, and has both."""
    place.change(email="ana@example.org", accepts_email=True)


@pytest.mark.usefixtures("two_ways")
@pytest.mark.parametrize("outcome", [Outcome.BAD_NUMBER, Outcome.OPTED_OUT, Outcome.REFUSED])
def test_what_cannot_arrive_one_way_goes_the_next(place: Place, outcome: Outcome):
    place.carrier.plan(answers(outcome, "21610"))

    assert place.send() == Summary(sent=1, waiting=1)
    assert [letter.channel for letter in place.carrier.tried] == [Channel.SMS, Channel.EMAIL]
    (message,) = log(place.ana)
    assert (message.state, message.channel, message.spent) == (State.SENT, Channel.EMAIL, frozenset({Channel.SMS}))


@pytest.mark.usefixtures("two_ways")
def test_no_way_is_tried_twice(place: Place):
    place.carrier.plan(*[answers(Outcome.REFUSED, "30007")] * 2)

    assert place.send() == Summary(failed=1, waiting=1)
    assert place.send(EVE + HOUR) == Summary()


@pytest.mark.usefixtures("two_ways")
def test_what_may_have_arrived_one_way_waits_until_that_is_known(place: Place):
    place.carrier.plan(takes_but_answers(Outcome.UNCLEAR))
    place.carrier.is_silent = True

    place.send()
    place.send(EVE + HOUR)

    assert [letter.channel for letter in place.carrier.tried] == [Channel.SMS]
    assert states(place.ana) == [State.UNCLEAR]


@pytest.mark.usefixtures("two_ways")
def test_what_turns_out_not_to_have_arrived_goes_the_next_way(place: Place):
    place.send()
    hear_receipt.hear("SM0", "undelivered", "30007", now=EVE + MINUTE)

    assert place.send(EVE + 2 * MINUTE) == Summary(sent=1)
    assert [letter.channel for letter in place.carrier.tried] == [Channel.SMS, Channel.EMAIL]


@pytest.mark.usefixtures("two_ways")
def test_a_channel_that_is_shut_does_not_shut_the_others(place: Place):
    a_seat(place.program, a_stored_patient(place.program))
    place.carrier.plan(answers(Outcome.REFUSED), answers(Outcome.MISCONFIGURED, "535"))

    assert place.send() == Summary(sent=1, waiting=2, is_stopped=True)
    assert place.send(EVE + 5 * MINUTE) == Summary(sent=1)


@pytest.mark.usefixtures("two_ways")
def test_an_address_that_says_later_is_tried_four_times_and_the_channel_is_well(place: Place):
    choose_telling.choose(place.ana.id, Kind.REMINDER, Telling(first=Channel.EMAIL), now=NOW)
    place.carrier.plan(*[answers(Outcome.LATER, "450 4.2.1")] * 4)

    waits = [place.send(EVE + minutes * MINUTE) for minutes in (0, 2, 5)]

    assert waits == [Summary(waiting=1)] * 3
    with reading():
        assert not carriers.gates()[Channel.EMAIL].trouble
    assert place.send(EVE + 11 * MINUTE) == Summary(sent=1, waiting=1)
    assert [letter.channel for letter in place.carrier.tried] == [Channel.EMAIL] * 4 + [Channel.SMS]


@pytest.mark.usefixtures("two_ways")
def test_who_has_no_other_way_is_tried_on_and_on_until_it_is_of_no_use(place: Place):
    place.change(phone_is_bad=True)
    place.carrier.plan(*[answers(Outcome.LATER, "452 4.2.2")] * 60)

    for minutes in range(0, 26 * 60, 10):
        place.send(EVE + minutes * MINUTE)

    assert states(place.ana) == [State.MISSED]
    assert 8 < len(place.carrier.tried) < 60


@pytest.mark.usefixtures("two_ways")
def test_a_letter_that_may_have_arrived_goes_no_other_way_though_its_mailbox_says_later(place: Place):
    place.change(phone_is_bad=True)
    place.carrier.plan(takes_but_answers(Outcome.UNCLEAR), *[answers(Outcome.LATER)] * 5)
    place.send()
    place.change(phone_is_bad=False)
    for hours in range(1, 8):
        place.send(EVE + hours * HOUR / 4)

    assert {letter.channel for letter in place.carrier.tried} == {Channel.EMAIL}
    assert len(place.carrier.tried) > 4


@pytest.mark.usefixtures("two_ways")
def test_a_letter_leads_to_the_week_and_out_of_it_and_asks_for_no_reply(place: Place):
    place.carrier.plan(answers(Outcome.BAD_NUMBER, "21614"))
    place.change(email="ana@example.org", accepts_email=True)
    place.send()

    text, letter = place.carrier.tried
    assert (text.to, text.way_out) == (place.ana.phone, "")
    assert (letter.to, letter.body, letter.path) == ("ana@example.org", REMINDER, "/week")
    assert letter.way_out.startswith(f"/e-mail/no/{place.ana.id}/")
    assert text.tag == letter.tag


@pytest.mark.usefixtures("two_ways")
def test_a_letter_that_may_have_arrived_is_written_again_there_and_nowhere_else(place: Place):
    place.change(phone_is_bad=True)
    place.carrier.plan(takes_but_answers(Outcome.UNCLEAR))
    place.send()
    place.change(phone_is_bad=False)

    assert place.send(EVE + HOUR) == Summary(sent=1)
    first, again = place.carrier.tried
    assert (first.channel, first.tag) == (again.channel, again.tag) == (Channel.EMAIL, first.tag)


@pytest.mark.usefixtures("two_ways")
def test_an_address_that_nobody_reads_is_kept_in_mind(place: Place):
    place.carrier.plan(*[answers(Outcome.BAD_NUMBER, "550 5.1.1")] * 2)

    assert place.send() == Summary(failed=1, waiting=1)
    with reading():
        ana = people.patient(place.ana.id)
    assert (ana.phone_is_bad, ana.email_is_bad, ana.is_reached) == (True, True, False)
    assert told(place.ana)[-1] == ("system", "bad address")


def test_a_patient_chooses_the_channel_the_hours_and_nothing_at_all(place: Place):
    place.change(email="ana@example.org", accepts_email=True)
    choose_telling.choose(place.ana.id, Kind.REMINDER, Telling(first=Channel.EMAIL, until=time(16)), now=NOW)

    assert place.send(at(0, 15)) == Summary()
    assert place.send(at(0, 15.75)) == Summary(sent=1)
    assert [letter.channel for letter in place.carrier.tried] == [Channel.EMAIL]

    choose_telling.choose(place.ana.id, Kind.BOOKED, Telling(is_off=True), now=NOW)
    place.tell("booked")
    assert place.send(NOW) == Summary(withdrawn=1)


def test_a_text_says_more_only_where_program_and_patient_have_chosen_it(place: Place):
    choose_telling.choose(place.ana.id, Kind.REMINDER, Telling(is_detailed=True), now=NOW)
    with reading():
        assert not tellings.of_kind(place.ana.id, Kind.REMINDER).is_detailed
    with transaction():
        programs.change(place.program.id, in_detail=frozenset({Kind.REMINDER}))

    choose_telling.choose(place.ana.id, Kind.REMINDER, Telling(is_detailed=True), now=NOW)
    place.send()

    (reminder,) = place.carrier.bodies()
    assert reminder != REMINDER
    assert "group" in reminder
    assert told(place.ana)[-1] == (f"patient:{place.ana.id}", "telling chosen")
