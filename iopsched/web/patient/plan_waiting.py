"""What one could wait for where a week cannot be filled: seats of what is missing, as far as it suits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from iopsched.domain.plan import Outlook
from iopsched.domain.session import Session
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component


@dataclass(frozen=True, slots=True)
class Chance:
    """``full`` are the sessions that would help, had they a seat; ``is_awaited``: the patient waits for it already."""

    wanted: Wanted
    full: tuple[Session, ...]
    is_awaited: bool


def chances_of(outlook: Outlook, awaited: Collection[Wanted]) -> Iterator[Chance]:
    """One for each kind that is missing, or one for any kind where hours are."""
    full = outlook.missing.full if outlook.missing else ()
    by_kind: dict[Component | None, list[Session]] = {}
    for session in full:
        by_kind.setdefault(session.component if _asks_for_kinds(outlook) else None, []).append(session)
    for component, sessions in by_kind.items():
        wanted = _wanted(outlook, component)
        yield Chance(wanted, tuple(sessions), wanted in awaited)


def _asks_for_kinds(outlook: Outlook) -> bool:
    return bool(outlook.missing and outlook.missing.components)


def _wanted(outlook: Outlook, component: Component | None) -> Wanted:
    """As the wishes have it, where one waiting can say so."""
    wishes = outlook.wishes
    part = next(iter(wishes.parts)) if len(wishes.parts) == 1 else None
    days = frozenset(range(7)) - wishes.days_off if wishes.days_off else frozenset()
    return Wanted(monday=outlook.week.monday, component=component, part=part, modality=wishes.modality, weekdays=days)
