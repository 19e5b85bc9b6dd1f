"""Seasons: named, given other days, removed. What alters a session leads to its preview."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from iopsched.domain.errors import NotFound
from iopsched.domain.intent import frame
from iopsched.domain.season import Season
from iopsched.usecases.availability import keep_seasons
from iopsched.web import login
from iopsched.web.staff.availability import drafting
from iopsched.web.staff.availability.forms_seasons import SeasonForm

blueprint = Blueprint("seasons", __name__, url_prefix="/staff/seasons")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(SeasonForm(formdata=drafting.typed()))


@blueprint.post("")
def add() -> ResponseReturnValue:
    return _put(0)


@blueprint.get("/<int:season_id>")
def show_season(season_id: int) -> ResponseReturnValue:
    return _page(SeasonForm(formdata=drafting.typed(), obj=_known(season_id)), season_id)


@blueprint.post("/<int:season_id>")
def change(season_id: int) -> ResponseReturnValue:
    _known(season_id)
    return _put(season_id)


@blueprint.post("/<int:season_id>/removal")
def remove(season_id: int) -> ResponseReturnValue:
    return drafting.at_once(frame.RemoveSeason(season_id, _known(season_id).name), back=url_for(".show"))


def _known(season_id: int) -> Season:
    found = next((one for one in keep_seasons.view(login.current_staff()) if one.id == season_id), None)
    if found is None:
        raise NotFound("season")
    return found


def _put(season_id: int) -> ResponseReturnValue:
    form = SeasonForm()
    back = url_for(".show_season", season_id=season_id) if season_id else url_for(".show")
    answer = drafting.preview_or_do(form, lambda: frame.PutSeason(form.season(season_id)), back=back)
    return answer or (_page(form, season_id), 422)


def _page(form: SeasonForm, season_id: int = 0) -> str:
    known = keep_seasons.view(login.current_staff())
    return render_template("staff/seasons.html", tab="offerings", seasons=known, form=form, season_id=season_id)
