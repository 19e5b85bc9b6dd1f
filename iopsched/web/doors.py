"""Every door, and what all of them share: the one list that a new page must be added to."""

from __future__ import annotations

from flask import Flask

from iopsched.web import (
    absences,
    account,
    accounts,
    admissions,
    api,
    arrivals,
    authorisations,
    board,
    board_seats,
    calendar,
    calendar_files,
    calls,
    certifications,
    changes,
    clinicians,
    commitments,
    drafts,
    dues,
    errors,
    feed,
    form_keys,
    gaps,
    health,
    help,
    hold,
    holidays,
    hooks,
    kiosk,
    kiosks,
    ledger,
    letters,
    limits,
    log,
    login,
    mail_links,
    me,
    messages,
    my_messages,
    offerings,
    origin,
    own_calendars,
    patients_file,
    people,
    plan,
    planned,
    previews,
    program_plan,
    pwa,
    records,
    replacements,
    reports,
    rooms,
    roster,
    seasons,
    seating,
    seats,
    security,
    staff_account,
    staff_calendars,
    staff_letters,
    treatment_plans,
    usual,
    waiting,
    waitlist,
    week,
    wordings,
    words,
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
