"""Every door, and what all of them share: the one list that a new page must be added to."""

from __future__ import annotations

from flask import Flask

from iopsched.web import arrivals, errors, form_keys, kiosk, letters, limits, login, origin, security, words
from iopsched.web.machines import api, feed, health, hooks, pwa
from iopsched.web.patient import (
    account,
    calendar,
    calendar_files,
    commitments,
    help,
    hold,
    mail_links,
    me,
    my_messages,
    own_calendars,
    plan,
    planned,
    seats,
    usual,
    waiting,
    week,
)
from iopsched.web.staff import (
    accounts,
    admissions,
    authorisations,
    board,
    board_seats,
    calls,
    certifications,
    drafts,
    dues,
    kiosks,
    ledger,
    log,
    messages,
    patients_file,
    people,
    program_plan,
    records,
    reports,
    roster,
    seating,
    staff_account,
    staff_calendars,
    staff_letters,
    treatment_plans,
    waitlist,
    wordings,
)
from iopsched.web.staff.availability import (
    absences,
    changes,
    clinicians,
    gaps,
    holidays,
    offerings,
    previews,
    replacements,
    rooms,
    seasons,
)

GLUE = (origin, security, errors, login, limits, words, form_keys)
OF_PATIENTS = (
    *(account, week, usual, seats, waiting, plan, planned, hold, commitments, own_calendars),
    *(calendar, calendar_files, me, my_messages, help, arrivals, letters),
)
OF_STAFF = (
    *(
        staff_account,
        board,
        board_seats,
        program_plan,
        roster,
        changes,
        previews,
        replacements,
        gaps,
        people,
        admissions,
        seating,
        waitlist,
    ),
    *(offerings, absences, clinicians, holidays, rooms, seasons),
    *(ledger, dues, certifications, reports, calls, messages, drafts, log, accounts, wordings, kiosks, staff_calendars),
    *(treatment_plans, records, patients_file, authorisations, staff_letters),
)
OF_MACHINES = (api, feed, health, pwa, kiosk)
SIGNED = (hooks, mail_links)
"""Signed by other means than the token of a page."""


def init_app(app: Flask) -> None:
    """Open every door."""
    for glue in GLUE:
        glue.init_app(app)
    for door in (*OF_PATIENTS, *OF_STAFF, *OF_MACHINES):
        app.register_blueprint(door.blueprint)
    app.register_blueprint(mail_links.confirming)
    for door in SIGNED:
        app.extensions["csrf"].exempt(door.blueprint)
        app.register_blueprint(door.blueprint)
