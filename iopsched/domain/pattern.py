"""The pattern of an offering as a recurrence rule (RFC 5545 3.3.10), as far as plain words can say one."""

from __future__ import annotations

from collections.abc import Iterable

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_WEEKS = 4
"""Every fourth week is as rare as anything is offered."""


def rule_of(weekdays: Iterable[int], every: int = 1) -> str:
    """'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=MO' for Monday and Wednesday of every other week."""
    interval = f"INTERVAL={every};" if every > 1 else ""
    return f"FREQ=WEEKLY;{interval}BYDAY={','.join(WEEKDAYS[day] for day in sorted(weekdays))};WKST=MO"


def read_rule(rule: str) -> tuple[frozenset[int], int]:
    """Weekdays (Monday = 0) and every how many weeks, of a rule as ``rule_of`` writes it."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    return frozenset(map(WEEKDAYS.index, filter(None, parts["BYDAY"].split(",")))), int(parts.get("INTERVAL", 1))
