"""The preview of a change: whom it touches and how, other ways beside it, and the button that does exactly that."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain import foresight
from iopsched.domain.change_draft import ChangeDraft
from iopsched.domain.foreseen import Meanwhile
from iopsched.domain.intent import session_of
from iopsched.domain.way import Way
from iopsched.usecases import draft_change, keep_rooms, note_look, suggest_ways
from iopsched.usecases.draft_change import MOST_MENDED, Otherwise, Preview
from iopsched.web import draft_words, drafting, login, notices
from iopsched.web.cautions import cautions
from iopsched.web.clock import now
from iopsched.web.draft_kinds import said

blueprint = Blueprint("previews", __name__, url_prefix="/staff/changes/drafts")
blueprint.before_request(login.schedulers_only)
SEEN, WAYS, MOST_SHOWN = "seen", "ways", 5000


@blueprint.get("/<int:draft_id>")
def show(draft_id: int) -> ResponseReturnValue:
    """Worked out anew on each look; what was applied leads to where it can be seen."""
    staff, kept = login.current_staff(), draft_change.find(login.current_staff(), draft_id)
    if kept.applied_at is not None:
        return redirect(said(kept.wanted.intent).page, 303)
    most = max(MOST_MENDED, min(MOST_SHOWN, request.args.get("people", MOST_MENDED, type=int)))
    preview = draft_change.view(staff, draft_id, most=most, now=now())
    note_look.note_list(staff, "preview looked at", now=now(), people=len(preview.change.people))
    return render_template(
        "staff/preview.html",
        tab="changes",
        preview=preview,
        ways=_ways(preview),
        ways_on_request=suggest_ways.are_many(preview),
        back=_back(kept),
        thin=foresight.thinned(preview.change, preview.sight.known),
        cautions=cautions(preview, keep_rooms.view(staff)),
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
    return drafting.applied(kept.wanted.intent, effect, draft_id)


@blueprint.post("/<int:draft_id>/undo")
def undo(draft_id: int) -> ResponseReturnValue:
    """A preview of what takes it back."""
    return drafting.shown(draft_change.undo(login.current_staff(), draft_id, now=now()))


def _ways(preview: Preview) -> tuple[Way, ...]:
    """With many people touched only where the address asks for them."""
    if suggest_ways.are_many(preview) and WAYS not in request.args:
        return ()
    return suggest_ways.ways(login.current_staff(), preview, now=now())


def _back(kept: ChangeDraft) -> str:
    """The preview beside which it was offered as another way, or the form that it came from."""
    return url_for(".show", draft_id=kept.came_from) if kept.came_from else drafting.back_to(kept.typed, kept.id)


def _meanwhile(differs: Meanwhile) -> str:
    whom = draft_change.names_of(login.current_staff(), differs)
    return draft_words.meanwhile(differs, whom)
