"""The judge: what must be true of a month, asked of what the provider accepted, of the facts then, and of the rows."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tests.month.court import ASKED_FOR, AT_ONCE, LAST, SLACK, Court
from tests.month.excuses import LONG_AGO, may_fail, may_go, may_miss, need_not_be
from tests.month.provider import Accepted
from tests.month.record import Record
from tests.month.witness import Row, active, is_within, zone_of

BY_OTHERS = {"booked for", "overbooked", "moved for", "cancelled for", "booking moved", "booking ended"}
SPAN = re.compile(r"(\d{1,2}(?::\d\d)?)(?: [ap]m)? to ")


@dataclass(frozen=True, slots=True)
class Finding:
    """A law that was broken, and by what."""

    law: str
    what: str


def findings(record: Record) -> list[Finding]:
    """Everything that is wrong; nothing, if all is well."""
    court = Court(record)
    return [Finding(law.__name__, what) for law in LAWS for what in law(court)]


def a_matter_is_told_once(court: Court) -> Iterator[str]:
    """Each text is of one row and each row of one text; and no two reminders say the same to the same."""
    for text in court.record.provider.accepted:
        if len(rows := court.rows.get(text.sid, [])) != 1:
            yield f"{len(rows)} rows: {_of(text)}"
    known = {text.sid for text in court.record.provider.accepted}
    yield from (f"never accepted: {row}" for sid, rows in court.rows.items() if sid not in known for row in rows)
    arrived = [(text, row) for text, row in court.told if not court.is_to_be_told_again(text)]
    said = Counter((text.to, text.body) for text, row in arrived if row["kind"] == "reminder")
    matters = Counter((row["patient_id"], row["key"].partition(".again")[0]) for _, row in arrived)
    yield from (f"said {times} times: {what}" for what, times in (said | matters).items() if times > 1)


def a_text_comes_in_their_hours(court: Court) -> Iterator[str]:
    for text, row in _unasked(court):
        patient = text.facts.patient
        moments = (text.composed[1], text.at)
        own = next((one for one in text.facts.tellings if one["kind"] == row["kind"]), None)
        is_new = court.is_under_way(text, row["patient_id"])
        if patient and not any(is_within(moment, patient, SLACK, None if is_new else own) for moment in moments):
            yield f"{text.at.astimezone(zone_of(patient))}: {_of(text, row)}"


def a_text_comes_to_who_agrees(court: Court) -> Iterator[str]:
    """With consent at that moment, and to the number that is theirs."""
    for text, row in court.told:
        patient = text.facts.patient
        if (patient is None or patient["id"] != row["patient_id"]) and not _is_excused(court, text, row):
            yield f"not their number: {_of(text, row)}"
    for text, row in _unasked(court):
        since = text.composed[1] - AT_ONCE
        is_new = not all(yes for begins, ends, yes in court.agrees(row["patient_id"]) if begins <= since < ends)
        if not (text.facts.patient or {}).get("accepts_texts") and is_new:
            yield f"no consent: {_of(text, row)}"


def nobody_is_told_too_much(court: Court) -> Iterator[str]:
    """Where the day or the week has had its texts, nothing more is told but what others did to it."""
    caps = ((1, court.program["texts_a_day"]), (7, court.program["texts_a_week"]))
    for text, row in court.told:
        moment = text.composed[1]
        is_counted = row["kind"] in {"reminder", *LAST} and ".again" not in row["key"]
        if is_counted and any(court.told_before(row, moment, days, arrived=True) >= most for days, most in caps):
            yield _of(text, row)


def what_others_did_is_to_be_told(court: Court) -> Iterator[str]:
    """Of each seat that staff gave, moved or took there is a message, or was one that was taken back meanwhile."""
    by_seat = {(row["patient_id"], row["session_id"]): row for row in court.bookings.values()}
    log = (entry for entry in court.record.tables["audit"] if entry["action"] in BY_OTHERS)
    touched = {by_seat[entry["patient_id"], entry["session_id"]]["id"] for entry in log}
    taken = {row["id"] for row in court.bookings.values() if row["cancelled_by"] == "staff"}
    for booking_id in sorted(touched | taken):
        booking = court.bookings[booking_id]
        if not any(court.is_about(row, booking_id) for row in court.by_patient[booking["patient_id"]]):
            yield str(booking)


def a_text_says_what_is_so(court: Court) -> Iterator[str]:
    """As of when it was sent: nothing of what is cancelled, nothing of what was answered."""
    for text, row in _unasked(court):
        if not IS_SO.get(row["kind"], _is_so)(text, row) and not _is_excused(court, text, row):
            yield f"{_of(text, row)}: {row['about']} {text.facts}"


def nothing_is_left(court: Court) -> Iterator[str]:
    """Nobody forgets what is due, and nothing stays unclear."""
    for row in court.messages:
        is_waiting = row["state"] in {"due", "sending"}
        if row["state"] == "unclear" or (is_waiting and row["due_at"] < court.record.ended - LONG_AGO):
            yield str(row)


def what_was_not_told_could_not_be(court: Court) -> Iterator[str]:
    whys: dict[str, Callable[[Court, Row], bool]] = {"missed": may_miss, "failed": may_fail, "withdrawn": may_go}
    for row in court.messages:
        if row["state"] in whys and not whys[row["state"]](court, row):
            yield f"{row} known since {court.known_since(row)}"


def everybody_is_reminded(court: Court) -> Iterator[str]:
    """Who had seats on the evening before, and agreed: of that day, unless something of it changed that evening."""
    reminders = defaultdict(list)
    for row in court.messages:
        if row["kind"] == "reminder":
            reminders[row["patient_id"], row["about"]["day"]].append(row)
    for owed in court.record.owed:
        rows = reminders[owed.patient["id"], owed.day.isoformat()]
        is_told = any(row["provider_id"] for row in rows)
        if not is_told and not need_not_be(court, owed, rows[0] if rows else None):
            yield f"{owed} {rows}"


def a_report_is_believed_if_it_is_signed(court: Court) -> Iterator[str]:
    """And its first end stays; who forges one is turned away, whatever else goes on."""
    yield from (f"answered {status}" for status in court.record.forged if status != 403)
    yield from (str(row) for row in court.messages if row["arrived_at"] and row["state"] != "sent")


LAWS = (
    a_matter_is_told_once,
    a_text_comes_in_their_hours,
    a_text_comes_to_who_agrees,
    nobody_is_told_too_much,
    what_others_did_is_to_be_told,
    a_text_says_what_is_so,
    nothing_is_left,
    what_was_not_told_could_not_be,
    everybody_is_reminded,
    a_report_is_believed_if_it_is_signed,
)


def _unasked(court: Court) -> Iterator[tuple[Accepted, Row]]:
    return ((text, row) for text, row in court.told if row["kind"] not in ASKED_FOR)


def _is_excused(court: Court, text: Accepted, row: Row) -> bool:
    return court.is_under_way(text, row["patient_id"])


def _reminds(text: Accepted, row: Row) -> bool:
    """Of every seat of that day that is ahead, and of no other."""
    ahead = [seat for seat in active(text.facts.seats) if seat["starts"] > text.composed[1]]
    that_day = sorted(seat["starts"] for seat in ahead if seat["day"].isoformat() == row["about"]["day"])
    zone = zone_of(text.facts.patient or {})
    return bool(that_day) and SPAN.findall(text.body) == [_spoken(each.astimezone(zone)) for each in that_day]


def _spoken(moment: datetime) -> str:
    hour = str(moment.hour % 12 or 12)
    return f"{hour}:{moment.minute:02}" if moment.minute else hour


def _is_so(text: Accepted, row: Row) -> bool:
    """Of one booking: theirs still, and still to come. What is about a week or a plan is told as it is then."""
    if "booking_id" not in row["about"]:
        return True
    ahead = {str(seat["id"]) for seat in active(text.facts.seats) if seat["starts"] > text.composed[1]}
    return row["about"]["booking_id"] in ahead


def _is_off(text: Accepted, row: Row) -> bool:
    mine = [seat for seat in text.facts.seats if str(seat["id"]) == row["about"]["booking_id"]]
    return all(seat["cancelled_by"] == "staff" for seat in mine)


def _is_offered(text: Accepted, row: Row) -> bool:
    mine = [offer for offer in text.facts.offers if str(offer["id"]) == row["about"]["offer_id"]]
    return any(offer["answer"] is None and offer["until"] > text.composed[1] for offer in mine)


IS_SO = {"reminder": _reminds, "cancelled": _is_off, "offered": _is_offered}


def _of(text: Accepted, row: Row | None = None) -> str:
    return f"{text.at} {text.to} {text.body!r} {row['key'] if row else ''}"
