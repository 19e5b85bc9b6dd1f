"""The forms of the two doors: a phone number, six digits; an address with a password."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, StringField, TelField
from wtforms.validators import InputRequired, Length

from iopsched.usecases.add_staff import LONGEST as LONGEST_PASSWORD


class PhoneForm(FlaskForm):
    """What is typed is read by the use case; here only that something was."""

    phone = TelField(
        lazy_gettext("Phone number"),
        [InputRequired(lazy_gettext("Type the number that we have on file.")), Length(max=40)],
    )


class CodeForm(FlaskForm):
    """``shared``: others use this phone, so the cookie goes when the browser closes."""

    code = StringField(
        lazy_gettext("Six digits"),
        [InputRequired(lazy_gettext("Type the six digits of the text.")), Length(max=20)],
    )
    shared = BooleanField(lazy_gettext("Others use this phone"))


class StaffForm(FlaskForm):
    """For staff."""

    email = EmailField(lazy_gettext("E-mail"), [InputRequired(lazy_gettext("Type your e-mail.")), Length(max=200)])
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Type your password.")), Length(max=LONGEST_PASSWORD)],
    )
