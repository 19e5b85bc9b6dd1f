"""The patient's Calendar page: links that calendar apps read, made, renewed and taken away.

A token is told once. So that the page survives a reload and a POST still ends in a redirect, it waits in the patient's
own signed cookie for a quarter of an hour: never in a URL of this page, never in a log, gone at sign-out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Invalid
from iopsched.domain.feed import WARNING, Feed, Owner
from iopsched.usecases import keep_links
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.forms_calendar import LinkForm, device_named
from iopsched.web.qr import Code, code_of

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")
blueprint.before_request(login.patients_only)
FRESH, FRESH_FOR = "link", timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was just made, in the forms that devices take it."""

    feed: Feed
    https: str
    webcal: str
    code: Code


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(LinkForm(name=device_named(request.user_agent.string)))


@blueprint.post("/links")
def create_link() -> ResponseReturnValue:
    form = LinkForm()
    if not form.validate_on_submit():
        return _page(form), 422
    warning = WARNING if form.agreed.data else ""
    try:
        made = keep_links.create(_owner(), str(form.name.data), form.content, now=now(), warning=warning)
    except Invalid as invalid:
        form.take(invalid.problems)
        return _page(form), 422
    return _tell(*made)


@blueprint.post("/links/<int:feed_id>/renewal")
def renew_link(feed_id: int) -> ResponseReturnValue:
    return _tell(*keep_links.renew(_owner(), feed_id, now=now()))


@blueprint.post("/links/<int:feed_id>/removal")
def remove_link(feed_id: int) -> ResponseReturnValue:
    keep_links.revoke(_owner(), feed_id, now=now())
    notices.say("done", _("Removed."), _("That calendar gets nothing new. Delete it on the device as well."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/link/hiding")
def hide_link() -> ResponseReturnValue:
    cookie.pop(FRESH, None)
    return redirect(url_for(".show"), 303)


def _owner() -> Owner:
    patient = login.current_patient()
    return Owner(patient.program_id, patient_id=patient.id)


def _page(form: LinkForm) -> str:
    links = keep_links.links(_owner())
    return render_template("patient/calendar.html", tab="calendar", links=links, fresh=_fresh(links), form=form)


def _tell(feed: Feed, token: str) -> ResponseReturnValue:
    until = int((now() + FRESH_FOR).timestamp())
    cookie[FRESH] = {"id": feed.id, "token": token, "until": until}
    notices.say("done", _("Your link is ready."), _("Add it to your calendar now, while it stands here."))
    return redirect(url_for(".show"), 303)


def _fresh(links: tuple[Feed, ...]) -> Link | None:
    """The link that was just made, as long as it may be seen and still answers."""
    kept = cookie.get(FRESH)
    if kept is None:
        return None
    feed = next((link for link in links if link.id == kept["id"]), None)
    if feed is None or now().timestamp() >= kept["until"]:
        cookie.pop(FRESH)
        return None
    https = current_app.extensions["settings"].public_url + url_for("feed.show", token=kept["token"])
    webcal = https.replace(urlsplit(https).scheme, "webcal", 1)
    return Link(feed, https, webcal, code_of(webcal))
