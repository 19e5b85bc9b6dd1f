"""An admin changes what the program does by itself: its name, its hours for texts, how far ahead it opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime, time
from typing import Any

from iopsched.domain.errors import Invalid
from iopsched.domain.preference import Order
from iopsched.domain.program import LONGEST_NAME, MOST_WEEKS, Handing, Program
from iopsched.domain.staff import Staff
from iopsched.gateways import phones
from iopsched.store import audit, locks, programs
from iopsched.store.db import transaction
from iopsched.usecases.availability.reconcile_sessions import Effect, difference, reconcile

LIMITS = {
    "notice_hours": (0, 168),
    "hold_minutes": (2, 60),
    "offer_minutes": (15, 1440),
    "travel_minutes": (0, 240),
    "site_minutes": (0, 240),
    "make_up_weeks": (0, 1),
    "day_cost": (0, 10_000),
    "miss_limit": (0, 50),
    "miss_weeks": (1, 26),
    "miss_row": (0, 20),
    "return_days": (0, 90),
    "certification_days": (1, 366),
    "digest_weekday": (0, 6),
    "shortfall_weekday": (0, 6),
    "plan_end_days": (1, 60),
    "late_minutes": (0, 60),
    "texts_a_day": (0, 20),
    "texts_a_week": (0, 100),
}
NEUTRAL = f"Use a neutral name of at most {LONGEST_NAME} letters: it stands on phones and in texts."


@dataclass(frozen=True, slots=True)
class Policies:
    """What an admin may change; each is the program's own field of that name. The time zone is not among them."""

    name: str
    phone: str
    evening_from: time
    send_from: time
    send_until: time
    remind_at: time
    count_breaks: bool
    may_mix_tracks: bool
    tracks_by_plan: bool
    weeks_ahead: int
    notice_hours: int
    hold_minutes: int
    offer_minutes: int
    planned_weeks: Handing
    travel_minutes: int
    site_minutes: int
    make_up_weeks: int
    preferences: Order
    day_cost: int
    answers_texts: bool
    miss_limit: int
    miss_weeks: int
    miss_row: int
    return_days: int
    late_is_miss: bool
    certification_days: int
    weekly_at: time
    digest_weekday: int
    shortfall_weekday: int
    plan_end_days: int
    takes_codes: bool
    counts_joins: bool
    late_minutes: int
    texts_a_day: int
    texts_a_week: int
    news_past_caps: bool

    @classmethod
    def of(cls, program: Program) -> Policies:
        """As they are now."""
        return cls(**{field.name: getattr(program, field.name) for field in fields(cls)})


def change(staff: Staff, policies: Policies, *, now: datetime) -> Effect:
    """New policies, from now on; a longer horizon opens its sessions at once, a shorter one takes none away.

    Texts that wait keep the hour for which they were written, and are asked once more when they go. Raises Invalid
    naming each field, Forbidden but for an admin.
    """
    staff.require_admin()
    phone = _require_sound(policies)
    with transaction():
        locks.program(staff.program_id)
        before = programs.get(staff.program_id)
        said = {"name": policies.name.strip(), "phone": phone, "planned_weeks": policies.planned_weeks.value}
        programs.change(before.id, **asdict(policies) | said)
        after, actor = programs.get(before.id), f"staff:{staff.id}"
        if settings := sum(getattr(before, each.name) != getattr(after, each.name) for each in fields(policies)):
            is_new_order = before.preferences != after.preferences
            order: dict[str, Any] = {"order": ",".join(after.preferences)} if is_new_order else {}
            audit.note(after.id, actor, "program changed", now=now, settings=settings, **order)
        return reconcile(after, difference(after, now), actor=actor, now=now)


def _require_sound(policies: Policies) -> str:
    """The phone in E.164, as patients' devices call it, or empty. Raises Invalid with every problem at once."""
    phone, found = phones.said(policies.phone)
    if found := found | dict(_problems(policies)):
        raise Invalid(**found)
    return phone


def _problems(policies: Policies) -> Iterator[tuple[str, str]]:
    if not 0 < len(policies.name.strip()) <= LONGEST_NAME:
        yield "name", NEUTRAL
    if policies.send_from >= policies.send_until:
        yield "send_until", "Texts must be able to go out: choose a later end than the beginning."
    else:
        for name in ("remind_at", "weekly_at"):
            if not policies.send_from <= getattr(policies, name) < policies.send_until:
                yield name, "Choose an hour at which texts may go out."
    if not 1 <= policies.weeks_ahead <= MOST_WEEKS:
        yield "weeks_ahead", f"Weeks ahead must be between 1 and {MOST_WEEKS}."
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(policies, name) <= most:
            yield name, f"Give a number from {least} to {most}."
