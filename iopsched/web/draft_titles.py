"""What a change is called that staff look at: in one line, before it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from iopsched.domain.foreseen import Foreseen
from iopsched.domain.intent import Intent, reach_of, session_of, single
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.usecases.draft_change import Preview
from iopsched.web import names, wall
from iopsched.web.draft_kinds import said


def title(preview: Preview) -> str:
    """'Cancel group on Wednesday, December 16': one line for the whole change."""
    intent = preview.draft.wanted.intent
    if preview.draft.undoes:
        return _("Take back the last change")
    session = before(preview.change)
    if session is not None and session_of(intent) is not None and reach_of(intent) is Reach.THIS:
        return _of_session(intent, session)
    return said(intent).title


def intent_said(intent: Intent) -> str:
    """'Close Tuesday, December 1', 'Cancel a session': in a list of drafts."""
    return said(intent).title


def before(change: Foreseen) -> Session | None:
    """The one session that a change is about, as it is now; None where there are several, or none."""
    pairs = (*change.moved, *change.altered)
    known = (*(was for was, _then in pairs), *change.closed, *change.reopened)
    return known[0] if len(known) == 1 and not change.opened else None


def _of_session(intent: Intent, session: Session) -> str:
    facts = {"kind": names.name_in_sentence(session.component), "day": wall.day(session.day)}
    match intent:
        case single.CancelSession():
            return _("Cancel %(kind)s on %(day)s", **facts)
        case single.MoveSession(_id, day, begins):
            return _(
                "Move %(kind)s to %(day)s, %(time)s", **facts | {"day": wall.day(day), "time": wall.clock_short(begins)}
            )
        case single.ReopenSession():
            return _("Open %(kind)s on %(day)s again", **facts)
        case single.SetSeats(_id, seats):
            return _("Give %(kind)s on %(day)s %(seats)s seats", seats=seats, **facts)
    return _("Change %(kind)s on %(day)s", **facts)


FILTERS: dict[str, Callable[..., Any]] = {
    "draft_title": title,
    "intent_said": intent_said,
    "session_before": before,
}
