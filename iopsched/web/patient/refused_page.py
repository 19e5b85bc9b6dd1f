"""The page that says no: every reason, what stays as it was, and the way on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from iopsched.domain.refusal import Refusal, Why
from iopsched.usecases.weeks import view_week
from iopsched.web import login, sentences
from iopsched.web.clock import now
from iopsched.web.patient.week_filters import filters_in


@dataclass(frozen=True, slots=True)
class Answer:
    """``title`` says what was not done, ``kept`` what stays; ``link`` and ``label`` lead on, to the week by default.

    ``if_full`` is said of a seat that was there when the page was made.
    """

    title: str
    kept: str
    if_full: str = ""
    link: str = ""
    label: str = ""


def page(session_id: int, reasons: Iterable[Refusal], answer: Answer) -> ResponseReturnValue:
    """A 409 about this session. Raises NotFound for what is not the patient's to see."""
    session, view = view_week.view_around(login.current_patient().id, session_id, now=now())
    said = [_sentence(each, answer) or sentences.why_not(each, session) for each in reasons]
    fit = sum(candidate.fits for candidate in view.candidates)
    week = url_for("week.show", day=view.week.monday, **filters_in(request.args).query)  # type: ignore[arg-type]
    link, label = (answer.link, answer.label) if answer.link else (f"{week}#add", _way_on(fit))
    facts = {"session": session, "reasons": said, "answer": answer, "link": link, "label": label}
    return render_template("patient/refused.html", **facts), 409


def _sentence(reason: Refusal, answer: Answer) -> str:
    return answer.if_full if reason.why is Why.FULL else ""


def _way_on(fit: int) -> str:
    if not fit:
        return str(_("Go to your week"))
    return str(ngettext("See %(num)s session that fits", "See %(num)s sessions that fit", fit))
