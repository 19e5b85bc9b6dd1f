"""What is offered: weekly patterns, extra sessions, closed days. Each change leads to a preview that makes it."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from iopsched.domain.errors import NotFound
from iopsched.domain.intent import offered
from iopsched.domain.offering import Offering
from iopsched.domain.season import Season
from iopsched.usecases.availability import keep_rooms, keep_seasons, view_offerings
from iopsched.usecases.availability.view_offerings import Availability
from iopsched.web import login, staff_words
from iopsched.web.clock import now
from iopsched.web.dates import date_in, time_in
from iopsched.web.staff.availability import drafting
from iopsched.web.staff.availability.forms_offerings import ClosureForm, EndForm, ExtraForm, OfferingForm

blueprint = Blueprint("offerings", __name__, url_prefix="/staff/offerings")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _list(ClosureForm(formdata=drafting.typed()))


@blueprint.get("/new")
def ask_offering() -> ResponseReturnValue:
    return _weekly(OfferingForm(_seasons(), formdata=drafting.typed(), first_day=_view().today))


@blueprint.post("/new")
def add_offering() -> ResponseReturnValue:
    form = OfferingForm(_seasons())
    return _preview_of_new(form, url_for(".ask_offering")) or (_weekly(form), 422)


@blueprint.get("/<int:offering_id>")
def show_offering(offering_id: int) -> ResponseReturnValue:
    """As it is offered, or as it was typed before a preview."""
    view = _view()
    known = _known(view, offering_id)
    if typed := drafting.typed():
        return _weekly(OfferingForm(_seasons(), formdata=typed), offering_id)
    return _weekly(OfferingForm.of(known, view.clinicians, _seasons()), offering_id)


@blueprint.post("/<int:offering_id>")
def change_offering(offering_id: int) -> ResponseReturnValue:
    _known(_view(), offering_id)
    form = OfferingForm(_seasons())
    answer = drafting.preview(
        form,
        lambda: offered.ChangeOffering(form.offering(offering_id), form.clinician.data or "", form.since.data),
        back=url_for(".show_offering", offering_id=offering_id),
    )
    return answer or (_weekly(form, offering_id), 422)


@blueprint.get("/<int:offering_id>/end")
def ask_end(offering_id: int) -> ResponseReturnValue:
    return _end(EndForm(formdata=drafting.typed()), _known(_view(), offering_id))


@blueprint.post("/<int:offering_id>/end")
def end_offering(offering_id: int) -> ResponseReturnValue:
    form, known = EndForm(), _known(_view(), offering_id)
    name = staff_words.offering_said(known)
    intent = partial(offered.EndOffering, offering_id, form.last_day.data, name)
    answer = drafting.preview_or_do(form, intent, back=url_for(".ask_end", offering_id=offering_id))
    return answer or (_end(form, known), 422)


@blueprint.get("/extra")
def ask_extra() -> ResponseReturnValue:
    """Empty but for a day, filled in with all that the address says, or as it was typed before a preview."""
    if typed := drafting.typed() or (request.args if "begins" in request.args else None):
        return _extra(ExtraForm(formdata=typed))
    return _extra(ExtraForm(formdata=None, day=date_in(request.args.get("day"))))


@blueprint.post("/extra")
def add_extra() -> ResponseReturnValue:
    form = ExtraForm()
    return _preview_of_new(form, url_for(".ask_extra")) or (_extra(form), 422)


@blueprint.post("/closures")
def close_day() -> ResponseReturnValue:
    form = ClosureForm()
    answer = drafting.preview(form, lambda: offered.CloseDay(form.closure()), back=url_for(".show"))
    return answer or (_list(form), 422)


@blueprint.post("/closures/<day>/removal")
def reopen_day(day: str) -> ResponseReturnValue:
    begins = time_in(request.form.get("begins"))
    if (on := date_in(day)) is None or begins is None:
        raise NotFound("closure")
    return drafting.draft(offered.ReopenDay(on, begins), back=url_for(".show"))


def _preview_of_new(form: OfferingForm | ExtraForm, back: str) -> ResponseReturnValue | None:
    return drafting.preview(form, lambda: offered.AddOffering(form.offering(), form.clinician.data or ""), back=back)


def _seasons() -> tuple[Season, ...]:
    return keep_seasons.view(login.current_staff())


def _view() -> Availability:
    return view_offerings.view(login.current_staff(), now=now())


def _known(view: Availability, offering_id: int) -> Offering:
    found = next((offering for offering in view.offerings if offering.id == offering_id), None)
    if found is None:
        raise NotFound("offering")
    return found


def _list(form: ClosureForm) -> str:
    limits = keep_rooms.view(login.current_staff())
    return render_template("staff/offerings.html", tab="offerings", view=_view(), form=form, limits=limits)


def _weekly(form: OfferingForm, offering_id: int = 0) -> str:
    view = _view()
    facts = {"form": form, "view": view, "offering_id": offering_id, "limits": keep_rooms.view(login.current_staff())}
    return render_template("staff/offering.html", tab="offerings", **facts)


def _end(form: EndForm, offering: Offering) -> str:
    return render_template("staff/offering_end.html", tab="offerings", form=form, offering=offering)


def _extra(form: ExtraForm) -> str:
    limits = keep_rooms.view(login.current_staff())
    return render_template("staff/extra.html", tab="offerings", form=form, view=_view(), limits=limits)
