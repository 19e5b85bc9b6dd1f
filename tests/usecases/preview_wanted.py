"""Whether the timetable says then what was wanted: a preview and its application could be wrong alike."""

from dataclasses import replace
from datetime import timedelta

from iopsched.domain.intent import Intent, Part, Several, away, frame, offered, parts_of, session_of, single
from iopsched.domain.offering import Offering
from iopsched.domain.session import Session
from iopsched.domain.words import Modality
from tests.usecases.random_clinic import Clinic
from tests.usecases.random_state import Frame, Glimpse, nameless


def is_as_wanted(clinic: Clinic, intent: Intent, after: Glimpse) -> None:
    """Of several no two are about the same thing; but one may take away the session that another is about."""
    there = {one.id: one for one in after.sessions}
    for part in parts_of(intent):
        _is_day_so(part, after.frame)
        _is_away_so(part, after.frame)
        _is_framed_so(part, after.frame)
        _is_session_so(clinic, part, there.get(session_of(part) or 0))
        if not isinstance(intent, Several):
            _is_offered_so(part, after)


def _is_day_so(part: Part, after: Frame) -> None:
    match part:
        case offered.CloseDay(closure):
            assert closure in after.closures
        case offered.ReopenDay(day):
            assert day not in {closure.day for closure in after.closures}


def _is_offered_so(part: Part, after: Glimpse) -> None:
    there = after.frame.offerings
    match part:
        case offered.AddOffering(it, "Somebody new"):
            assert "Somebody new" in {one.clinician for one in after.sessions if one.day == it.first_day}
        case offered.ChangeOffering(it, _, None):
            assert there[it.id] == nameless(it)
        case offered.ChangeOffering(it, _, since) if since and it.next_date(since + timedelta(weeks=1)):
            assert _pattern(it) in {_pattern(one) for one in there.values() if one.root == it.id}
        case offered.EndOffering(it_id, last_day):
            assert it_id not in there or there[it_id].last_day == last_day
        case offered.PutSeriesBack(it, part_id):
            assert there[it.id] == nameless(it)
            assert part_id == it.id or part_id not in there


def _pattern(one: Offering) -> tuple[object, ...]:
    return one.weekdays, one.begins, one.minutes, one.modality, one.seats


def _is_away_so(part: Part, after: Frame) -> None:
    match part:
        case away.AddAbsence(absence) | away.ChangeAbsence(absence):
            assert replace(absence, id=0) in after.absences
        case away.RemoveAbsence():
            assert after.absences == []


def _is_framed_so(part: Part, after: Frame) -> None:
    days = {(season.name, season.first_day, season.last_day) for season in after.seasons}
    match part:
        case frame.PutRoom(room):
            assert after.rooms == {room.name: room.seats}
        case frame.RemoveRoom():
            assert after.rooms == {}
        case frame.SetCaps(wanted):
            assert after.caps == {cap.component: cap.seats for cap in wanted}
        case frame.PutSeason(season):
            assert days == {(season.name, season.first_day, season.last_day)}
        case frame.RemoveSeason():
            assert days == set()
        case frame.BringSeasonBack(season, only, pausing):
            assert (season.name, season.first_day, season.last_day) in days
            bound = {
                one.id: one.pauses for one in after.offerings.values() if one.season and one.season.name == season.name
            }
            known = after.offerings.keys()
            assert bound == {one: one in pausing for one in (*only, *pausing) if one in known}


def _is_session_so(clinic: Clinic, part: Part, session: Session | None) -> None:
    """As far as it is on."""
    match part:
        case single.CancelSession():
            assert session is None
        case single.MoveSession(_, day, begins, place) if session:
            starts = session.starts.astimezone(clinic.program.zone)
            assert (starts.date(), starts.time()) == (day, begins)
            assert place in {None, session.place}
        case single.HandOver(_, clinician_id) if session:
            assert session.clinician_id == clinician_id
        case single.SetSeats(_, seats) if session:
            assert session.seats <= seats
        case single.AlterSession() if session:
            _is_held_so(clinic, part, session)


def _is_held_so(clinic: Clinic, part: single.AlterSession, session: Session) -> None:
    how = session.modality, session.clock_minutes, session.counted_minutes
    assert how == (part.modality, part.minutes, part.counted_minutes)
    assert part.modality is Modality.TELEHEALTH or session.place == part.place
    if part.clinician_id in clinic.clinicians[1:]:
        assert session.clinician_id == part.clinician_id
