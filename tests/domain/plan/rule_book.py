"""The rules, read again from their text and written down without a look at how the service keeps them.

Each rule is one small function whose docstring is the rule (README, docs, DOMAIN.md section 2); ``broken`` yields the
words of those that a week breaks. Nothing here knows refusals, the planner, or what a ``Week`` works out.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from tests.domain.plan.facts import Asked, Facts, Sitting

Chosen = Sequence[Sitting]
DAYS = range(7)
SATURDAY = 5


def broken(facts: Facts, chosen: Chosen) -> Iterator[str]:
    """The words of every rule that booking all of these into the week would break."""
    for rule in RULES:
        if not rule(facts, chosen):
            yield rule.__doc__ or rule.__name__


def once(facts: Facts, chosen: Chosen) -> bool:
    """One seat for one person in one session."""
    ids = [one.id for one in chosen] + [each.sitting.id for each in facts.held]
    return len(ids) == len(set(ids))


def takes_place(_: Facts, chosen: Chosen) -> bool:
    """A cancelled session cannot be booked."""
    return not any(one.is_cancelled for one in chosen)


def is_ahead(facts: Facts, chosen: Chosen) -> bool:
    """A session that has begun is gone."""
    return all(one.starts > facts.now for one in chosen)


def has_seat(_: Facts, chosen: Chosen) -> bool:
    """A session never has more people than seats; a seat held for another is none."""
    return all(one.has_seat for one in chosen)


def one_place(facts: Facts, chosen: Chosen) -> bool:
    """Nobody is in two places; back to back is fine."""
    return not any(overlap(one, other) for one, other in _pairs(facts, chosen))


def not_busy(facts: Facts, chosen: Chosen) -> bool:
    """Nothing is planned into a busy time of the patient's own."""
    return not any(one.starts < until and since < one.ends for one in chosen for since, until in facts.busy)


def on_the_way(facts: Facts, chosen: Chosen) -> bool:
    """There is time for the way between sessions in person and by video, and between two sites."""
    return not any(too_far(facts, one, other) for one, other in _pairs(facts, chosen))


def under_a_plan(facts: Facts, chosen: Chosen) -> bool:
    """A plan is in force on the day."""
    return all(plan_on(facts, one.day) for one in chosen)


def as_allowed(facts: Facts, chosen: Chosen) -> bool:
    """The plan of the day allows the modality."""
    return all(one.modality in plan.modalities for one in chosen if (plan := plan_on(facts, one.day)))


def day_most(facts: Facts, chosen: Chosen) -> bool:
    """No day has more minutes than the plan of that day allows."""
    return all(
        minutes_on(facts, chosen, day) <= plan.day_most
        for day in {one.day for one in chosen}
        if (plan := plan_on(facts, day))
    )


def days_most(facts: Facts, chosen: Chosen) -> bool:
    """No day is added beyond the days that the week allows, not even for what counts no minutes."""
    held = days_with(facts, ())
    new = {one.day for one in chosen} - held
    return not new or len(held | new) <= in_all(facts, "days_most", lowest=False)


def week_most(facts: Facts, chosen: Chosen) -> bool:
    """No session is added beyond the minutes that the week allows."""
    return not chosen or total(facts, chosen) <= in_all(facts, "week_most", lowest=False, step=30)


def one_track(facts: Facts, chosen: Chosen) -> bool:
    """Sessions of two closed tracks are not mixed unless the program allows it."""
    return not any(mixed(facts, one, other) for one, other in _pairs(facts, chosen))


def own_track(facts: Facts, chosen: Chosen) -> bool:
    """Nobody gets into a closed track other than that of the plan of the day, or into any where only plans let in."""
    return all(lets_in(facts, plan, one) for one in chosen if (plan := plan_on(facts, one.day)))


def as_wished(facts: Facts, chosen: Chosen) -> bool:
    """Only what the patient wishes is proposed: parts, modality, days, hours, number of days."""
    most, held = facts.wish.days_most, len(days_with(facts, ()))
    return all(suits(facts, one) for one in chosen) and (
        most is None or len(days_with(facts, chosen)) <= max(most, held)
    )


RULES: tuple[Callable[[Facts, Chosen], bool], ...] = (
    once,
    takes_place,
    is_ahead,
    has_seat,
    one_place,
    not_busy,
    on_the_way,
    under_a_plan,
    as_allowed,
    day_most,
    days_most,
    week_most,
    one_track,
    own_track,
    as_wished,
)


def overlap(one: Sitting, other: Sitting) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def too_far(facts: Facts, one: Sitting, other: Sitting) -> bool:
    """``home`` minutes, and half of the way between two sites at least, lie between in person and by video."""
    between = max(one.starts, other.starts) - min(one.ends, other.ends)
    if one.modality != other.modality:
        return 0 <= between < max(facts.home, (facts.sites + 1) // 2)
    return one.modality == "in_person" and one.site != other.site and 0 <= between < facts.sites


def mixed(facts: Facts, one: Sitting, other: Sitting) -> bool:
    return not facts.may_mix_tracks and bool(one.track and other.track) and one.track != other.track


def lets_in(facts: Facts, plan: Asked, one: Sitting) -> bool:
    return one.track in ("", plan.track) or not (plan.track or facts.tracks_by_plan)


def likes(facts: Facts, one: Sitting) -> bool:
    """Whether it is in the parts and of the modality that are wished for."""
    wish, part = facts.wish, "evening" if one.begun >= facts.evening else "daytime"
    is_then = not wish.parts or ("weekend" if one.weekday >= SATURDAY else part) in wish.parts
    return is_then and wish.modality in {None, one.modality}


def suits(facts: Facts, one: Sitting) -> bool:
    wish = facts.wish
    return (
        (wish.is_rather or likes(facts, one))
        and one.weekday not in wish.days_off
        and (wish.earliest is None or one.begun >= wish.earliest)
        and (wish.latest is None or (one.is_over_on_its_day and one.over <= wish.latest))
    )


def plan_on(facts: Facts, day: int) -> Asked | None:
    return next((plan for plan in facts.plans if plan.first <= day <= plan.last), None)


def counting(facts: Facts) -> list[Asked]:
    """The plan of each Monday to Friday that has one; of each day of the weekend if no other day has one."""
    plans = [(day, plan) for day in DAYS if (plan := plan_on(facts, day))]
    workdays = [plan for day, plan in plans if (facts.first_weekday + day) % 7 < SATURDAY]
    return workdays or [plan for _, plan in plans]


def in_all(facts: Facts, name: str, *, lowest: bool, step: int = 1, kind: str = "") -> int:
    """What the plans of a week ask at least: a fifth for each day that counts, rounded down, and of a whole week no
    less than any asks. Or what they allow at most: on average, rounded up and no more than any allows.
    """
    amounts = [plan.kinds.get(kind, 0) if kind else int(getattr(plan, name)) for plan in counting(facts)]
    if not amounts:
        return 0
    if not lowest:
        rounded = -(-sum(amounts) // (len(amounts) * step)) * step
        return min(rounded, max(amounts))
    rounded = sum(amounts) // (5 * step) * step
    return max(rounded, min(amounts)) if len(amounts) == 5 else rounded


def minutes_on(facts: Facts, chosen: Chosen, day: int) -> int:
    held = sum(each.brings for each in facts.held if each.sitting.day == day)
    return held + sum(one.minutes for one in chosen if one.day == day)


def days_with(facts: Facts, chosen: Chosen) -> set[int]:
    """Days on which something counts: a session that was missed makes none."""
    return {day for day in DAYS if minutes_on(facts, chosen, day)}


def total(facts: Facts, chosen: Chosen) -> int:
    return sum(minutes_on(facts, chosen, day) for day in DAYS)


def _pairs(facts: Facts, chosen: Chosen) -> Iterator[tuple[Sitting, Sitting]]:
    yield from combinations(chosen, 2)
    yield from ((one, each.sitting) for one in chosen for each in facts.held)
