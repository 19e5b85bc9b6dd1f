"""Accounts of staff and the settings of the program: for admins."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Invalid
from iopsched.usecases.people import change_program, keep_accounts
from iopsched.usecases.people.keep_accounts import Account
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.staff import preference_words
from iopsched.web.staff.availability import effects
from iopsched.web.staff.forms_accounts import AccountForm, DetailsForm, PasswordForm, PoliciesForm

blueprint = Blueprint("accounts", __name__, url_prefix="/staff/accounts")
blueprint.before_request(login.admins_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    accounts = keep_accounts.list_all(login.current_staff())
    return render_template("staff/accounts.html", tab="accounts", accounts=accounts, now=now())


@blueprint.get("/new")
def ask() -> ResponseReturnValue:
    return _new(AccountForm(formdata=None))


@blueprint.post("/new")
def add() -> ResponseReturnValue:
    form = AccountForm()
    if form.save(lambda: keep_accounts.add(login.current_staff(), form.account(), now=now())) is None:
        return _new(form), 422
    notices.say("done", _("Added."), _("Tell the password in person, never by mail."))
    return redirect(url_for(".show"), 303)


@blueprint.get("/<int:account_id>")
def ask_change(account_id: int) -> ResponseReturnValue:
    account = keep_accounts.get(login.current_staff(), account_id)
    return _details(DetailsForm.of(account), account)


@blueprint.post("/<int:account_id>")
def change(account_id: int) -> ResponseReturnValue:
    account, form = keep_accounts.get(login.current_staff(), account_id), DetailsForm()

    def save() -> bool:
        keep_accounts.change(login.current_staff(), account_id, form.details(), now=now())
        return True

    if form.save(save) is None:
        return _details(form, account), 422
    notices.say("done", _("Changed."), _("It holds from their next page on."))
    return redirect(url_for(".show"), 303)


@blueprint.get("/<int:account_id>/password")
def ask_password(account_id: int) -> ResponseReturnValue:
    return _password(account_id, PasswordForm(formdata=None))


@blueprint.post("/<int:account_id>/password")
def reset_password(account_id: int) -> ResponseReturnValue:
    form = PasswordForm()
    staff, password = login.current_staff(), form.password.data or ""
    if form.save(lambda: keep_accounts.reset_password(staff, account_id, password, now=now())) is None:
        return _password(account_id, form), 422
    notices.say("done", _("New password."), _("Every browser that was signed in with it is signed out."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/<int:account_id>/closing")
def close(account_id: int) -> ResponseReturnValue:
    try:
        keep_accounts.deactivate(login.current_staff(), account_id, now=now())
        notices.say("done", _("Closed."), _("Whoever was signed in with it is out."))
    except Invalid as invalid:
        notices.say("lost", _("Not closed."), _(invalid.problems["account"]))
    return redirect(url_for(".show"), 303)


@blueprint.post("/<int:account_id>/opening")
def reopen(account_id: int) -> ResponseReturnValue:
    keep_accounts.activate(login.current_staff(), account_id, now=now())
    notices.say("done", _("Open again."), _("It has the password that it had."))
    return redirect(url_for(".show"), 303)


@blueprint.get("/settings")
def ask_settings() -> ResponseReturnValue:
    return _settings(PoliciesForm.of(login.current_program()))


@blueprint.post("/settings")
def change_settings() -> ResponseReturnValue:
    form = PoliciesForm.of(login.current_program())
    effect = form.save(lambda: change_program.change(login.current_staff(), form.policies(), now=now()))
    if effect is None:
        return _settings(form), 422
    effects.say(_("Saved."), effect)
    return redirect(url_for(".ask_settings"), 303)


def _new(form: AccountForm) -> str:
    return _details(form, None)


def _details(form: DetailsForm, account: Account | None) -> str:
    known = keep_accounts.clinicians(login.current_staff())
    return render_template("staff/account.html", tab="accounts", form=form, account=account, clinicians=known)


def _password(account_id: int, form: PasswordForm) -> str:
    account = keep_accounts.get(login.current_staff(), account_id)
    return render_template("staff/password.html", tab="accounts", form=form, account=account.staff)


def _settings(form: PoliciesForm) -> str:
    return render_template("staff/settings.html", tab="accounts", form=form, places=preference_words.places)
