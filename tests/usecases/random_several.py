"""A random intent that is several at once, in the shapes that other ways have: all are done or none."""

from collections.abc import Callable, Mapping

from hypothesis import assume
from hypothesis import strategies as st

from iopsched.domain.intent import KINDS, Intent, Several, away, parts_of, single
from iopsched.domain.words import Modality
from iopsched.usecases.availability import draft_change, suggest_ways
from tests.conftest import NOW
from tests.usecases.random_clinic import Clinic
from tests.usecases.random_intents import SINGLE

NEW = tuple(kind for kind in SINGLE if "back" not in kind)
"""What does not take back something else."""


def family_of(kind: str) -> str:
    """The module in which kinds stand that are about the same."""
    family: str = KINDS[kind].__module__
    return family


def several(clinic: Clinic) -> Several:
    make: Callable[[Clinic], Several] = clinic.data.draw(st.sampled_from(SHAPES))
    return make(clinic)


def any_two(clinic: Clinic) -> Several:
    """Not about the same."""
    first = clinic.data.draw(st.sampled_from(NEW))
    second = clinic.data.draw(st.sampled_from([kind for kind in NEW if family_of(kind) != family_of(first)]))
    return Several((*parts_of(SINGLE[first](clinic)), *parts_of(SINGLE[second](clinic))))


def closed_with_one_more(clinic: Clinic) -> Several:
    """An extra session, and then the closure that it makes up for."""
    return Several((*parts_of(SINGLE["add offering"](clinic)), *parts_of(SINGLE["close day"](clinic))))


def away_with_stand_ins(clinic: Clinic) -> Several:
    """And somebody for each session that is theirs meanwhile."""
    absence, who = clinic.an_absence(), clinic.clinicians[-1]
    theirs = [one for one in clinic.sessions() if one.clinician_id == absence.clinician_id]
    missed = [one for one in theirs if absence.span.meets(one.starts, one.ends, clinic.program.zone)]
    return Several((away.AddAbsence(absence), *(single.HandOver(one.id, who) for one in missed)))


def by_video(clinic: Clinic) -> Several:
    """All of one day."""
    there = clinic.sessions()
    assume(there)
    day = clinic.data.draw(st.sampled_from(there)).day
    ones = [one for one in there if one.day == day]
    return Several(
        tuple(
            single.AlterSession(one.id, Modality.TELEHEALTH, one.clock_minutes, one.counted_minutes, one.clinician_id)
            for one in ones
        )
    )


def another_way(clinic: Clinic) -> Several:
    """What is suggested beside a change."""
    kind = clinic.data.draw(st.sampled_from(["close day", "add absence", "cancel session"]))
    seen = draft_change.draft(clinic.staff, SINGLE[kind](clinic), now=NOW)
    found = suggest_ways.ways(clinic.staff, draft_change.view(clinic.staff, seen, now=NOW), now=NOW)
    ways = [one.intent for one in found if isinstance(one.intent, Several)]
    assume(ways)
    one: Several = clinic.data.draw(st.sampled_from(ways))
    return one


SHAPES = (any_two, closed_with_one_more, away_with_stand_ins, by_video, another_way)
MAKERS: Mapping[str, Callable[[Clinic], Intent]] = {**SINGLE, "several": several}
"""By the name of the kind that each makes."""
