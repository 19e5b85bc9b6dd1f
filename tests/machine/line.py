"""A second opinion on who waits for a seat, could take it, and whose turn it is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.machine import rule
from tests.machine.tables import Row, Tables, each

ENOUGH = timedelta(minutes=15)
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def free_seats(tables: Tables, session: Row, now: datetime) -> int:
    if session["is_cancelled"] or session["starts"] <= now:
        return 0
    return int(session["seats"] - session["taken"] - rule.kept_for_others(tables, session["id"], None, now))


def candidates(tables: Tables, session: Row, now: datetime) -> Iterator[Row]:
    """Waitings for a session of those who could be offered a free seat in it now."""
    for waiting in each(tables["waiting"], ended_at=None, program_id=session["program_id"]):
        if fits(tables, waiting, session) and _could(tables, waiting, session, now):
            yield waiting


def fits(tables: Tables, waiting: Row, session: Row) -> bool:
    if waiting["session_id"] is not None:
        return bool(waiting["session_id"] == session["id"])
    program = tables["program"][session["program_id"]]
    return bool(
        waiting["monday"] == rule.week_of(tables, program["id"], session["day"])
        and waiting["component"] in {None, session["component"]}
        and waiting["modality"] in {None, session["modality"]}
        and waiting["part"] in {None, _part_of(program, session)}
        and (not waiting["weekdays"] or WEEKDAYS[session["day"].weekday()] in waiting["weekdays"].split(","))
    )


def rank(tables: Tables, waiting: Row, session: Row, before: datetime) -> tuple[object, ...]:
    """As staff placed; whose week falls short; least recently offered a seat ``before``; first come."""
    offers = each(tables["offer"], patient_id=waiting["patient_id"])
    offered = [offer["offered_at"] for offer in offers if offer["offered_at"] < before]
    placed = waiting["placed"]
    is_met = not falls_short(tables, waiting["patient_id"], session["day"])
    when = (max(offered, default=LONG_AGO), waiting["since"], waiting["id"])
    return placed is None, placed or 0, is_met, *when


def falls_short(tables: Tables, patient_id: int, day: date) -> bool:
    """Whether the week of that day has fewer minutes than asked, or nothing is asked of it."""
    program_id = tables["patient"][patient_id]["program_id"]
    monday = rule.week_of(tables, program_id, day)
    booked = rule.bookings_of(tables, patient_id)
    brings = sum(row["brings"] for row in booked if rule.week_of(tables, program_id, row["day"]) == monday)
    least = asked(tables, patient_id, monday)
    return least is None or brings < least


def asked(tables: Tables, patient_id: int, monday: date) -> int | None:
    """Minutes of a week: a fifth for each day that counts, to the half hour; None where no plan covers any."""
    counting = rule.counting(list(each(tables["treatment_plan"], patient_id=patient_id)), monday)
    least = [int(plan["week_least"]) for plan in counting]
    if not least:
        return None
    return sum(least) // 5 // 30 * 30 if len(set(least)) > 1 or len(least) < 5 else least[0]


def lasts_until(tables: Tables, patient: Row, session: Row, now: datetime) -> datetime:
    """Until when an offer made now lasts: so long from the first decent hour, and not past the start."""
    program = tables["program"][session["program_id"]]
    asked = decent_hour(program, rule.zone_of(tables, patient), now)
    starts: datetime = session["starts"]
    return min(asked + timedelta(minutes=program["offer_minutes"]), starts)


def decent_hour(program: Row, zone: ZoneInfo, moment: datetime) -> datetime:
    """The first instant from then on at which a text may arrive."""
    day, clock = moment.astimezone(zone).date(), moment.astimezone(zone).time()
    if program["send_from"] <= clock < program["send_until"]:
        return moment
    morning = day + timedelta(days=clock >= program["send_until"])
    return datetime.combine(morning, program["send_from"], zone).astimezone(UTC)


def _could(tables: Tables, waiting: Row, session: Row, now: datetime) -> bool:
    whose = {"patient_id": waiting["patient_id"]}
    offers = [*each(tables["offer"], **whose)]
    has = any(hold["until"] > now for hold in each(tables["hold"], **whose, session_id=session["id"]))
    since = [offer for offer in offers if offer["session_id"] == session["id"] and offer["answer"] != "withdrawn"]
    if has or any(offer["offered_at"] >= waiting["since"] for offer in since):
        return False
    pending = [tables["session"][o["session_id"]] for o in offers if o["answer"] is None and o["until"] > now]
    if any(rule.meets(session, other["starts"], other["ends"]) for other in pending):
        return False
    if rule.reasons(tables, waiting["patient_id"], session["id"], now):
        return False
    patient = tables["patient"][waiting["patient_id"]]
    return lasts_until(tables, patient, session, now) - now >= ENOUGH


def _part_of(program: Row, session: Row) -> str:
    local = session["starts"].astimezone(ZoneInfo(program["timezone"]))
    if local.weekday() >= 5:
        return "weekend"
    evening: time = program["evening_from"]
    return "evening" if local.time() >= evening else "daytime"
