"""A file of patients: chosen first, then carried along as text until somebody has seen what it would bring."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from iopsched.domain.errors import Invalid
from iopsched.web.fields import KindForm

LARGEST = 400 * 1024
"""Bytes: more than a thousand people have."""
TOO_LARGE = "This file is too large. Split it into parts of at most 400 KB."
ALL, GOOD = "all", "good"
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of spreadsheets begin, whatever they are called."""


class FileForm(KindForm):
    """What was chosen is read as far as it may be large, and one byte more."""

    file = FileField(_l("File (.csv)"), [FileRequired(_l("Choose a file that ends in .csv."))])

    def words(self) -> str:
        """Raises Invalid for what is too large, or saved in letters of an old spreadsheet's own."""
        read: bytes = self.file.data.read(LARGEST + 1)
        if len(read) > LARGEST:
            raise Invalid(file=TOO_LARGE)
        if read.startswith(WORKBOOKS):
            raise Invalid(file="This is a workbook of a spreadsheet. Open it there and save it as 'CSV UTF-8'.")
        try:
            return read.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Invalid(file="This file is not in UTF-8. Save it again as 'CSV UTF-8'.") from error


class TakeForm(KindForm):
    """``text`` is the file as it was looked into; ``which`` says whether one wrong line keeps all of it out."""

    text = HiddenField()
    which = HiddenField(default=ALL)
