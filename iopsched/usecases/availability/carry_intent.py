"""What staff want of the timetable is carried out by the use case that it belongs to; and what would take it back.

Here each kind of intent is named once, with both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from typing import Any

from iopsched.domain.absence import Absence
from iopsched.domain.intent import Intent, Part, Several, as_kept, away, frame, offered, session_of, single
from iopsched.domain.offering import Closure
from iopsched.domain.program import Program
from iopsched.domain.room import Cap
from iopsched.domain.staff import Staff
from iopsched.store import absences, offerings, programs, rooms, seasons
from iopsched.usecases.availability import (
    carry_several,
    carry_single,
    end_offering,
    keep_absences,
    keep_closures,
    keep_offerings,
    keep_rooms,
    keep_seasons,
    put_back,
)
from iopsched.usecases.availability.reconcile_sessions import Effect


def _known_by_the_write(program: Program) -> None:
    """What is new has no id yet."""


@dataclass(frozen=True, slots=True)
class Deed:
    """How an intent is carried out, and what takes it back: asked before that, None where only the write knows."""

    carry: Callable[[Staff, datetime], Effect]
    reverse: Callable[[Program], Part | None] = _known_by_the_write


Reverse = Part | None | tuple[Part | None, ...]
"""What takes an intent back, one for each of several; None where only the write knows."""


def carry(staff: Staff, intent: Intent, *, now: datetime) -> Effect:
    """Carry it out, one transaction. Raises Forbidden, NotFound, and Invalid naming each field."""
    if isinstance(intent, Several):
        acts = [partial(deed(part).carry, staff, now) for part in intent.parts]
        named = [{"kind": as_kept(part)[0], "session_id": session_of(part)} for part in intent.parts]
        return carry_several.together(staff, acts, named, now=now)
    return deed(intent).carry(staff, now)


def reverse_of(program: Program, intent: Intent) -> Reverse:
    """What takes it back, asked within the transaction before it is carried out."""
    if isinstance(intent, Several):
        return tuple(deed(part).reverse(program) for part in intent.parts)
    return deed(intent).reverse(program)


def reverse_written(reverse: Reverse, said: Mapping[str, Any]) -> Intent:
    """The same once it is written, and what is new has an id, by what the write ``said``; the last part first."""
    if isinstance(reverse, tuple):
        back = (_part_written(part, of_part) for part, of_part in zip(reverse, said["parts"], strict=True))
        return Several((*back,)[::-1])
    return _part_written(reverse, said)


def _part_written(reverse: Part | None, said: Mapping[str, Any]) -> Part:
    if isinstance(reverse, offered.PutSeriesBack):
        return replace(reverse, part_id=said["offering_id"])
    if isinstance(reverse, away.RemoveAbsence):
        return replace(reverse, absence_id=said["absence_id"])
    return reverse or next(shape(said[name]) for name, shape in REMOVALS.items() if name in said)


REMOVALS: Mapping[str, Callable[[int], Part]] = {
    "room_id": frame.RemoveRoom,
    "season_id": frame.RemoveSeason,
    "offering_id": offered.EndOffering,
}
"""What takes back something new, by the name of its id."""


def deed(intent: Part) -> Deed:
    """By its kind."""
    if isinstance(intent, single.OfSingle):
        return Deed(carry_single.carry_of(intent), partial(carry_single.as_it_was, intent=intent))
    if isinstance(intent, offered.OfOffered):
        return _of_offered(intent)
    return _of_away(intent) if isinstance(intent, away.OfAway) else _of_frame(intent)


def _of_offered(intent: offered.OfOffered) -> Deed:
    match intent:
        case offered.AddOffering(it, name):
            return Deed(lambda staff, now: keep_offerings.add(staff, it, clinician=name, now=now))
        case offered.ChangeOffering(it, name, since):
            return Deed(
                lambda staff, now: keep_offerings.change(staff, it, clinician=name, since=since, now=now),
                lambda program: _offering_as_it_was(program, it.id, is_split=since is not None),
            )
        case offered.EndOffering(known_id, last_day):
            return Deed(
                lambda staff, now: end_offering.end_offering(staff, known_id, last_day, now=now),
                lambda program: _offering_as_it_was(program, known_id),
            )
        case offered.PutSeriesBack(it, part_id, change):
            return Deed(
                lambda staff, now: put_back.put_series_back(staff, it, part_id, change, now=now),
                lambda program: _part_as_it_was(program, it.id, part_id),
            )
        case offered.CloseDay(closure):
            return Deed(
                lambda staff, now: keep_closures.close(staff, closure, now=now),
                lambda program: _day_as_it_was(program, closure.day, closure.begins),
            )
        case offered.ReopenDay(day, begins):
            return Deed(
                lambda staff, now: keep_closures.reopen(staff, day, begins=begins, now=now),
                lambda program: _day_as_it_was(program, day, begins),
            )


def _of_away(intent: away.OfAway) -> Deed:
    match intent:
        case away.AddAbsence(absence, name):
            return Deed(
                lambda staff, now: keep_absences.add(staff, absence, now=now),
                lambda _program: away.RemoveAbsence(absence.id, name, absence.span),
            )
        case away.ChangeAbsence(absence):
            return Deed(
                lambda staff, now: keep_absences.change(staff, absence, now=now),
                lambda program: away.ChangeAbsence(*_absence_as_it_was(program, absence.id)),
            )
        case away.RemoveAbsence(known_id):
            return Deed(
                lambda staff, now: keep_absences.remove(staff, known_id, now=now),
                lambda program: away.AddAbsence(*_absence_as_it_was(program, known_id)),
            )


def _of_frame(intent: frame.OfFrame) -> Deed:
    match intent:
        case frame.PutRoom(room, only):
            return Deed(
                lambda staff, now: keep_rooms.put(staff, room, only=only, now=now),
                lambda program: _room_as_it_was(program, room.id) if room.id else None,
            )
        case frame.RemoveRoom(known_id):
            return Deed(
                lambda staff, now: keep_rooms.remove(staff, known_id, now=now),
                lambda program: frame.PutRoom(replace(rooms.get(program.id, known_id), id=0)),
            )
        case frame.SetCaps(caps):
            return Deed(
                lambda staff, now: keep_rooms.cap(staff, {cap.component: cap.seats for cap in caps}, now=now),
                lambda program: frame.SetCaps(tuple(Cap(*each) for each in rooms.limits(program.id).caps.items())),
            )
        case frame.PutSeason(season):
            return Deed(
                lambda staff, now: keep_seasons.put(staff, season, now=now),
                lambda program: frame.PutSeason(seasons.get(program.id, season.id)) if season.id else None,
            )
        case frame.RemoveSeason(known_id):
            return Deed(
                lambda staff, now: keep_seasons.remove(staff, known_id, now=now),
                lambda program: _season_as_it_was(program, known_id),
            )
        case frame.BringSeasonBack(season, only, pausing):
            return Deed(lambda staff, now: keep_seasons.bring_back(staff, season, only, pausing, now=now))


def _offering_as_it_was(program: Program, offering_id: int, *, is_split: bool = False) -> Part:
    known = offerings.get(program.id, offering_id)
    return offered.PutSeriesBack(known, known.id) if is_split else offered.ChangeOffering(known)


def _part_as_it_was(program: Program, offering_id: int, part_id: int) -> Part:
    """The later part of a series that is put back, from its first day on."""
    part = offerings.get(program.id, part_id)
    return offered.ChangeOffering(
        replace(part, id=offering_id), since=part.first_day if part_id != offering_id else None
    )


def _day_as_it_was(program: Program, day: date, begins: time) -> Part:
    """Closed as it is from then on, or open."""
    known = (each for each in offerings.closures(program.id) if (each.day, each.begins) == (day, begins))
    closure: Closure | None = next(known, None)
    return offered.CloseDay(closure) if closure else offered.ReopenDay(day, begins)


def _absence_as_it_was(program: Program, absence_id: int) -> tuple[Absence, str]:
    """With the name of whose it is."""
    known = absences.get(program.id, absence_id)
    return known, programs.clinicians(program.id)[known.clinician_id]


def _room_as_it_was(program: Program, room_id: int) -> Part:
    """With the offerings that are in it now, and no other that may be called so."""
    known = rooms.get(program.id, room_id)
    return frame.PutRoom(known, offerings.in_room(program.id, known))


def _season_as_it_was(program: Program, season_id: int) -> Part:
    its = [one for one in offerings.in_program(program.id) if one.season and one.season.id == season_id]
    only, pausing = (tuple(one.id for one in its if one.pauses is pauses) for pauses in (False, True))
    return frame.BringSeasonBack(replace(seasons.get(program.id, season_id), id=0), only, pausing)
