"""Seasons: named, given other days, removed."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import NotFound
from iopsched.domain.season import Season
from iopsched.usecases import keep_seasons
from iopsched.web import effects, login
from iopsched.web.clock import now
from iopsched.web.forms_seasons import SeasonForm

blueprint = Blueprint("seasons", __name__, url_prefix="/staff/seasons")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(SeasonForm(formdata=None))


@blueprint.post("")
def add() -> ResponseReturnValue:
    return _put(0)


@blueprint.get("/<int:season_id>")
def show_season(season_id: int) -> ResponseReturnValue:
    return _page(SeasonForm(formdata=None, obj=_known(season_id)), season_id)


@blueprint.post("/<int:season_id>")
def change(season_id: int) -> ResponseReturnValue:
    _known(season_id)
    return _put(season_id)


@blueprint.post("/<int:season_id>/removal")
def remove(season_id: int) -> ResponseReturnValue:
    effects.say(_("Removed."), keep_seasons.remove(login.current_staff(), season_id, now=now()))
    return redirect(url_for(".show"), 303)


def _known(season_id: int) -> Season:
    found = next((one for one in keep_seasons.view(login.current_staff()) if one.id == season_id), None)
    if found is None:
        raise NotFound("season")
    return found


def _put(season_id: int) -> ResponseReturnValue:
    form, staff = SeasonForm(), login.current_staff()
    effect = form.save(lambda: keep_seasons.put(staff, form.season(season_id), now=now()))
    if effect is None:
        return _page(form, season_id), 422
    effects.say(_("Saved."), effect)
    return redirect(url_for(".show"), 303)


def _page(form: SeasonForm, season_id: int = 0) -> str:
    known = keep_seasons.view(login.current_staff())
    return render_template("staff/seasons.html", tab="offerings", seasons=known, form=form, season_id=season_id)
