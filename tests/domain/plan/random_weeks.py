"""Small weeks of every kind for Hypothesis: filled and empty, easy and hopeless, with all that may stand in the way."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from iopsched.domain.booking import Attendance, refusals
from iopsched.domain.preference import USUAL_ORDER, Order
from iopsched.domain.session import Session
from iopsched.domain.travel import Travel
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component, Modality, Part
from tests.builders import MONDAY, a_booking, a_plan, a_program, a_session, a_week, at
from tests.conftest import NOW

DAYS = range(4)


@dataclass(frozen=True)
class Scene:
    """What a search is asked."""

    week: Week
    offered: tuple[Session, ...]
    wishes: Wishes
    usual: frozenset[int]
    now: datetime
    clinicians: frozenset[int] = frozenset()


def some(values: Any) -> Any:
    return st.sampled_from(list(values))


@st.composite
def sessions(draw: st.DrawFn, number: int) -> Session:
    """Half hours of the day or the evening; now and then a night that ends on the next day."""
    hour, hours = draw(some([8, 9.5, 10, 13, 16.5, 17, 18, 18.5, 19, 23])), draw(some([2, 1, 1.5, 3, 0.5]))
    if hour == 23:
        hours = draw(some([2, 5, 11]))
    return a_session(
        draw(some(DAYS)),
        hour,
        hours,
        id=number,
        component=draw(some([Component.GROUP, Component.GROUP, Component.SKILLS, Component.INDIVIDUAL])),
        modality=draw(some(Modality)),
        counted_minutes=round(hours * 60) - draw(some([0, 0, 10, 30])),
        taken=draw(some([0] * 7 + [8])),
        offering_id=draw(some([1, 2, 3, 4])),
        clinician_id=draw(some([None, 1, 2, 3])),
        site=draw(some(["", "", "", "north"])),
        track=draw(some([""] * 6 + ["day", "evening"])),
        is_cancelled=draw(some([False] * 19 + [True])),
    )


@st.composite
def plans(draw: st.DrawFn, /, **given: Any) -> TreatmentPlan:
    least = draw(some([180, 120, 240, 300, 540]))
    needs = {
        kind: draw(some([0, 0, 0, 0, 60, 50, 120]))
        for kind in (Component.GROUP, Component.SKILLS, Component.INDIVIDUAL)
    }
    return a_plan(
        week_least=least,
        week_most=least + draw(some([600, 120, 30, 0])),
        day_least=draw(some([0, 0, 0, 60, 120])),
        day_most=draw(some([24 * 60, 240, 180, 120])),
        days_least=draw(some([0, 0, 0, 2, 3])),
        days_most=draw(some([7, 7, 3, 2])),
        components={kind: minutes for kind, minutes in needs.items() if minutes},
        modalities=draw(some([frozenset(Modality)] * 4 + [frozenset({Modality.IN_PERSON})])),
        track=draw(some([""] * 6 + ["day", "evening"])),
        **given,
    )


@st.composite
def plans_of_a_week(draw: st.DrawFn) -> tuple[TreatmentPlan, ...]:
    """One plan; or two that follow each other in mid-week; or one that ends in it."""
    kind = draw(some(["one"] * 6 + ["two", "two", "ends"]))
    if kind == "one":
        return (draw(plans()),)
    turn = MONDAY + timedelta(days=draw(some([1, 2])))
    first = draw(plans(last_day=turn - timedelta(days=1)))
    return (first,) if kind == "ends" else (first, draw(plans(id=2, first_day=turn)))


@st.composite
def wishes(draw: st.DrawFn) -> Wishes:
    return Wishes(
        parts=draw(some([frozenset(), frozenset(), frozenset({Part.EVENING}), frozenset({Part.DAYTIME})])),
        modality=draw(some([None, None, None, *Modality])),
        days_off=frozenset(draw(st.sets(some(DAYS), max_size=2))) if draw(some([0, 0, 1])) else frozenset(),
        earliest=draw(some([None, None, time(9), time(17)])),
        latest=draw(some([None, None, time(21), time(19)])),
        days_most=draw(some([None, None, None, 1, 2])),
        is_rather=draw(st.booleans()),
    )


def orders() -> st.SearchStrategy[Order]:
    """The usual one, and any other."""
    return st.one_of(st.just(USUAL_ORDER), st.permutations(USUAL_ORDER).map(tuple))


@st.composite
def scenes(draw: st.DrawFn, most: int = 9) -> Scene:
    """A week with up to ``most`` sessions, some of them booked, and of those some attended or missed."""
    offered = tuple(draw(sessions(number)) for number in range(1, most + 1 - draw(some([0, 0, 1, 3, most]))))
    busy = ((at(0, 9), at(0, 12)),) if draw(some([False, False, True])) else ()
    tracks = {"may_mix_tracks": draw(st.booleans()), "tracks_by_plan": draw(some([False, False, False, True]))}
    program = a_program(**tracks, preferences=draw(orders()))
    travel = Travel(draw(some([0, 0, 30, 60])), draw(some([0, 15, 45])))
    week = a_week(plans=draw(plans_of_a_week()), busy=busy, program=program, travel=travel)
    for session in offered:
        if draw(some([False] * 6 + [True])) and not any(refusals(week, session, NOW)):
            week = week.adding(a_booking(session, **draw(attended(session))))
    return Scene(
        week=week,
        offered=offered,
        wishes=draw(wishes()) if draw(some([False, False, True])) else Wishes(),
        usual=draw(some([frozenset(), frozenset({1, 2}), frozenset({3})])),
        clinicians=draw(some([frozenset(), frozenset({1, 2}), frozenset({3})])),
        now=draw(some([NOW, NOW, NOW, NOW, at(0, 17.5), at(1, 12)])),
    )


@st.composite
def attended(draw: st.DrawFn, session: Session) -> dict[str, Any]:
    match draw(some(["ahead", "ahead", "here", "away"])):
        case "here":
            return {"attendance": Attendance.HERE, "attended_minutes": session.counted_minutes}
        case "away":
            return {"attendance": Attendance.AWAY}
        case _:
            return {}
