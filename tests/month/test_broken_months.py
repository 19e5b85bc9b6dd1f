"""The judge is not asleep: with one rule of the service broken on purpose, it notices, and says which."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from iopsched.domain.message import Kind, Message, State
from iopsched.domain.telling import Telling
from iopsched.gateways.sender import Outcome, Receipt
from iopsched.gateways.sms import twilio
from iopsched.store import bookings, locks, many_messages, messages, outbox, people
from iopsched.usecases.messages import check_signature, compose_text, keep_caps, tell_patient
from tests.month import judge
from tests.month.month import play
from tests.month.people import DEEDS
from tests.month.record import Plan

Patch = pytest.MonkeyPatch
ROUGH = Plan(seed=1, patients=10, days=5, deeds=3, texts=0.5, deaths=0.006)
TRIES = 5
"""Seeds, each a few days, within which a broken rule is to be noticed; most are by the first."""


def at_any_hour(patch: Patch) -> None:
    for module in (compose_text, tell_patient):
        patch.setattr(module, "next_decent_hour", lambda moment, *_: moment)


def without_asking_for_consent(patch: Patch) -> None:
    known, held = people.patient, locks.patients
    patch.setattr(people, "patient", lambda patient_id: replace(known(patient_id), accepts_texts=True))
    patch.setattr(locks, "patients", lambda ids: tuple(replace(each, accepts_texts=True) for each in held(ids)))
    patch.setattr(messages, "withdraw_all", lambda patient_id: None)


def without_a_look_at_the_provider(patch: Patch) -> None:
    patch.setattr(twilio.TwilioSender, "find", lambda *_: None)


def again_whenever_it_is_unclear(patch: Patch) -> None:
    outcome_of = twilio._after
    patch.setattr(twilio, "_after", lambda *said: busy_if_unclear(outcome_of(*said)))


def busy_if_unclear(receipt: Receipt) -> Receipt:
    return replace(receipt, outcome=Outcome.BUSY) if receipt.outcome is Outcome.UNCLEAR else receipt


def of_what_is_cancelled(patch: Patch) -> None:
    def reminder(matter: Any) -> str:
        day = date.fromisoformat(matter.message.about["day"])
        held = [booking.session for booking in bookings.of_patient(matter.patient.id, since=matter.now)]
        return str(matter.voice.reminder([session for session in held if session.day == day], matter.now))

    patch.setitem(compose_text.WORDS, Kind.REMINDER, reminder)
    patch.setattr(messages, "withdraw", lambda key: None)


def never_again_after_a_death(patch: Patch) -> None:
    patch.setattr(outbox, "WAITING", text("state IN ('due', 'unclear')"))


def never_again_when_busy(patch: Patch) -> None:
    def give_up(message: Message, *, until: datetime, failure: str = "") -> bool:
        return outbox.settle(message, State.FAILED, now=until, failure=failure)

    patch.setattr(outbox, "postpone", give_up)


def without_some_reminders(patch: Patch) -> None:
    def put(program_id: int, patient_id: int, kind: Kind, *more: Any, **given: Any) -> None:
        if kind is not Kind.REMINDER or patient_id % 2:
            known(program_id, patient_id, kind, *more, **given)

    known = messages.put
    patch.setattr(messages, "put", put)


def for_whoever_calls(patch: Patch) -> None:
    patch.setattr(check_signature, "is_genuine", lambda *_: True)


def without_caps(patch: Patch) -> None:
    patch.setattr(keep_caps, "enough", lambda *_: None)


def at_hours_that_they_did_not_choose(patch: Patch) -> None:
    patch.setitem(DEEDS, "choose_hours", 30)
    patch.setattr(Telling, "within", lambda _, program: program)


def without_news_to_some(patch: Patch) -> None:
    def put(program_id: int, patient_id: int, kind: Kind, *more: Any, **given: Any) -> None:
        if kind is not Kind.CANCELLED or patient_id % 2:
            known(program_id, patient_id, kind, *more, **given)

    def put_all(rows: Any) -> None:
        known_all([row for row in rows if row["kind"] is not Kind.CANCELLED or row["patient_id"] % 2])

    known, known_all = messages.put, many_messages.put_all
    patch.setattr(messages, "put", put)
    patch.setattr(many_messages, "put_all", put_all)


BROKEN: dict[Callable[[Patch], None], Callable[[Any], Any]] = {
    at_any_hour: judge.a_text_comes_in_their_hours,
    without_asking_for_consent: judge.a_text_comes_to_who_agrees,
    without_a_look_at_the_provider: judge.a_matter_is_told_once,
    again_whenever_it_is_unclear: judge.a_matter_is_told_once,
    of_what_is_cancelled: judge.a_text_says_what_is_so,
    never_again_after_a_death: judge.nothing_is_left,
    never_again_when_busy: judge.what_was_not_told_could_not_be,
    without_some_reminders: judge.everybody_is_reminded,
    without_caps: judge.nobody_is_told_too_much,
    at_hours_that_they_did_not_choose: judge.a_text_comes_in_their_hours,
    without_news_to_some: judge.what_others_did_is_to_be_told,
    for_whoever_calls: judge.a_report_is_believed_if_it_is_signed,
}


def test_such_a_month_is_well_while_no_rule_is_broken(sqlite_url: str):
    assert judge.findings(play(sqlite_url, ROUGH)) == []


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_a_broken_rule_is_noticed(
    broken: Callable[[Patch], None], migrated_file: Path, tmp_path: Path, monkeypatch: Patch
):
    broken(monkeypatch)

    noticed: set[str] = set()
    for seed in range(1, TRIES + 1):
        if BROKEN[broken].__name__ not in noticed:
            url = f"sqlite:///{shutil.copy(migrated_file, tmp_path / str(seed))}"
            noticed |= {finding.law for finding in judge.findings(play(url, replace(ROUGH, seed=seed)))}

    assert BROKEN[broken].__name__ in noticed
