"""What was shown and what is to be shown: UIDs stay, SEQUENCE only rises, what is the same keeps its time."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.event import LAPSED_GRACE, NEVER, Event, Status
from iopsched.domain.feed import GRACE
from iopsched.domain.revision import revised
from tests.builders import at
from tests.conftest import NOW

HOUR = timedelta(hours=1)
KEPT = Event("", 0, NEVER, at(0, 18), at(0, 21), "Appointment", Status.TENTATIVE, subject="session:1")
_uids = count(1)


def new_uid() -> str:
    return f"uid-{next(_uids)}"


def known(*events: Event) -> dict[str, Event]:
    return {event.subject: event for event in events}


def first_shown(event: Event = KEPT) -> Event:
    (shown,) = revised({}, [event], NOW, new_uid)
    return shown


def test_what_is_new_gets_a_name_for_good_and_the_time_of_now():
    shown = first_shown()

    assert shown == replace(KEPT, uid=shown.uid, revised_at=NOW)
    assert shown.uid


def test_what_is_the_same_stays_the_same_to_the_byte():
    shown = first_shown()

    assert revised(known(shown), [KEPT], NOW + HOUR, new_uid) == (shown,)


def test_what_moves_is_the_same_event_with_a_higher_sequence():
    shown = first_shown()

    (moved,) = revised(known(shown), [replace(KEPT, starts=at(0, 17))], NOW + HOUR, new_uid)

    assert (moved.uid, moved.sequence, moved.revised_at) == (shown.uid, 1, NOW + HOUR)


def test_another_title_is_a_revision_without_another_sequence():
    shown = first_shown()

    (said,) = revised(known(shown), [replace(KEPT, title="Class")], NOW + HOUR, new_uid)

    assert (said.title, said.sequence, said.revised_at) == ("Class", 0, NOW + HOUR)


def test_a_kept_seat_that_is_booked_becomes_the_booking():
    shown = first_shown()
    booked = replace(KEPT, uid="of-the-booking", status=Status.CONFIRMED, revised_at=NOW)

    (now,) = revised(known(shown), [booked], NOW + HOUR, new_uid)

    assert (now.uid, now.sequence, now.status) == (shown.uid, 1, Status.CONFIRMED)


def test_a_kept_seat_that_is_no_more_is_called_off_for_two_days():
    shown = first_shown()

    (off,) = revised(known(shown), [], NOW + HOUR, new_uid)
    later = revised(known(off), [], NOW + HOUR + LAPSED_GRACE, new_uid)

    assert (off.uid, off.sequence, off.status.is_off, off.title) == (shown.uid, 1, True, "Canceled: Appointment")
    assert revised(known(off), [], NOW + 2 * HOUR, new_uid) == (off,)
    assert later == ()


def test_what_stood_fast_is_called_off_for_the_whole_grace():
    shown = first_shown(replace(KEPT, status=Status.CONFIRMED))

    (off,) = revised(known(shown), [], NOW, new_uid)

    assert off.leaves_at == NOW + GRACE


def test_what_was_called_off_and_comes_again_is_the_same_event():
    shown = first_shown()
    (off,) = revised(known(shown), [], NOW, new_uid)

    (again,) = revised(known(off), [KEPT], NOW + HOUR, new_uid)

    assert (again.uid, again.sequence, again.status) == (shown.uid, 2, Status.TENTATIVE)


def test_what_is_long_past_goes_without_being_called_off():
    past = replace(first_shown(), starts=NOW - timedelta(weeks=5), ends=NOW - timedelta(weeks=5) + HOUR)

    assert revised(known(past), [], NOW, new_uid) == ()


steps = st.lists(st.dictionaries(st.sampled_from("abc"), st.tuples(st.integers(0, 2), st.sampled_from(Status))))


@given(steps)
def test_whatever_happens_an_event_in_a_calendar_only_goes_on(steps: list[dict[str, tuple[int, Status]]]):
    shown: tuple[Event, ...] = ()
    for number, step in enumerate(steps):
        before = known(*shown)
        wanted = [
            replace(KEPT, subject=subject, starts=at(0, 18 + hour), status=status)
            for subject, (hour, status) in step.items()
        ]
        shown = revised(before, wanted, NOW + number * HOUR, new_uid)
        for event in shown:
            if (then := before.get(event.subject)) and event != then:
                assert event.uid == then.uid
                assert event.revised_at > then.revised_at
                assert event.sequence - then.sequence == (event.when_and_where != then.when_and_where)
