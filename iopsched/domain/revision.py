"""A revision: what changed between what a feed has shown and what it is to show; for events that do not know it.

A booking keeps its own UID, SEQUENCE and time. A seat that is only kept, a way, and a session as staff see it do not:
what was shown of them is remembered, and compared with what is so now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from iopsched.domain.event import Event


def revised(
    known: Mapping[str, Event], wanted: Iterable[Event], now: datetime, new_uid: Callable[[], str]
) -> tuple[Event, ...]:
    """What is shown next, in order of time; ``known`` is what was shown, by subject.

    UIDs stay, SEQUENCE rises with time, place and status, what is the same keeps its time. What is not wanted any more
    is called off for a grace time, and then left out.
    """
    named = {event.subject: event for event in wanted}
    shown = [_again(known.get(subject), event, now, new_uid) for subject, event in named.items()]
    shown += [_gone(event, now) for subject, event in known.items() if subject not in named]
    return tuple(sorted((e for e in shown if now < e.leaves_at), key=lambda e: (e.starts, e.subject)))


def _again(before: Event | None, event: Event, now: datetime, new_uid: Callable[[], str]) -> Event:
    if before is None:
        return event if event.uid else replace(event, uid=new_uid(), revised_at=now)
    if event.says_the_same_as(before) and event.sequence <= before.sequence:
        return before
    risen = before.sequence + (event.when_and_where != before.when_and_where)
    return replace(event, uid=before.uid, sequence=max(event.sequence, risen), revised_at=now)


def _gone(event: Event, now: datetime) -> Event:
    return event if event.status.is_off else event.called_off(now)
