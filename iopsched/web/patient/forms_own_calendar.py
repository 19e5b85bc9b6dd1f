"""A patient's own calendar: as a file, or as a link; and whether whole days in it count."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import AnyOf

from iopsched.domain.own_calendar import LARGEST_FILE
from iopsched.web.fields import KindForm

YES, NO = "yes", "no"


class FileForm(KindForm):
    """The file is read as far as it may be large, and one letter more."""

    file = FileField(_l("Calendar file (.ics)"), [FileRequired(_l("Choose a file that ends in .ics."))])

    def content(self) -> bytes:
        read: bytes = self.file.data.read(LARGEST_FILE + 1)
        return read


class LinkForm(KindForm):
    """What is typed is never shown again: it is a secret."""

    link = StringField(_l("Link of your calendar"))


class KeepForm(KindForm):
    """Whole days count only for who says so."""

    all_day = StringField(_l("Whole days"), [AnyOf((YES, NO), _l("Choose one."))], default=NO)
