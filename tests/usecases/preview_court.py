"""Whether what a preview said is what came of it: sessions, weeks, seats, who is told of what, whose hold is let go."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from iopsched.domain.booking import refusals
from iopsched.domain.foreseen import Foreseen, Touched
from iopsched.domain.message import Kind
from iopsched.domain.news import Word
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Component
from iopsched.usecases.availability.draft_change import Preview
from iopsched.usecases.availability.reconcile_sessions import Effect
from tests.conftest import NOW
from tests.usecases.random_state import Glimpse, News


def facts_of(session: Session) -> tuple[Any, ...]:
    what = (session.component, session.modality, session.seats, session.place, session.counted_minutes)
    return session.starts, session.ends, *what


def with_leader(session: Session) -> tuple[Any, ...]:
    return *facts_of(session), session.clinician


def with_name(session: Session) -> tuple[Any, ...]:
    return session.id, *with_leader(session)


def is_as_previewed(preview: Preview, effect: Effect | None, before: Glimpse, after: Glimpse) -> None:
    """Of what is there then, whatever it was."""
    change = preview.change
    assert effect == expected_effect(before, change)
    assert sorted(map(with_leader, after.sessions)) == expected_sessions(before, change)
    weeks = {key: [(b.id, facts_of(b.session)) for b in week.bookings] for key, week in after.weeks.items()}
    assert weeks == dict(expected_weeks(before.weeks, change))
    everybodys_weeks_are_as_previewed(change, before, after)
    told = {whose for whose, *_ in after.news - before.news}
    assert {one.id for one in (*change.hearing(Word.MESSAGE), *change.to_call)} == told
    hearing = {one.patient for one in change.touched if one.patient.id in told}
    assert {*change.to_call} == {one for one in hearing if not one.accepts_texts}
    assert all(mending.week.is_met for one in change.touched for mending in one.mendings)
    gone = {session.id for session in (*change.closed, *(was for was, _ in change.moved))}
    assert before.kept - after.kept == {(whose, which) for whose, which in before.kept if which in gone}
    assert {whose for whose, _ in before.kept - after.kept} <= {one.id for one in preview.hopes.whom}
    off = {session.id for session in change.closed}
    if not before.waits and not before.kept:
        what_mends_can_be_booked(change, after)
    kept = {one.id for one in preview.hopes.whom}
    assert preview.hopes.waits == len({whose for whose, which in before.waits if which in off} - kept)


def what_mends_can_be_booked(change: Foreseen, after: Glimpse) -> None:
    """The first of each, by everybody one after the other: a seat is promised to one person only."""
    there = {session.id: session for session in after.sessions}
    new = {facts_of(session): session.id for session in after.sessions if session.taken == 0}
    for one in change.touched:
        week = after.weeks[one.patient.id, one.after.monday]
        for meant in one.mendings[0].sessions if one.mendings else ():
            session = there[meant.id if meant.id > 0 else new[facts_of(meant)]]
            assert not [*refusals(week, session, NOW)], (one, session)
            week = week.seated(session, now=NOW)
            there[session.id] = replace(session, taken=session.taken + 1)
        assert not one.mendings or week.is_met


def everybodys_weeks_are_as_previewed(change: Foreseen, before: Glimpse, after: Glimpse) -> None:
    """Whose week comes to something else was named, and nobody's comes to anything but what was named."""
    touched = {(one.patient.id, one.after.monday): one for one in change.touched}
    assert {key for key, week in before.weeks.items() if standing(week) != standing(after.weeks[key])} <= touched.keys()
    for key, one in touched.items():
        assert standing(one.before) == standing(before.weeks[key])
        assert standing(one.after) == standing(after.weeks[key])
        assert one.falls_short == is_shorter(before.weeks[key], after.weeks[key])


def is_shorter(was: Week, then: Week) -> bool:
    """Whether a week that does not meet its plan lacks more of anything than before, or holds fewer of its hours."""
    hours = [min(week.minutes, week.required) for week in (was, then)]
    is_met = then.plan is None or then.is_met
    return not is_met and (then.lacks_more_than(was) or hours[1] < hours[0])


def standing(week: Week) -> tuple[Any, ...]:
    """Hours, kinds and tracks of a week, and what it lacks."""
    kinds = [(component, week.minutes_of(component)) for component in Component]
    tracks = sorted((booking.id, booking.session.track) for booking in week.bookings)
    return week.required, week.minutes, kinds, tracks, week.is_met, week.lack, week.missing_components


def expected_effect(before: Glimpse, change: Foreseen) -> Effect:
    kept, ended, back = change.counts
    altered = len(change.moved) + len(change.altered) + len(change.reopened)
    unheard, told, to_call = (len(change.hearing(word)) for word in (Word.UNHEARD, Word.MESSAGE, Word.CALL))
    those = {was.id for was, _ in (*change.moved, *change.altered)} | {was.id for was in change.closed}
    inside = {whose for whose, which in before.seats if which in those}
    inside |= {one.patient.id for one in change.touched if one.back}
    silent = len(inside) - unheard - told - to_call
    opened, closed = len(change.opened), len(change.closed)
    return Effect(kept, ended, told, to_call, back, unheard, silent, opened, altered, closed)


def expected_sessions(before: Glimpse, change: Foreseen) -> list[tuple[Any, ...]]:
    then = {session.id: session for _, session in (*change.moved, *change.altered)}
    off = {session.id for session in change.closed}
    stay = [then.get(session.id, session) for session in before.sessions if session.id not in off]
    return sorted(map(with_leader, [*stay, *change.opened, *change.reopened]))


def expected_weeks(before: dict[Any, Week], change: Foreseen) -> Iterator[tuple[Any, Any]]:
    """Each week as the preview says it will be: what it holds, in order of time."""
    touched: dict[Any, Touched] = {(one.patient.id, one.after.monday): one for one in change.touched}
    then = {session.id: session for _, session in change.altered}
    for key, week in before.items():
        after = touched[key].after if key in touched else week
        yield key, [(b.id, facts_of(then.get(b.session.id, b.session))) for b in after.bookings]


def expected_news(change: Foreseen) -> Counter[News]:
    """One text for each seat that is elsewhere, gone, had again, counts otherwise or is led by somebody else."""
    found: Counter[News] = Counter()
    for one in change.touched:
        whose = one.patient.id
        noticed = [booking for booking, then in one.altered if seen_of(booking.session) != seen_of(then)]
        found.update((whose, Kind.MOVED, booking.id) for booking in (*noticed, *(was for was, _ in one.kept)))
        found.update((whose, Kind.CANCELLED, booking.id) for booking in one.lost)
        found.update((whose, Kind.BOOKED, booking.id) for booking, _ in one.back)
    return found


def seen_of(session: Session) -> tuple[Any, ...]:
    """What its patients notice where it stays: a track is no news to them."""
    return session.component, session.counted_minutes, session.clinician_id
