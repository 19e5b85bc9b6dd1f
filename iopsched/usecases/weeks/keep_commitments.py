"""A patient says what is in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from iopsched.domain import zone
from iopsched.domain.commitment import Commitment, require_sound
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.overlap import joined, overlaps
from iopsched.store import locks, people, visitors
from iopsched.store.db import reading, transaction

MOST = 50


@dataclass(frozen=True, slots=True)
class Noted:
    """What came of what was said. ``joined`` are those that took in a time that was known; ``beside`` the known ones
    that still overlap something new.
    """

    added: tuple[Commitment, ...] = ()
    joined: tuple[Commitment, ...] = ()
    beside: tuple[Commitment, ...] = ()


def list_all(patient_id: int, *, now: datetime) -> tuple[Commitment, ...]:
    """The weekly ones by weekday, then the dates from today on; what is over is left out."""
    with reading():
        return _standing(patient_id, zone.local_day(now, _zone(patient_id)))


def alike(patient_id: int, commitment_id: int) -> tuple[Commitment, ...]:
    """This one, and those of other weekdays at the same times. Raises NotFound unless it is this patient's."""
    with reading():
        return _alike(people.commitments(patient_id), commitment_id)


def add(patient_id: int, *wanted: Commitment, now: datetime) -> Noted:
    """Keep all of them or none; what overlaps is said in one where it can be.

    Raises Invalid unless each says one weekday, or dates that are not over, and times that are not empty.
    """
    with transaction():
        locks.patient(patient_id)
        return _put(patient_id, wanted, now)


def change(patient_id: int, commitment_id: int, *wanted: Commitment, now: datetime) -> Noted:
    """Keep these instead of that one and those alike. Raises NotFound unless it is this patient's, and Invalid."""
    with transaction():
        locks.patient(patient_id)
        _remove(patient_id, _alike(people.commitments(patient_id), commitment_id))
        return _put(patient_id, wanted, now)


def remove(patient_id: int, commitment_id: int, *, all_alike: bool = False) -> tuple[Commitment, ...]:
    """Take it away, or it and those alike, and give what that was. Raises NotFound unless it is this patient's."""
    with transaction():
        locks.patient(patient_id)
        found = _alike(people.commitments(patient_id), commitment_id)
        gone = found if all_alike else tuple(mine for mine in found if mine.id == commitment_id)
        _remove(patient_id, gone)
        return gone


def in_order(commitments: Iterable[Commitment]) -> tuple[Commitment, ...]:
    """The weekly ones by weekday, then by date."""
    return tuple(sorted(commitments, key=lambda mine: (mine.day or date.min, mine.weekday or 0, mine.begins)))


def _put(patient_id: int, wanted: tuple[Commitment, ...], now: datetime) -> Noted:
    tz = _zone(patient_id)
    today = zone.local_day(now, tz)
    for commitment in wanted:
        _require(commitment, tz, today)
    known, noted = list(_standing(patient_id, today)), Noted()
    for commitment in wanted:
        noted = _take(patient_id, commitment, known, noted)
    if len(known) > MOST:
        raise Invalid(day=f"More than {MOST} are too many. Remove what no longer holds first.")
    return noted


def _take(patient_id: int, wanted: Commitment, known: list[Commitment], noted: Noted) -> Noted:
    """Add one to the known, in which what it takes in is replaced; where it says nothing new, nothing changes."""
    whole, replaced = joined(wanted, known)
    if any(whole.says_the_same_as(mine) for mine in replaced):
        return noted
    _remove(patient_id, replaced)
    for mine in replaced:
        known.remove(mine)
    beside = tuple(mine for mine in known if overlaps(whole, mine) and mine not in noted.added)
    whole = replace(whole, id=people.add_commitment(patient_id, whole))
    known.append(whole)
    return Noted((*noted.added, whole), (*noted.joined, *([whole] if replaced else [])), (*noted.beside, *beside))


def _require(commitment: Commitment, tz: ZoneInfo, today: date) -> None:
    require_sound(commitment, tz)
    if commitment.is_over(today):
        raise Invalid(**{"last_day" if commitment.last_day else "day": "That date is over. Choose a later one."})


def _alike(known: Iterable[Commitment], commitment_id: int) -> tuple[Commitment, ...]:
    mine = tuple(known)
    meant = next((one for one in mine if one.id == commitment_id), None)
    if meant is None:
        raise NotFound("commitment")
    return in_order(one for one in mine if one.id == commitment_id or one.is_alike(meant))


def _remove(patient_id: int, gone: Iterable[Commitment]) -> None:
    people.remove_commitments(patient_id, [mine.id for mine in gone])


def _standing(patient_id: int, today: date) -> tuple[Commitment, ...]:
    return in_order(mine for mine in people.commitments(patient_id) if not mine.is_over(today))


def _zone(patient_id: int) -> ZoneInfo:
    """Where the patient is."""
    patient, program = visitors.known_patient(patient_id)
    return patient.zone_or(program.zone)
