"""A look is noted once an hour for each member of staff and record, however many looks there are at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from iopsched.domain.errors import Busy
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import limits
from iopsched.store.db import db, is_writing
from iopsched.usecases import clear_leftovers
from iopsched.usecases.people import note_look, view_patient
from tests.conftest import NOW, StandingClock
from tests.stored import a_stored_patient, a_stored_staff
from tests.trail import told, trail


def test_further_looks_within_the_hour_are_the_same_one(staff: Staff, ana: Patient, clock: StandingClock):
    for minutes in (0, 30, 29, 1):
        note_look.note(staff, now=clock.advance(minutes=minutes), patient_id=ana.id)

    assert [(entry.action, (entry.at - NOW).seconds // 60) for entry in trail(ana)] == [("looked", 0), ("looked", 60)]


def test_everybody_and_every_record_counts_for_itself(program: Program, staff: Staff, ana: Patient):
    other, ben = a_stored_staff(program), a_stored_patient(program)

    for who in (staff, other):
        note_look.note(who, now=NOW, patient_id=ana.id)
        note_look.note(who, now=NOW, patient_id=ben.id)
        note_look.note(who, now=NOW, session_id=ana.id, people=3)

    assert told(ana) == told(ben) == [(f"staff:{who.id}", "looked") for who in (staff, other)]
    assert [{**entry.detail} for entry in trail(program) if entry.session_id] == [{"people": 3}] * 2


def test_sweeping_up_does_not_shorten_the_hour(staff: Staff, ana: Patient, clock: StandingClock):
    note_look.note(staff, now=NOW, patient_id=ana.id)
    clear_leftovers.clear(now=clock.advance(minutes=59))

    note_look.note(staff, now=clock.now, patient_id=ana.id)

    assert len(trail(ana)) == 1


def test_eight_looks_at_once_are_one(app: Flask, staff: Staff, ana: Patient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "count", lambda key, now: 0)

    def looks(_: int) -> None:
        with app.app_context():
            note_look.note(staff, now=NOW, patient_id=ana.id)
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(looks, range(8)))

    assert len(trail(ana)) == 1


def test_a_look_itself_holds_up_nobody(staff: Staff, ana: Patient, monkeypatch: pytest.MonkeyPatch):
    seen: list[bool] = []
    monkeypatch.setattr(limits, "count", lambda key, now: seen.append(is_writing()))

    view_patient.view(staff, ana.id, now=NOW)

    assert seen == [False]


def test_what_cannot_be_noted_is_not_shown(staff: Staff, ana: Patient, monkeypatch: pytest.MonkeyPatch):
    def cannot(*given: object) -> int:
        raise Busy

    monkeypatch.setattr(limits, "hit", cannot)

    with pytest.raises(Busy):
        view_patient.view(staff, ana.id, now=NOW)
    assert trail(ana) == []
