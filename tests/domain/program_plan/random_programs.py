"""Tiny programs for Hypothesis: a few patients who want the same few seats, and a joint brute force that tries all."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from iopsched.domain.booking import refusals
from iopsched.domain.program_plan import Seeker
from iopsched.domain.session import Session
from iopsched.domain.travel import Travel
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from tests.builders import a_booking, a_plan, a_program, a_week, at
from tests.conftest import NOW
from tests.domain.plan.brute_force import every_week
from tests.domain.plan.random_weeks import plans_of_a_week, sessions, some, wishes


@dataclass(frozen=True)
class Crowd:
    """Those whose week is to be planned, and what is offered to all of them."""

    seekers: tuple[Seeker, ...]
    offered: tuple[Session, ...]


@st.composite
def crowds(draw: st.DrawFn, most_sessions: int = 7, most_patients: int = 4) -> Crowd:
    """Sessions of one to three seats, some of them taken; patients with plans, bookings, busy times and wishes."""
    number = draw(st.integers(2, most_sessions))
    offered = tuple(
        replace(draw(sessions(nth)), seats=(seats := draw(some([1, 1, 1, 2, 3]))), taken=draw(some([0, 0, 0, seats])))
        for nth in range(1, number + 1)
    )
    program = a_program(may_mix_tracks=draw(st.booleans()))
    seekers = []
    for patient_id in range(1, draw(st.integers(2, most_patients)) + 1):
        busy = ((at(0, 9), at(0, 12)),) if draw(some([False, False, True])) else ()
        plan = draw(plans_of_a_week()) if draw(some([0, 0, 0, 1])) else (draw(easy_plans()),)
        travel = Travel(draw(some([0, 0, 30])), draw(some([0, 0, 45])))
        week = a_week(patient_id=patient_id, plans=plan, busy=busy, program=program, travel=travel)
        for nth, session in enumerate(offered):
            if draw(some([False] * 9 + [True])) and not any(refusals(week, session, NOW)):
                seat = replace(session, taken=session.taken + 1)
                offered = (*offered[:nth], seat, *offered[nth + 1 :])
                week = week.adding(a_booking(seat, patient_id=patient_id))
        seekers.append(Seeker(week, draw(wishes()) if draw(some([0, 0, 1])) else Wishes()))
    return Crowd(tuple(seekers), offered)


@st.composite
def easy_plans(draw: st.DrawFn) -> TreatmentPlan:
    """A few hours that one to three of these sessions can come to."""
    least = draw(some([60, 120, 120, 180]))
    return a_plan(week_least=least, days_most=draw(some([7, 2])), day_least=draw(some([0, 0, 60])))


def complete_sets(week: Week, offered: tuple[Session, ...]) -> list[frozenset[int]]:
    """Every set of sessions that makes the week complete, by id, of which none holds another."""
    found = [
        frozenset(session.id for session in one.sessions)
        for one in every_week(week, offered, Wishes(), frozenset(), NOW)
        if one.week.is_met
    ]
    return [one for one in found if not any(other < one for other in found)]


def most_complete(crowd: Crowd) -> int:
    """How many weeks can be complete at once under the seats there are."""
    everyone = [complete_sets(seeker.week, crowd.offered) for seeker in crowd.seekers]
    left = {session.id: session.seats_left for session in crowd.offered}

    def most(number: int) -> int:
        if number == len(everyone):
            return 0
        best = most(number + 1)
        for ids in everyone[number]:
            if all(left[one] for one in ids):
                for one in ids:
                    left[one] -= 1
                best = max(best, 1 + most(number + 1))
                for one in ids:
                    left[one] += 1
        return best

    return most(0)
