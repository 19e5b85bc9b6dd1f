"""Timetables that real programs publish, each turned into our file format and back into its published hours.

data/published_timetables.csv says in its notes what was not published.
"""

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from iopsched.domain.timetable import Sitting, sittings
from iopsched.domain.timetable_file import Declared, parse

FILE = Path(__file__).parents[1] / "data" / "published_timetables.csv"
HEADING = "what,program,name,timezone,settings,key,component,modality,days,begins,ends,blocks,seats,note"
HOURS = {
    ("UCSF LPPHC", "day"): (14 + 10 / 60, 12.5),
    ("A Prodigal's Path", "day"): (9, 7.5),
    ("A Prodigal's Path", "evening"): (9, 7.5),
    ("Deaconess Cross Pointe", "evening"): (10.5, 10.5),
    ("Deaconess Cross Pointe", "aftercare-day"): (1, 1),
    ("Deaconess Cross Pointe", "aftercare-evening"): (1, 1),
    ("RES Presence", "day"): (17.5, 17.5),
    ("RES Presence", "evening"): (14, 14),
    ("The Arroyos", "day"): (40, 40),
    ("The Arroyos", "weekend"): (3, 3),
    ("UCLA Resnick", "day"): (13, 13),
    ("CHKD", "school-year"): (9, 9),
    ("CHKD", "summer"): (9, 9),
    ("CHKD", "parents"): (1, 1),
    ("Edgewood", "afternoon"): (15, 15),
    ("TriStar Parthenon", "day"): (12, 12),
    ("River's Bend", "evening"): (9, 9),
}
"""Hours a week on a stopwatch, and hours of contact: what is left without the breaks."""
MONDAYS = {
    "an ordinary week": date(2026, 11, 30),
    "the week of 167 hours": date(2027, 3, 8),
    "the week after it": date(2027, 3, 15),
    "the week of 169 hours": date(2027, 11, 1),
    "the week after that": date(2027, 11, 8),
}


def published() -> Iterator[tuple[tuple[str, str], list[dict[str, str]]]]:
    with FILE.open(newline="") as file:
        for track, lines in groupby(csv.DictReader(file), lambda row: (row["program"], row["track"])):
            yield track, [*lines]


def declared(lines: list[dict[str, str]], settings: str = "") -> Declared:
    """One published track, as a file of ours would declare it."""
    key = re.sub(r"\W+", "-", lines[0]["program"].lower())
    heading = [HEADING, f"program,{key},{lines[0]['program']},{lines[0]['timezone']},{settings},,,,,,,,,"]
    offered = [
        f"offering,{key},,,,{line['track']}-{number},{line['component']},{line['modality']},{line['days']},"
        f'{line["start"]},{line["end"]},{line["blocks"]},12,"{line["note"]}"'
        for number, line in enumerate(lines, 1)
    ]
    (program,) = parse("\n".join([*heading, *offered]))
    return program


def week_of(one: Declared, monday: date) -> list[Sitting]:
    offerings = [offered.offering for offered in one.offered]
    return [*sittings(one.program, offerings, (), (), monday, monday + timedelta(days=6))]


@pytest.fixture(params=published(), ids=lambda track: " ".join(track[0]))
def track(request: pytest.FixtureRequest) -> tuple[tuple[str, str], list[dict[str, str]]]:
    found: tuple[tuple[str, str], list[dict[str, str]]] = request.param
    return found


def test_every_published_track_has_its_hours_here():
    assert {name for name, _ in published()} == {*HOURS}


@pytest.mark.parametrize("monday", MONDAYS.values(), ids=MONDAYS)
def test_a_week_has_the_published_hours(track: tuple[tuple[str, str], list[dict[str, str]]], monday: date):
    name, lines = track

    week = week_of(declared(lines), monday)

    clock = sum((sitting.ends - sitting.starts for sitting in week), timedelta())
    contact = sum(sitting.counted_minutes for sitting in week)
    assert (clock / timedelta(hours=1), contact / 60) == pytest.approx(HOURS[name])


@pytest.mark.parametrize("monday", MONDAYS.values(), ids=MONDAYS)
def test_a_week_has_the_published_wall_times(track: tuple[tuple[str, str], list[dict[str, str]]], monday: date):
    _, lines = track
    one = declared(lines)

    week = week_of(one, monday)

    local = [(s.starts.astimezone(one.program.zone), s.ends.astimezone(one.program.zone)) for s in week]
    assert sorted((f"{starts:%a}"[:2].upper(), f"{starts:%H:%M}", f"{ends:%H:%M}") for starts, ends in local) == sorted(
        (day, line["start"], line["end"]) for line in lines for day in line["days"].split()
    )


def test_three_evenings_of_a_prodigals_path_are_nine_hours_where_breaks_count():
    lines = dict(published())["A Prodigal's Path", "evening"]

    week = week_of(declared(lines, settings="count_breaks=yes"), MONDAYS["an ordinary week"])

    assert [sitting.counted_minutes for sitting in week] == [180, 180, 180]
