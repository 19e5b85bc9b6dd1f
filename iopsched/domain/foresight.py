"""Foresight: what a difference, what follows from it and what is offered come to, before anything is done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from iopsched.domain import zone
from iopsched.domain.following import Following, Place, as_altered, facts, is_elsewhere
from iopsched.domain.foreseen import Foreseen, Touched, in_order
from iopsched.domain.make_up import smallest
from iopsched.domain.news import Word
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.timetable import Difference, Sitting


def foreseen(
    program: Program,
    found: Difference,
    known: Iterable[Session],
    following: Following,
    named: Mapping[int, Patient],
    clinicians: Mapping[int, str],
    words: Mapping[int, Word],
) -> Foreseen:
    """Put together what a difference and its following come to; ``known`` are the sessions that it touches, and
    ``words`` say how each patient hears who does.
    """
    by_id = {session.id: session for session in known}
    pairs = [(by_id[key], _named(as_altered(by_id[key], sitting), clinicians)) for key, sitting in found.altered]
    open_ones = [(was, then) for was, then in pairs if not was.is_cancelled]
    return Foreseen(
        opened=tuple(_opened(program, n, sitting, clinicians) for n, sitting in enumerate(found.opened, start=1)),
        moved=tuple(pair for pair in open_ones if is_elsewhere(*pair)),
        altered=tuple(pair for pair in open_ones if not is_elsewhere(*pair)),
        closed=tuple(by_id[key] for key in found.cancelled),
        reopened=tuple(then for was, then in pairs if was.is_cancelled),
        touched=in_order(_touched(program, following, named, clinicians, words)),
    )


def mended(program: Program, change: Foreseen, offered: Iterable[Session], *, most: int, now: datetime) -> Foreseen:
    """With replacements for each of the first ``most`` who fall short."""
    found = tuple(islice(sought(program, change, offered, now=now), most))
    return replace(change, touched=(*found, *change.touched[len(found) :]))


def sought(program: Program, change: Foreseen, offered: Iterable[Session], *, now: datetime) -> Iterator[Touched]:
    """Each who falls short, with up to three replacements from what is offered afterwards, looked for when asked for.

    Everybody is counted with the first of theirs, so that a seat is promised to one person only.
    """
    left: dict[date, dict[int, Session]] = defaultdict(dict)
    for session in offered:
        left[zone.week_of(session.day, program.first_weekday)][session.id] = session
    for one in change.short:
        of_week = left[one.after.monday]
        usual = frozenset(each.offering_id for each in one.before.sessions if each.offering_id)
        sets = smallest(one.after, of_week.values(), usual=usual, now=now)
        for session in sets[0].sessions if sets else ():
            of_week[session.id] = replace(of_week[session.id], taken=of_week[session.id].taken + 1)
        yield replace(one, mendings=sets, is_sought=True)


def offered_after(change: Foreseen, known: Iterable[Session]) -> tuple[Session, ...]:
    """What can be booked once the change is made: seats that end are free again, those that are had again taken."""
    then = {session.id: session for _, session in (*change.moved, *change.altered)}
    then |= {session.id: session for session in change.reopened}
    off = {session.id for session in change.closed}
    stay = (then.get(session.id, session) for session in known if session.id not in off)
    more = Counter(session.id for one in change.touched for _, session in one.back)
    more.subtract(booking.session.id for one in change.touched for booking in one.lost)
    open_ones = (
        replace(session, taken=session.taken + more[session.id]) for session in stay if not session.is_cancelled
    )
    return (*open_ones, *change.opened)


def thinned(change: Foreseen, known: Iterable[Session]) -> tuple[Session, ...]:
    """Sessions with people enough now that would have too few, as they would be, in order of time."""
    before = {session.id: session for session in known if not session.is_cancelled}
    then = (one for one in offered_after(change, before.values()) if one.id in before)
    thin = (one for one in then if one.is_thin and not before[one.id].is_thin)
    return tuple(sorted(thin, key=lambda one: one.by_time))


def offered_in(program: Program, monday: date, change: Foreseen, known: Iterable[Session]) -> tuple[Session, ...]:
    """The same of one week; ``known`` are its sessions, and what moves into it is there then too."""
    there = {session.id: session for session in known} | {was.id: was for was, _ in change.moved}
    then = offered_after(change, there.values())
    return tuple(session for session in then if program.week_of(session.starts) == monday)


def _touched(
    program: Program,
    following: Following,
    named: Mapping[int, Patient],
    clinicians: Mapping[int, str],
    words: Mapping[int, Word],
) -> Iterator[Touched]:
    """One for each week of each patient in which a seat is kept, lost, had again or altered."""
    kept, back, altered, lost, left = (defaultdict[Place, list[Any]](list) for _ in range(5))
    for booking, session in following.kept:
        whose, then = booking.patient_id, _named(session, clinicians)
        kept[program.week_of(then.starts), whose].append((booking, then))
        if (monday := program.week_of(booking.session.starts)) != program.week_of(then.starts):
            left[monday, whose].append((booking, then))
    for booking, session in following.back:
        back[program.week_of(session.starts), booking.patient_id].append((booking, _named(session, clinicians)))
    for booking, session in following.altered:
        altered[program.week_of(session.starts), booking.patient_id].append((booking, _named(session, clinicians)))
    for booking in (*following.ended, *following.lost):
        lost[program.week_of(booking.session.starts), booking.patient_id].append(booking)
    for at in sorted({*kept, *left, *back, *altered, *lost}):
        monday, whose = at
        before, after = following.before[monday][whose], following.weeks[at]
        seats = tuple(kept[at]), tuple(lost[at]), tuple(back[at]), tuple(altered[at])
        mine = {booking.id for booking in (*lost[at], *(one for one, _ in (*kept[at], *altered[at])))}
        whys = {key: found for key, found in following.whys.items() if key in mine and found}
        word = words.get(whose, Word.NONE)
        yield Touched(named[whose], before, after, *seats, whys=whys, word=word, gone=tuple(left[at]))


def _named(session: Session, clinicians: Mapping[int, str]) -> Session:
    return replace(session, clinician=clinicians.get(session.clinician_id or 0, ""))


def _opened(program: Program, number: int, sitting: Sitting, clinicians: Mapping[int, str]) -> Session:
    session = Session(id=-number, program_id=program.id, offering_id=sitting.key[0], **facts(sitting))
    return _named(session, clinicians)
