"""A timetable comes in whole or not at all; a second time it changes nothing; what it changes, sessions follow."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

import iopsched
from iopsched.domain.offering import Offering
from iopsched.domain.program import Program
from iopsched.domain.season import Season
from iopsched.domain.session import Session
from iopsched.domain.timetable_file import WrongFile
from iopsched.domain.timetable_row import What
from iopsched.store import clinicians, offerings, programs, sessions
from iopsched.store.db import db, reading, transaction
from iopsched.store.tables import Base
from iopsched.usecases.availability.import_timetable import Report, State, import_timetable
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY, at
from tests.conftest import NOW
from tests.stored import a_stored_patient

DEMO = (Path(iopsched.__file__).parent / "data" / "demo_timetable.csv").read_text()
HEADING = "what,program,name,timezone,key,component,modality,days,begins,ends,slot,seats,clinician,place,from,until"
PROGRAM = "program,riverside,Riverside,America/New_York,,,,,,,,,,,,"
DANA = "clinician,riverside,Dana Whitlock,,,,,,,,,,,,,"
EVENING = "offering,riverside,,,mon-evening,group,in_person,MO,18:00,21:00,,12,Dana Whitlock,Room 2,,"
HOURS = "offering,riverside,,,dana-hours,individual,in_person,TU,15:00,18:00,60,1,Dana Whitlock,,,"
HOLIDAY = "closure,riverside,Holiday,,,,,,,,,,,,2026-12-14,"

pytestmark = pytest.mark.usefixtures("app")


def a_file(*lines: str) -> str:
    return "\n".join([HEADING, PROGRAM, DANA, *lines])


def bring(*lines: str, now: datetime = NOW, **how: Any) -> Report:
    return import_timetable(a_file(*lines), now=now, **how)


def riverside() -> Program:
    with reading():
        found = programs.by_key("riverside")
        assert found
        return found


def offered() -> dict[str, Offering]:
    program = riverside()
    with reading():
        return {offering.key: offering for offering in offerings.in_program(program.id)}


def held(first: date = MONDAY) -> list[Session]:
    """Riverside's sessions of one week that are not cancelled."""
    program = riverside()
    with reading():
        return [*sessions.in_week(program, first)]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with reading():
        return {table.name: sorted(map(tuple, db.session.execute(select(table))), key=repr) for table in tables()}


def tables() -> list[Any]:
    return [*Base.metadata.sorted_tables]


def test_a_new_program_opens_its_sessions_for_twelve_weeks():
    report = bring(EVENING, HOURS)

    assert [(entry.what, entry.name, entry.state) for entry in report.entries] == [
        (What.PROGRAM, "riverside", State.ADDED),
        (What.CLINICIAN, "Dana Whitlock", State.ADDED),
        (What.OFFERING, "mon-evening", State.ADDED),
        (What.OFFERING, "dana-hours", State.ADDED),
    ]
    assert report.effect.opened == 12 + 3 * 12
    assert [session.starts for session in held()] == [at(0, 18), at(1, 15), at(1, 16), at(1, 17)]
    assert {session.clinician for session in held()} == {"Dana Whitlock"}


def test_who_is_written_otherwise_is_the_same_clinician():
    bring(EVENING)

    report = import_timetable(a_file(EVENING).replace("Dana Whitlock", "DANA WHITLOCK"), now=NOW)

    assert {entry.state for entry in report.entries} == {State.SAME}


def test_who_retired_and_leads_something_by_the_file_is_at_work_again():
    bring(EVENING)
    program = riverside()
    with transaction():
        dana = programs.clinician_named(program.id, "Dana Whitlock")
        clinicians.retire(dana, NOW)

    report = bring(EVENING)

    assert [(entry.what, entry.state) for entry in report.news] == [(What.CLINICIAN, State.CHANGED)]
    with reading():
        assert dana in clinicians.at_work(program.id)


def test_the_same_file_a_second_time_changes_nothing():
    bring(EVENING, HOURS, HOLIDAY)
    before = everything()

    again = bring(EVENING, HOURS, HOLIDAY)

    assert again.is_same
    assert str(again) == "Nothing new."
    assert everything() == before


def test_the_demos_file_a_second_time_changes_nothing():
    import_timetable(DEMO, now=NOW)
    before = everything()

    assert import_timetable(DEMO, now=NOW).is_same
    assert everything() == before


def test_a_dry_run_says_what_would_be_and_writes_nothing():
    before = everything()

    report = bring(EVENING, dry_run=True)

    assert (report.is_dry_run, report.effect.opened) == (True, 12)
    assert str(report).startswith("Only checked; nothing was written.")
    assert everything() == before


def test_a_file_with_something_wrong_brings_in_nothing_of_it():
    before = everything()

    with pytest.raises(WrongFile):
        bring(EVENING, HOURS.replace("15:00", "late"))

    assert everything() == before


def test_a_changed_offering_moves_its_sessions_and_those_inside():
    bring(EVENING)
    patient = a_stored_patient(riverside())
    (monday,) = held()
    book_session.book(patient.id, monday.id, now=NOW)

    report = bring(EVENING.replace("18:00,21:00", "17:30,20:30"))

    (moved,) = held()
    assert (moved.id, moved.starts, moved.taken) == (monday.id, at(0, 17.5), 1)
    assert (report.effect.opened, report.effect.altered, report.effect.kept) == (0, 12, 1)
    assert "riverside: offering mon-evening changed" in str(report)


def test_a_closure_cancels_what_is_open_that_day():
    bring(EVENING)
    holiday = date(2026, 12, 14)

    report = bring(EVENING, HOLIDAY)

    assert report.effect.cancelled == 1
    assert held(holiday) == []


def test_an_offering_ends_by_its_last_day():
    bring(EVENING)

    report = bring(EVENING.removesuffix(",") + ",2026-12-01")

    assert report.effect.cancelled == 10
    assert [*held(MONDAY + timedelta(days=7))] == []


def test_what_a_file_does_not_name_stays():
    bring(EVENING, HOURS)

    report = bring(EVENING)

    assert report.is_same
    assert {*offered()} == {"mon-evening", "dana-hours"}


def test_a_program_takes_new_facts():
    bring(EVENING)

    report = import_timetable(a_file(EVENING).replace("New_York", "Chicago"), now=NOW)

    assert report.count(What.PROGRAM, State.CHANGED) == 1
    assert riverside().timezone == "America/Chicago"
    assert {session.starts.astimezone(riverside().zone).time() for session in held()} == {time(18)}


def test_nobody_in_particular_leads_an_offering_once_its_clinician_is_taken_off():
    bring(EVENING)

    bring(EVENING.replace("Dana Whitlock", ""))

    assert offered()["mon-evening"].clinician_id is None
    assert [session.clinician for session in held()] == [""]


def test_what_has_begun_stays_as_it_was():
    bring(EVENING)
    later = at(0, 19)

    bring(EVENING.replace("18:00", "17:00"), now=later)

    assert [session.starts for session in held()] == [at(0, 18)]


def test_the_log_tells_of_an_import_that_brought_something_new():
    bring(EVENING)
    bring(EVENING)

    audit = Base.metadata.tables["audit"]
    with reading():
        told = db.session.scalar(select(func.count()).where(audit.c.action == "timetable imported"))
    assert told == 1


IN_SEASONS = """what,program,name,timezone,key,component,modality,days,begins,ends,seats,season,yearly,from,until
program,riverside,Riverside,America/New_York,,,,,,,,,,,
season,riverside,Summer hours,,,,,,,,,,yes,2026-06-15,2026-08-31
offering,riverside,,,early,group,in_person,MO,09:00,12:00,12,Summer hours,,,
offering,riverside,,,late,group,in_person,MO,18:00,21:00,12,not Summer hours,,,
"""


def test_seasons_come_with_the_file_and_again_change_nothing():
    first, second = (import_timetable(IN_SEASONS, now=NOW) for _ in range(2))

    summer = Season(1, "Summer hours", date(2026, 6, 15), date(2026, 8, 31), yearly=True)
    assert {key: (one.season, one.pauses) for key, one in offered().items()} == {
        "early": (summer, False),
        "late": (summer, True),
    }
    assert first.count(What.SEASON, State.ADDED) == 1
    assert [session.starts for session in held()] == [at(0, 18)]
    assert second.is_same


def test_a_season_that_is_capitalised_otherwise_is_the_same():
    import_timetable(IN_SEASONS, now=NOW)

    import_timetable(IN_SEASONS.replace("Summer hours", "summer Hours"), now=NOW)

    summer = Season(1, "summer Hours", date(2026, 6, 15), date(2026, 8, 31), yearly=True)
    assert {key: one.season for key, one in offered().items()} == {"early": summer, "late": summer}


def test_a_season_that_the_file_leaves_empty_stays_and_other_days_of_one_are_taken():
    import_timetable(IN_SEASONS, now=NOW)

    changed = IN_SEASONS.replace("12,Summer hours", "12,").replace("2026-08-31", "2026-09-06")
    report = import_timetable(changed, now=NOW)

    assert offered()["early"].season == Season(1, "Summer hours", date(2026, 6, 15), date(2026, 9, 6), yearly=True)
    assert [(one.what, one.name) for one in report.news] == [(What.SEASON, "Summer hours")]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("12,Summer hours", "12,Winter", "line 4, season: No line declares 'Winter' for this program."),
        ("2026-08-31", "2027-06-15", "line 3, until: What comes back each year must end within a year."),
        ("yes", "each", "line 3, yearly: 'each' is neither yes nor no."),
    ],
)
def test_what_is_wrong_with_a_season_is_named(old: str, new: str, text: str):
    with pytest.raises(WrongFile) as refused:
        import_timetable(IN_SEASONS.replace(old, new), now=NOW)

    assert text in str(refused.value)
