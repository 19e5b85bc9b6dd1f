"""Staff name the seasons of a program; the sessions of their offerings follow."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.program import Program
from iopsched.domain.season import Season, problems
from iopsched.domain.staff import Staff
from iopsched.store import seasons
from iopsched.store.db import reading
from iopsched.usecases.adjust_availability import adjust
from iopsched.usecases.reconcile_sessions import Effect


def view(staff: Staff) -> tuple[Season, ...]:
    """One query. Raises Forbidden."""
    staff.require_scheduler()
    with reading():
        return seasons.in_program(staff.program_id)


def put(staff: Staff, season: Season, *, now: datetime) -> Effect:
    """A new season, or other days of one. Raises Invalid naming each field, NotFound."""

    def write(program: Program) -> None:
        if found := dict(problems(season)):
            raise Invalid(**found)
        if season.id:
            _require(program, season.id)
        seasons.put(program.id, season)

    return adjust(staff, "seasons changed", write, now=now)


def remove(staff: Staff, season_id: int, *, now: datetime) -> Effect:
    """What held only in it, or paused, holds all year. Raises NotFound."""

    def write(program: Program) -> None:
        _require(program, season_id)
        seasons.remove(program.id, season_id)

    return adjust(staff, "seasons changed", write, now=now)


def _require(program: Program, season_id: int) -> None:
    if all(one.id != season_id for one in seasons.in_program(program.id)):
        raise NotFound("season")
