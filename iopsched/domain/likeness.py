"""A likeness: two records that look like one person. Nothing is done about it; staff look, and merge or tell apart."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from iopsched.domain.patient import Patient

LONG_ENOUGH = 6
"""Letters of a whole name from which on one letter otherwise is taken for a slip."""
Pair = tuple[int, int]


class Sign(StrEnum):
    """By what two records look alike."""

    NAME = "name"
    NEAR = "near"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Likeness:
    """``one`` is the older record."""

    one: Patient
    other: Patient
    signs: tuple[Sign, ...]

    @property
    def pair(self) -> Pair:
        return self.one.id, self.other.id


def likenesses(patients: Iterable[Patient], told_apart: Collection[Pair] = ()) -> tuple[Likeness, ...]:
    """Every two that look alike, by name. Not both archived, none that was merged, and none that staff told apart."""
    near: dict[str, list[Patient]] = defaultdict(list)
    for patient in patients:
        if patient.merged_into is None:
            for key in _keys(patient):
                near[key].append(patient)
    pairs = {tuple(sorted(two, key=lambda one: one.id)) for met in near.values() for two in combinations(met, 2)}
    found = (Likeness(one, other, signs(one, other)) for one, other in pairs)
    kept = (each for each in found if each.signs and each.pair not in told_apart and not _is_over(each))
    return tuple(sorted(kept, key=lambda each: (each.one.by_name, each.other.by_name)))


def signs(one: Patient, other: Patient) -> tuple[Sign, ...]:
    """Names are the same in any order and without accents, or one letter was typed otherwise, left out or exchanged."""
    mine, theirs = _name(one), _name(other)
    found = []
    if mine == theirs:
        found.append(Sign.NAME)
    elif min(len(mine), len(theirs)) >= LONG_ENOUGH and _is_a_slip(mine, theirs):
        found.append(Sign.NEAR)
    if one.email and one.email.casefold() == other.email.casefold():
        found.append(Sign.EMAIL)
    return tuple(found)


def _is_over(found: Likeness) -> bool:
    return found.one.is_archived and found.other.is_archived


def _name(patient: Patient) -> str:
    spelled = unicodedata.normalize("NFKD", f"{patient.given_name} {patient.family_name}".casefold())
    return " ".join(sorted("".join(sign for sign in spelled if not unicodedata.combining(sign)).split()))


def _keys(patient: Patient) -> Iterator[str]:
    """Two that look alike have one in common: the name, the name without one of its letters, the address."""
    name = _name(patient)
    yield from {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}
    if patient.email:
        yield patient.email.casefold()


def _is_a_slip(one: str, other: str) -> bool:
    """Whether one letter more, one less, another one, or two exchanged make the one out of the other."""
    short, long = sorted((one, other), key=len)
    same = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    rest = (short[same:], long[same:])
    if len(short) < len(long):
        return rest[0] == rest[1][1:]
    is_exchanged = rest[0][:2] == rest[1][:2][::-1] and rest[0][2:] == rest[1][2:]
    return rest[0][1:] == rest[1][1:] or is_exchanged
