"""Links of staff: own sessions, a room's, or all of the program's, with how many sit in them and never who."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from iopsched.domain.duty import Duty
from iopsched.domain.feed import Owner
from iopsched.usecases.feeds import keep_links
from iopsched.web import links, login
from iopsched.web.clock import now
from iopsched.web.devices import device_of
from iopsched.web.forms_calendar import StaffLinkForm

blueprint = Blueprint("staff_calendars", __name__, url_prefix="/staff/calendars")
blueprint.before_request(login.trusted_with(Duty.CALENDARS))


def owner() -> Owner:
    staff = login.current_staff()
    return Owner(staff.program_id, staff_id=staff.id)


links.keep(blueprint, owner)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(StaffLinkForm(formdata=None, name=device_of(request.user_agent.string).name))


@blueprint.post("/links")
def create_link() -> ResponseReturnValue:
    form, staff = StaffLinkForm(), login.current_staff()
    form.offer(staff, *keep_links.choices(staff))
    name = str(form.name.data or "")
    made = form.save(lambda: keep_links.create_for_staff(staff, name, form.content, now=now()))
    return links.tell(*made) if made else (_page(form), 422)


def _page(form: StaffLinkForm) -> str:
    staff, mine = login.current_staff(), keep_links.links(owner())
    form.offer(staff, *keep_links.choices(staff))
    said = {"links": mine, "fresh": links.fresh(mine), "form": form, "now": now()}
    return render_template("staff/calendars.html", tab="calendars", **said)
