"""Staff name the seasons of a program; the sessions of their offerings follow."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program
from iopsched.domain.season import Season, problems
from iopsched.domain.staff import Staff
from iopsched.store import seasons
from iopsched.store.db import reading
from iopsched.usecases.availability.adjust_availability import adjust
from iopsched.usecases.availability.reconcile_sessions import Effect


def view(staff: Staff) -> tuple[Season, ...]:
    """One query. Raises Forbidden."""
    staff.require_scheduler()
    with reading():
        return seasons.in_program(staff.program_id)


def put(staff: Staff, season: Season, *, now: datetime) -> Effect:
    """A new season, or other days of one. Raises Invalid naming each field, NotFound."""

    def write(program: Program) -> dict[str, int]:
        if season.id:
            seasons.get(program.id, season.id)
        if found := dict(problems(season, seasons.in_program(program.id))):
            raise Invalid(**found)
        return {"season_id": seasons.put(program.id, season)}

    return adjust(staff, "seasons changed", write, now=now)


def remove(staff: Staff, season_id: int, *, now: datetime) -> Effect:
    """What held only in it, or paused, holds all year. Raises NotFound."""

    def write(program: Program) -> dict[str, int]:
        seasons.remove(seasons.get(program.id, season_id).id)
        return {"season_id": season_id}

    return adjust(staff, "seasons changed", write, now=now)


def bring_back(
    staff: Staff, season: Season, only: Collection[int], pausing: Collection[int], *, now: datetime
) -> Effect:
    """A season that was removed: the offerings ``only`` hold only in it again, those ``pausing`` not in it."""

    def write(program: Program) -> dict[str, int]:
        season_id = seasons.put(program.id, season)
        seasons.bind(program.id, season_id, only, pauses=False)
        seasons.bind(program.id, season_id, pausing, pauses=True)
        return {"season_id": season_id}

    return adjust(staff, "seasons changed", write, now=now)
