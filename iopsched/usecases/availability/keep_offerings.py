"""Staff say what is offered again and again, or once more: patterns and extra sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from iopsched.domain.errors import Invalid
from iopsched.domain.offering import Offering, problems
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.gateways.tokens import new_uid
from iopsched.store import clinicians, offerings, programs, seasons
from iopsched.usecases.availability import change_series
from iopsched.usecases.availability.adjust_availability import adjust
from iopsched.usecases.availability.check_open import PASSED, instant, require_open
from iopsched.usecases.availability.reconcile_sessions import Effect

RETIRED = "They lead nothing here any more. Choose somebody else, or take that back under Clinicians."


class Retired(Invalid):
    """Who is to lead leads nothing here any more: the ``name`` of them."""

    def __init__(self, name: str) -> None:
        super().__init__(clinician=RETIRED)
        self.name = name


def add(staff: Staff, offering: Offering, *, now: datetime, clinician: str = "") -> Effect:
    """A new weekly pattern, or an extra session (one date). Raises Invalid naming each field.

    ``clinician`` is the name of who leads it, added where it is new; empty keeps what the offering says.
    """
    _require_sound(offering)

    def write(program: Program) -> dict[str, int]:
        _require_ahead(offering, program, now)
        mine = as_known(program, offering, clinician)
        new = replace(mine, program_id=program.id, key=mine.key or f"staff-{new_uid()[:12]}")
        return {"offering_id": offerings.add(new)}

    return adjust(staff, "offering added", write, now=now)


def change(
    staff: Staff, offering: Offering, *, now: datetime, clinician: str = "", since: date | None = None
) -> Effect:
    """The pattern with new facts, from now on or from ``since``; bookings follow where the patient still can."""
    _require_sound(offering)

    def write(program: Program) -> dict[str, int]:
        known = offerings.get(program.id, offering.id)
        _starts_of(offering, program)
        after = as_known(program, offering, clinician)
        if since is None:
            change_series.change_all(program, known, after, now=now)
            return {"offering_id": known.id}
        return {"offering_id": change_series.change_following(program, known, after, since, now=now)}

    return adjust(staff, "offering changed from a day on" if since else "offering changed", write, now=now)


def as_known(program: Program, offering: Offering, clinician: str = "") -> Offering:
    """The offering with the clinician of that name and its season as it now is. Raises Invalid for one that is gone, or
    of another program, and Retired.
    """
    its = {one.id: one for one in seasons.in_program(program.id)}
    if offering.season and offering.season.id not in its:
        raise Invalid(season="That season is no longer there. Choose another.")
    offering = replace(offering, season=its[offering.season.id]) if offering.season else offering
    if name := clinician.strip():
        offering = replace(offering, clinician_id=programs.clinician_named(program.id, name))
    require_at_work(program, offering.clinician_id)
    return offering


def require_at_work(program: Program, clinician_id: int | None) -> None:
    """Raises Retired for somebody who leads nothing any more."""
    if clinician_id is not None and clinician_id not in clinicians.at_work(program.id):
        raise Retired(programs.clinicians(program.id).get(clinician_id, ""))


def _require_ahead(offering: Offering, program: Program, now: datetime) -> None:
    """A new pattern must not be over; a single date must be open, and its hour still to come."""
    if offering.last_day < program.day_of(now):
        raise Invalid(last_day=PASSED)
    if _starts_of(offering, program):
        require_open(program, offering.first_day, offering.begins, now, minutes=offering.minutes)


def _starts_of(offering: Offering, program: Program) -> datetime | None:
    """When an offering of a single date begins, at a wall time that exists; a series may fall an hour later instead."""
    return instant(program, offering.first_day, offering.begins) if offering.is_single else None


def _require_sound(offering: Offering) -> None:
    if found := dict(problems(offering)):
        raise Invalid(**found)
