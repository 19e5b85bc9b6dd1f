"""Large random weeks by seed, with all that life puts into them; the same for the same seed."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from iopsched.domain.booking import Attendance, refusals
from iopsched.domain.preference import USUAL_ORDER
from iopsched.domain.session import Session
from iopsched.domain.travel import NO_WAY, Travel
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component, Modality, Part
from tests.builders import MONDAY, a_booking, a_plan, a_program, a_session, a_week, at
from tests.conftest import NOW
from tests.domain.plan.random_weeks import Scene

HOURS = {
    Component.GROUP: (1.5, 2, 3, 3),
    Component.SKILLS: (1, 1.5, 2),
    Component.INDIVIDUAL: (0.5, 1),
    Component.FAMILY: (1, 1.5),
}
IN_MID_WEEK = (at(0, 17.5), at(1, 12), at(2, 20))


def large_week(seed: int) -> Scene:
    """20 to 150 sessions. About two weeks in five cannot be filled; in more than half plans change, begin or end."""
    random = Random(seed)  # noqa: S311 (a seed is to give the same week again)
    size = random.choice((20, 40, 60, 100, 150))
    tracks = random.random() < 0.3
    offered = tuple(_session(random, number, has_tracks=tracks) for number in range(1, size + 1))
    travel = random.choice((NO_WAY, NO_WAY, Travel(30), Travel(60, 45), Travel(0, 30)))
    order = USUAL_ORDER if random.random() < 0.5 else tuple(random.sample(USUAL_ORDER, len(USUAL_ORDER)))
    program = a_program(may_mix_tracks=random.random() < 0.3, preferences=order, tracks_by_plan=seed % 5 == 0)
    plans = _in_tracks(_plans(random), seed) if tracks else _plans(random)
    week = a_week(plans=plans, busy=_busy(random), program=program, travel=travel)
    begun = random.random() < 0.3
    now = random.choice(IN_MID_WEEK) if begun else NOW
    held = random.sample(offered, random.choice((0, 0, 1, 2, 4)))
    for session in sorted(held, key=lambda one: one.starts):
        if not any(refusals(week, session, NOW)):
            week = week.adding(a_booking(session, **_attended(random, session, now)))
    wishes = _wishes(random) if random.random() < 0.4 else Wishes()
    usual, clinicians = (frozenset(random.sample(range(1, 40), random.choice((0, 8)))) for _ in range(2))
    return Scene(week, offered, wishes, usual, now, clinicians)


def _session(random: Random, number: int, *, has_tracks: bool) -> Session:
    component = random.choices([*HOURS], [5, 3, 3, 1])[0]
    hours = random.choice(HOURS[component])
    day = random.choices(range(7), [4, 4, 4, 4, 4, 2, 1])[0]
    hour = random.randrange(32, 87 - round(4 * hours)) / 4 if random.random() < 0.97 else 23
    breaks = random.choice((0, 0, 0, 10, 15)) if hours > 1 else 0
    return a_session(
        day,
        hour,
        hours,
        id=number,
        component=component,
        modality=random.choices([*Modality], [3, 2])[0],
        counted_minutes=round(hours * 60) - breaks,
        taken=8 if random.random() < 0.15 else 0,
        is_cancelled=random.random() < 0.03,
        offering_id=random.randrange(1, 40),
        clinician_id=random.randrange(1, 20),
        site=random.choice(("", "", "north")),
        track=random.choice(("", "", "day", "evening")) if has_tracks else "",
    )


def _plans(random: Random) -> tuple[TreatmentPlan, ...]:
    """One; two or three that follow each other; one that begins or ends in the week."""
    kind, turn = random.choice(("one", "one", "one", "two", "begins", "ends", "three")), random.randrange(1, 6)
    if kind == "one":
        return (_plan(random),)
    first, last = _plan(random, last_day=_day(turn - 1)), _plan(random, id=3, first_day=_day(turn))
    match kind:
        case "begins":
            return (last,)
        case "ends":
            return (first,)
        case "three":
            middle = _plan(random, id=2, first_day=_day(turn), last_day=_day(turn))
            return (replace(last, first_day=_day(turn + 1)), first, middle)
        case _:
            return first, last


def _in_tracks(plans: tuple[TreatmentPlan, ...], seed: int) -> tuple[TreatmentPlan, ...]:
    """Drawn by themselves, so that a seed is the same week in all else."""
    own = Random(seed)  # noqa: S311 (as above)
    return tuple(replace(plan, track=own.choice(("", "", "day", "evening"))) for plan in plans)


def _plan(random: Random, **given: Any) -> TreatmentPlan:
    least = random.choice((360, 540, 540, 600, 720, 1200))
    chances = {
        Component.INDIVIDUAL: (0.7, (60, 90, 120)),
        Component.GROUP: (0.6, (180, 270, 360)),
        Component.SKILLS: (0.5, (60, 120)),
        Component.FAMILY: (0.2, (60,)),
    }
    kinds = {kind: random.choice(some) for kind, (chance, some) in chances.items() if random.random() < chance}
    return a_plan(
        week_least=least,
        week_most=least + random.choice((60, 240, 600)),
        day_least=random.choice((0, 0, 120, 180)),
        day_most=random.choice((180, 240, 300, 480)),
        days_least=random.choice((0, 0, 2, 3)),
        days_most=random.choice((3, 4, 5, 7)),
        components=kinds,
        modalities=random.choice((frozenset(Modality),) * 4 + (frozenset({Modality.IN_PERSON}),)),
        **given,
    )


def _busy(random: Random) -> tuple[tuple[datetime, datetime], ...]:
    spans = [(random.randrange(7), random.randrange(8, 20)) for _ in range(random.choice((0, 0, 1, 3)))]
    return tuple((at(day, hour), at(day, hour + random.choice((1, 2, 3)))) for day, hour in spans)


def _wishes(random: Random) -> Wishes:
    return Wishes(
        parts=random.choice((frozenset(), frozenset({Part.EVENING}), frozenset({Part.DAYTIME, Part.WEEKEND}))),
        modality=random.choice((None, None, *Modality)),
        days_off=frozenset(random.sample(range(7), random.choice((0, 1, 2)))),
        earliest=random.choice((None, time(9), time(16, 30))),
        latest=random.choice((None, time(21), time(18))),
        days_most=random.choice((None, None, 2, 3, 4)),
        is_rather=random.random() < 0.5,
    )


def _attended(random: Random, session: Session, now: datetime) -> dict[str, Any]:
    """What is over by now was marked, or is still to be."""
    if session.ends > now:
        return {}
    here = {"attendance": Attendance.HERE, "attended_minutes": session.counted_minutes}
    late = {"attendance": Attendance.LATE, "attended_minutes": session.counted_minutes - 20}
    return random.choice((here, late, {"attendance": Attendance.AWAY}, {}))


def _day(offset: int) -> Any:
    return MONDAY + timedelta(days=offset)
