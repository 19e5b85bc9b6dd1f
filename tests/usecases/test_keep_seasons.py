"""Summer hours: some offerings hold only then, others pause, and sessions follow when its days change."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.season import Season
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability, keep_seasons
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.stored import a_stored_offering, a_stored_program, a_stored_season, a_stored_staff

WEEK = timedelta(weeks=1)


def hours(program: Program, week: int) -> list[int]:
    """When Mondays begin in the week so many after MONDAY's."""
    with reading():
        found = sessions.in_week(program, MONDAY + week * WEEK)
    return [session.starts.astimezone(program.zone).hour for session in found]


def test_in_its_season_one_offering_takes_the_place_of_another(program: Program, staff: Staff, ana: Patient):
    winter = a_stored_season(program)
    a_stored_offering(program, season=winter, pauses=True)
    a_stored_offering(program, begins=time(9), season=winter)
    adjust_availability.open_sessions(now=NOW)
    with reading():
        later = sessions.in_week(program, MONDAY + WEEK)[0]
    book_session.book(ana.id, later.id, now=NOW)

    before = [hours(program, week) for week in range(3)]
    effect = keep_seasons.put(staff, replace(winter, last_day=MONDAY + WEEK), now=NOW)

    assert before == [[9], [18], [18]]
    assert [hours(program, week) for week in range(3)] == [[9], [9], [18]]
    assert (effect.ended, effect.told) == (1, 1)
    keep_seasons.remove(staff, winter.id, now=NOW)
    assert hours(program, 1) == [9, 18]


@pytest.mark.parametrize("name", ["winter Hours", "Winter  hours"])
def test_two_seasons_of_one_name_are_not_told_apart(program: Program, staff: Staff, name: str):
    winter = a_stored_season(program)

    with pytest.raises(Invalid) as refused:
        keep_seasons.put(staff, replace(winter, id=0, name=name), now=NOW)
    keep_seasons.put(staff, replace(winter, name="winter Hours"), now=NOW)

    assert list(refused.value.problems) == ["name"]
    assert [season.name for season in keep_seasons.view(staff)] == ["winter Hours"]


def test_what_is_wrong_or_not_there_is_said(program: Program, staff: Staff):
    theirs = a_stored_season(a_stored_program(name="Hillside"))

    with pytest.raises(Invalid) as refused:
        keep_seasons.put(staff, Season(0, "", MONDAY, MONDAY - WEEK), now=NOW)
    with pytest.raises(NotFound):
        keep_seasons.put(staff, theirs, now=NOW)
    with pytest.raises(NotFound):
        keep_seasons.remove(staff, theirs.id, now=NOW)

    assert list(refused.value.problems) == ["name", "last_day"]
    with pytest.raises(Forbidden):
        keep_seasons.view(a_stored_staff(program, Role.CLINICIAN))
