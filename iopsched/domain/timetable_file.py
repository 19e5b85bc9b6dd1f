"""A timetable file: CSV text to the programs, clinicians, offerings, closures and seasons that it declares.

All of it or nothing: whoever reads a file with something wrong gets every problem, and no values.
docs/timetable-file.md is the same for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from iopsched.domain.errors import Invalid
from iopsched.domain.offering import LONGEST_CLOSURE, NO_END, NO_START, Closure, Offering, problems
from iopsched.domain.program import Program
from iopsched.domain.season import Season
from iopsched.domain.season import problems as season_problems
from iopsched.domain.span import MIDNIGHT, Span
from iopsched.domain.timetable_cell import lasting, worked
from iopsched.domain.timetable_row import Problem, Row, What, doubles, rows, strangers
from iopsched.domain.zone import exists

NOT_READ = Program(0, "", "UTC")
"""Stands in for a program whose own line is wrong, so that its offerings are looked at all the same."""
COLUMNS = {
    "weekdays": "days",
    "every": "every",
    "first_day": "from",
    "minutes": "ends",
    "slot_minutes": "slot",
    "buffer_minutes": "buffer",
    "least": "least",
    "counted_minutes": "counts",
    "seats": "seats",
    "last_day": "until",
}
"""Where the file writes what ``domain/offering.problems`` speaks of."""


class WrongFile(Invalid):
    """A file that cannot be taken. ``found``: everything that is wrong, in the order of the lines."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.found = tuple(sorted(set(found)))
        super().__init__(**{f"line {problem.line} {problem.column}".strip(): problem.text for problem in self.found})

    def __str__(self) -> str:
        return "\n".join(map(str, self.found))


@dataclass(frozen=True, slots=True)
class Offered:
    """An offering to be, without ids, and the name of who leads it ('' for nobody in particular)."""

    offering: Offering
    clinician: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """One program of a file, without ids, and all that the file declares for it."""

    key: str
    program: Program
    clinicians: tuple[str, ...] = ()
    offered: tuple[Offered, ...] = ()
    closures: tuple[Closure, ...] = ()
    seasons: tuple[Season, ...] = ()


def parse(text: str) -> tuple[Declared, ...]:
    """The programs of a file in its order. Raises WrongFile with everything that is wrong."""
    found: list[Problem] = []
    lines = [*rows(text, found)]
    found += [*doubles(lines), *strangers(lines)]
    programs = {line.cells["program"]: _program(line.cells) for line in _sound(lines, What.PROGRAM)}
    keys = dict.fromkeys(line.cells["program"] for line in lines if line.is_sound)
    declared = [_declared(key, programs.get(key, NOT_READ), lines, found) for key in keys]
    if not (found or programs):
        found.append(Problem(1, "", "There is no program in this file. Add a line that declares one."))
    if found:
        raise WrongFile(found)
    return tuple(sorted(declared, key=lambda one: [*programs].index(one.key)))


def _sound(lines: Iterable[Row], what: What, program: str | None = None) -> Iterator[Row]:
    of_sort = (line for line in lines if line.is_sound and line.what is what)
    return (line for line in of_sort if program in {None, line.cells["program"]})


def _declared(key: str, program: Program, lines: Sequence[Row], found: list[Problem]) -> Declared:
    closed = [closure for row in _sound(lines, What.CLOSURE, key) for closure in _closures(row, found)]
    seasons = {row.cells["name"]: _season(row, found) for row in _sound(lines, What.SEASON, key)}
    return Declared(
        key=key,
        program=program,
        clinicians=tuple(row.cells["name"] for row in _sound(lines, What.CLINICIAN, key)),
        offered=tuple(_offered(row, program, seasons, found) for row in _sound(lines, What.OFFERING, key)),
        closures=tuple({(closure.day, closure.begins): closure for closure in closed}.values()),
        seasons=tuple(seasons.values()),
    )


def _program(cells: Mapping[str, Any]) -> Program:
    return Program(0, cells["name"], cells["timezone"], cells.get("phone", ""), **cells.get("settings", {}))


def _closures(line: Row, found: list[Problem]) -> Iterator[Closure]:
    """One for each day from the first to the last, both included; one for all where hours are given."""
    first, last = line.cells["from"], line.cells.get("until", line.cells["from"])
    span = Span(first, last, line.cells.get("begins", MIDNIGHT), line.cells.get("ends", MIDNIGHT))
    wrong = {field for field, _ in span.problems(LONGEST_CLOSURE + timedelta(days=1))}
    if "last_day" in wrong:
        found.append(
            Problem(line.line, "until", "A closure lasts from 1 to 92 days. Write a later day, or a nearer one.")
        )
    elif wrong:
        found.append(Problem(line.line, "ends", "The end is not after the start. Write a later time."))
    elif span.is_whole:
        yield from (Closure(day, line.cells.get("name", "")) for day in span.days)
    else:
        until = last if last > first else None
        yield Closure(first, line.cells.get("name", ""), until, span.begins, span.ends)


def _season(line: Row, found: list[Problem]) -> Season:
    cells = line.cells
    season = Season(0, cells["name"], cells["from"], cells["until"], cells.get("yearly", False))
    found += [Problem(line.line, COLUMNS[field], text) for field, text in season_problems(season)]
    return season


def _offered(line: Row, program: Program, seasons: Mapping[str, Season], found: list[Problem]) -> Offered:
    cells = line.cells
    length = _length(cells)
    season, pauses = cells.get("season", ("", False))
    offering = Offering(
        id=0,
        program_id=0,
        component=cells["component"],
        modality=cells["modality"],
        weekdays=cells["days"],
        begins=cells["begins"],
        minutes=length,
        counted_minutes=_counted(cells, program),
        seats=cells["seats"],
        first_day=cells.get("from", NO_START),
        last_day=cells.get("until", NO_END),
        slot_minutes=cells.get("slot", 0),
        place=cells.get("place", ""),
        site=cells.get("site", ""),
        track=cells.get("track", ""),
        key=cells["key"],
        every=cells.get("every", 1),
        buffer_minutes=cells.get("buffer", 0),
        least=cells.get("least", 0),
        season=seasons.get(season),
        pauses=pauses,
    )
    found += [Problem(line.line, column, text) for column, text in _wrong(offering, cells, program)]
    return Offered(offering, cells.get("clinician", ""))


def _left_over(offering: Offering) -> int:
    """Minutes after the last slot that make no other."""
    return (offering.minutes + offering.buffer_minutes) % (offering.slot_minutes + offering.buffer_minutes)


def _length(cells: Mapping[str, Any]) -> int:
    """Minutes on the wall from ``begins`` to ``ends``; not above 0 when they are the wrong way round."""
    begins: time = cells["begins"]
    ends: time = cells["ends"]
    return (ends.hour - begins.hour) * 60 + ends.minute - begins.minute


def _counted(cells: Mapping[str, Any], program: Program) -> int:
    """What one session counts: as written, else its blocks without breaks, else all of it."""
    if "counts" in cells:
        return int(cells["counts"])
    if "blocks" in cells and not program.count_breaks:
        return worked(cells["blocks"])
    return int(cells.get("slot", 0)) or _length(cells)


def _wrong(offering: Offering, cells: Mapping[str, Any], program: Program) -> Iterator[tuple[str, str]]:
    """Every (column, what is wrong and what would be right): the rule of all offerings, and what only a file says."""
    if offering.minutes <= 0:
        yield "ends", "The end is not after the start. Write a later time of the same day."
        return
    for field, text in problems(offering):
        yield COLUMNS[field], text
    if offering.first_day == offering.last_day and not exists(offering.first_day, offering.begins, program.zone):
        yield "begins", f"Clocks skip {offering.begins:%H:%M} on {offering.first_day}. Write a time an hour later."
    if 0 < offering.slot_minutes <= offering.minutes and (over := _left_over(offering)):
        text = f"{offering.minutes} minutes do not divide by {offering.slot_minutes}: {over} are left over."
        yield "slot", f"{text} Change one of them."
    if "slot" in cells and not cells["slot"]:
        yield "slot", "A slot of 0 minutes holds nobody. Write its minutes, or leave this empty for one session."
    if "blocks" in cells and "counts" in cells:
        yield "counts", "The blocks say what counts already. Keep one of the two."
    if "blocks" in cells and (total := lasting(cells["blocks"])) != offering.session_minutes:
        yield (
            "blocks",
            f"The blocks add up to {total} minutes and a session lasts {offering.session_minutes}. Make them agree.",
        )
