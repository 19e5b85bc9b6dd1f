"""What a draft is called in a list: by its session as it stands, so that no two read the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from iopsched.domain.change_draft import ChangeDraft, Wanted
from iopsched.domain.intent import Intent, Several, offered, single
from iopsched.domain.offering import Change, Closure
from iopsched.domain.series import Reach
from iopsched.domain.words import Modality
from iopsched.usecases.availability.view_drafts import Drafted
from iopsched.web.staff.availability.draft_details import detail_said
from iopsched.web.staff.availability.draft_titles import draft_said
from tests.builders import MONDAY, a_session, an_offering
from tests.conftest import NOW, an_app

TUESDAY = MONDAY + timedelta(days=1)
GROUP = replace(a_session(zone=ZoneInfo("UTC"), place="Room 2"), id=7)
"""Nobody is signed in here, so no program says which wall it is."""
NAMED = "group on Mon, Nov 30, 6 pm (in person, Room 2)"


@pytest.fixture(autouse=True, scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = an_app(f"sqlite:///{tmp_path_factory.mktemp('titles') / 'none.sqlite3'}")
    with app.test_request_context():
        yield app


def a_draft(intent: Intent, undoes: int | None = None) -> ChangeDraft:
    return ChangeDraft(1, 1, 1, Wanted(intent), NOW, undoes=undoes)


@pytest.mark.parametrize(
    ("intent", "title"),
    [
        (single.CancelSession(7), f"Cancel {NAMED}"),
        (single.CancelSession(7, Reach.FOLLOWING), f"Cancel {NAMED} and all later ones"),
        (single.CancelSession(7, Reach.ALL), f"Cancel {NAMED} and all others that are ahead"),
        (single.CancelSession(8), "Cancel a session"),
        (single.MoveSession(7, TUESDAY, time(9)), f"Move {NAMED} to Tuesday, December 1, 9 am"),
        (single.MoveSession(7, MONDAY, time(18)), "Move group to Monday, November 30, 6 pm"),
        (single.SetSeats(7, 5), f"Change seats to 5: {NAMED}"),
        (single.AlterSession(7, Modality.TELEHEALTH, 60, 60), f"Change {NAMED}"),
        (single.HandOver(7, 3), f"Change who leads {NAMED}"),
        (single.ReopenSession(7), f"Open {NAMED} again"),
        (single.PutBack(7, Change(1, MONDAY)), f"Put {NAMED} back as it was"),
        (Several((single.HandOver(7, 3), single.HandOver(9, 3))), f"Change 2 sessions, first {NAMED}"),
        (
            Several((offered.AddOffering(an_offering()), single.CancelSession(7))),
            f"Cancel {NAMED}, with 1 session more",
        ),
        (
            offered.AddOffering(an_offering(place="Room 5", first_day=MONDAY, last_day=MONDAY)),
            "Add group, Mon, Nov 30, 6 pm (in person, Room 5)",
        ),
        (offered.AddOffering(an_offering()), "Offer group, Monday, 6 pm, every week (in person)"),
        (offered.ChangeOffering(an_offering()), "Change in all weeks: group, Monday, 6 pm (in person)"),
        (
            offered.ChangeOffering(an_offering(), since=TUESDAY),
            "Change from Tuesday, December 1 on: group, Monday, 6 pm (in person)",
        ),
    ],
)
def test_a_draft_is_called_after_what_it_is_about(intent: Intent, title: str):
    assert draft_said(Drafted(a_draft(intent), "Olga"), [GROUP]) == title


def test_what_takes_back_is_called_after_what_it_takes_back():
    undo, undone = a_draft(offered.ReopenDay(MONDAY), undoes=1), a_draft(offered.CloseDay(Closure(MONDAY)))

    assert draft_said(Drafted(undo, "Olga", undone), []) == "Take back: Close Monday, November 30, 2026"
    assert draft_said(Drafted(undo, "Olga"), []) == "Take back: Open Monday, November 30 again"


@pytest.mark.parametrize(
    ("intent", "detail"),
    [
        (single.AlterSession(7, Modality.IN_PERSON, 180, 30, place="Room 2"), "counts as 30 min"),
        (single.AlterSession(7, Modality.TELEHEALTH, 180, 180), "telehealth"),
        (single.AlterSession(7, Modality.IN_PERSON, 120, 120, place="Room 5"), "6 to 8 pm; counts as 2 h; Room 5"),
        (single.HandOver(7, 3), "J. Okafor leads it"),
        (single.MoveSession(7, TUESDAY, time(9), "Room 3"), "Room 3"),
        (single.CancelSession(7), ""),
        (single.AlterSession(8, Modality.TELEHEALTH, 180, 180), ""),
        (offered.ChangeOffering(an_offering(counted_minutes=90)), "1 h 30 count, 8 seats"),
        (
            offered.ChangeOffering(an_offering(least=4, seats=12), "J. Okafor"),
            "3 h count, 12 seats, led by J. Okafor, asks for 4 people",
        ),
        (offered.EndOffering(1), "at once"),
        (offered.EndOffering(1, TUESDAY), "last day Tue, Dec 1"),
    ],
)
def test_the_line_below_says_what_the_title_does_not(intent: Intent, detail: str):
    led = {"altered": {"7": ["J. Okafor" if isinstance(intent, single.HandOver) else ""]}}

    assert detail_said(Drafted(replace(a_draft(intent), seen=led), "Olga"), [GROUP]) == detail


def test_nothing_is_added_to_what_takes_back():
    assert detail_said(Drafted(a_draft(offered.EndOffering(1), undoes=1), "Olga"), [GROUP]) == ""
