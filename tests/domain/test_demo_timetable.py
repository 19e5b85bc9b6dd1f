"""The demo's timetable: what it takes from published timetables is so, and what is invented says so."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

import iopsched
from iopsched.domain.timetable import Sitting, sittings
from iopsched.domain.timetable_file import Declared, parse
from iopsched.domain.words import Component, Modality, Part

FILE = Path(iopsched.__file__).parent / "data" / "demo_timetable.csv"
PUBLISHED = Path(__file__).parents[1] / "data" / "published_timetables.csv"
MONDAY = date(2027, 1, 11)


def lines() -> list[dict[str, str]]:
    return [*csv.DictReader(line for line in FILE.read_text().splitlines() if not line.startswith("#"))]


def published() -> dict[str, list[dict[str, str]]]:
    tracks: dict[str, list[dict[str, str]]] = {}
    with PUBLISHED.open(newline="") as file:
        for row in csv.DictReader(file):
            tracks.setdefault(f"{row['program']} {row['track']}", []).append(row)
    return tracks


def programs() -> dict[str, Declared]:
    return {one.key: one for one in parse(FILE.read_text())}


def week_of(key: str) -> list[Sitting]:
    one = programs()[key]
    offerings = [offered.offering for offered in one.offered]
    return [*sittings(one.program, offerings, (), (), MONDAY, MONDAY + timedelta(days=6))]


@pytest.mark.parametrize("line", [line for line in lines() if line["source"]], ids=lambda line: line["key"])
def test_a_line_with_a_source_keeps_to_its_published_days_and_hours(line: dict[str, str]):
    tracks = published()[line["source"]]

    assert any(
        {*line["days"].split()} <= {*track["days"].split()}
        and track["start"] <= line["begins"] < line["ends"] <= track["end"]
        for track in tracks
    )


@pytest.mark.parametrize("line", [line for line in lines() if line["what"] == "offering"], ids=lambda line: line["key"])
def test_a_line_says_what_of_it_is_invented(line: dict[str, str]):
    assert line["invented"]
    assert line["invented"].startswith("all") == (not line["source"])


def test_every_telehealth_line_says_that_no_program_publishes_any():
    telehealth = [line for line in lines() if line["modality"] == "telehealth"]

    assert telehealth
    assert {line["invented"] for line in telehealth} == {"all: no program publishes telehealth groups"}


def test_each_program_lives_in_a_zone_of_its_own():
    zones = [one.program.timezone for one in programs().values()]

    assert len(zones) == len({*zones}) == 6
    assert {"America/New_York", "America/Phoenix"} <= {*zones}


def test_riverside_offers_evenings_weekends_and_telehealth_of_every_kind():
    program = programs()["riverside"].program
    week = week_of("riverside")

    assert {program.part_of(sitting.starts) for sitting in week} == {*Part}
    assert {sitting.modality for sitting in week} == {*Modality}
    assert {sitting.component for sitting in week} == {*Component}


def test_riversides_evenings_are_the_nine_published_hours():
    evenings = [sitting for sitting in week_of("riverside") if sitting.place == "Room 2" and sitting.day.weekday() < 5]

    assert sum(sitting.counted_minutes for sitting in evenings) == 9 * 60


def test_brooksides_tracks_count_without_their_breaks():
    evening = [sitting for sitting in week_of("brookside") if sitting.track == "evening"]

    assert [sitting.counted_minutes for sitting in evening] == [150, 150, 150]
    assert {sitting.ends - sitting.starts for sitting in evening} == {timedelta(hours=3)}


@pytest.mark.parametrize(("key", "hours"), [("harbor", 6), ("hilltop", 20), ("mesa", 12), ("lakeside", 14)])
def test_a_program_offers_the_hours_that_its_level_asks_for(key: str, hours: int):
    assert sum(sitting.counted_minutes for sitting in week_of(key)) >= hours * 60


def test_individual_sessions_are_slots_of_one_seat():
    single = [sitting for key in programs() for sitting in week_of(key) if sitting.component is Component.INDIVIDUAL]

    assert {sitting.seats for sitting in single} == {1}
    assert {(sitting.ends - sitting.starts) // timedelta(minutes=1) for sitting in single} == {30, 60}


def test_nobody_leads_two_sessions_at_once():
    for one in programs().values():
        led: dict[str, list[Sitting]] = {}
        for offered in one.offered:
            found = sittings(one.program, [offered.offering], (), (), MONDAY, MONDAY + timedelta(days=6))
            led.setdefault(offered.clinician, []).extend(found)
        for who, mine in led.items():
            clashes = [
                (a, b)
                for a in mine
                for b in mine
                if a.starts < b.starts < a.ends or (a is not b and a.starts == b.starts)
            ]
            assert not clashes, who
