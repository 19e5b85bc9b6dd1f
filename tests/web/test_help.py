"""Help: how it works in plain words, and whom to call."""

from flask import Flask

from tests.doors import a_stranger, visiting_patient, visiting_staff
from tests.reading import links, said
from tests.stored import a_stored_patient, a_stored_program, a_stored_staff


def test_it_says_how_it_works_and_whom_to_call(app: Flask):
    program = a_stored_program(phone="+12125550142")

    page = visiting_patient(app, a_stored_patient(program)).get("/help")

    assert "How it works" in said(page)
    assert "Call Riverside" in said(page)
    assert {"tel:+12125550142", "/plan", "/commitments", "/me", "/calendar"} <= {*links(page)}
    assert "call or text 988" in said(page)


def test_a_program_without_a_phone_offers_no_call(app: Flask):
    page = visiting_patient(app, a_stored_patient(a_stored_program())).get("/help")

    assert "Call Riverside" not in said(page)


def test_it_says_nothing_that_tells(app: Flask):
    page = said(visiting_patient(app, a_stored_patient(a_stored_program())).get("/help")).lower()

    assert not [word for word in ("treatment", "compliance", "no-show", "failed", "patient", "!") if word in page]


def test_strangers_sign_in_first(app: Flask):
    assert a_stranger(app).get("/help").location == "/sign-in"


def test_staff_find_nothing_here(app: Flask):
    assert visiting_staff(app, a_stored_staff(a_stored_program())).get("/help").status_code == 404
