"""What the preview says is what applying does: random programs, every kind of change, both kinds of database."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from iopsched.domain.errors import Invalid
from iopsched.domain.foreseen import Foreseen, Touched
from iopsched.domain.intent import Intent, away, frame, offered, session_of, single
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.usecases import draft_change
from iopsched.usecases.reconcile_sessions import Effect
from tests.conftest import NOW
from tests.usecases.random_clinic import Clinic

ABOUT = ("patterns", "sessions", "absences", "frame")


def facts_of(session: Session) -> tuple[Any, ...]:
    what = (session.component, session.modality, session.seats, session.place)
    return session.starts, session.ends, *what


def with_leader(session: Session) -> tuple[Any, ...]:
    return *facts_of(session), session.clinician


def expected_weeks(before: dict[Any, Week], change: Foreseen) -> Iterator[tuple[Any, Any]]:
    """Each week as the preview says it will be: what it holds, in order of time."""
    touched: dict[Any, Touched] = {(one.patient.id, one.after.monday): one for one in change.touched}
    then = {session.id: session for _, session in change.altered}
    for key, week in before.items():
        after = touched[key].after if key in touched else week
        yield key, [(b.id, facts_of(then.get(b.session.id, b.session))) for b in after.bookings]


def expected_sessions(before: list[Session], change: Foreseen) -> list[tuple[Any, ...]]:
    then = {session.id: session for _, session in (*change.moved, *change.altered)}
    off = {session.id for session in change.closed}
    stay = [then.get(session.id, session) for session in before if session.id not in off]
    return sorted(map(with_leader, [*stay, *change.opened, *change.reopened]))


def expected_effect(change: Foreseen) -> Effect:
    kept, ended, back = change.counts
    to_call = len(change.to_call)
    altered = len(change.moved) + len(change.altered) + len(change.reopened)
    told = len(change.people) - to_call
    return Effect(len(change.opened), altered, len(change.closed), kept, ended, told, to_call, back)


def require_so(clinic: Clinic, intent: Intent) -> None:
    """The timetable says now what was wanted: a preview and its application could be wrong alike."""
    rooms, caps, days, away_then, closures = clinic.frame()
    match intent:
        case offered.AddOffering(it, "Somebody new"):
            assert "Somebody new" in {one.clinician for one in clinic.sessions() if one.day == it.first_day}
        case offered.CloseDay(closure):
            assert closure in closures
        case offered.ReopenDay(day):
            assert day not in {closure.day for closure in closures}
        case away.AddAbsence(absence) | away.ChangeAbsence(absence):
            assert replace(absence, id=0) in away_then
        case away.RemoveAbsence():
            assert away_then == []
        case frame.PutRoom(room):
            assert rooms == [(room.name, room.seats)]
        case frame.RemoveRoom():
            assert rooms == []
        case frame.SetCaps(wanted):
            assert caps == {cap.component: cap.seats for cap in wanted}
        case frame.PutSeason(season):
            assert days == [(season.name, season.first_day, season.last_day)]
        case frame.RemoveSeason():
            assert days == []
        case _:
            require_session_so(clinic, intent)


def require_session_so(clinic: Clinic, intent: Intent) -> None:
    """The same of one session, as far as it is on."""
    there = {session.id: session for session in clinic.sessions()}
    session = there.get(session_of(intent) or 0)
    match intent:
        case single.CancelSession():
            assert session is None
        case single.MoveSession(_, day, begins) if session:
            starts = session.starts.astimezone(clinic.program.zone)
            assert (starts.date(), starts.time()) == (day, begins)
        case single.HandOver(_, clinician_id) if session:
            assert session.clinician_id == clinician_id
        case single.SetSeats(_, seats) if session:
            assert session.seats <= seats


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("about", ABOUT)
@settings(
    max_examples=8, phases=(Phase.reuse, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_what_the_preview_says_is_what_apply_does_and_undo_takes_it_back(data: st.DataObject, about: str):
    clinic = Clinic(data)
    intent = clinic.intent(about)
    try:
        draft_id = draft_change.draft(clinic.staff, intent, now=NOW)
    except Invalid:
        return
    preview = draft_change.view(clinic.staff, draft_id, now=NOW)
    before, known, held, framed = clinic.weeks(), clinic.sessions(), clinic.all_seats(), clinic.frame()

    effect = draft_change.apply(clinic.staff, draft_id, preview.draft.fingerprint, now=NOW)

    change = preview.change
    assert effect == expected_effect(change)
    assert sorted(map(with_leader, clinic.sessions())) == expected_sessions(known, change)
    after = {key: [(b.id, facts_of(b.session)) for b in week.bookings] for key, week in clinic.weeks().items()}
    assert after == dict(expected_weeks(before, change))
    assert {whose for whose, _ in clinic.texts()} == {one.patient.id for one in change.touched}
    assert all(mending.week.is_met for one in change.touched for mending in one.mendings)
    require_so(clinic, intent)

    undo_id = draft_change.undo(clinic.staff, draft_id, now=NOW)
    undo = draft_change.view(clinic.staff, undo_id, now=NOW)
    assert draft_change.apply(clinic.staff, undo_id, undo.draft.fingerprint, now=NOW) == expected_effect(undo.change)
    assert sorted(map(with_leader, clinic.sessions())) == sorted(map(with_leader, known))
    assert clinic.all_seats() == held
    assert {whose for whose, _ in clinic.texts()} <= {one.patient.id for one in undo.change.touched if one.led}
    assert clinic.frame() == framed
