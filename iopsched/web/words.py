"""What templates may say: Flask-Babel set up, and every filter and picture handed to Jinja."""

from __future__ import annotations

from flask import Flask, has_request_context
from flask_babel import Babel, get_locale

from iopsched.web import (
    amounts,
    busy_words,
    names,
    pictures,
    requirement_words,
    sentences,
    staff_words,
    telling_words,
    usual_words,
    visitor,
    waiting_words,
    wall,
    zones,
)
from iopsched.web.patient import make_up_words, own_calendar_words
from iopsched.web.staff import (
    authorisation_words,
    board_words,
    call_words,
    delivery_words,
    ledger_words,
    log_words,
    plan_change_words,
    program_plan_words,
    role_words,
    staff_reasons,
    waitlist_words,
    wording_words,
)
from iopsched.web.staff.availability import (
    difference_words,
    draft_details,
    draft_titles,
    draft_words,
    seats_words,
    way_words,
)

LANGUAGES = ("en",)
"""English needs no folder in translations/; a second language is a folder there and a word here."""

OF_PATIENTS = (
    *(names, amounts, wall, sentences, waiting_words, requirement_words, busy_words, own_calendar_words),
    *(usual_words, make_up_words, telling_words, zones),
)
OF_STAFF = (
    *(staff_words, staff_reasons, waitlist_words, log_words, program_plan_words, ledger_words, wording_words),
    *(plan_change_words, authorisation_words, board_words, delivery_words),
    *(draft_titles, draft_details, draft_words, difference_words, seats_words, way_words, call_words, role_words),
)


def init_app(app: Flask) -> None:
    """Give the app its languages, its wall time and the words of its templates."""
    Babel(app, locale_selector=_language, timezone_selector=visitor.wall_zone)
    for room in (*OF_PATIENTS, *OF_STAFF):
        app.jinja_env.filters.update(room.FILTERS)
    app.jinja_env.globals.update(pictures.PICTURES)
    app.context_processor(lambda: {"language": str(get_locale())})


def _language() -> str:
    return visitor.language(LANGUAGES) if has_request_context() else LANGUAGES[0]
