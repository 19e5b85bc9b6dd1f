"""What a change is called that staff look at: in one line, before it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from iopsched.domain.foreseen import Foreseen
from iopsched.domain.intent import (
    AddAbsence,
    AddOffering,
    CancelSession,
    ChangeOffering,
    CloseDay,
    EndOffering,
    Intent,
    MoveSession,
    RemoveAbsence,
    ReopenDay,
    ReopenSession,
    SetSeats,
    reach_of,
    session_of,
)
from iopsched.domain.offering import Offering
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.usecases.draft_change import Preview
from iopsched.web import names, wall
from iopsched.web.staff_words import span_said


def title(preview: Preview) -> str:
    """'Cancel group on Wednesday, December 16': one line for the whole change."""
    intent = preview.draft.wanted.intent
    if preview.draft.undoes:
        return _("Take back the last change")
    if reach_of(intent) is not Reach.THIS:
        return _of_series(intent)
    if session_of(intent) is not None:
        return _of_session(intent, before(preview.change))
    return _of_program(intent)


def intent_said(intent: Intent) -> str:
    """'Close Tuesday, December 1', 'Cancel a session': in a list of drafts."""
    if reach_of(intent) is not Reach.THIS:
        return _of_series(intent)
    if session_of(intent) is None:
        return _of_program(intent)
    match intent:
        case CancelSession():
            return _("Cancel a session")
        case MoveSession(_id, day, begins):
            return _("Move a session to %(day)s, %(time)s", day=wall.day(day), time=wall.clock_short(begins))
    return _("Change a session")


def before(change: Foreseen) -> Session | None:
    """The one session that a change is about, as it is now; None where there are several, or none."""
    pairs = (*change.moved, *change.altered)
    known = (*(was for was, _then in pairs), *change.closed, *change.reopened)
    return known[0] if len(known) == 1 and not change.opened else None


def _of_session(intent: Intent, session: Session | None) -> str:
    if session is None:
        return _("Change a session")
    facts = {"kind": names.name_in_sentence(session.component), "day": wall.day(session.day)}
    match intent:
        case CancelSession():
            return _("Cancel %(kind)s on %(day)s", **facts)
        case MoveSession(_id, day, begins):
            return _(
                "Move %(kind)s to %(day)s, %(time)s", **facts | {"day": wall.day(day), "time": wall.clock_short(begins)}
            )
        case ReopenSession():
            return _("Open %(kind)s on %(day)s again", **facts)
        case SetSeats(_id, seats):
            return _("Give %(kind)s on %(day)s %(seats)s seats", seats=seats, **facts)
    return _("Change %(kind)s on %(day)s", **facts)


def _of_series(intent: Intent) -> str:
    is_all = reach_of(intent) is Reach.ALL
    match intent:
        case CancelSession():
            return _("Cancel all that are ahead") if is_all else _("Cancel a session and all later ones")
        case MoveSession():
            return _("Move all that are ahead") if is_all else _("Move a session and all later ones")
    return _("Change all that are ahead") if is_all else _("Change a session and all later ones")


def _of_program(intent: Intent) -> str:
    match intent:
        case AddOffering(offering) | ChangeOffering(offering):
            return _of_offering(intent, offering)
        case CloseDay(closure):
            return _("Close %(when)s", when=span_said(closure.span))
        case ReopenDay(day):
            return _("Open %(day)s again", day=wall.day(day))
        case AddAbsence(absence):
            return _("Note an absence: %(when)s", when=span_said(absence.span))
        case RemoveAbsence():
            return _("Take back an absence")
    return _("End an offering") if isinstance(intent, EndOffering) else _("Put sessions back as they were")


def _of_offering(intent: Intent, offering: Offering) -> str:
    kind = names.name_in_sentence(offering.component)
    if isinstance(intent, ChangeOffering) and intent.since:
        return _("Change %(kind)s from %(day)s on", kind=kind, day=wall.day(intent.since))
    if isinstance(intent, ChangeOffering):
        return _("Change %(kind)s in all weeks", kind=kind)
    if offering.first_day == offering.last_day:
        return _("Add %(kind)s on %(day)s", kind=kind, day=wall.day(offering.first_day))
    return _("Offer %(kind)s every week", kind=kind)


FILTERS: dict[str, Callable[..., Any]] = {
    "draft_title": title,
    "intent_said": intent_said,
    "session_before": before,
}
