"""Rooms with their seats, and the most seats of a kind."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import NotFound
from iopsched.domain.room import Room
from iopsched.usecases import keep_rooms
from iopsched.usecases.reconcile_sessions import Effect
from iopsched.web import effects, login
from iopsched.web.clock import now
from iopsched.web.forms_rooms import CapsForm, RoomForm

blueprint = Blueprint("rooms", __name__, url_prefix="/staff/rooms")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page()


@blueprint.post("")
def add() -> ResponseReturnValue:
    return _put(0)


@blueprint.get("/<int:room_id>")
def show_room(room_id: int) -> ResponseReturnValue:
    return _page(room_id=room_id, form=RoomForm(formdata=None, obj=_known(room_id)))


@blueprint.post("/<int:room_id>")
def change(room_id: int) -> ResponseReturnValue:
    _known(room_id)
    return _put(room_id)


@blueprint.post("/<int:room_id>/removal")
def remove(room_id: int) -> ResponseReturnValue:
    return _done(_("Removed."), keep_rooms.remove(login.current_staff(), room_id, now=now()))


@blueprint.post("/caps")
def cap() -> ResponseReturnValue:
    form, staff = CapsForm(), login.current_staff()
    effect = form.save(lambda: keep_rooms.cap(staff, form.caps(), now=now()))
    return (_page(caps=form), 422) if effect is None else _done(_("Saved."), effect)


def _known(room_id: int) -> Room:
    found = next((room for room in keep_rooms.view(login.current_staff()).rooms if room.id == room_id), None)
    if found is None:
        raise NotFound("room")
    return found


def _put(room_id: int) -> ResponseReturnValue:
    form, staff = RoomForm(), login.current_staff()
    effect = form.save(lambda: keep_rooms.put(staff, form.room(room_id), now=now()))
    return (_page(room_id=room_id, form=form), 422) if effect is None else _done(_("Saved."), effect)


def _page(*, room_id: int = 0, form: RoomForm | None = None, caps: CapsForm | None = None) -> str:
    limits = keep_rooms.view(login.current_staff())
    known = {each.value: seats for each, seats in limits.caps.items()}
    said = {"form": form or RoomForm(formdata=None), "caps": caps or CapsForm(formdata=None, data=known)}
    return render_template("staff/rooms.html", tab="offerings", limits=limits, room_id=room_id, **said)


def _done(first: str, effect: Effect) -> ResponseReturnValue:
    """Seats alone are no news to anybody."""
    effects.say(first, replace(effect, altered=0))
    return redirect(url_for(".show"), 303)
