"""What tells a draft from others of one title: how one date would be otherwise, and what a series would be like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from iopsched.domain.change_draft import ChangeDraft
from iopsched.domain.intent import offered, single
from iopsched.domain.offering import Offering
from iopsched.domain.session import Session
from iopsched.usecases.availability.view_drafts import Drafted
from iopsched.web import amounts, wall
from iopsched.web.staff.availability.difference_words import difference_said


def detail_said(drafted: Drafted, known: Iterable[Session]) -> str:
    """'counts as 30 min', '90 minutes count, 12 seats, led by J. Okafor'; empty where the title says all."""
    draft = drafted.draft
    match draft.wanted.intent:
        case _ if draft.undoes:
            return ""
        case single.AlterSession() | single.HandOver() as intent:
            now = {session.id: session for session in known}.get(intent.session_id)
            return difference_said(now, _altered(now, intent, draft)) if now else ""
        case single.MoveSession(place=str(place)) if place:
            return place
        case offered.ChangeOffering(it, name) | offered.AddOffering(it, name):
            return ", ".join(_of_series(it, name))
        case offered.EndOffering(last_day=day):
            return _("last day %(day)s", day=wall.day_short(day)) if day else _("at once")
    return ""


def _altered(now: Session, intent: single.AlterSession | single.HandOver, draft: ChangeDraft) -> Session:
    """As it would be, with the name of who leads it as its preview had it."""
    leader = draft.seen.get("altered", {}).get(str(now.id), [now.clinician])[-1]
    led = replace(now, clinician=leader, clinician_id=now.clinician_id if leader == now.clinician else -1)
    if isinstance(intent, single.HandOver):
        return led
    ends = now.starts + timedelta(minutes=intent.minutes)
    counted, place = intent.counted_minutes, intent.place
    return replace(led, ends=ends, modality=intent.modality, counted_minutes=counted, place=place)


def _of_series(offering: Offering, leader: str) -> Iterator[str]:
    yield _("%(hours)s count", hours=amounts.hours(offering.counted_minutes))
    yield ngettext("%(num)s seat", "%(num)s seats", offering.seats)
    if leader:
        yield _("led by %(name)s", name=leader)
    if offering.least:
        yield ngettext("asks for %(num)s person", "asks for %(num)s people", offering.least)


FILTERS: dict[str, Callable[..., Any]] = {"detail_said": detail_said}
