"""Staff hold one session otherwise than its offering says: by video or not, elsewhere, by somebody else, longer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.intent import single
from iopsched.domain.offering import LONGEST, Change, Offering, link_problems
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Modality
from iopsched.store import clinicians, offerings, programs, sessions
from iopsched.store.db import reading
from iopsched.usecases.availability.adjust_availability import adjust
from iopsched.usecases.availability.change_session import changed, changed_so_far, diary_beside, require_free
from iopsched.usecases.availability.check_open import require_open
from iopsched.usecases.availability.reconcile_sessions import Effect


@dataclass(frozen=True, slots=True)
class Held:
    """How one session is held: what was ``change``d of it, its ``offering``, names by id, and who is ``free`` then."""

    change: Change
    offering: Offering
    clinicians: dict[int, str]
    free: frozenset[int]


def look(staff: Staff, session_id: int) -> Held:
    """Seven queries. Raises Forbidden, and NotFound for another program's."""
    staff.require_scheduler()
    with reading():
        session, program = sessions.get(session_id), programs.get(staff.program_id)
        if session.program_id != program.id:
            raise NotFound("session")
        change, choices = changed(program, session_id), clinicians.at_work(program.id)
        free = diary_beside(program, session).free(choices, session)
        return Held(change, offerings.get(program.id, change.offering_id), choices, frozenset(free))


def alter(staff: Staff, wanted: single.AlterSession, *, now: datetime) -> Effect:
    """One session as wanted, where and when it stands; bookings follow where the patient still can. Raises Invalid by
    field, NotFound for another program's.
    """

    def write(program: Program) -> dict[str, int]:
        before, session = changed_so_far(program, wanted.session_id, now), sessions.get(wanted.session_id)
        if found := dict(_problems(wanted)):
            raise Invalid(**found)
        begins = session.starts.astimezone(program.zone).time()
        require_open(program, session.day, begins, now, minutes=wanted.minutes)
        if wanted.clinician_id not in {None, before.clinician_id}:
            ends = session.starts + timedelta(minutes=wanted.minutes)
            require_free(program, replace(session, ends=ends), wanted.clinician_id)
        offerings.put_change(program.id, _changed(offerings.get(program.id, before.offering_id), before, wanted))
        return {"minutes": wanted.minutes}

    return adjust(staff, "session altered", write, now=now, session_id=wanted.session_id)


def _problems(wanted: single.AlterSession) -> Iterator[tuple[str, str]]:
    if not 0 < wanted.minutes <= LONGEST:
        yield "minutes", "The length must be between 1 minute and 12 hours."
    if not 0 <= wanted.counted_minutes <= wanted.minutes:
        yield "counted_minutes", "Minutes that count must be at most the length of one session."
    yield from link_problems(wanted.link)


def _changed(offering: Offering, before: Change, wanted: single.AlterSession) -> Change:
    """Only what the offering does not say itself is kept, so that a later edit of the series reaches the rest."""
    modality = None if wanted.modality is offering.modality else wanted.modality
    is_video = wanted.modality is Modality.TELEHEALTH
    return replace(
        before,
        modality=modality,
        minutes=None if wanted.minutes == offering.session_minutes else wanted.minutes,
        counted_minutes=None if wanted.counted_minutes == offering.counted_minutes else wanted.counted_minutes,
        clinician_id=wanted.clinician_id,
        place=None if is_video or wanted.place == offering.place else wanted.place,
        link=wanted.link or None,
    )
