"""What if: who could not reach their hours under a drafted timetable, and which sessions more would complete most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from iopsched.domain import program_plan
from iopsched.domain.change_draft import ChangeDraft
from iopsched.domain.extra_date import NOT_YET
from iopsched.domain.foreseen import Foreseen
from iopsched.domain.ground import Ground
from iopsched.domain.patient import Patient
from iopsched.domain.program_plan import Extra, ProgramPlan
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import change_drafts, rooms
from iopsched.store.db import reading
from iopsched.usecases.availability import view_drafts
from iopsched.usecases.availability.draft_change import rehearse_all
from iopsched.usecases.availability.view_drafts import Drafts
from iopsched.usecases.weeks import plan_program
from iopsched.usecases.weeks.plan_program import Table

MOST_ADDED, MOST_WEEKS = 3, 4
SEED = 1


@dataclass(frozen=True, slots=True)
class Week:
    """Of ``planned`` people the ``short`` ones cannot reach their hours even if everybody's week is planned together.

    ``additions`` are found one after the other; ``completes`` of each is how many more weeks it completes with those
    before it.
    """

    monday: date
    planned: int
    short: tuple[tuple[Patient, int], ...]
    additions: tuple[Extra, ...]

    @property
    def completed(self) -> int:
        """Weeks that all additions together complete."""
        return sum(extra.completes for extra in self.additions)


@dataclass(frozen=True, slots=True)
class Gaps:
    """Weeks that follow each other. ``drafts`` are those that wait, ``chosen`` the ids of those that are looked at."""

    weeks: tuple[Week, ...]
    drafts: Drafts
    chosen: tuple[int, ...]

    @property
    def monday(self) -> date:
        return self.weeks[0].monday

    @property
    def people(self) -> int:
        """How many have a plan in the fullest of these weeks."""
        return max(week.planned for week in self.weeks)


def view(staff: Staff, day: date, draft_ids: Sequence[int], *, number: int = 1, now: datetime) -> Gaps:
    """The program's week that holds ``day``, and those after it up to ``number`` of them, with these drafts made.

    Nothing is written, and nothing is open while it is planned. Raises NotFound for a draft that is gone, Invalid for a
    week that is over.
    """
    staff.require_scheduler()
    with reading():
        chosen = [change_drafts.get(staff.program_id, draft_id) for draft_id in draft_ids]
    drafts = view_drafts.view(staff, now=now)
    chosen = [draft for draft in chosen if draft.applied_at is None]
    drafted = _drafted(staff, chosen, now) if chosen else ()
    days = (day + timedelta(weeks=week) for week in range(max(1, min(number, MOST_WEEKS))))
    found = tuple(_week(plan_program.look(staff.program_id, each, now, *drafted), now) for each in days)
    listed = (each.draft for each in drafts.waiting)
    return Gaps(found, drafts, tuple(draft.id for draft in listed if any(map(draft.repeats, chosen))))


def _drafted(staff: Staff, drafts: Sequence[ChangeDraft], now: datetime) -> tuple[Foreseen, Ground]:
    """What these drafts come to, and the ground after them: rooms that they take from the list are gone."""
    sight = rehearse_all(staff, drafts, now=now)
    with reading():
        before = rooms.limits(staff.program_id)
    gone = {(room.name, room.site) for room in before.rooms if not sight.ground.limits.knows(room.name, room.site)}
    return sight.change, replace(sight.ground, gone=frozenset(gone))


def _week(table: Table, now: datetime) -> Week:
    plan = _plan(table, table.offered, now)
    short = (
        (patient, proposal.week.to_go)
        for patient, proposal in zip(table.patients, plan.proposals, strict=True)
        if not proposal.is_complete
    )
    in_order = tuple(sorted(short, key=lambda one: (-one[1], *one[0].by_name)))
    return Week(table.monday, table.planned, in_order, _additions(table, plan, now))


def _plan(table: Table, offered: Sequence[Session], now: datetime) -> ProgramPlan:
    days, usual, ground = table.open_days, table.usual, table.ground
    return program_plan.make(table.seekers, offered, seed=SEED, now=now, usual=usual, days=days, ground=ground)


def _additions(table: Table, plan: ProgramPlan, now: datetime) -> tuple[Extra, ...]:
    """The session that completes most, then the one that does with it, up to three."""
    found: list[Extra] = []
    offered = tuple(table.offered)
    while plan.extras and len(found) < MOST_ADDED:
        session = replace(plan.extras[0].session, id=NOT_YET - len(found))
        offered = (*offered, session)
        after = _plan(table, offered, now)
        more = len(after.complete) - len(plan.complete)
        if more <= 0:
            break
        found.append(Extra(session, more))
        plan = after
    return tuple(found)
