"""The page of what is in a patient's way, with the forms that it is added by."""

from __future__ import annotations

from itertools import groupby

from flask import render_template

from iopsched.usecases.weeks import view_commitments
from iopsched.web import login
from iopsched.web.clock import now
from iopsched.web.dates import WEEKDAYS
from iopsched.web.patient.forms_commitment import STARTS, CommitmentForm
from iopsched.web.patient.forms_own_calendar import FileForm, LinkForm
from iopsched.web.zones import zone_name


def page(
    form: CommitmentForm | None = None,
    *,
    start: str = "",
    file_form: FileForm | None = None,
    link_form: LinkForm | None = None,
) -> str:
    """``start`` is the chip that filled the form in. A form that is not given is empty."""
    patient = login.current_patient()
    view = view_commitments.view(patient.id, now=now())
    return render_template(
        "patient/commitments.html",
        tab="plan",
        view=view,
        weekly=[(day, [*alike]) for day, alike in groupby(view.weekly, key=lambda mine: WEEKDAYS[mine.weekday or 0])],
        form=form or CommitmentForm(formdata=None),
        file_form=file_form or FileForm(formdata=None),
        link_form=link_form or LinkForm(formdata=None),
        starts=STARTS,
        start=start,
        weekdays=WEEKDAYS,
        zone_said=zone_name(view.zone.key),
    )
