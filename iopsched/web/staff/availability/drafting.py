"""From a form to the preview of what it asks for, and back to the form with all that was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from iopsched.domain.change_draft import Typed
from iopsched.domain.errors import NotFound
from iopsched.domain.intent import Intent
from iopsched.usecases.availability import draft_change
from iopsched.usecases.availability.reconcile_sessions import Effect
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.fields import KindForm
from iopsched.web.form_keys import NOT_CONTENT
from iopsched.web.staff.availability import draft_words, effects
from iopsched.web.staff.availability.draft_kinds import said

DRAFT = "draft"


def preview(form: KindForm, intent: Callable[[], Intent], *, back: str) -> ResponseReturnValue | None:
    """Draft what a form asks for and lead to its preview; None when it will not do, and then the form says what.

    ``back`` is where the form stands.
    """
    staff, typed = login.current_staff(), _typed(back)
    draft_id = form.save(lambda: draft_change.draft(staff, intent(), typed=typed, now=now()))
    return shown(draft_id) if draft_id is not None else None


def draft(intent: Intent, *, back: str) -> ResponseReturnValue:
    """The same for what is asked by a button alone. Raises as the change would."""
    return shown(draft_change.draft(login.current_staff(), intent, typed=Typed(back), now=now()))


def preview_or_do(form: KindForm, intent: Callable[[], Intent], *, back: str) -> ResponseReturnValue | None:
    """As ``preview``, but what does nothing to any session that is open is done without one."""
    return form.save(lambda: _lead(intent(), _typed(back)))


def at_once(intent: Intent, *, back: str) -> ResponseReturnValue:
    """The same for what is asked by a button alone. Raises as the change would."""
    return _lead(intent, Typed(back))


def applied(intent: Intent, effect: Effect, draft_id: int, *, page: str = "") -> ResponseReturnValue:
    """Say what came of it, with the way back, where it can be seen, or on that ``page``."""
    words = said(intent)
    whom = effect if words.is_news else replace(effect, altered=0)
    first = draft_words.done(intent, login.current_program(), effect)
    undo, tone = url_for("previews.undo", draft_id=draft_id), "short" if effect.to_call else "done"
    notices.say(tone, first, effects.touched(whom), undo=undo, undo_label=_("Take it back"))
    return redirect(page or words.page, 303)


def shown(draft_id: int) -> ResponseReturnValue:
    """Lead to the draft's preview."""
    return redirect(url_for("previews.show", draft_id=draft_id), 303)


def typed(name: str = "") -> MultiDict[str, str] | None:
    """What was typed into this form, where the address names a draft that came from it and is still kept.

    ``name`` is a field that the form alone has, where there are several on the page.
    """
    number = request.args.get(DRAFT, "")
    if not number.isdecimal():
        return None
    try:
        kept = draft_change.find(login.current_staff(), int(number))
    except NotFound:
        return None
    fields = MultiDict(kept.typed.fields)
    return fields if kept.typed.path == request.path and (not name or name in fields) else None


def back_to(kept: Typed, draft_id: int) -> str:
    """The address of the form that a draft came from, filled in again."""
    return f"{kept.path}?{DRAFT}={draft_id}" if kept.path else url_for("offerings.show")


def _typed(back: str) -> Typed:
    sent = ((name, value) for name, value in request.form.items(multi=True) if name not in NOT_CONTENT)
    return Typed(back, tuple(sent))


def _lead(intent: Intent, typed: Typed) -> ResponseReturnValue:
    draft_id, effect = draft_change.draft_or_do(login.current_staff(), intent, typed=typed, now=now())
    return shown(draft_id) if effect is None else applied(intent, effect, draft_id)
