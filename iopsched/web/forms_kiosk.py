"""Forms about arriving: the code that a patient types, and where a tablet stands."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from iopsched.web.fields import KindForm, at_most, needed, words


class ArrivalForm(KindForm):
    """A wrong code is shown no more than a right one."""

    code = StringField(_l("Your code for today"), [*needed(_l("Type the six digits that the app shows.")), at_most(20)])


class KioskForm(KindForm):
    """A new kiosk."""

    name = words(_l("Where it stands"), _l("Say where it stands."))
