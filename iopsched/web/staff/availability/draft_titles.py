"""What a change is called that staff look at: in one line, before it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import get_timezone
from flask_babel import gettext as _

from iopsched.domain.change_draft import ChangeDraft
from iopsched.domain.foreseen import Foreseen
from iopsched.domain.intent import Intent, Part, parts_of, session_of, single
from iopsched.domain.session import Session
from iopsched.usecases.availability.draft_change import Preview
from iopsched.usecases.availability.view_drafts import Drafted
from iopsched.web import login, names, wall
from iopsched.web.staff.availability.draft_kinds import held, said


def title(preview: Preview, undone: ChangeDraft | None) -> str:
    """'Cancel group on Wednesday, December 16': one line for the whole change; ``undone`` is what it takes back."""
    return _of_draft(preview.draft, undone, preview.sight.known, _briefly)


def draft_said(drafted: Drafted, known: Iterable[Session]) -> str:
    """'Cancel group on Wed, Dec 16, 6 pm (in person, Room 2)', 'Take back: Close Monday, ...': in a list of drafts."""
    return _of_draft(drafted.draft, drafted.undoes, known, _fully)


def _of_draft(
    draft: ChangeDraft, undone: ChangeDraft | None, known: Iterable[Session], words: Callable[[Session], str]
) -> str:
    intent = (undone or draft).wanted.intent
    its = said(intent, _named(intent, known, words)).title
    return _("Take back: %(what)s", what=its) if draft.undoes else its


def drafted_said(drafted: Drafted) -> str:
    """'Drafted by you, today, 11:52 am', 'Applied by A. Rivera, ...'."""
    at = drafted.draft.applied_at or drafted.draft.made_at
    facts = {"who": _who(drafted), "when": wall.moment(at)}
    return (
        _("Applied by %(who)s, %(when)s", **facts)
        if drafted.draft.applied_at
        else _("Drafted by %(who)s, %(when)s", **facts)
    )


def _who(drafted: Drafted) -> str:
    return _("you") if drafted.draft.staff_id == login.current_staff().id else drafted.by


def before(change: Foreseen) -> Session | None:
    """The one session that a change is about, as it is now; None where there are several, or none."""
    pairs = (*change.moved, *change.altered)
    known = (*(was for was, _then in pairs), *change.closed, *change.reopened)
    return known[0] if len(known) == 1 and not change.opened else None


def _named(intent: Intent, known: Iterable[Session], words: Callable[[Session], str]) -> dict[int, str]:
    """Words for each session that it is about; one that has moved already goes by its kind."""
    parts = {session_of(part): part for part in parts_of(intent)}
    mine = {session: parts[session.id] for session in known if session.id in parts}
    return {one.id: _kind(one) if _is_there(one, part) else words(one) for one, part in mine.items()}


def _is_there(session: Session, part: Part) -> bool:
    at = session.starts.astimezone(get_timezone()).time()
    return isinstance(part, single.MoveSession) and (session.day, at) == (part.day, part.begins)


def _kind(session: Session) -> str:
    return names.name_in_sentence(session.component)


def _briefly(session: Session) -> str:
    return _("%(kind)s on %(day)s", kind=_kind(session), day=wall.day(session.day))


def _fully(session: Session) -> str:
    when = {"day": wall.day_short(session.day), "time": wall.clock_short(session.starts)}
    return _("%(kind)s on %(day)s, %(time)s", kind=_kind(session), **when) + held(session)


FILTERS: dict[str, Callable[..., Any]] = {
    "draft_title": title,
    "draft_said": draft_said,
    "drafted_said": drafted_said,
    "draft_page": lambda drafted: said(drafted.draft.wanted.intent).page,
    "session_before": before,
}
