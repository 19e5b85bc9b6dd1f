"""What texts say: enough, nothing more, in one message, in words that no provider takes as an order."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.gateways import gsm7
from iopsched.gateways.wording import Voice
from tests.builders import a_patient, a_program, a_session, a_week, at

TO_LEAVE = {"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "REVOKE", "OPTOUT", "CANCEL", "CANCELLED", "CANCELED"}
ORDERS = TO_LEAVE | {"START", "YES", "UNSTOP", "HELP", "INFO"}
REVEALING = ("group", "individual", "skills", "family", "telehealth", "therapy", "treatment", "clinic", "session")
EVE = at(8, 18)
EVENING = (a_session(9, 17, 1), a_session(9, 18, 2))
LONG_NAME = "The Very Long Established Program Name Of Riverside And Surroundings"


def a_voice(name: str = "Riverside", **patient: Any) -> Voice:
    return Voice(a_program(name=name), a_patient(**patient))


def every_text(voice: Voice) -> Iterator[str]:
    yield voice.code("012345")
    yield voice.reminder(EVENING, EVE)
    yield voice.reminder(many_sessions(12), EVE)
    yield voice.moved(at(9, 18), a_session(10, 18.5))
    yield voice.moved(at(9, 18), a_session(9, 18))
    yield voice.moved(at(9, 18), a_session(9, 18), lasts=True)
    yield voice.cancelled(at(9, 18))
    yield voice.booked(a_session(9, 10.5, 3))
    yield voice.week_planned()
    yield voice.week_kept(at(9, 12.5))
    yield from (voice.as_usual(weeks, gaps) for weeks in usual_weeks() for gaps in (0, 3))


def many_sessions(number: int) -> list[Session]:
    return [a_session(9, 9 + place * 0.5, 0.5) for place in range(number)]


def usual_weeks() -> list[list[Week]]:
    """Weeks that were booked as usual: one, one of odd hours, one without a plan, one left open, and several."""
    full = a_week(a_session(0), a_session(2), a_session(4))
    return [[full], [a_week(a_session(0, 18, 2.75))], [a_week(a_session(0), plans=())], [a_week()], [full] * 11]


def test_a_reminder_names_all_of_tomorrow():
    said = a_voice().reminder(EVENING, EVE)

    assert said == "Riverside: tomorrow, Wed Dec 9: 5 to 6 pm, 6 to 8 pm. Can't come? Open your week."


def test_a_reminder_that_waited_for_the_morning_says_today():
    assert "today, Wed Dec 9: 5 to 6 pm" in a_voice().reminder(EVENING, at(9, 9))


def test_a_time_across_noon_says_both_halves():
    assert "Wed Dec 9: 11:30 am to 1 pm." in a_voice().reminder([a_session(9, 11.5, 1.5)], EVE)


def test_another_zone_is_named():
    said = a_voice(timezone="America/Phoenix").reminder(EVENING, EVE)

    assert "3 to 4 pm, 4 to 6 pm (MST)." in said


def test_another_zone_with_the_same_clock_is_not():
    assert "(" not in a_voice(timezone="America/Detroit").reminder(EVENING, EVE)


def test_a_zone_that_differs_half_of_the_year_is_named_in_that_half():
    voice = Voice(a_program(timezone="America/Denver"), a_patient(timezone="America/Phoenix"))
    summer = a_session(0, 12, monday=date(2027, 7, 5))

    assert "(" not in voice.booked(a_session(9, 12))
    assert "(MST)" in voice.booked(summer)


def test_a_day_that_is_two_on_the_patients_clock_names_both():
    voice = a_voice(timezone="Asia/Tokyo")
    morning_and_noon = (a_session(9, 8, 1), a_session(9, 12, 1))

    said = voice.reminder(morning_and_noon, EVE)

    assert "today, Wed Dec 9: 10 to 11 pm; tomorrow, Thu Dec 10: 2 to 3 am" in said


def test_many_times_are_said_in_fewer_words():
    seven, twelve, most = (a_voice().reminder(many_sessions(number), EVE) for number in (7, 12, 28))

    assert seven.endswith("11:30 am to 12 pm, 12 to 12:30 pm.")
    assert twelve.endswith("2 pm, 2:30 pm.")
    assert most == "Riverside: tomorrow, Wed Dec 9: 9 to 9:30 am and more after that."


def test_a_move_says_both_times():
    said = a_voice().moved(at(9, 18), a_session(10, 18.5))

    assert said.startswith("Riverside: your time on Wed Dec 9, 6 pm is now Thu Dec 10, 6:30 pm.")


def test_a_move_to_another_place_does_not_say_where():
    said = a_voice().moved(at(9, 18), a_session(9, 18, place="12 Clinic Road"))

    assert (
        said == "Riverside: your time on Wed Dec 9, 6 pm stays. Something about it has changed: please open your week."
    )


def test_one_that_ends_at_another_time_says_from_when_to_when():
    said = a_voice().moved(at(9, 18), a_session(9, 18, hours=2), lasts=True)

    assert said.startswith("Riverside: your time on Wed Dec 9, 6 pm is now Wed Dec 9, 6 to 8 pm.")


def test_what_is_off_leaves_room():
    said = a_voice().cancelled(at(9, 18))

    assert said == "Riverside: Wed Dec 9, 6 pm is off. Your week has room now: please open it to choose another time."


def test_a_code_comes_first_so_that_phones_find_it():
    assert a_voice().code("012345") == "012345 is your Riverside code. It works for 10 minutes."


def test_weeks_as_usual_say_which_and_what_they_come_to():
    said = [a_voice().as_usual(weeks, 0) for weeks in usual_weeks()]

    assert said == [
        "Riverside: your week of Nov 30 is booked: 9 of 9 h.",
        "Riverside: your week of Nov 30 is booked: 2:45 of 9 h.",
        "Riverside: your week of Nov 30 is booked.",
        "Riverside: nothing could be booked for your week of Nov 30. Please open it to choose.",
        "Riverside: 11 of your weeks are booked, from Nov 30 on.",
    ]


def test_a_week_with_something_left_out_says_that():
    assert a_voice().as_usual([a_week(a_session())], 1) == (
        "Riverside: your week of Nov 30 is booked: 3 of 9 h. Not every time was free: please open your week."
    )


@pytest.mark.parametrize("name", ["Riverside", LONG_NAME, "Río “Norte” – Ñandú", "川の側", "{[^]}" * 9])
@pytest.mark.parametrize("zone", ["", "America/Phoenix", "Asia/Kathmandu"])
def test_every_text_is_one_message(name: str, zone: str):
    texts = list(every_text(a_voice(name, timezone=zone)))

    assert all(gsm7.septets(text) <= 160 for text in texts)
    assert all(set(text) <= gsm7.BASIC | gsm7.ESCAPED for text in texts)


def test_no_text_says_what_for():
    told = " ".join(every_text(a_voice())).lower()

    assert [word for word in REVEALING if word in told] == []


def test_no_text_holds_an_order_to_a_provider_or_a_link():
    told = " ".join(every_text(a_voice()))

    assert set(re.findall(r"\w+", told.upper())) & ORDERS == set()
    assert not re.search(r"http|www|\w\.\w", told)


def test_a_language_without_a_catalog_is_still_understood():
    assert "Riverside: " in a_voice(language="tlh").reminder(EVENING, EVE)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("6 p.m.", "6 p.m."), ("Núñez’s", "Nuñez's"), ("–…", "-..."), ("ﬁ", "fi"), ("川", "?"), ("ç", "Ç")],
)
def test_what_a_plain_phone_lacks_is_written_another_way(typed: str, sent: str):
    assert gsm7.plain(typed) == sent


def test_a_euro_costs_two():
    assert gsm7.septets("5€") == 3


def test_a_reminder_is_of_use_across_a_change_of_clocks():
    sunday = a_session(6, 9, 1, monday=date(2026, 10, 26))

    said = a_voice().reminder([sunday], sunday.starts - timedelta(hours=16))

    assert "tomorrow, Sun Nov 1: 9 to 10 am" in said


def test_where_answers_are_read_a_reminder_invites_one():
    voice = Voice(a_program(answers_texts=True), a_patient())

    assert voice.reminder(EVENING, EVE).endswith("5 to 6 pm, 6 to 8 pm. Reply C to confirm, R for other times.")
    assert voice.cancelled(at(9, 18)).endswith("Your week has room now: reply R for other times.")
    assert voice.booked(a_session(9, 10.5, 3)).endswith("R shows other times.")


@pytest.mark.parametrize("name", ["Riverside", LONG_NAME])
def test_a_reminder_that_invites_an_answer_is_one_message(name: str):
    voice = Voice(a_program(name=name, answers_texts=True), a_patient(timezone="America/Phoenix"))

    assert all(gsm7.septets(text) <= 160 for text in every_text(voice))
    assert set(re.findall(r"\w+", " ".join(every_text(voice)).upper())) & ORDERS == set()
