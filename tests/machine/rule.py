"""A second opinion on what may be booked, written without a look at the first: plain loops over the rows."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from tests.machine.tables import Row, Tables, each

FULL, BOOKED = "full", "booked"


def reasons(
    tables: Tables, patient_id: int, session_id: int, now: datetime, *, also: Iterable[int] = (), without: int = 0
) -> set[str]:
    """Every word for why not; ``also`` are sessions that count as booked, ``without`` is one that does not."""
    session, patient = tables["session"][session_id], tables["patient"][patient_id]
    mine = [*bookings_of(tables, patient_id, also, without)]
    if any(other["session_id"] == session_id for other in mine):
        return {BOOKED}
    found = {*_of_the_session(tables, session, patient_id, now)}
    found |= {*_of_the_day(tables, session, patient, mine)}
    return found | {*_of_the_plan(tables, session, patient, mine)}


def reasons_against_all(
    tables: Tables, patient_id: int, session_ids: Iterable[int], now: datetime
) -> dict[int, set[str]]:
    """Of each that is not booked yet, in order of time, as the week grows by those before."""
    found: dict[int, set[str]] = {}
    also: list[int] = []
    held = {row["session_id"] for row in bookings_of(tables, patient_id)}
    for session_id in sorted(session_ids, key=lambda each_id: (tables["session"][each_id]["starts"], each_id)):
        if session_id in held:
            continue
        if against := reasons(tables, patient_id, session_id, now, also=also):
            found[session_id] = against
        else:
            also.append(session_id)
    return found


def bookings_of(tables: Tables, patient_id: int, also: Iterable[int] = (), without: int = 0) -> Iterator[Row]:
    """What counts of each active booking, with its session's facts."""
    for booking in each(tables["booking"], patient_id=patient_id, cancelled_at=None):
        if booking["session_id"] != without:
            session = tables["session"][booking["session_id"]]
            counted = booking["attended_minutes"] if booking["attendance"] else session["counted_minutes"]
            yield session | {"session_id": session["id"], "brings": counted}
    for session_id in also:
        session = tables["session"][session_id]
        yield session | {"session_id": session_id, "brings": session["counted_minutes"]}


def is_lapsed(tables: Tables, session_ids: Iterable[int], now: datetime) -> bool:
    """Whether a hold of any of these is over and still there: then the next in line comes before whoever asks."""
    return any(row["session_id"] in {*session_ids} and row["until"] <= now for row in tables["hold"].values())


def kept_for_others(tables: Tables, session_id: int, patient_id: int | None, now: datetime) -> int:
    """So many people have a seat kept in it, for whatever purposes."""
    holds = [hold for hold in each(tables["hold"], session_id=session_id) if hold["until"] > now]
    return len({hold["patient_id"] for hold in holds} - {patient_id})


def week_of(tables: Tables, program_id: int, day: date) -> date:
    first = tables["program"][program_id]["first_weekday"]
    return day - timedelta(days=(day.weekday() - first) % 7)


def _of_the_session(tables: Tables, session: Row, patient_id: int, now: datetime) -> Iterator[str]:
    if session["is_cancelled"]:
        yield "cancelled"
    if session["starts"] <= now:
        yield "started"
    if session["taken"] + kept_for_others(tables, session["id"], patient_id, now) >= session["seats"]:
        yield FULL


def _of_the_day(tables: Tables, session: Row, patient: Row, mine: list[Row]) -> Iterator[str]:
    meeting = [other for other in mine if meets(session, other["starts"], other["ends"])]
    if meeting:
        yield "overlaps"
    if any(meets(session, *span) for span in busy(tables, patient, session["day"])):
        yield "committed"
    apart = [other for other in mine if other not in meeting]
    if any(_gap(session, other) < _way(tables, patient, session, other) for other in apart):
        yield "travel"


def meets(session: Row, starts: datetime, ends: datetime) -> bool:
    return bool(session["starts"] < ends and starts < session["ends"])


def busy(tables: Tables, patient: Row, around: date) -> Iterator[tuple[datetime, datetime]]:
    """On the patient's own clock, from two days before to two days after."""
    zone = zone_of(tables, patient)
    for commitment in each(tables["commitment"], patient_id=patient["id"]):
        for offset in range(-2, 3):
            day = around + timedelta(days=offset)
            if commitment["day"] == day or (commitment["day"] is None and commitment["weekday"] == day.weekday()):
                overnight = timedelta(days=commitment["ends"] <= commitment["begins"])
                yield (
                    datetime.combine(day, commitment["begins"], zone).astimezone(UTC),
                    datetime.combine(day + overnight, commitment["ends"], zone).astimezone(UTC),
                )


def zone_of(tables: Tables, patient: Row) -> ZoneInfo:
    return ZoneInfo(patient["timezone"] or tables["program"][patient["program_id"]]["timezone"])


def counting(plans: list[Row], monday: date) -> list[Row]:
    """The plan of each day of the week that counts: Monday to Friday, or the weekend if nothing else is covered."""
    days = [monday + timedelta(days=offset) for offset in range(7)]
    covered = [(day, plan) for day in days for plan in plans if plan["first_day"] <= day <= plan["last_day"]]
    return [plan for day, plan in covered if day.weekday() < 5] or [plan for _, plan in covered]


def mean(plans: list[Row], monday: date, most: str, *, step: int = 1) -> int:
    """What the plans of a week allow at most, weighed by their days, rounded up, and no more than any of them does."""
    allowed = [int(plan[most]) for plan in counting(plans, monday)]
    return min(max(allowed), ceil(sum(allowed) / len(allowed) / step) * step)


def _gap(one: Row, other: Row) -> timedelta:
    gap: timedelta = max(one["starts"], other["starts"]) - min(one["ends"], other["ends"])
    return gap


def _way(tables: Tables, patient: Row, one: Row, other: Row) -> timedelta:
    program = tables["program"][patient["program_id"]]
    home = program["travel_minutes"] if patient["travel_minutes"] is None else patient["travel_minutes"]
    if one["modality"] != other["modality"]:
        return timedelta(minutes=max(home, -(-program["site_minutes"] // 2)))
    is_a_way = one["modality"] == "in_person" and one["site"] != other["site"]
    return timedelta(minutes=program["site_minutes"] if is_a_way else 0)


def _of_the_plan(tables: Tables, session: Row, patient: Row, mine: list[Row]) -> Iterator[str]:
    program = tables["program"][patient["program_id"]]
    monday = week_of(tables, program["id"], session["day"])
    week = [other for other in mine if week_of(tables, program["id"], other["day"]) == monday]
    plans = list(each(tables["treatment_plan"], patient_id=patient["id"]))
    plan = next((plan for plan in plans if plan["first_day"] <= session["day"] <= plan["last_day"]), None)
    if plan is None:
        yield "no_plan"
        return
    if session["modality"] not in plan["modalities"].split(","):
        yield "modality"
    that_day = sum(other["brings"] for other in week if other["day"] == session["day"])
    if that_day + session["counted_minutes"] > plan["day_most"]:
        yield "day_most"
    days = {other["day"] for other in week if other["brings"]}
    if session["day"] not in days and len(days) >= mean(plans, monday, "days_most"):
        yield "days_most"
    if sum(other["brings"] for other in week) + session["counted_minutes"] > mean(plans, monday, "week_most", step=30):
        yield "week_most"
    tracks = {other["track"] for other in week if other["track"]}
    is_mixed = tracks - {session["track"]} and not program["may_mix_tracks"]
    is_closed = session["track"] != plan["track"] and (plan["track"] or program["tracks_by_plan"])
    if session["track"] and (is_mixed or is_closed):
        yield "track"
