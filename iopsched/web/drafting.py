"""From a form to the preview of what it asks for, and back to the form with all that was typed."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from iopsched.domain.change_draft import Typed
from iopsched.domain.errors import NotFound
from iopsched.domain.intent import Intent
from iopsched.usecases import draft_change
from iopsched.web import login
from iopsched.web.clock import now
from iopsched.web.fields import KindForm
from iopsched.web.form_keys import NOT_CONTENT

DRAFT = "draft"


def preview(form: KindForm, intent: Callable[[], Intent], *, back: str) -> ResponseReturnValue | None:
    """Draft what a form asks for and lead to its preview; None when it will not do, and then the form says what.

    ``back`` is where the form stands.
    """
    sent = tuple((name, said) for name, said in request.form.items(multi=True) if name not in NOT_CONTENT)
    staff, typed = login.current_staff(), Typed(back, sent)
    draft_id = form.save(lambda: draft_change.draft(staff, intent(), typed=typed, now=now()))
    return shown(draft_id) if draft_id is not None else None


def draft(intent: Intent, *, back: str) -> ResponseReturnValue:
    """The same for what is asked by a button alone. Raises as the change would."""
    return shown(draft_change.draft(login.current_staff(), intent, typed=Typed(back), now=now()))


def shown(draft_id: int) -> ResponseReturnValue:
    """Lead to the draft's preview."""
    return redirect(url_for("previews.show", draft_id=draft_id), 303)


def typed() -> MultiDict[str, str] | None:
    """What was typed into this form, where the address names a draft that came from it and is still kept."""
    said = request.args.get(DRAFT, "")
    if not said.isdecimal():
        return None
    try:
        kept = draft_change.find(login.current_staff(), int(said))
    except NotFound:
        return None
    return MultiDict(kept.typed.fields) if kept.typed.path == request.path else None


def back_to(kept: Typed, draft_id: int) -> str:
    """The address of the form that a draft came from, filled in again."""
    return f"{kept.path}?{DRAFT}={draft_id}" if kept.path else url_for("offerings.show")
