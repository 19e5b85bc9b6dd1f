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
from iopsched.usecases.availability import draft_change, keep_rooms, suggest_ways, view_drafts
from iopsched.usecases.availability.draft_change import MOST_MENDED, Otherwise, Preview
from iopsched.usecases.availability.keep_offerings import Retired
from iopsched.usecases.people import note_look
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.dates import date_in
from iopsched.web.staff.availability import draft_words, drafting
from iopsched.web.staff.availability.cautions import cautions
from iopsched.web.staff.availability.draft_kinds import said

blueprint = Blueprint("previews", __name__, url_prefix="/staff/changes/drafts")
blueprint.before_request(login.schedulers_only)
SEEN, WAYS, LISTED, MOST_SHOWN = "seen", "ways", "listed", 5000


@blueprint.errorhandler(Retired)
def lead_to_changes(retired: Retired) -> ResponseReturnValue:
    """What somebody is to lead who retired meanwhile cannot be seen, applied or taken back."""
    link = {"link": url_for("clinicians.show"), "link_label": _("Clinicians")}
    notices.say("short", _("Not possible now."), _("%(name)s leads nothing here any more.", name=retired.name), **link)
    return redirect(url_for("changes.show"), 303)


@blueprint.get("/<int:draft_id>")
def show(draft_id: int) -> ResponseReturnValue:
    """Worked out anew on each look; what was applied leads to where it can be seen."""
    staff, kept = login.current_staff(), draft_change.find(login.current_staff(), draft_id)
    if kept.applied_at is not None:
        return _applied_before(kept)
    most = max(MOST_MENDED, min(MOST_SHOWN, request.args.get("people", MOST_MENDED, type=int)))
    preview = draft_change.view(staff, draft_id, most=most, now=now())
    note_look.note_list(staff, "preview looked at", now=now(), people=len(preview.change.people))
    return render_template(
        "staff/preview.html",
        tab="changes",
        preview=preview,
        undone=view_drafts.undone(staff, kept),
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
    if effect is None:
        return _applied_before(draft_change.find(staff, draft_id))
    return drafting.applied(kept.wanted.intent, effect, draft_id, page=_gaps(kept))


@blueprint.post("/<int:draft_id>/removal")
def leave(draft_id: int) -> ResponseReturnValue:
    """Back to where it came from, or to the list that the button stood in."""
    kept = draft_change.find(login.current_staff(), draft_id)
    if not view_drafts.leave(login.current_staff(), draft_id):
        return _applied_before(draft_change.find(login.current_staff(), draft_id))
    notices.say("", _("Left."), _("Nothing was changed."))
    return redirect(url_for("changes.show") if LISTED in request.form else _origin(kept), 303)


@blueprint.post("/<int:draft_id>/undo")
def undo(draft_id: int) -> ResponseReturnValue:
    """A preview of what takes it back."""
    return drafting.shown(draft_change.undo(login.current_staff(), draft_id, now=now()))


def _ways(preview: Preview) -> tuple[Way, ...]:
    """With many people touched only where the address asks for them."""
    if suggest_ways.are_many(preview) and WAYS not in request.args:
        return ()
    return suggest_ways.ways(login.current_staff(), preview, now=now())


def _applied_before(kept: ChangeDraft) -> ResponseReturnValue:
    """To where it can be seen; that it is done is said, and where somebody else did it."""
    is_mine = kept.staff_id == login.current_staff().id
    notices.say("", _("Applied already."), "" if is_mine else _("Somebody else did that meanwhile."))
    return redirect(said(kept.wanted.intent).page, 303)


def _origin(kept: ChangeDraft) -> str:
    """The preview beside which it was offered, or where the change would have been seen."""
    return url_for(".show", draft_id=kept.came_from) if kept.came_from else said(kept.wanted.intent).page


def _gaps(kept: ChangeDraft) -> str:
    """The page of who cannot reach their hours in that week, where it led to the form; else nothing."""
    monday = date_in(dict(kept.typed.fields).get("gaps"))
    return url_for("gaps.show", day=monday) if monday else ""


def _back(kept: ChangeDraft) -> str:
    """The preview beside which it was offered as another way, or the form that it came from."""
    return url_for(".show", draft_id=kept.came_from) if kept.came_from else drafting.back_to(kept.typed, kept.id)


def _meanwhile(differs: Meanwhile) -> str:
    whom = draft_change.names_of(login.current_staff(), differs)
    return draft_words.meanwhile(differs, whom)
