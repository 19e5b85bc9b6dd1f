"""Those who lead sessions: their names righted, mistyped ones merged, those who lead nothing any more retired."""

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial

import pytest

from iopsched.domain.absence import Absence
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.feed import Content, Kind, Owner
from iopsched.domain.offering import Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import absences, accounts, clinicians, feeds, messages, offerings, programs, sessions
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import (
    adjust_availability,
    change_session,
    end_offering,
    keep_absences,
    keep_clinicians,
    keep_offerings,
)
from iopsched.usecases.availability.survey_ground import survey
from iopsched.usecases.feeds import keep_links
from iopsched.usecases.people import keep_accounts
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.stored import a_stored_clinician, a_stored_offering, a_stored_program, a_stored_staff

DAY = timedelta(days=1)


def led_by(program: Program, clinician_id: int, **given: object) -> Offering:
    """Mondays at six, opened."""
    offering = a_stored_offering(program, clinician_id=clinician_id, **given)
    adjust_availability.open_sessions(now=NOW)
    return offering


def leaders(program: Program) -> set[str]:
    with reading():
        return {one.clinician for one in sessions.between(program.id, NOW, NOW + 100 * DAY) if not one.is_cancelled}


def names(staff: Staff) -> list[str]:
    return [line.clinician.name for line in keep_clinicians.list_all(staff, now=NOW)]


def refused(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Invalid) as found:
        act()
    return dict(found.value.problems)


def test_a_mistyped_name_is_righted_everywhere(program: Program, staff: Staff):
    typed = a_stored_clinician(program, "Dana Witlock")
    led_by(program, typed)

    keep_clinicians.rename(staff, typed, "  Dana   Whitlock ", now=NOW)

    assert leaders(program) == {"Dana Whitlock"}
    (line,) = keep_clinicians.list_all(staff, now=NOW)
    assert (line.clinician.name, line.sessions > 0) == ("Dana Whitlock", True)


def test_a_name_that_somebody_has_is_not_taken(program: Program, staff: Staff):
    one, other = a_stored_clinician(program, "Dana Whitlock"), a_stored_clinician(program, "Irene Okafor")

    assert "merge the two" in refused(lambda: keep_clinicians.rename(staff, other, "dana  whitlock", now=NOW))["name"]
    assert "called" in refused(lambda: keep_clinicians.rename(staff, other, " ", now=NOW))["name"]
    assert "at most" in refused(lambda: keep_clinicians.rename(staff, other, "D" * 81, now=NOW))["name"]
    keep_clinicians.rename(staff, one, "dana whitlock", now=NOW)
    assert names(staff) == ["Irene Okafor", "dana whitlock"]


def test_what_a_mistyped_one_has_goes_to_the_right_one_and_nobody_is_told(program: Program, staff: Staff, ana: Patient):
    typed, meant = a_stored_clinician(program, "Dana Witlock"), a_stored_clinician(program, "Dana Whitlock")
    irene = a_stored_clinician(program, "Irene Okafor")
    offering = led_by(program, typed)
    other = led_by(program, irene, begins=time(9))
    with reading():
        morning, evening = sessions.in_week(program, MONDAY)
    change_session.change_leader(staff, morning.id, typed, now=NOW)
    keep_absences.add(staff, Absence(0, irene, MONDAY + 7 * DAY, stand_in_id=typed), now=NOW)
    keep_absences.add(staff, Absence(0, typed, MONDAY + 14 * DAY), now=NOW)
    account = a_stored_staff(program, Role.CLINICIAN, clinician_id=typed)
    keep_links.create_for_staff(staff, "Desk", Content(Kind.CLINICIAN, clinician_id=typed), now=NOW)
    book_session.book(ana.id, evening.id, now=NOW)
    with reading():
        told = messages.of_patient(ana.id)

    keep_clinicians.merge(staff, typed, meant, now=NOW)

    assert leaders(program) == {"Dana Whitlock", "Irene Okafor", ""}
    with reading():
        assert messages.of_patient(ana.id) == told
        assert offerings.get(program.id, offering.id).clinician_id == meant
        assert [one.clinician_id for one in offerings.changes(program.id)] == [meant]
        assert [(one.clinician_id, one.stand_in_id) for one in absences.in_program(program.id)] == [
            (irene, meant),
            (meant, None),
        ]
        assert accounts.get(program.id, account.id).clinician_id == meant
        assert [one.content.clinician_id for one in feeds.of_owner(Owner(program.id, staff_id=staff.id))] == [meant]
        assert offerings.get(program.id, other.id).clinician_id == irene
    assert names(staff) == ["Dana Whitlock", "Irene Okafor"]


def test_a_merged_name_means_the_right_one_from_now_on(program: Program, staff: Staff):
    typed, meant = a_stored_clinician(program, "Dana Witlock"), a_stored_clinician(program, "Dana")

    keep_clinicians.merge(staff, typed, meant, now=NOW)
    keep_clinicians.rename(staff, meant, "Dana Witlock", now=NOW)

    assert a_stored_clinician(program, "dana witlock") == a_stored_clinician(program, "Dana") == meant
    (line,) = keep_clinicians.list_all(staff, now=NOW)
    assert (line.clinician.name, line.also) == ("Dana Witlock", ("Dana",))
    with pytest.raises(NotFound):
        keep_clinicians.find(staff, typed, now=NOW)


def test_two_who_lead_at_once_are_not_one(program: Program, staff: Staff):
    typed, meant = a_stored_clinician(program, "Dana Witlock"), a_stored_clinician(program, "Dana Whitlock")
    led_by(program, typed)
    led_by(program, meant, begins=time(19))

    problem = refused(lambda: keep_clinicians.merge(staff, typed, meant, now=NOW))["stays"]

    assert "lead at once: Mon, Nov 23, 2026, 6 pm and 7 pm" in problem
    assert leaders(program) == {"Dana Witlock", "Dana Whitlock"}


def test_one_who_is_away_while_the_other_leads_is_put_right_first(program: Program, staff: Staff):
    typed, meant = a_stored_clinician(program, "Dana Witlock"), a_stored_clinician(program, "Dana Whitlock")
    led_by(program, typed)
    keep_absences.add(staff, Absence(0, meant, MONDAY), now=NOW)

    away = refused(lambda: keep_clinicians.merge(staff, typed, meant, now=NOW))["stays"]
    keep_absences.add(staff, Absence(0, typed, MONDAY), now=NOW)
    twice = refused(lambda: keep_clinicians.merge(staff, typed, meant, now=NOW))["stays"]

    assert "away while the other leads: Mon, Nov 30, 2026, 6 pm" in away
    assert "Both are away" in twice
    assert refused(lambda: keep_clinicians.merge(staff, meant, meant, now=NOW)) == {"stays": keep_clinicians.SAME}


def test_who_leads_something_ahead_does_not_retire(program: Program, staff: Staff):
    zoe, dana = a_stored_clinician(program, "Zoe Gone"), a_stored_clinician(program, "Dana Whitlock")
    offering = led_by(program, zoe)
    keep_absences.add(staff, Absence(0, dana, MONDAY, stand_in_id=zoe), now=NOW)

    problem = refused(lambda: keep_clinicians.retire(staff, zoe, now=NOW))
    ahead = keep_clinicians.find(staff, zoe, now=NOW).ahead

    assert problem == {"retire": keep_clinicians.LEADS}
    assert [one.id for one in ahead.offerings] == [offering.id]
    assert (len(ahead.sessions) > 1, [one.clinician_id for one in ahead.absences]) == (True, [dana])


def test_a_session_that_was_given_to_somebody_and_called_off_is_still_theirs(program: Program, staff: Staff):
    zoe, dana = a_stored_clinician(program, "Zoe Gone"), a_stored_clinician(program, "Dana Whitlock")
    led_by(program, dana)
    with reading():
        (monday,) = sessions.in_week(program, MONDAY)
    change_session.change_leader(staff, monday.id, zoe, now=NOW)
    change_session.cancel(staff, monday.id, now=NOW)

    assert [one.id for one in keep_clinicians.find(staff, zoe, now=NOW).ahead.sessions] == [monday.id]
    assert "retire" in refused(lambda: keep_clinicians.retire(staff, zoe, now=NOW))


def test_who_retired_is_nobody_s_choice_and_keeps_the_past(program: Program, staff: Staff):
    zoe, dana = a_stored_clinician(program, "Zoe Gone"), a_stored_clinician(program, "Dana Whitlock")
    past = led_by(program, zoe, first_day=MONDAY - 14 * DAY, last_day=MONDAY - 14 * DAY)
    offering = led_by(program, dana, begins=time(9))
    with reading():
        (monday,) = sessions.in_week(program, MONDAY)

    keep_clinicians.retire(staff, zoe, now=NOW)

    assert "Zoe Gone" not in keep_accounts.clinicians(staff)
    assert zoe not in keep_absences.view(staff, now=NOW).choices
    assert zoe not in keep_links.choices(staff)[0]
    assert "works here" in refused(lambda: change_session.change_leader(staff, monday.id, zoe, now=NOW))["clinician"]
    absence = Absence(0, dana, MONDAY, stand_in_id=zoe)
    assert "stand_in" in refused(lambda: keep_absences.add(staff, absence, now=NOW))
    again = partial(keep_offerings.change, staff, offering, clinician="zoe gone", now=NOW)
    assert refused(again) == {"clinician": keep_offerings.RETIRED}
    with reading():
        assert zoe not in survey(program, now=NOW).clinicians
        assert programs.clinicians(program.id)[offerings.get(program.id, past.id).clinician_id or 0] == "Zoe Gone"
    keep_clinicians.bring_back(staff, zoe, now=NOW)
    assert "Zoe Gone" in keep_accounts.clinicians(staff)


def test_those_who_retired_come_last(program: Program, staff: Staff):
    zoe, _ = a_stored_clinician(program, "A. Gone"), a_stored_clinician(program, "Dana Whitlock")
    with transaction():
        clinicians.retire(zoe, NOW)

    assert names(staff) == ["Dana Whitlock", "A. Gone"]


def test_an_offering_that_was_ended_is_no_longer_led(program: Program, staff: Staff):
    zoe = a_stored_clinician(program, "Zoe Gone")
    offering = led_by(program, zoe)
    end_offering.end_offering(staff, offering.id, None, now=NOW)

    keep_clinicians.retire(staff, zoe, now=NOW)

    assert keep_clinicians.find(staff, zoe, now=NOW).clinician.retired_at == NOW


def test_another_program_s_are_not_there_and_clinicians_keep_nobody(program: Program, staff: Staff):
    mine, theirs = a_stored_clinician(program), a_stored_clinician(a_stored_program(name="Hillside"))
    clinician = a_stored_staff(program, Role.CLINICIAN)

    for act in (keep_clinicians.find, keep_clinicians.retire, keep_clinicians.bring_back):
        with pytest.raises(NotFound):
            act(staff, theirs, now=NOW)
        with pytest.raises(Forbidden):
            act(clinician, mine, now=NOW)
    with pytest.raises(NotFound):
        keep_clinicians.merge(staff, theirs, mine, now=NOW)
    with pytest.raises(Forbidden):
        keep_clinicians.merge(clinician, mine, mine, now=NOW)
    with pytest.raises(Forbidden):
        keep_clinicians.rename(clinician, mine, "X", now=NOW)
    with pytest.raises(Forbidden):
        keep_clinicians.list_all(clinician, now=NOW)
