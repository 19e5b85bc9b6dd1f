"""Other ways to what staff want, each with what it would do: a stand-in, another time that day, one session more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from iopsched.domain import foresight, zone
from iopsched.domain.absence import Diary
from iopsched.domain.change_draft import Wanted
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.foreseen import Foreseen
from iopsched.domain.intent import Intent, offered, single
from iopsched.domain.offering import Offering
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import absences, programs
from iopsched.store.db import reading
from iopsched.usecases import draft_change
from iopsched.usecases.draft_change import Preview, rehearse
from iopsched.usecases.foresee_change import Sight

MOST_PEOPLE = 100
"""Who plans for more people than that waits for the preview alone."""
STAND_INS, TIMES, DAYS = 2, 3, 4
"""How many are looked at of each."""
SHIFTS = tuple(timedelta(minutes=sign * minutes) for minutes in (60, 120, 180) for sign in (1, -1))


@dataclass(frozen=True, slots=True)
class Way:
    """``session`` is what would be there instead, or as well; ``short`` and ``stuck`` count as a preview does."""

    intent: Intent
    session: Session
    short: int
    stuck: int

    @property
    def key(self) -> str:
        """What tells it from the others beside the same draft."""
        who, when = self.session.clinician_id or 0, self.session.starts
        return f"{type(self.intent).__name__}.{who}.{when:%Y%m%d%H%M}"


def ways(staff: Staff, preview: Preview, *, now: datetime) -> tuple[Way, ...]:
    """Those that leave no more people short than the change itself; whom nothing mends counts first."""
    was, intent = _about(preview), preview.draft.wanted.intent
    if was is None or preview.draft.undoes or len(preview.change.people) > MOST_PEOPLE:
        return ()
    found: list[Way] = []
    if isinstance(intent, single.CancelSession):
        found += _stand_ins(preview.sight, was)
    if isinstance(intent, single.CancelSession | single.MoveSession):
        found += _best(_times(staff, preview, was, now))
    found += _best(_more(preview, was, now))
    here = len(preview.change.stuck), len(preview.change.short)
    return tuple(sorted((way for way in found if _rank(way) <= here), key=_rank))


def take(staff: Staff, draft_id: int, key: str, *, now: datetime) -> int:
    """Draft the way of that key; its id. Raises NotFound once it is no longer there."""
    preview = draft_change.view(staff, draft_id, now=now)
    for way in ways(staff, preview, now=now):
        if way.key == key:
            return draft_change.draft(staff, way.intent, came_from=draft_id, now=now)
    raise NotFound("way")


def _about(preview: Preview) -> Session | None:
    """The one session that goes or moves; of a closed day the one with most people in it."""
    change = preview.change
    if isinstance(preview.draft.wanted.intent, offered.CloseDay):
        return max(change.closed, key=lambda session: (session.taken, -session.id), default=None)
    gone = [*change.closed, *(was for was, _ in change.moved)]
    return gone[0] if len(gone) == 1 else None


def _rank(way: Way) -> tuple[int, int]:
    return way.stuck, way.short


def _best(found: Iterable[Way]) -> list[Way]:
    return sorted(found, key=_rank)[:1]


def _stand_ins(sight: Sight, was: Session) -> Iterator[Way]:
    """Those who lead nothing else then; nobody inside would notice more than the name."""
    with reading():
        named, away = programs.clinicians(sight.program.id), absences.in_program(sight.program.id)
    diary = Diary((), away, sight.program.zone)
    free = [
        who
        for who in sorted(named)
        if who != was.clinician_id and not diary.away(who, was) and _is_free(sight, was, replace(was, clinician_id=who))
    ]
    for who in free[:STAND_INS]:
        session = replace(was, clinician_id=who, clinician=named[who])
        yield Way(single.HandOver(was.id, who), session, 0, 0)


def _times(staff: Staff, preview: Preview, was: Session, now: datetime) -> Iterator[Way]:
    """The same day an hour or more earlier or later, where whoever leads it and the room are free."""
    sight, taken = preview.sight, [then.starts for _, then in preview.change.moved]
    shifted = (replace(was, starts=was.starts + by, ends=was.ends + by) for by in SHIFTS)
    possible = [
        one
        for one in shifted
        if one.starts > now
        and one.starts not in taken
        and _is_on_one_day(one, sight.program)
        and _is_free(sight, was, one)
    ]
    for one in possible[:TIMES]:
        intent = single.MoveSession(was.id, was.day, _wall(one, sight.program))
        try:
            change = rehearse(staff, Wanted(intent), now=now).mended(most=MOST_PEOPLE, now=now)
        except Invalid:
            continue
        yield _way(intent, one, change)


def _more(preview: Preview, was: Session, now: datetime) -> Iterator[Way]:
    """One session like it on another day of the week, that would mend the weeks of some whom nothing mends now."""
    sight = preview.sight
    if not preview.change.stuck:
        return
    monday = zone.week_of(was.day, sight.program.first_weekday)
    days = [monday + timedelta(days=offset) for offset in range(7)]
    likely = [_on(was, day, sight.program) for day in days if day != was.day and day not in sight.closed]
    possible = [one for one in likely if one.starts > now and _is_free(sight, was, one)]
    for one in possible[:DAYS]:
        then = (*foresight.offered_after(sight.change, sight.known), one)
        change = foresight.mended(sight.program, sight.change, then, most=MOST_PEOPLE, now=now)
        if len(change.stuck) < len(preview.change.stuck):
            yield _way(offered.AddOffering(_offering(one, sight.program)), one, change)


def _way(intent: Intent, session: Session, change: Foreseen) -> Way:
    return Way(intent, session, len(change.short), len(change.stuck))


def _is_free(sight: Sight, was: Session, one: Session) -> bool:
    """Whether nobody and no room would be needed twice."""
    off = {session.id for session in sight.change.closed} | {was.id}
    others = (each for each in sight.known if each.id not in off and not each.is_cancelled and each.overlaps(one))
    return not any(
        (one.clinician_id and each.clinician_id == one.clinician_id)
        or (one.place and (each.place, each.site) == (one.place, one.site))
        for each in others
    )


def _is_on_one_day(one: Session, program: Program) -> bool:
    return program.day_of(one.starts) == one.day == program.day_of(one.ends - timedelta(minutes=1))


def _wall(one: Session, program: Program) -> time:
    return one.starts.astimezone(program.zone).time()


def _on(was: Session, day: date, program: Program) -> Session:
    starts = zone.instant(day, _wall(was, program), program.zone)
    ends = starts + timedelta(minutes=was.clock_minutes)
    return replace(was, id=-1_000_000, day=day, starts=starts, ends=ends, taken=0, held=0, held_until=None)


def _offering(one: Session, program: Program) -> Offering:
    return Offering(
        id=0,
        program_id=program.id,
        component=one.component,
        modality=one.modality,
        weekdays=frozenset({one.day.weekday()}),
        begins=_wall(one, program),
        minutes=one.clock_minutes,
        counted_minutes=one.counted_minutes,
        seats=one.seats,
        first_day=one.day,
        last_day=one.day,
        clinician_id=one.clinician_id,
        place=one.place,
        site=one.site,
        track=one.track,
    )
