"""Places: no more seats than a room has, no session while it is closed, nobody who leads while away or twice."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from tests.machine import rule
from tests.machine.step import STAFF, Step
from tests.machine.tables import Row, each

Span = tuple[datetime, datetime]


def a_session_has_no_more_seats_than_its_room_and_its_kind(step: Step) -> None:
    for session in _made(step):
        whose = session["program_id"]
        caps = each(step.after["seat_cap"], program_id=whose, component=session["component"])
        rooms = each(step.after["room"], program_id=whose, name=session["place"], site=session["site"])
        assert session["seats"] <= min((row["seats"] for row in (*caps, *rooms)), default=99), session


def there_is_no_session_while_it_is_closed(step: Step) -> None:
    for session in _made(step):
        for closure in each(step.after["closure"], program_id=session["program_id"]):
            assert not rule.meets(session, *_span(step, closure)), (session, closure)


def there_is_no_session_out_of_its_season(step: Step) -> None:
    """By the date on which it is offered, wherever it was moved to."""
    for session in _made(step):
        offering = step.after["offering"][session["offering_id"]]
        if season := step.after["season"].get(offering["season_id"]):
            assert _holds(season, session["offered_on"]) != offering["pauses"], (session, season)


def nobody_leads_while_they_are_away(step: Step) -> None:
    """Unless they were given that very session by hand."""
    for session in _made(step):
        for absence in each(step.after["absence"], clinician_id=session["clinician_id"]):
            assert not rule.meets(session, *_span(step, absence)), (session, absence)


def staff_put_nobody_and_no_room_in_two_places(step: Step) -> None:
    """But for what was so before; what they change is all that they are refused."""
    ahead = [*each(step.after["session"], is_cancelled=False)]
    for one, other in product(_made(step) if step.by == STAFF else (), ahead):
        if _is_clash(step, one, other):
            first, second = (step.before["session"].get(session["id"], {}) for session in (one, other))
            was_so = bool(first and second) and _is_clash(step, first, second)
            assert was_so, (one, other)


def _made(step: Step) -> list[Row]:
    """Sessions ahead that this step has opened or altered."""
    changed = step.after.changed_from(step.before, "session")
    return [row for row in changed if not row["is_cancelled"] and row["starts"] > step.now and _is_altered(step, row)]


def _is_altered(step: Step, session: Row) -> bool:
    was = step.before["session"].get(session["id"])
    return was is None or was["revision"] != session["revision"]


def _is_clash(step: Step, one: Row, other: Row) -> bool:
    if one["id"] == other["id"] or one["program_id"] != other["program_id"]:
        return False
    if one["is_cancelled"] or other["is_cancelled"] or not rule.meets(one, other["starts"], other["ends"]):
        return False
    is_led = one["clinician_id"] is not None and one["clinician_id"] == other["clinician_id"]
    where = {"program_id": one["program_id"], "name": one["place"], "site": one["site"]}
    is_known = any(each(step.after["room"], **where)) and one["modality"] == other["modality"] == "in_person"
    return is_led or (is_known and (one["place"], one["site"]) == (other["place"], other["site"]))


def _holds(season: Row, day: date) -> bool:
    """In that very year, or also in those after it."""
    years = range(day.year - season["first_day"].year + 1) if season["yearly"] else [0]
    first, last = season["first_day"], season["last_day"]
    return any(_later(first, number) <= day <= _later(last, number) for number in years)


def _later(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def _span(step: Step, row: Row) -> Span:
    """When it begins and ends; midnight as an end is the one after its last day."""
    zone, last = ZoneInfo(step.program(row)["timezone"]), row["last_day"] or row["day"]
    if row["ends"] == time():
        last += timedelta(days=1)
    begins, ends = (datetime.combine(*when, zone) for when in ((row["day"], row["begins"]), (last, row["ends"])))
    return begins.astimezone(UTC), ends.astimezone(UTC)
