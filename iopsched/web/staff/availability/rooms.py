"""Rooms with their seats, and the most seats of a kind. What alters a session leads to its preview."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from iopsched.domain.errors import NotFound
from iopsched.domain.intent import frame
from iopsched.domain.room import Room
from iopsched.usecases.availability import keep_rooms
from iopsched.web import login
from iopsched.web.staff.availability import drafting
from iopsched.web.staff.availability.forms_rooms import CapsForm, RoomForm

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
    return _page(room_id=room_id)


@blueprint.post("/<int:room_id>")
def change(room_id: int) -> ResponseReturnValue:
    _known(room_id)
    return _put(room_id)


@blueprint.post("/<int:room_id>/removal")
def remove(room_id: int) -> ResponseReturnValue:
    return drafting.at_once(frame.RemoveRoom(room_id, _known(room_id).name), back=url_for(".show"))


@blueprint.post("/caps")
def cap() -> ResponseReturnValue:
    form = CapsForm()
    answer = drafting.preview_or_do(form, lambda: frame.SetCaps(form.caps()), back=url_for(".show"))
    return answer or (_page(caps=form), 422)


def _known(room_id: int) -> Room:
    found = next((room for room in keep_rooms.view(login.current_staff()).rooms if room.id == room_id), None)
    if found is None:
        raise NotFound("room")
    return found


def _put(room_id: int) -> ResponseReturnValue:
    form = RoomForm()
    back = url_for(".show_room", room_id=room_id) if room_id else url_for(".show")
    answer = drafting.preview_or_do(form, lambda: frame.PutRoom(form.room(room_id)), back=back)
    return answer or (_page(room_id=room_id, form=form), 422)


def _page(*, room_id: int = 0, form: RoomForm | None = None, caps: CapsForm | None = None) -> str:
    """As it is, as it was typed before a preview, or with what is wrong."""
    limits = keep_rooms.view(login.current_staff())
    set_ = {each.value: seats for each, seats in limits.caps.items()}
    form = form or RoomForm(formdata=drafting.typed("name"), obj=_known(room_id) if room_id else None)
    caps = caps or CapsForm(formdata=drafting.typed("group"), data=set_)
    return render_template("staff/rooms.html", tab="offerings", limits=limits, room_id=room_id, form=form, caps=caps)
