"""The forms of the two doors: a phone number or an address, six digits; an address with a password."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, StringField, TelField
from wtforms.validators import InputRequired

from iopsched.usecases.people.add_staff import LONGEST as LONGEST_PASSWORD
from iopsched.web.fields import at_most


class PhoneForm(FlaskForm):
    """What is typed is read by the use case; here only that something was."""

    phone: StringField = TelField(
        lazy_gettext("Phone number"),
        [InputRequired(lazy_gettext("Type the number that we have on file.")), at_most(40)],
    )

    @property
    def wrong(self) -> str:
        """What would be right."""
        return gettext("This does not look like a phone number. Type all ten digits.")


class AddressForm(PhoneForm):
    """The same for who has no phone."""

    phone = EmailField(
        lazy_gettext("E-mail address"),
        [InputRequired(lazy_gettext("Type the address that you confirmed.")), at_most(300)],
    )

    @property
    def wrong(self) -> str:
        return gettext("This does not look like an address. It looks like name@example.org.")


class CodeForm(FlaskForm):
    """``shared``: others use this phone, so the cookie goes when the browser closes."""

    code = StringField(
        lazy_gettext("Six digits"),
        [InputRequired(lazy_gettext("Type the six digits of the text.")), at_most(20)],
    )
    shared = BooleanField(lazy_gettext("Others use this phone"))


class StaffForm(FlaskForm):
    """For staff."""

    email = EmailField(lazy_gettext("E-mail"), [InputRequired(lazy_gettext("Type your e-mail.")), at_most(200)])
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Type your password.")), at_most(LONGEST_PASSWORD)],
    )
