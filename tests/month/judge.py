"""The judge: what must be true of a month, asked of what the provider accepted, of the facts then, and of the rows."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.month.court import ASKED_FOR, AT_ONCE, LAST, SLACK, Court
from tests.month.provider import FINAL, Accepted
from tests.month.record import Owed, Record
from tests.month.witness import Row, active, is_within, zone_of

ENOUGH = timedelta(minutes=100)
"""For workers that come by every half hour or so."""
LONG_AGO = timedelta(hours=2)
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
    """Of each seat that staff took there is a message, or one that they were to get before and that was taken back."""
    for booking in court.bookings.values():
        mine = court.by_patient[booking["patient_id"]]
        if booking["cancelled_by"] == "staff" and not any(court.is_about(row, booking["id"]) for row in mine):
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
    whys: dict[str, Callable[[Court, Row], bool]] = {"missed": _may_miss, "failed": _may_fail, "withdrawn": _may_go}
    for row in court.messages:
        if row["state"] in whys and not whys[row["state"]](court, row):
            yield f"{row} known since {court.known_since(row)}"


def everybody_is_reminded(court: Court) -> Iterator[str]:
    """Who had seats on the evening before, and agreed: of that day, unless something of it changed that evening."""
    reminders = {(row["patient_id"], row["about"]["day"]): row for row in court.messages if row["kind"] == "reminder"}
    for owed in court.record.owed:
        row = reminders.get((owed.patient["id"], owed.day.isoformat()))
        if not (row and row["provider_id"]) and not _need_not_be(court, owed, row):
            yield f"{owed} {row}"


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


def _may_miss(court: Court, row: Row) -> bool:
    """There was hardly an hour for it, or trouble in that hour."""
    since = court.known_since(row)
    return court.room(row, since) < ENOUGH or court.had_trouble(row, row["useless_at"] - LONG_AGO, row["useless_at"])


def _may_fail(court: Court, row: Row) -> bool:
    """The provider said so, of this text or of the number."""
    if row["failure"] == "no number":
        return row["patient_id"] in court.record.numberless
    number = row["sent_to"] or court.patients[row["patient_id"]]["phone"]
    ends = {"30003", "30005", "30007", "failed", "undelivered"}
    bounced = row["provider_id"] and row["failure"] in ends
    return bool(bounced or row["failure"] == "bad number" or court.answers_to(number, *_around(row)) & FINAL)


def _may_go(court: Court, row: Row) -> bool:
    """They did not agree, it was told with something else, or it was so no longer."""
    until = min(row["useless_at"], court.record.ended)
    if court.was_against(row["patient_id"], row["due_at"] - timedelta(days=1), until):
        return True
    if row["failure"].startswith("enough") or row["failure"] == "not wanted":
        return court.chose(row) if row["failure"] == "not wanted" else court.had_enough(row)
    if row["kind"] == "reminder":
        seats = court.seats_on(row["patient_id"], row["about"]["day"])
        stood = [seat for seat in seats if not seat["cancelled_at"] and seat["revised_at"] < row["due_at"]]
        return not stood or court.is_confirmed(row["patient_id"], row["useless_at"])
    if row["kind"] == "offered":
        return court.offers[int(row["about"]["offer_id"])]["answer"] is not None
    if "booking_id" not in row["about"]:
        return True
    booking = court.bookings[int(row["about"]["booking_id"])]
    mine = court.by_patient[row["patient_id"]]
    known = {int(row["about"][name]) for name in ("booking_id", "known_id") if name in row["about"]}
    is_later = any(other["id"] > row["id"] and any(court.is_about(other, seat) for seat in known) for other in mine)
    return is_later or bool(booking["cancelled_at"]) == (row["kind"] != "cancelled")


def _need_not_be(court: Court, owed: Owed, row: Row | None) -> bool:
    patient, first = court.patients[owed.patient["id"]], min(seat["starts"] for seat in owed.seats)
    if court.was_against(patient["id"], owed.at, first) or court.is_confirmed(patient["id"], first):
        return True
    kept = [seat for seat in owed.seats if court.bookings[seat["id"]]["revised_at"] < owed.at]
    if not kept or patient["phone"] != owed.patient["phone"]:
        return True
    if court.answers_to(owed.patient["phone"], owed.at - timedelta(days=30), first) & FINAL:
        return True
    if row is not None and row["state"] == "due" and row["due_at"] > court.record.ended:
        return True
    if row is not None and row["failure"].startswith("enough"):
        return court.had_enough(row)
    return row is not None and row["state"] == "missed" and court.had_trouble(row, owed.at, first)


def _around(row: Row) -> tuple[datetime, datetime]:
    return row["due_at"] - timedelta(days=1), row["useless_at"] + timedelta(days=2)


def _of(text: Accepted, row: Row | None = None) -> str:
    return f"{text.at} {text.to} {text.body!r} {row['key'] if row else ''}"
