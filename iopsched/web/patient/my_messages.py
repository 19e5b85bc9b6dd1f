"""How a patient is told: channels, devices, an address, each kind for itself; and no more of it, at once."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest, NotFound

from iopsched.domain.channel import Channel
from iopsched.domain.consent import Source
from iopsched.domain.manner import manner_of
from iopsched.domain.message import Kind
from iopsched.usecases.messages import choose_telling, confirm_address, keep_devices, stop_messages
from iopsched.usecases.people import change_profile
from iopsched.web import login, notices, telling_words
from iopsched.web.clock import now
from iopsched.web.devices import device_of
from iopsched.web.forms_me import YES
from iopsched.web.forms_messages import AddressForm, AnswerForm, DeviceForm, TellingForm, filled

blueprint = Blueprint("my_messages", __name__, url_prefix="/me/messages")
blueprint.before_request(login.patients_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(AddressForm(formdata=None))


@blueprint.post("/channels/<channel>")
def answer(channel: str) -> ResponseReturnValue:
    form = AnswerForm()
    if channel not in set(Channel) or not form.validate():
        raise BadRequest
    says_yes, which = form.answer.data == YES, Channel(channel)
    change_profile.set_consent(_me(), says_yes, source=Source.APP, now=now(), channel=which)
    said = {"channel": telling_words.CHANNELS[which]}
    if says_yes:
        notices.say("done", _("%(channel)s: yes.", **said))
    else:
        notices.say("done", _("%(channel)s: no.", **said), _("Nothing more comes that way."))
    return _back()


@blueprint.post("/address")
def give_address() -> ResponseReturnValue:
    form = AddressForm()
    if form.save(lambda: confirm_address.ask(_me(), form.email.data or "", now=now())) is None:
        return _page(form), 422
    notices.say("done", _("On its way."), _("Open the e-mail that we sent there and confirm it, within a day."))
    return _back()


@blueprint.post("/address/removal")
def remove_address() -> ResponseReturnValue:
    confirm_address.remove(_me(), now=now())
    notices.say("done", _("Removed."), _("We have no e-mail address of yours any more."))
    return _back()


@blueprint.post("/devices")
def add_device() -> ResponseReturnValue:
    form, name = DeviceForm(), device_of(request.user_agent.string).name
    given = {"secret": current_app.extensions["settings"].secret_key, "now": now()}
    if form.save(lambda: keep_devices.add(_me(), name, form.subscription(), **given)) is None:
        notices.say("lost", _("Not added."), _("This browser gave no address that notifications can go to."))
        return _back()
    notices.say(
        "done",
        _("Added."),
        _("Notifications can be shown here. While texts are on, they come first; choose otherwise below."),
    )
    return _back()


@blueprint.post("/devices/<int:device_id>/removal")
def remove_device(device_id: int) -> ResponseReturnValue:
    keep_devices.remove(_me(), device_id, now=now())
    notices.say("done", _("Removed."), _("Nothing is shown there any more."))
    return _back()


@blueprint.post("/stop")
def stop() -> ResponseReturnValue:
    stop_messages.stop_all(_me(), now=now())
    notices.say("done", _("All messages are off."), _("Look at your week here before you go: nothing will tell you."))
    return _back()


@blueprint.get("/kinds/<kind>")
def ask_kind(kind: str) -> ResponseReturnValue:
    which = _kind(kind)
    return _kind_page(which, filled(choose_telling.view(_me(), now=now()).telling_of(which)))


@blueprint.post("/kinds/<kind>")
def choose_kind(kind: str) -> ResponseReturnValue:
    which, form = _kind(kind), TellingForm().offer(login.current_patient())
    if form.save(lambda: choose_telling.choose(_me(), which, form.telling(), now=now())) is None:
        return _kind_page(which, form), 422
    notices.say("done", _("Kept."), telling_words.kind_told(which))
    return _back()


def _me() -> int:
    return login.current_patient().id


def _kind(said: str) -> Kind:
    """Raises NotFound for what is no kind that can be chosen."""
    found = next((kind for kind in choose_telling.KINDS if kind.value == said), None)
    if found is None:
        raise NotFound
    return found


def _page(form: AddressForm) -> str:
    choices = choose_telling.view(_me(), now=now())
    key = keep_devices.public_key(current_app.extensions["settings"].secret_key)
    said = {"choices": choices, "kinds": choose_telling.KINDS, "form": form, "key": key, "device": DeviceForm()}
    return render_template("patient/messages.html", tab="me", **said)


def _kind_page(kind: Kind, form: TellingForm) -> str:
    form.offer(login.current_patient())
    may_say_more = manner_of(login.current_program(), kind).may_say_more
    return render_template("patient/telling.html", tab="me", kind=kind, form=form, may_say_more=may_say_more)


def _back() -> ResponseReturnValue:
    return redirect(url_for(".show"), 303)
