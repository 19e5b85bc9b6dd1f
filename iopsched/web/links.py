"""Links to calendars as both doors keep them, a patient's and that of staff: shown once, renewed, renamed, removed.

A token is told once. So that the page survives a reload and a POST still ends in a redirect, it waits in the owner's
own signed cookie for a quarter of an hour: never in a URL of the page, never in a log, gone at sign-out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, current_app, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Invalid
from iopsched.domain.feed import Feed, Owner
from iopsched.usecases.feeds import keep_links
from iopsched.web import notices
from iopsched.web.clock import now
from iopsched.web.devices import Device, device_of
from iopsched.web.qr import Code, code_of

FRESH, FRESH_FOR = "link", timedelta(minutes=15)
GOOGLE = "https://calendar.google.com/calendar/r?"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was just made, in the forms that devices take it; ``device`` is the one that looks at it."""

    feed: Feed
    https: str
    webcal: str
    google: str
    code: Code
    device: Device


def keep(blueprint: Blueprint, owner: Callable[[], Owner]) -> None:
    """What both doors do with a link, below their own address."""

    @blueprint.post("/links/<int:feed_id>/renewal")
    def renew_link(feed_id: int) -> ResponseReturnValue:
        return tell(*keep_links.renew(owner(), feed_id, now=now()))

    @blueprint.post("/links/<int:feed_id>/name")
    def rename_link(feed_id: int) -> ResponseReturnValue:
        try:
            keep_links.rename(owner(), feed_id, request.form.get("name", ""), now=now())
        except Invalid as invalid:
            notices.say("lost", _("Not renamed."), _(invalid.problems["name"]))
        else:
            notices.say("done", _("Renamed."))
        return redirect(url_for(".show", _anchor="readers"), 303)

    @blueprint.post("/links/<int:feed_id>/removal")
    def remove_link(feed_id: int) -> ResponseReturnValue:
        keep_links.revoke(owner(), feed_id, now=now())
        notices.say("done", _("Removed."), _("That calendar gets nothing new. Delete it on the device as well."))
        return redirect(url_for(".show"), 303)

    @blueprint.post("/link/hiding")
    def hide_link() -> ResponseReturnValue:
        cookie.pop(FRESH, None)
        return redirect(url_for(".show"), 303)


def tell(feed: Feed, token: str) -> ResponseReturnValue:
    """Show the link on the page that comes next."""
    until = int((now() + FRESH_FOR).timestamp())
    cookie[FRESH] = {"id": feed.id, "token": token, "until": until}
    notices.say("done", _("Your link is ready."), _("Add it to your calendar now, while it stands here."))
    return redirect(url_for(".show"), 303)


def fresh(links: tuple[Feed, ...]) -> Link | None:
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
    google = GOOGLE + urlencode({"cid": webcal})
    return Link(feed, https, webcal, google, code_of(webcal), device_of(request.user_agent.string))
