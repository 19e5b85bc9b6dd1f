"""The preview of a change: whom it touches and how, other ways beside it, and the button that does exactly that."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.foreseen import Meanwhile
from iopsched.domain.intent import (
    AddAbsence,
    AddOffering,
    CancelSession,
    CloseDay,
    HandOver,
    Intent,
    MoveSession,
    RemoveAbsence,
    ReopenDay,
    session_of,
)
from iopsched.usecases import draft_change, note_look, suggest_ways
from iopsched.usecases.draft_change import MOST_MENDED, Otherwise
from iopsched.usecases.reconcile_sessions import Effect
from iopsched.web import draft_words, drafting, effects, login, notices
from iopsched.web.clock import now

blueprint = Blueprint("previews", __name__, url_prefix="/staff/changes/drafts")
blueprint.before_request(login.schedulers_only)
SEEN, MOST_SHOWN = "seen", 5000
ALTERING = MoveSession | CancelSession | CloseDay | HandOver | AddAbsence
"""Of these it is said that nobody is touched where that is so."""


@blueprint.get("/<int:draft_id>")
def show(draft_id: int) -> ResponseReturnValue:
    """Worked out anew on each look; what was applied leads to where it can be seen."""
    staff, kept = login.current_staff(), draft_change.find(login.current_staff(), draft_id)
    if kept.applied_at is not None:
        return redirect(_where(kept.wanted.intent), 303)
    most = max(MOST_MENDED, min(MOST_SHOWN, request.args.get("people", MOST_MENDED, type=int)))
    preview = draft_change.view(staff, draft_id, most=most, now=now())
    note_look.note_list(staff, "preview looked at", now=now(), people=len(preview.change.people))
    return render_template(
        "staff/preview.html",
        tab="changes",
        preview=preview,
        ways=suggest_ways.ways(staff, preview, now=now()),
        back=drafting.back_to(kept.typed, draft_id),
        is_nothing=preview.change.is_empty and session_of(kept.wanted.intent) is not None,
        most=most,
        step=MOST_MENDED,
    )


@blueprint.post("/<int:draft_id>/ways")
def take_way(draft_id: int) -> ResponseReturnValue:
    """Another way gets a draft, and a preview, of its own."""
    way = request.form.get("way", "")
    return drafting.shown(suggest_ways.take(login.current_staff(), draft_id, way, now=now()))


@blueprint.post("/<int:draft_id>/application")
def apply(draft_id: int) -> ResponseReturnValue:
    """Do what was seen, or say what is otherwise now and show it."""
    staff, kept = login.current_staff(), draft_change.find(login.current_staff(), draft_id)
    try:
        effect = draft_change.apply(staff, draft_id, request.form.get(SEEN, ""), now=now())
    except Otherwise as otherwise:
        notices.say("short", _("Not applied."), _meanwhile(otherwise.meanwhile))
        return drafting.shown(draft_id)
    if effect is not None:
        _say(kept.wanted.intent, effect, draft_id)
    return redirect(_where(kept.wanted.intent), 303)


@blueprint.post("/<int:draft_id>/undo")
def undo(draft_id: int) -> ResponseReturnValue:
    """A preview of what takes it back."""
    return drafting.shown(draft_change.undo(login.current_staff(), draft_id, now=now()))


def _say(intent: Intent, effect: Effect, draft_id: int) -> None:
    undo = url_for(".undo", draft_id=draft_id)
    tone = "short" if effect.to_call else "done"
    whom = effect if isinstance(intent, ALTERING) else replace(effect, altered=0)
    first = draft_words.done(intent, login.current_program(), effect)
    notices.say(tone, first, effects.touched(whom), undo=undo, undo_label=_("Take it back"))


def _meanwhile(differs: Meanwhile) -> str:
    whom = draft_change.names_of(login.current_staff(), differs)
    return draft_words.meanwhile(differs, whom)


def _where(intent: Intent) -> str:
    """The page on which the change can be seen."""
    if session_id := session_of(intent):
        return url_for("roster.show", session_id=session_id)
    match intent:
        case AddOffering(offering) if offering.first_day == offering.last_day:
            return url_for("board.show", day=offering.first_day)
        case CloseDay() | ReopenDay():
            return url_for("offerings.show", _anchor="closures")
        case AddAbsence() | RemoveAbsence():
            return url_for("absences.show")
    return url_for("offerings.show")
