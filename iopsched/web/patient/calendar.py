"""The patient's Calendar page: links that calendar apps read."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from iopsched.domain.errors import Invalid
from iopsched.domain.feed import WARNING, Owner
from iopsched.usecases.feeds import keep_links
from iopsched.web import links, login
from iopsched.web.clock import now
from iopsched.web.devices import device_of
from iopsched.web.forms_calendar import LinkForm

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")
blueprint.before_request(login.patients_only)


def owner() -> Owner:
    patient = login.current_patient()
    return Owner(patient.program_id, patient_id=patient.id)


links.keep(blueprint, owner)


@blueprint.get("")
def show() -> ResponseReturnValue:
    way = login.current_patient().travel_in(login.current_program()).home
    return _page(LinkForm(name=device_of(request.user_agent.string).name, travel=way))


@blueprint.post("/links")
def create_link() -> ResponseReturnValue:
    form = LinkForm()
    if not form.validate_on_submit():
        return _page(form), 422
    warning = WARNING if form.agreed.data else ""
    try:
        made = keep_links.create(owner(), str(form.name.data), form.content, now=now(), warning=warning)
    except Invalid as invalid:
        form.take(invalid.problems)
        return _page(form), 422
    return links.tell(*made)


def _page(form: LinkForm) -> str:
    mine = keep_links.links(owner())
    said = {"links": mine, "fresh": links.fresh(mine), "form": form, "now": now()}
    return render_template("patient/calendar.html", tab="calendar", **said)
