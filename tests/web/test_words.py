"""Hours, times, dates and reasons as a person reads them."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from flask_babel import force_locale

from iopsched.domain.mending import Mending
from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component, Modality, Part
from iopsched.web import amounts, names, requirement_words, sentences, waiting_words, wall
from iopsched.web.staff import staff_reasons
from iopsched.web.staff.availability import draft_words
from iopsched.web.words import OF_PATIENTS, OF_STAFF
from tests.builders import MONDAY, NEW_YORK, a_plan, a_session, a_week
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("context")

HOUSE = Path(__file__).parents[2] / "iopsched"
METHODS = [("web/**.py", "python"), ("templates/**.html", "jinja2")]
"""As in babel.cfg."""
WEDNESDAY = date(2026, 12, 9)
SIX, NINE = (datetime(2026, 12, 9, hour, tzinfo=NEW_YORK).astimezone(UTC) for hour in (18, 21))


@pytest.mark.parametrize(
    ("minutes", "short", "spoken", "number"),
    [
        (0, "0 h", "0 hours", "0"),
        (30, "30 min", "30 minutes", "½"),
        (60, "1 h", "1 hour", "1"),
        (90, "1 h 30", "1 hour 30 minutes", "1½"),
        (125, "2 h 05", "2 hours 5 minutes", "2 h 05"),
        (465, "7 h 45", "7 hours 45 minutes", "7.75"),
        (540, "9 h", "9 hours", "9"),
    ],
)
def test_hours_are_said_short_spoken_and_as_a_number(minutes: int, short: str, spoken: str, number: str):
    assert amounts.hours(minutes) == short
    assert amounts.hours_in_words(minutes) == spoken
    assert amounts.figure(minutes) == number


def test_hours_of_hours():
    assert amounts.hours_of(180, 300) == "3 of 5 h"
    assert amounts.hours_of(570, 600) == "9 h 30 of 10 h"
    assert amounts.hours_of_in_words(360, 540) == "6 of 9 hours"
    assert amounts.hours_of_in_words(450, 540) == "7½ of 9 hours"
    assert amounts.of_hours(540) == "of 9 hours"


@pytest.mark.parametrize(
    ("ahead", "said", "with_today"),
    [
        (timedelta(hours=2), "2 pm", "today, 2 pm"),
        (timedelta(hours=30), "Tuesday, 6 pm", "Tuesday, 6 pm"),
        (timedelta(days=6, hours=11, minutes=30), "Sunday, 11:30 pm", "Sunday, 11:30 pm"),
        (timedelta(days=7), "Monday, November 30, noon", "Monday, November 30, noon"),
    ],
)
def test_until_when_is_said_as_short_as_is_clear(ahead: timedelta, said: str, with_today: str):
    assert wall.until(NOW + ahead, NEW_YORK) == said
    assert wall.until(NOW + ahead, NEW_YORK, names_today=True) == with_today


def test_what_is_waited_for_is_said_in_words():
    monday, evening = date(2026, 12, 7), Wanted(monday=date(2026, 12, 7), part=Part.EVENING, weekdays=frozenset({1, 3}))
    skills = Wanted(monday=monday, component=Component.SKILLS, weekdays=frozenset(range(6)))

    assert waiting_words.kind_wanted(evening) == "Any session"
    assert waiting_words.when_wanted(evening) == "Evening, Tuesday or Thursday"
    assert waiting_words.kind_wanted(skills) == "Any skills session"
    assert waiting_words.when_wanted(skills) == "Not Sunday"
    assert waiting_words.when_wanted(Wanted(monday=monday)) == "Any time, in person or telehealth"
    assert waiting_words.seat_wanted(evening) == (
        "if a seat opens in any session, evening, Tuesday or Thursday, December 7 to 13"
    )


def test_times_are_read_from_the_wall():
    assert wall.clock(NINE, NEW_YORK) == "9:00 pm"
    assert wall.clock_bare(SIX, NEW_YORK) == "6:00"
    assert wall.clock_short(time(18)) == "6 pm"
    assert wall.clock_short(time(12)) == "noon"
    assert wall.clock_short(time(0, 30)) == "12:30 am"
    assert wall.clock(NINE, ZoneInfo("America/Phoenix")) == "7:00 pm"


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        (time(18), time(21), "6 to 9 pm"),
        (time(10), time(13), "10 am to 1 pm"),
        (time(18, 30), time(21), "6:30 to 9 pm"),
        (time(9), time(11, 30), "9 to 11:30 am"),
        (time(12), time(13), "12 to 1 pm"),
        (time(22), time(0), "10 pm to 12 am"),
    ],
)
def test_a_span_says_morning_or_evening_once(starts: time, ends: time, said: str):
    assert wall.time_range(starts, ends) == said


def test_dates_are_spoken_whole():
    assert wall.day(WEDNESDAY) == "Wednesday, December 9"
    assert wall.day_full(WEDNESDAY) == "Wednesday, December 9, 2026"
    assert wall.day_short(WEDNESDAY) == "Wed, Dec 9"
    assert wall.week_range(date(2026, 12, 7)) == "December 7 to 13"
    assert wall.week_range(date(2026, 11, 30)) == "November 30 to December 6"


def test_another_language_spells_its_own_dates():
    with force_locale("es"):
        assert wall.day(WEDNESDAY) == "miércoles, 9 de diciembre"
        assert wall.clock(time(18)) == "18:00"


def test_a_moment_says_today_or_the_whole_date():
    assert wall.moment(NOW - timedelta(hours=1), NEW_YORK) == "today, 11:00 am"
    assert wall.moment(NOW - timedelta(days=1), NEW_YORK) == "yesterday, 12:00 pm"
    assert wall.moment(NOW - timedelta(days=400), NEW_YORK) == "Sunday, October 19, 2025, 1:00 pm"


def test_a_week_has_a_name():
    assert wall.week_title(date(2026, 12, 7), date(2026, 12, 7)) == "This week"
    assert wall.week_title(date(2026, 12, 14), date(2026, 12, 7)) == "Next week"
    assert wall.week_title(date(2026, 12, 21), date(2026, 12, 7)) == "Week"


def test_every_reason_has_a_sentence():
    session = a_session()

    said = [sentences.why_not(Refusal(why, other=session, minutes=300, limit=240), session) for why in Why]

    assert len(set(said)) == len(Why)
    assert all(sentence.endswith(".") and "!" not in sentence for sentence in said)


def test_every_reason_has_a_sentence_for_staff_too_and_none_of_them_speaks_to_the_patient():
    session = a_session()

    said = [staff_reasons.why_not_theirs(Refusal(why, other=session, minutes=300, limit=240), session) for why in Why]

    assert len(set(said)) == len(Why)
    assert all(sentence.endswith(".") and "!" not in sentence and "your" not in sentence.lower() for sentence in said)


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (Refusal(Why.FULL), "Full."),
        (
            Refusal(Why.OVERLAPS, other=a_session(2, component=Component.SKILLS)),
            "Same time as your skills session on Wednesday.",
        ),
        (Refusal(Why.DAY_MOST, minutes=300, limit=240), "5 hours that day. Your plan allows 4 in one day."),
        (Refusal(Why.WEEK_MOST, minutes=1200, limit=1140), "20 hours that week. Your plan allows 19 in one week."),
        (Refusal(Why.DAYS_MOST, limit=3), "One day more. Your plan allows 3 days in one week."),
    ],
)
def test_a_reason_says_what_is_in_the_way(refusal: Refusal, sentence: str):
    assert sentences.why_not(refusal) == sentence


def test_what_is_to_go_is_said_by_kind():
    plan = a_plan(components={Component.GROUP: 300, Component.FAMILY: 60})
    week = a_week(a_session(0), plans=(plan,))

    assert sentences.to_go_parts(week) == ["2 hours of group", "1 hour of family", "3 hours of any kind"]
    assert sentences.to_go(a_week(a_session(0), a_session(1, 9, 3, component=Component.SKILLS), plans=(plan,))) == (
        "<b>2 hours of group</b> and <b>1 hour of family</b>"
    )


def test_hours_without_a_kind_need_none():
    assert sentences.to_go_parts(a_week(a_session(0))) == ["6 hours"]


def test_a_week_with_its_hours_may_still_want_days():
    week = a_week(a_session(0, 9, 9), plans=(a_plan(days_least=3),))

    assert sentences.to_go_parts(week) == ["2 more days"]


def test_replacements_of_several_sessions_are_told_apart_by_kind_and_way():
    first, second = a_session(2, 17), a_session(6, 10, component=Component.FAMILY, modality=Modality.TELEHEALTH)

    said = draft_words.mending_said(Mending((first, second), a_week()))

    assert [part.split(", ", 3)[3] for part in said.split("; ")] == ["group, in person", "family, telehealth"]


def test_words_of_the_field_stand_alone_and_in_sentences():
    assert names.name(Component.INDIVIDUAL) == "Individual"
    assert names.name_in_sentence(Modality.IN_PERSON) == "in person"
    assert names.icon_of(Part.EVENING) == "moon"
    assert sentences.named(a_session(2, 18)).startswith("group, Wednesday, December 2, ")


def test_every_word_of_pages_and_templates_can_be_translated():
    found = extract_from_dir(HOUSE, METHODS, keywords=DEFAULT_KEYWORDS | {"lazy_gettext": None})

    words = {message for _, _, message, *_ in found}
    assert {"Help", "Telehealth", "Full.", "Enter your code"} <= words


def test_lists_read_aloud():
    assert amounts.listed(["group", "skills", "family"]) == "group, skills and family"
    assert amounts.listed([]) == ""


def a_plan_during(first: int, last: int, **given):
    return a_plan(first_day=MONDAY + timedelta(days=first), last_day=MONDAY + timedelta(days=last), **given)


SIX_HOURS, NINE_HOURS = {"week_least": 360}, {"week_least": 540}


@pytest.mark.parametrize(
    ("plans", "is_said"),
    [
        ([a_plan()], ""),
        ([a_plan_during(0, 4)], ""),
        (
            [a_plan_during(-9, 1, **NINE_HOURS), a_plan_during(2, 28, **SIX_HOURS)],
            "Until Tuesday the plan asks for 9 hours a week, from Wednesday for 6 hours. For this week: 7 hours.",
        ),
        (
            [a_plan_during(0, 0, **NINE_HOURS), a_plan_during(1, 2, **SIX_HOURS), a_plan_during(3, 6, week_least=180)],
            "Until Monday the plan asks for 9 hours a week, from Tuesday for 6 hours and from Thursday for 3 hours. "
            "For this week: 5 hours.",
        ),
        (
            [a_plan_during(3, 28)],
            "The plan begins on Thursday and asks for 9 hours a week. For this week: 3 hours 30 minutes.",
        ),
        ([a_plan_during(-28, 2)], "The plan ends on Wednesday and asks for 9 hours a week. For this week: 5 hours."),
        (
            [a_plan_during(1, 2)],
            "The plan lasts from Tuesday to Wednesday and asks for 9 hours a week. For this week: 3 hours 30 minutes.",
        ),
        ([a_plan_during(-9, 1), a_plan_during(2, 28)], ""),
        ([], ""),
    ],
)
def test_a_week_that_asks_for_other_hours_than_a_plan_says_why(plans, is_said: str):
    assert requirement_words.share(a_week(plans=tuple(plans))) == is_said


def test_no_two_rooms_give_the_same_filter():
    given = Counter(name for room in (*OF_PATIENTS, *OF_STAFF) for name in room.FILTERS)

    assert [name for name, times in given.items() if times > 1] == []
