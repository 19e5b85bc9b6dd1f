"""Rooms, seats of a kind, seasons and absences that are changed: seen before, done at once where nothing is to see."""

from dataclasses import replace
from datetime import timedelta

import pytest

from iopsched.domain.absence import Absence
from iopsched.domain.change_draft import Typed
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.intent import Intent, away, frame, offered
from iopsched.domain.message import Kind
from iopsched.domain.offering import Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.room import Cap, Room
from iopsched.domain.season import Season
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component
from iopsched.store import offerings, rooms, seasons
from iopsched.store.db import reading
from iopsched.usecases.availability import (
    adjust_availability,
    draft_change,
    keep_absences,
    keep_offerings,
    keep_seasons,
)
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.stored import a_stored_clinician, a_stored_offering, a_stored_program, a_stored_room, a_stored_season
from tests.usecases.test_draft_series import applied, drafted, on, seats, told, undone

WEEK = timedelta(weeks=1)
CAPPED = frame.SetCaps((Cap(Component.GROUP, 4),))
ROOM, WINTER = "Room 2", Season(0, "Winter", MONDAY, MONDAY + timedelta(days=6))


@pytest.fixture
def group(program: Program) -> Offering:
    """Mondays at 6 pm in a listed room, with ten seats."""
    a_stored_room(program, ROOM, seats=9)
    last_day = MONDAY + timedelta(weeks=40)
    led_by = a_stored_clinician(program)
    group = a_stored_offering(program, last_day=last_day, place=ROOM, seats=10, clinician_id=led_by)
    adjust_availability.open_sessions(now=NOW)
    return group


def frame_of(program: Program) -> object:
    """All that offerings are held in, by what people call it."""
    with reading():
        limits, offers = rooms.limits(program.id), offerings.in_program(program.id)
        known = [replace(one, id=0) for one in seasons.in_program(program.id)]
        bound = [(one.id, one.season.name, one.pauses) for one in offers if one.season]
    return {(room.name, room.site, room.seats) for room in limits.rooms}, limits.caps, known, bound


def seats_of(program: Program) -> int:
    return on(program, 1).seats


@pytest.mark.parametrize("what", ["fewer seats", "off the list", "of a kind"])
def test_fewer_seats_are_seen_before_and_taken_back(program: Program, staff: Staff, group: Offering, what: str):
    with reading():
        (room,) = rooms.limits(program.id).rooms
    intents: dict[str, tuple[Intent, int]] = {
        "fewer seats": (frame.PutRoom(replace(room, seats=3)), 3),
        "off the list": (frame.RemoveRoom(room.id, room.name), 10),
        "of a kind": (CAPPED, 4),
    }
    intent, then = intents[what]
    before = frame_of(program)

    preview = drafted(staff, intent)
    seen = {pair[1].seats for pair in preview.change.altered}
    untouched = seats_of(program)
    applied(staff, preview)

    assert (seen, untouched, seats_of(program)) == ({then}, 9, then)
    undone(staff, preview)
    assert (frame_of(program), seats_of(program)) == (before, 9)


def test_what_alters_no_session_is_done_at_once_and_can_be_taken_back(program: Program, staff: Staff, group: Offering):
    before = frame_of(program)

    draft_id, effect = draft_change.draft_or_do(staff, frame.PutRoom(Room(0, "Annex", "", 5)), now=NOW, typed=Typed())
    seen, undrafted = draft_change.draft_or_do(staff, CAPPED, now=NOW, typed=Typed())

    assert effect is not None
    assert (undrafted, seats_of(program)) == (None, 9)
    assert draft_change.find(staff, seen).applied_at is None
    undo = draft_change.undo(staff, draft_id, now=NOW)
    applied(staff, draft_change.view(staff, undo, now=NOW))
    assert frame_of(program) == before


@pytest.mark.parametrize("pauses", [False, True])
def test_a_season_that_is_removed_is_seen_before_and_had_again(
    program: Program, staff: Staff, group: Offering, ana: Patient, pauses: bool
):
    season = a_stored_season(program)
    keep_offerings.change(staff, replace(group, season=season, pauses=pauses), now=NOW)
    before, known = frame_of(program), [*_weeks(program)]

    preview = drafted(staff, frame.RemoveSeason(season.id, season.name))
    applied(staff, preview)

    assert len(preview.change.opened) + len(preview.change.reopened) > 0
    assert [*_weeks(program)] == [True] * 4
    undone(staff, preview)
    assert (frame_of(program), [*_weeks(program)]) == (before, known)


def _weeks(program: Program) -> list[bool]:
    """Whether there is a session in each of the first weeks."""
    found = []
    for number in range(4):
        try:
            found.append(not on(program, number).is_cancelled)
        except IndexError:
            found.append(False)
    return found


def test_whose_seat_goes_with_a_season_is_seen_before(program: Program, staff: Staff, group: Offering, ana: Patient):
    season = a_stored_season(program)
    keep_offerings.change(staff, replace(group, season=season), now=NOW)
    book_session.book(ana.id, on(program, 0).id, now=NOW)
    held = seats(ana)

    preview = drafted(staff, frame.PutSeason(replace(season, first_day=MONDAY + WEEK, last_day=MONDAY + 2 * WEEK)))
    applied(staff, preview)

    assert [(one.patient.id, len(one.lost)) for one in preview.change.touched] == [(ana.id, 1)]
    assert (seats(ana), told(ana)) == ([], [Kind.CANCELLED])
    undone(staff, preview)
    assert seats(ana) == held


def test_a_change_for_a_season_that_is_gone_is_refused(program: Program, staff: Staff, group: Offering):
    season = a_stored_season(program)
    preview = drafted(staff, offered.ChangeOffering(replace(group, season=season)))
    keep_seasons.remove(staff, season.id, now=NOW)

    with pytest.raises(Invalid) as refused:
        draft_change.view(staff, preview.draft.id, now=NOW)

    assert list(refused.value.problems) == ["season"]


def test_an_absence_is_given_other_days_and_another_stand_in(program: Program, staff: Staff, group: Offering):
    diaz = a_stored_clinician(program, "N. Diaz")
    keep_absences.add(staff, Absence(0, group.clinician_id or 0, MONDAY, stand_in_id=diaz), now=NOW)
    (known,) = keep_absences.view(staff, now=NOW).ahead

    preview = drafted(staff, away.ChangeAbsence(replace(known, day=MONDAY + WEEK, stand_in_id=None)))
    applied(staff, preview)

    assert [on(program, number).clinician_id for number in (0, 1)] == [group.clinician_id, None]
    undone(staff, preview)
    assert [on(program, number).clinician_id for number in (0, 1)] == [diaz, group.clinician_id]
    assert keep_absences.view(staff, now=NOW).ahead == (known,)


def test_one_that_has_begun_can_be_over_already_and_no_other(program: Program, staff: Staff, group: Offering):
    yesterday = NOW.date() - timedelta(days=1)
    for day, last_day in ((yesterday, NOW.date()), (MONDAY, MONDAY + WEEK)):
        keep_absences.add(staff, Absence(0, group.clinician_id or 0, day, last_day), now=NOW)
    begun, ahead = keep_absences.view(staff, now=NOW).ahead

    keep_absences.change(staff, replace(begun, last_day=None), now=NOW)

    assert keep_absences.view(staff, now=NOW).ahead == (ahead,)
    with pytest.raises(Invalid) as refused:
        keep_absences.change(staff, replace(ahead, day=yesterday, last_day=None), now=NOW)
    assert list(refused.value.problems) == ["day"]


def test_another_programs_absence_is_not_changed(program: Program, staff: Staff, group: Offering):
    keep_absences.add(staff, Absence(0, group.clinician_id or 0, MONDAY), now=NOW)
    (known,) = keep_absences.view(staff, now=NOW).ahead
    stranger = replace(staff, program_id=a_stored_program(name="Hillside").id)

    for act in (
        lambda: keep_absences.change(stranger, known, now=NOW),
        lambda: keep_absences.find(stranger, known.id),
    ):
        with pytest.raises(NotFound):
            act()
