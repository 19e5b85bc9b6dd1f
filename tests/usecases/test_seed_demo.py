"""The demo is lived-in and right: its seats, texts and marks are what the use cases would have made of them."""

import itertools
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from iopsched.domain.allowance import DAY, WEEK
from iopsched.domain.channel import Channel
from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.words import Component, Modality, Part, Role
from iopsched.gateways import phones
from iopsched.store import bookings, holds, offerings, offers, rooms, treatments, waitings
from iopsched.store.db import db, reading
from iopsched.store.tables import Base
from iopsched.usecases.demo import seed_demo
from iopsched.usecases.demo.describe_demo import SeedReport, describe, guests, hosts
from iopsched.usecases.messages import keep_devices
from iopsched.usecases.people import sign_in_staff
from iopsched.usecases.weeks import view_board, view_week
from tests.conftest import an_app, disconnect
from tests.stored import a_stored_patient, a_stored_program

NOW = datetime(2027, 1, 20, 17, 0, tzinfo=UTC)
"""A Wednesday, noon in New York, in a week without holidays; clocks change eight weeks later."""
NEW_YORK = ZoneInfo("America/New_York")
PATIENTS = 24


@dataclass(frozen=True)
class Demo:
    report: SeedReport
    steps: list[tuple[int, int, str]]

    @property
    def programs(self) -> dict[str, Program]:
        return {program.name: program for program in self.report.programs}

    def sessions_of(self, name: str) -> list[Session]:
        return [session for session in self.report.sessions if session.program_id == self.programs[name].id]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo for all of these tests, which only look."""
    with an_app(a_database(request, tmp_path_factory)).app_context() as context:
        steps: list[tuple[int, int, str]] = []
        report = seed_demo.seed(PATIENTS, now=NOW, progress=lambda *step: steps.append(step))
        yield Demo(report, steps)
        disconnect(context.app)


def a_database(request: pytest.FixtureRequest, folders: pytest.TempPathFactory) -> str:
    if request.param == "sqlite":
        source: Path = request.getfixturevalue("migrated_file")
        return f"sqlite:///{shutil.copy(source, folders.mktemp('demo') / 'demo.sqlite3')}"
    template: str = request.getfixturevalue("migrated_database")
    url: str = request.getfixturevalue("postgres").create("seeded", template=template)
    request.addfinalizer(lambda: request.getfixturevalue("postgres").drop("seeded"))
    return url


def test_six_programs_in_zones_of_their_own(demo: Demo):
    assert {program.name: program.timezone for program in demo.report.programs} == {
        "Riverside": "America/New_York",
        "Harbor": "America/Los_Angeles",
        "Hilltop": "America/Denver",
        "Mesa": "America/Phoenix",
        "Lakeside": "America/Chicago",
        "Brookside": "America/Detroit",
    }


def test_every_program_has_patients_and_riverside_most(demo: Demo):
    per_program = Counter(person.program.name for person in demo.report.people)

    assert per_program.total() == PATIENTS
    assert {*per_program} == {*demo.programs}
    assert per_program.most_common(1)[0][0] == "Riverside"


def test_phones_are_numbers_that_can_be_and_are_nobodys(demo: Demo):
    numbers = [person.patient.phone for person in demo.report.people if person.patient.phone]

    assert len({*numbers}) == len(numbers)
    assert all(number.startswith("+1415555") and phones.e164(number) == number for number in numbers)


def test_some_have_no_phone_and_some_want_no_texts(demo: Demo):
    patients = [person.patient for person in demo.report.people]

    assert any(not patient.phone for patient in patients)
    assert any(patient.phone and not patient.accepts_texts for patient in patients)
    assert sum(patient.accepts_texts for patient in patients) > PATIENTS / 2


def test_a_newcomer_can_work_in_every_role_at_riverside(demo: Demo):
    offered = hosts()

    assert {(one.role, one.program.name) for one in offered} == {(role, "Riverside") for role in Role}
    printed = [line for line in demo.report.staff_lines() if "Riverside" in line]
    assert [line.split()[0] for line in printed] == [one.email for one in offered]


def test_there_is_somebody_for_each_way_of_being_told(demo: Demo):
    lines = [line for line in demo.report.patient_lines() if ", Riverside, " in line]
    told = {person.patient.short_name: person.patient for person in demo.report.people}

    assert [line.rsplit(", ", 1)[1] for line in lines[1:]] == [
        *("notifications on a device", "no phone: codes and reminders by e-mail", "texts in Spanish"),
    ]
    assert [one.short_name for one in guests()] == ["Ana R.", "Grace O.", "DeShawn W.", "Lucía F."]
    assert (told["DeShawn W."].channels, told["Lucía F."].language) == ((Channel.EMAIL,), "es")


def test_no_notification_of_the_demo_can_leave(demo: Demo):
    grace = next(person.patient for person in demo.report.people if person.patient.devices)
    with reading():
        held = keep_devices.opened(grace.id, secret="test")

    assert [device.subscription for device in held] == [None]


def test_some_weeks_are_complete_and_some_are_short(demo: Demo):
    weeks = [person.week for person in demo.report.people if person.week]

    assert sum(week.is_met for week in weeks) >= 5
    assert sum(not week.is_met for week in weeks) >= 5


def test_next_week_is_begun(demo: Demo):
    riverside = demo.programs["Riverside"]
    first, last = riverside.week_bounds(riverside.week_of(NOW) + timedelta(weeks=1))

    assert any(session.taken for session in demo.sessions_of("Riverside") if first <= session.starts < last)


def test_a_newcomer_signs_in_as_somebody_with_part_of_a_week(demo: Demo):
    first = demo.report.people[0]

    assert (first.program.name, first.patient.phone, first.patient.accepts_texts) == ("Riverside", "+14155550100", True)
    assert first.week
    assert 0 < first.week.minutes < first.week.required
    assert next(demo.report.patient_lines()).startswith("+14155550100  Ana R., Riverside, ")


def test_seats_are_what_is_booked_and_never_too_many(demo: Demo):
    with reading():
        booked = Counter(booking.session.id for booking in bookings.in_sessions(s.id for s in demo.report.sessions))

    assert booked
    assert all(session.taken == booked[session.id] <= session.seats for session in demo.report.sessions)


def test_some_groups_are_full(demo: Demo):
    assert any(session.is_full and session.starts > NOW for session in demo.report.sessions)


def test_what_was_is_marked_and_what_comes_is_not(demo: Demo):
    with reading():
        booked = bookings.in_sessions(session.id for session in demo.report.sessions)

    assert all(booking.attendance for booking in booked if booking.session.ends < NOW - timedelta(hours=2))
    assert not any(booking.attendance for booking in booked if booking.session.ends > NOW)
    assert {booking.attendance for booking in booked if booking.attendance} >= {"here", "away"}


def test_bookings_were_made_before_their_session_and_before_now(demo: Demo):
    with reading():
        booked = bookings.in_sessions(session.id for session in demo.report.sessions)

    assert all(booking.booked_at < booking.session.starts and booking.booked_at <= NOW for booking in booked)


def test_texts_of_the_past_have_gone_and_those_to_come_wait(demo: Demo):
    message = Base.metadata.tables["message"].c
    with reading():
        rows = [*db.session.execute(select(message.state, message.due_at >= NOW, message.failure))]

    enough = {("withdrawn", False, why) for why in (DAY, WEEK)}
    assert {tuple(row) for row in rows} - enough == {("sent", False, ""), ("due", True, "")}


def test_every_plan_stands_on_its_own_from_the_first_week_to_the_last_session(demo: Demo):
    last = max(session.day for session in demo.sessions_of("Riverside"))
    with reading():
        plans = [treatments.of_patient(person.patient.id) for person in demo.report.people]

    for mine in plans:
        assert all(
            later.first_day - earlier.last_day == timedelta(days=1) for earlier, later in itertools.pairwise(mine)
        )
        assert mine[-1].last_day >= last


def test_levels_of_care_are_as_programs_have_them(demo: Demo):
    with reading():
        asked = {person.program.name: set[int]() for person in demo.report.people}
        for person in demo.report.people:
            asked[person.program.name] |= {plan.week_least // 60 for plan in treatments.of_patient(person.patient.id)}

    assert {9} <= asked["Riverside"]
    assert {6} <= asked["Harbor"]
    assert {20, 9} <= asked["Hilltop"]
    assert {14, 10, 7} & asked["Lakeside"]


def test_riverside_offers_evenings_weekends_and_telehealth_for_twelve_weeks(demo: Demo):
    program = demo.programs["Riverside"]
    ahead = [session for session in demo.sessions_of("Riverside") if session.starts > NOW]
    weeks = {program.week_of(session.starts) for session in ahead}

    assert len(weeks) >= 12
    for monday in weeks - {program.week_of(NOW)}:
        week = [session for session in ahead if program.week_of(session.starts) == monday]
        assert {program.part_of(session.starts) for session in week} == {*Part}
        assert {session.modality for session in week} == {*Modality}
        assert {session.component for session in week} == {*Component}


def test_evenings_keep_their_hour_over_the_change_of_clocks(demo: Demo):
    change = datetime(2027, 3, 14, 7, tzinfo=UTC)
    evenings = [s for s in demo.sessions_of("Riverside") if s.place == "Room 2" and s.day.weekday() == 0]

    assert {session.starts > change for session in evenings} == {True, False}
    assert {session.starts.astimezone(NEW_YORK).time() for session in evenings} == {time(18)}
    assert {session.starts.time() for session in evenings} == {time(23), time(22)}


def test_phoenix_has_sessions_on_both_sides_and_no_change(demo: Demo):
    change = datetime(2027, 3, 14, 7, tzinfo=UTC)
    mornings = [
        session for session in demo.sessions_of("Mesa") if session.place == "Courtyard" and session.day.weekday() == 0
    ]

    assert {session.starts > change for session in mornings} == {True, False}
    assert {session.starts.time() for session in mornings} == {time(16)}


@pytest.mark.parametrize("role", Role)
def test_staff_of_each_role_sign_in_with_the_stated_password(demo: Demo, role: Role):
    account = next(one for one in demo.report.staff if one.role is role and one.program.name == "Riverside")

    staff = sign_in_staff.check_password(account.email, account.password, now=NOW)

    assert (staff.role, staff.program_id) == (role, demo.programs["Riverside"].id)


def test_every_room_is_listed_and_none_makes_a_group_smaller(demo: Demo):
    with reading():
        for program in demo.programs.values():
            limits = rooms.limits(program.id)
            inside = [one for one in offerings.in_program(program.id) if one.modality is Modality.IN_PERSON]

            assert all(limits.knows(one.place, one.site) for one in inside)
            assert all(limits.least(one.seats, one.component, one.place, one.site) == one.seats for one in inside)


def test_a_clinician_leads_some_of_this_weeks_sessions(demo: Demo):
    account = next(one for one in demo.report.staff if one.role is Role.CLINICIAN)
    staff = sign_in_staff.check_password(account.email, account.password, now=NOW)

    assert view_board.view(staff, None, now=NOW).slots


def test_a_week_page_can_be_shown_of_everybody(demo: Demo):
    for person in demo.report.people:
        assert view_week.view(person.patient.id, None, now=NOW).week.patient_id == person.patient.id


def test_the_report_is_plain_values_for_tests_from_outside(demo: Demo):
    told: dict[str, Any] = json.loads(json.dumps(demo.report.as_json()))

    assert {name: len(rows) for name, rows in told.items() if name != "now"} == {
        "programs": 6,
        "patients": PATIENTS,
        "staff": len(demo.programs) * len(Role),
        "sessions": len(demo.report.sessions),
    }
    assert {*told["sessions"][0]} >= {
        "id",
        "program",
        "starts",
        "ends",
        "component",
        "modality",
        "part",
        "seats",
        "taken",
    }
    assert told["staff"][0] == {
        "email": "clinician@riverside.example",
        "password": "riverside-clinician-demo",
        "role": "clinician",
        "program": 1,
    }


def test_progress_goes_up_to_its_total(demo: Demo):
    done = [step[0] for step in demo.steps]

    assert done == [*range(1, len(done) + 1)]
    assert {step[1] for step in demo.steps} == {len(done)}


def test_a_second_time_nothing_changes(demo: Demo):
    before = counts()

    again = seed_demo.seed(PATIENTS * 2, now=NOW)

    assert counts() == before
    assert again.people == demo.report.people
    assert [*again.staff_lines()] == [*demo.report.staff_lines()]


def counts() -> dict[str, int]:
    with reading():
        tables = Base.metadata.sorted_tables
        return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


@pytest.mark.usefixtures("app")
def test_where_other_people_are_nothing_is_invented():
    a_stored_patient(a_stored_program())
    before = counts()

    with pytest.raises(Invalid, match="There are people here already"):
        seed_demo.seed(3, now=NOW)

    assert counts() == before


def test_a_demo_that_was_stopped_half_way_is_not_gone_on_with(migrated_file: Path, tmp_path: Path):
    def stop(done: int, total: int, what: str) -> None:
        if what == "accounts":
            raise KeyboardInterrupt

    with an_app(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'demo')}").app_context() as context:
        with pytest.raises(KeyboardInterrupt):
            seed_demo.seed(1, now=NOW, progress=stop)
        with pytest.raises(Invalid, match="begin anew with --reset"):
            seed_demo.seed(1, now=NOW)
        disconnect(context.app)


def test_the_same_seed_gives_the_same_demo(migrated_file: Path, tmp_path: Path):
    first, second, other = (
        a_small_demo(migrated_file, tmp_path / name, seed) for name, seed in [("1", 1), ("2", 1), ("3", 2)]
    )

    assert first == second
    assert first != other


def a_small_demo(source: Path, file: Path, seed: int) -> tuple[list[Any], list[int]]:
    """Who is in it with which plans, and how many sit where."""
    with an_app(f"sqlite:///{shutil.copy(source, file)}").app_context() as context:
        report = seed_demo.seed(4, now=NOW, seed=seed)
        with reading():
            known = [(person.patient, treatments.of_patient(person.patient.id)) for person in report.people]
        disconnect(context.app)
    return known, [session.taken for session in report.sessions]


@pytest.mark.parametrize("now", [datetime(2027, 3, 15, 3, tzinfo=UTC), datetime(2027, 11, 7, 5, 30, tzinfo=UTC)])
def test_whenever_it_is_there_are_sessions_on_both_sides_of_a_change(
    now: datetime, migrated_file: Path, tmp_path: Path
):
    with an_app(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'demo')}").app_context() as context:
        report = seed_demo.seed(1, now=now)
        disconnect(context.app)

    ahead = [one for one in report.sessions if one.program_id == report.programs[0].id and one.starts > now]
    assert len({session.starts.astimezone(NEW_YORK).utcoffset() for session in ahead}) == 2


def test_an_empty_demo_can_be_made_and_described(migrated_file: Path, tmp_path: Path):
    with an_app(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'demo')}").app_context() as context:
        seed_demo.seed(0, now=NOW)
        report = describe(now=NOW)
        disconnect(context.app)

    assert report.people == ()
    assert report.sessions


def test_some_wait_for_a_full_group_and_some_are_offered_a_seat(demo: Demo):
    with reading():
        waiting = [one for program in demo.report.programs for one in waitings.in_program(program.id)]
        offered = [offer for program in demo.report.programs for offer in offers.in_program(program.id, NOW)]
        held = holds.in_sessions([offer.session for offer in offered])

    assert waiting
    assert offered
    assert {(offer.session.id, offer.patient_id) for offer in offered} == {(h.session_id, h.patient_id) for h in held}
