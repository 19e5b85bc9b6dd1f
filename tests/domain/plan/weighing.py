"""What a week comes to, by the words of the rules: what is missing, and what one week is better than another by."""

from collections.abc import Collection

from tests.domain.plan.facts import Facts, Sitting
from tests.domain.plan.rule_book import DAYS, Chosen, counting, days_with, in_all, likes, minutes_on, plan_on, total


def amounts(facts: Facts, chosen: Chosen) -> list[int]:
    """What is missing (minutes, minutes of short days, days), then each preference in the program's order."""
    days, whole = days_with(facts, chosen), total(facts, chosen)
    short = (max(0, plan.day_least - minutes_on(facts, chosen, d)) for d in days if (plan := plan_on(facts, d)))
    all_of_them = {
        "days": len(days - days_with(facts, ())),
        "beyond": max(0, whole - asked_minutes(facts)),
        "wished": sum(not likes(facts, one) for one in chosen),
        "home_group": sum(is_new(one.offering, facts.usual) for one in chosen),
        "clinician": sum(is_new(one.clinician, facts.clinicians) for one in chosen),
        "earliest_end": sum(max(0, later(facts, chosen, day)) for day in {one.day for one in chosen}),
        "fewest_gaps": sum(idle(spans_on(facts, chosen, day)) for day in DAYS),
    }
    to_go = max(0, asked_minutes(facts) - whole, missing_kinds(facts, chosen))
    return [to_go, sum(short), max(0, asked_days(facts) - len(days)), *(all_of_them[name] for name in facts.order)]


def is_new(one: int | None, known: Collection[int]) -> bool:
    """Where nothing is known of the week before, nothing is new."""
    return bool(known) and one not in known


def spans_on(facts: Facts, chosen: Chosen, day: int) -> list[tuple[int, int]]:
    """When something is on that counts."""
    there = [each.sitting for each in facts.held if each.brings] + [*chosen]
    return sorted((one.starts, one.ends) for one in there if one.day == day)


def idle(spans: list[tuple[int, int]]) -> int:
    """Minutes between the first start and the last end in which nothing is on."""
    return sum(
        max(0, starts - max(ends for _, ends in spans[:place])) for place, (starts, _) in enumerate(spans) if place
    )


def later(facts: Facts, chosen: Chosen, day: int) -> int:
    """By how many minutes the day ends later than what is booked, or than its midnight where nothing counts yet."""
    return max(one.ends for one in chosen if one.day == day) - known_end(facts, next(o for o in chosen if o.day == day))


def known_end(facts: Facts, one: Sitting) -> int:
    return max((ends for _, ends in spans_on(facts, (), one.day)), default=one.dawn)


def is_met(facts: Facts, chosen: Chosen) -> bool:
    return not any(amounts(facts, chosen)[:3])


def is_lean(facts: Facts, chosen: Chosen) -> bool:
    """Whether no session could be left out of a week that meets the plan."""
    return not any(is_met(facts, [one for one in chosen if one is not each]) for each in chosen)


def asked_minutes(facts: Facts) -> int:
    """To the half hour, and to the minute where that would be nothing; something wherever there is a plan."""
    if not counting(facts):
        return 0
    return in_all(facts, "week_least", lowest=True, step=30) or max(1, in_all(facts, "week_least", lowest=True))


def asked_days(facts: Facts) -> int:
    """No more days than have a plan."""
    return min(in_all(facts, "days_least", lowest=True), sum(plan_on(facts, day) is not None for day in DAYS))


def asked_kinds(facts: Facts) -> dict[str, int]:
    kinds = {kind for plan in facts.plans for kind in plan.kinds}
    return {kind: in_all(facts, "kinds", lowest=True, step=30, kind=kind) for kind in sorted(kinds)}


def missing_kinds(facts: Facts, chosen: Chosen) -> int:
    """Minutes of all kinds that are asked for and not there."""
    return sum(max(0, asked - _of_kind(facts, chosen, kind)) for kind, asked in asked_kinds(facts).items())


def _of_kind(facts: Facts, chosen: Chosen, kind: str) -> int:
    held = sum(each.brings for each in facts.held if each.sitting.kind == kind)
    return held + sum(one.minutes for one in chosen if one.kind == kind)
