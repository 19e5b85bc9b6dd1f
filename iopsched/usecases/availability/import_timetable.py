"""A clinic brings its timetable as one file: programs, clinicians, offerings, closures; sessions follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum

from iopsched.domain.name import meant
from iopsched.domain.program import Program
from iopsched.domain.timetable_file import Declared, parse
from iopsched.domain.timetable_row import What
from iopsched.store import audit, clinicians, locks, offerings, programs, seasons
from iopsched.store.db import transaction
from iopsched.usecases.availability import change_series
from iopsched.usecases.availability.reconcile_sessions import Effect, difference, reconcile

ACTOR = "system"
UNSAID = ("id", "planned_weeks", "make_up_weeks", "preferences", "day_cost")
"""What of a program no file says: it stays as it is."""


class State(StrEnum):
    """How what a file declares differs from what is there."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one thing that the file declares. ``name``: the key, name or date that tells it from others."""

    program: str
    what: What
    name: str
    state: State


@dataclass(frozen=True, slots=True)
class Report:
    """Every entry in the order of the file's programs, and what came of it for sessions and bookings."""

    entries: tuple[Entry, ...]
    effect: Effect
    is_dry_run: bool = False

    @property
    def news(self) -> tuple[Entry, ...]:
        """Entries that were not there before just so."""
        return tuple(entry for entry in self.entries if entry.state is not State.SAME)

    @property
    def is_same(self) -> bool:
        """Whether the file brought nothing new at all."""
        return not self.news and self.effect == Effect()

    def count(self, what: What, state: State) -> int:
        return sum(entry.what is what and entry.state is state for entry in self.entries)

    def __str__(self) -> str:
        """A few lines for whoever runs the import: what was added in numbers, what was changed by name."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.is_dry_run:
            yield "Only checked; nothing was written. It would be:"
        if self.is_same:
            yield "Nothing new."
            return
        for what in What:
            added, changed, same = (self.count(what, state) for state in State)
            if what is not What.SEASON or added + changed + same:
                yield f"{what}s: {added} added, {changed} changed, {same} as before"
        yield from (f"{one.program}: {one.what} {one.name} changed" for one in self.news if one.state is State.CHANGED)
        effect = self.effect
        yield f"sessions: {effect.opened} opened, {effect.altered} changed, {effect.cancelled} cancelled"
        yield f"bookings: {effect.kept} moved with their session, {effect.ended} ended"


class _OnlyLooked(Exception):
    """Ends the transaction of a dry run without a commit."""


def import_timetable(text: str, *, now: datetime, dry_run: bool = False) -> Report:
    """Add and change what the file declares, all of it or nothing. The same file a second time changes nothing.

    What the file does not name stays: an offering ends by its ``until``. Raises WrongFile with all that is wrong.
    ``dry_run`` says what would happen, to sessions and bookings too, and writes nothing.
    """
    declared = parse(text)
    report = Report((), Effect())
    with suppress(_OnlyLooked), transaction():
        report = _bring_in(declared, now)
        if dry_run:
            raise _OnlyLooked
    return replace(report, is_dry_run=dry_run)


def _bring_in(declared: Sequence[Declared], now: datetime) -> Report:
    for program_id in sorted(program.id for one in declared if (program := programs.by_key(one.key))):
        locks.program(program_id)
    reports = [_bring_in_program(one, now) for one in declared]
    return Report(
        entries=tuple(entry for report in reports for entry in report.entries),
        effect=_sum(report.effect for report in reports),
    )


def _bring_in_program(one: Declared, now: datetime) -> Report:
    """One program of the file: facts first, then its sessions. The log is told if anything is new."""
    program, entry = _program(one)
    entries = (
        entry,
        *_clinicians(program, one, now),
        *_seasons(program, one),
        *_offerings(program, one, now),
        *_closures(program, one),
    )
    report = Report(entries, reconcile(program, difference(program, now), actor=ACTOR, now=now))
    if not report.is_same:
        effect = report.effect
        facts = {"entries": len(report.news), "opened": effect.opened, "ended": effect.ended, "kept": effect.kept}
        audit.note(program.id, ACTOR, "timetable imported", now=now, **facts)
    return report


def _program(one: Declared) -> tuple[Program, Entry]:
    known = programs.by_key(one.key)
    facts = {field.name: getattr(one.program, field.name) for field in fields(Program) if field.name not in UNSAID}
    if known is None:
        return programs.add(one.key, **facts), Entry(one.key, What.PROGRAM, one.key, State.ADDED)
    wanted = replace(one.program, **{name: getattr(known, name) for name in UNSAID})
    if wanted != known:
        programs.change(known.id, **facts)
    return wanted, Entry(one.key, What.PROGRAM, one.key, _state(known, wanted))


def _clinicians(program: Program, one: Declared, now: datetime) -> Iterator[Entry]:
    """Who retired and leads something ahead by the file is at work again."""
    known = {each.id: each for each in clinicians.in_program(program.id)}
    lead = {each.clinician for each in one.offered if each.offering.last_day >= program.day_of(now)}
    for name in one.clinicians:
        before = known.get(programs.clinician_named(program.id, name))
        state = State.SAME if before else State.ADDED
        if before and before.retired_at and name in lead:
            clinicians.retire(before.id, None)
            state = State.CHANGED
        yield Entry(one.key, What.CLINICIAN, name, state)


def _seasons(program: Program, one: Declared) -> Iterator[Entry]:
    known = {season.name: season for season in seasons.in_program(program.id)}
    for season in one.seasons:
        before = meant(season.name, known)
        wanted = replace(season, id=before.id if before else 0)
        if wanted != before:
            seasons.put(program.id, wanted)
        yield Entry(one.key, What.SEASON, season.name, _state(before, wanted))


def _offerings(program: Program, one: Declared, now: datetime) -> Iterator[Entry]:
    ids = {name: programs.clinician_named(program.id, name) for name in one.clinicians}
    known = {offering.key: offering for offering in offerings.in_program(program.id)}
    in_season = {season.name: season for season in seasons.in_program(program.id)}
    for offered in one.offered:
        before = known.get(offered.offering.key)
        clinician_id = ids[offered.clinician] if offered.clinician else None
        season = in_season[offered.offering.season.name] if offered.offering.season else None
        wanted = replace(offered.offering, program_id=program.id, clinician_id=clinician_id, season=season)
        if before:
            names = ("link", "link_minutes", *(() if season else ("season", "pauses")))
            wanted = replace(wanted, id=before.id, **{name: getattr(before, name) for name in names})
        if before is None:
            offerings.add(wanted)
        elif wanted != before:
            change_series.change_all(program, before, wanted, now=now)
            change_series.join(program, wanted, now=now)
        yield Entry(one.key, What.OFFERING, wanted.key, _state(before, wanted))


def _closures(program: Program, one: Declared) -> Iterator[Entry]:
    known = {(closure.day, closure.begins): closure for closure in offerings.closures(program.id)}
    for closure in one.closures:
        before = known.get((closure.day, closure.begins))
        if before != closure:
            offerings.close(program.id, closure)
        yield Entry(one.key, What.CLOSURE, closure.day.isoformat(), _state(before, closure))


def _state(before: object | None, wanted: object) -> State:
    if before is None:
        return State.ADDED
    return State.SAME if before == wanted else State.CHANGED


def _sum(effects: Iterable[Effect]) -> Effect:
    each = [astuple(effect) for effect in effects]
    return Effect(*map(sum, zip(*each, strict=True)))
