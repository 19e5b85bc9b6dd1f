"""Ways are found where whoever leads and the room are free, on days that are open and hours that are still ahead."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from iopsched.domain.absence import Absence
from iopsched.domain.foreseen import Foreseen, Touched
from iopsched.domain.ground import Ground
from iopsched.domain.intent import Intent, Several, away, offered, single
from iopsched.domain.offering import Closure
from iopsched.domain.room import Room, SeatLimits
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.domain.way import groups
from iopsched.domain.way.idea import Idea
from iopsched.domain.words import Modality
from tests.builders import MONDAY, a_patient, a_program, a_session, a_week, an_offering, at
from tests.conftest import NOW

RIVERA, DIAZ, STONE = 1, 2, 3
NAMES = {RIVERA: "A. Rivera", DIAZ: "N. Diaz", STONE: "B. Stone"}


def a_ground(*known: Session, **given: Any) -> Ground:
    empty: dict[str, Any] = {"offerings": {}, "absences": (), "limits": SeatLimits(), "closed": frozenset()}
    return Ground(program=a_program(), known=known, clinicians=NAMES, now=NOW, **(empty | given))


def ideas(intent: Intent, change: Foreseen, ground: Ground) -> list[Idea]:
    return [idea for group in groups(intent, change, ground) for idea in group.ideas]


def test_who_is_free_leads_nothing_then_is_not_away_and_comes_by_name():
    evening = a_session(clinician_id=RIVERA)
    busy = a_session(hour=20, clinician_id=DIAZ)

    assert a_ground(evening).free_for(evening) == (STONE, DIAZ)
    assert a_ground(evening, busy).free_for(evening) == (STONE,)
    assert a_ground(evening, busy, absences=(Absence(1, STONE, MONDAY),)).free_for(evening) == ()


def test_another_hour_keeps_clear_of_the_same_room_and_the_same_person():
    evening = a_session(clinician_id=RIVERA, place="Room 2")
    before = a_session(hour=15, clinician_id=RIVERA)
    in_room = a_session(hour=21, hours=2, place="Room 2")
    listed = SeatLimits((Room(1, "Room 2", "", 9),))

    free = [by for by, _ in a_ground(evening).shifted(evening)]
    clear = [by for by, _ in a_ground(evening, before, in_room, limits=listed).shifted(evening)]

    assert timedelta(hours=1) in free
    assert len(free) == 6
    assert clear == []


def test_a_place_on_no_list_holds_one_session_unless_two_are_there_already():
    evening, other = a_session(place="Room 5"), a_session(place="Room 5", day=2)
    hall, beside = a_session(place="Hall"), a_session(place="Hall", hour=19)
    more, online = a_session(id=-1, place="Room 5"), a_session(id=-1, place="Room 5", modality=Modality.TELEHEALTH)

    assert a_ground(evening, other).placed(more) is None
    assert a_ground(other).placed(more) == more
    assert a_ground(evening, other).placed(online) == online
    assert a_ground(hall, beside).placed(replace(more, place="Hall")) == replace(more, place="Hall")


def test_elsewhere_is_another_open_day_of_the_week_ahead():
    evening = a_session(day=2)
    closed = {MONDAY + timedelta(days=number) for number in (0, 5, 6)}

    found = [one.day for one in a_ground(evening, closed=frozenset(closed)).elsewhere(evening)]

    assert found == [MONDAY + timedelta(days=number) for number in (1, 3, 4)]


def test_one_who_leads_two_at_once_is_not_found_for_both():
    one, same_time, later = a_session(), a_session(), a_session(day=1)

    found = a_ground(one, same_time, later).led_by_each([later, same_time, one])

    assert found[one.id] != found[same_time.id]
    assert found[later.id] in {found[one.id], found[same_time.id]}


def test_a_cancelled_session_could_have_a_stand_in_or_another_hour():
    evening = a_session(clinician_id=RIVERA)

    found = ideas(single.CancelSession(evening.id), Foreseen(closed=(evening,)), a_ground())

    assert [idea.intent for idea in found if isinstance(idea.intent, single.HandOver)] == [
        single.HandOver(evening.id, STONE),
        single.HandOver(evening.id, DIAZ),
    ]
    assert all(idea.intent.day == MONDAY for idea in found if isinstance(idea.intent, single.MoveSession))


def test_a_closed_day_could_be_held_by_video_and_who_stands_in_stays():
    usual, video = a_session(clinician_id=RIVERA, offering_id=4), a_session(modality=Modality.TELEHEALTH)
    stand_in = a_session(hour=9, clinician_id=DIAZ, offering_id=4)
    ground = a_ground(offerings={4: an_offering(id=4, clinician_id=RIVERA)})
    closing = offered.CloseDay(Closure(MONDAY))

    ana = Touched(a_patient(), before=a_week(usual), after=a_week())

    first, *moved = ideas(closing, Foreseen(closed=(usual, video, stand_in), touched=(ana,)), ground)

    assert first.intent == Several(
        (
            single.AlterSession(stand_in.id, Modality.TELEHEALTH, 180, 180, DIAZ),
            single.AlterSession(usual.id, Modality.TELEHEALTH, 180, 180),
        )
    )
    assert len(moved) == 6
    assert all(isinstance(idea.intent, Several) and idea.intent.parts[1] == closing for idea in moved)


def test_an_absence_is_covered_by_one_or_by_each_who_is_free():
    first, second = a_session(clinician_id=RIVERA), a_session(day=1, clinician_id=RIVERA)
    gone = [replace(one, clinician_id=None) for one in (first, second)]
    busy = a_session(day=1, clinician_id=STONE)
    absence = away.AddAbsence(Absence(0, RIVERA, MONDAY, MONDAY + timedelta(days=1)))
    change = Foreseen(altered=((first, gone[0]), (second, gone[1])))

    for_all, other, each = ideas(absence, change, a_ground(*gone, busy))

    assert [
        idea.intent.absence.stand_in_id for idea in (for_all, other) if isinstance(idea.intent, away.AddAbsence)
    ] == [
        DIAZ,
        STONE,
    ]
    assert each.intent == Several((absence, single.HandOver(first.id, STONE), single.HandOver(second.id, DIAZ)))


def test_an_absence_that_leaves_nobody_without_a_leader_needs_no_way():
    one = a_session(clinician_id=RIVERA)
    change = Foreseen(altered=((one, replace(one, clinician_id=DIAZ)),))

    assert not ideas(away.AddAbsence(Absence(0, RIVERA, MONDAY, stand_in_id=DIAZ)), change, a_ground(one))


def test_a_series_that_ends_could_be_led_by_somebody_or_be_at_another_hour():
    offering = an_offering(id=4, clinician_id=RIVERA)
    gone = tuple(a_session(day=7 * number, clinician_id=RIVERA, offering_id=4) for number in range(2))
    ground = a_ground(offerings={4: offering}, absences=(Absence(1, STONE, date(2026, 12, 7)),))

    of_all = ideas(offered.EndOffering(4), Foreseen(closed=gone), ground)
    later = ideas(single.CancelSession(gone[1].id, Reach.FOLLOWING), Foreseen(closed=gone[1:]), ground)

    led, *hours = [idea.intent for idea in of_all if isinstance(idea.intent, offered.ChangeOffering)]
    assert led == offered.ChangeOffering(replace(offering, clinician_id=DIAZ))
    assert hours
    assert {idea.intent.since for idea in later if isinstance(idea.intent, offered.ChangeOffering)} == {gone[1].day}


def test_a_series_that_moves_could_move_to_another_hour_than_that():
    was = a_session(offering_id=4)
    then = replace(was, starts=at(0, 12), ends=at(0, 15))
    intent = offered.ChangeOffering(an_offering(id=4, begins=at(0, 12).time()))

    found = ideas(intent, Foreseen(moved=((was, then),)), a_ground(then))

    assert len(found) == 6
    assert {idea.session.starts for idea in found if idea.session}.isdisjoint({then.starts})


def evenings(*days: int) -> tuple[tuple[datetime, datetime], ...]:
    return tuple((at(day, 17), at(day, 22)) for day in days)


def test_one_session_more_comes_first_where_most_of_those_whom_nothing_mends_could_take_it():
    gone = a_session(day=2)
    busy_before = a_week(busy=evenings(0, 1))
    stuck = Touched(a_patient(), before=a_week(gone), after=busy_before, is_sought=True)
    other = replace(stuck, after=a_week(busy=evenings(3)))
    away_all_week = replace(stuck, after=a_week(busy=evenings(*range(7))))
    cancelling = single.CancelSession(gone.id)

    found = ideas(cancelling, Foreseen(closed=(gone,), touched=(stuck, other)), a_ground())
    nowhere = ideas(cancelling, Foreseen(closed=(gone,), touched=(away_all_week,)), a_ground())

    days = [idea.session.day.weekday() for idea in found if idea.session and isinstance(idea.intent, Several)]
    assert days == [4, 5, 6, 0, 1, 3]
    assert not [idea for idea in nowhere if isinstance(idea.intent, Several)]
