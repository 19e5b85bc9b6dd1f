"""What staff say when they seat a patient, or keep the waiting list, as a form."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l

from iopsched.domain import reason
from iopsched.domain.refusal import OVERRULABLE, Why
from iopsched.web.fields import KindForm, words


class ReasonForm(KindForm):
    """A button, and why."""

    reason = words(_l("Reason"), longest=reason.LONGEST)

    @property
    def why(self) -> str:
        return self.reason.data or ""


def overruled() -> frozenset[Why]:
    """What the page has said to be in the way when its button was pressed."""
    said = set(request.form.getlist("over"))
    return frozenset(why for why in OVERRULABLE if why.value in said)
