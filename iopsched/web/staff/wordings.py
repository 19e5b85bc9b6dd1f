"""What the program tells and in which words: for admins."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.usecases.messages import change_wordings
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.staff.forms_wordings import WordingsForm

blueprint = Blueprint("wordings", __name__, url_prefix="/staff/accounts/messages")
blueprint.before_request(login.admins_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(WordingsForm.of(login.current_program()))


@blueprint.post("")
def change() -> ResponseReturnValue:
    form, staff = WordingsForm(), login.current_staff()
    told, detailed, is_warned = form.told.kinds, form.in_detail.kinds, bool(form.is_warned.data)
    if form.save(lambda: change_wordings.change(staff, told, detailed, is_warned=is_warned, now=now())) is None:
        return _page(form), 422
    notices.say("done", _("Saved."), _("For what waits as well."))
    return redirect(url_for(".show"), 303)


def _page(form: WordingsForm) -> str:
    choices = change_wordings.view(login.current_staff(), now=now())
    return render_template("staff/wordings.html", tab="accounts", form=form, choices=choices)
