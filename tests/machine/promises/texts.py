"""Texts: one about each matter that holds, none about one that does not, never at night, never without consent."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from iopsched.gateways.sender import hash_of
from tests.machine import bulletin, rule
from tests.machine.step import Step
from tests.machine.tables import Row, each

WAITING = ("due", "sending")
LAST_CALL = timedelta(minutes=15)
Day = tuple[int, date]
"""A patient, and a day of the program."""
Seat = tuple[int, datetime]
"""A booking, and when it begins."""


def a_day_with_seats_has_one_reminder(step: Step) -> None:
    """Of those who agreed to texts, while its evening before is still ahead."""
    texts = _reminders(step)
    for (patient_id, day), first in _days(step):
        patient, due = step.after["patient"][patient_id], _evening_before(step, patient_id, first)
        if patient["accepts_texts"] and due > step.now:
            text = texts.get((patient_id, day))
            assert text, ("no reminder", patient_id, day)
            if text["state"] in WAITING:
                assert (text["due_at"], text["useless_at"]) == (due, first), (text, due, first)
            assert text["state"] != "withdrawn" or (patient_id, day) in _confirmed(step), text


def a_day_without_seats_has_none(step: Step) -> None:
    held = dict(_days(step))
    for whose, text in _reminders(step).items():
        assert whose in held or text["state"] not in WAITING, text


def nobody_is_reminded_who_did_not_agree(step: Step) -> None:
    for text in _reminders(step).values():
        assert step.patient(text)["accepts_texts"] or text["state"] not in WAITING, text


def an_offer_that_was_answered_is_not_told(step: Step) -> None:
    for text in each(step.after["message"], kind="offered"):
        offer = step.after["offer"][int(text["about"]["offer_id"])]
        assert offer["answer"] is None or text["state"] not in WAITING, (offer, text)


def an_offer_is_told_once(step: Step) -> None:
    for offer in step.new("offer"):
        told = [text for text in each(step.after["message"], kind="offered") if _offer_of(text) == offer["id"]]
        assert [text["patient_id"] for text in told] == [offer["patient_id"]], (offer, told)


def a_text_goes_out_in_decent_hours_to_who_agreed(step: Step) -> None:
    for text in _sent(step):
        patient, program = step.patient(text), step.program(text)
        clock = text["attempted_at"].astimezone(rule.zone_of(step.after, patient)).time()
        assert program["send_from"] <= clock < program["send_until"], (text, clock)
        assert text["attempted_at"] < text["useless_at"], text
        was = step.before["patient"][patient["id"]]
        assert (was["accepts_texts"], was["phone"]) == (True, text["sent_to"]), (text, was)


def a_text_says_what_is_so(step: Step) -> None:
    for text in _sent(step):
        assert _holds(step, text), text


def every_text_is_written_down_and_sent_once(step: Step) -> None:
    sent = Counter((number, hash_of(body)) for number, body in step.texts)
    rows = Counter((row["sent_to"], row["body_hash"]) for row in step.after["message"].values() if row["attempts"])
    assert not sent - rows, sent - rows


def a_move_that_nobody_heard_of_is_told(step: Step) -> None:
    """And once: one text that waits, from the time that they knew, or none where it is that time again; of a seat of
    which they have not heard yet, that they have it.
    """
    for booking in step.bookings():
        before = step.before["booking"].get(booking["id"])
        if before and not before["cancelled_at"] and before["starts"] != booking["starts"]:
            waiting = [text for text in _news_of(step, booking) if text["kind"] == "moved"]
            known, is_now = {_known(text) for text in waiting}, (booking["id"], booking["starts"])
            assert len(waiting) <= 1, waiting
            assert is_now not in known, waiting
            is_new = any(text["kind"] == "booked" for text in _news_of(step, booking))
            assert known or is_new or _heard_before(step, booking) == is_now, booking
            assert not (known and is_new), booking


def who_lost_a_seat_is_told(step: Step) -> None:
    """Unless all that they ever heard of it was still to be told, or they are archived: staff have spoken with them."""
    for booking in step.after.changed_from(step.before, "booking"):
        is_here = not step.patient(booking)["archived_at"]
        if is_here and booking["cancelled_at"] == step.now and booking["cancelled_by"] == "staff":
            waiting = Counter(text["kind"] for text in _news_of(step, booking))
            assert waiting["cancelled"] <= 1, waiting
            told = waiting["cancelled"] or _had(step, booking, "booked") or _is_told_as_moved(step, booking)
            assert told, booking
            assert (waiting["moved"], waiting["booked"]) == (0, 0), waiting


def _is_told_as_moved(step: Step, booking: Row) -> bool:
    """Exchanged by staff: one text tells of the time that the patient knows and of the new one."""
    texts = step.after.changed_from(step.before, "message")
    return any(text["kind"] == "moved" and text["patient_id"] == booking["patient_id"] for text in texts)


def _confirmed(step: Step) -> set[Day]:
    """Days of which a patient has said by text that they come."""
    said = each(step.after["audit"], action="confirmed")
    return {(row["patient_id"], step.session(row)["day"]) for row in said}


def _sent(step: Step) -> Iterator[Row]:
    """Texts that the carrier took in this step and that have their receipt; but for answers, which were asked for."""
    new = {(number, hash_of(body)) for number, body in step.texts[step.told :]}
    for text in step.after.changed_from(step.before, "message"):
        if text["kind"] != "answer" and text["state"] == "sent" and (text["sent_to"], text["body_hash"]) in new:
            yield text


def _holds(step: Step, text: Row) -> bool:
    if text["kind"] in bulletin.KINDS:
        return bulletin.is_so(step.after, text, step.now)
    if text["kind"] == "let_go":
        return _is_let_go(step, text)
    return bool(_is_so(step, text))


def _is_let_go(step: Step, text: Row) -> bool:
    """Neither kept for them again nor theirs."""
    seat = {"patient_id": text["patient_id"], "session_id": int(text["about"]["session_id"])}
    return not [*step.bookings(**seat), *step.live_holds(**seat)]


def _is_so(step: Step, text: Row) -> Any:
    if text["kind"] == "reminder":
        day = date.fromisoformat(text["about"]["day"])
        mine = step.bookings(patient_id=text["patient_id"])
        return any(step.session(row)["day"] == day and row["starts"] > step.now for row in mine)
    if text["kind"] == "planned":
        wanted = {int(key) for key in text["about"]["session_ids"].split(",")}
        week = step.after["planned_week"][int(text["about"]["plan_id"]), text["patient_id"]]
        booked = {row["session_id"] for row in step.bookings(patient_id=text["patient_id"])}
        return wanted & booked or (week["outcome"] == "offered" and week["until"] > step.now)
    if text["kind"] == "usual":
        return any(_is_to_tell(step, text["patient_id"], monday) for monday in text["about"]["mondays"].split(","))
    if text["kind"] == "offered":
        offer = step.after["offer"][_offer_of(text)]
        return offer["answer"] is None and offer["until"] > step.now and not step.session(offer)["is_cancelled"]
    booking = step.after["booking"][int(text["about"]["booking_id"])]
    if text["kind"] == "cancelled":
        return booking["cancelled_by"] == "staff"
    return booking["cancelled_at"] is None and booking["starts"] > step.now


def _is_to_tell(step: Step, patient_id: int, monday: str) -> bool:
    """A week with something in it, or of which something could not be had."""
    first = date.fromisoformat(monday)
    days = {first + timedelta(days=number) for number in range(7)}
    lacks = each(step.after["usual_turn"], patient_id=patient_id, monday=first, seen_at=None)
    return any(lacks) or any(step.session(row)["day"] in days for row in step.bookings(patient_id=patient_id))


def _offer_of(text: Row) -> int:
    return int(text["about"]["offer_id"])


def _news_of(step: Step, booking: Row, *, before: bool = False) -> list[Row]:
    """What waits to be told of a booking."""
    rows = (step.before if before else step.after)["message"].values()
    about = [row for row in rows if row["about"].get("booking_id") == str(booking["id"])]
    return [row for row in about if row["state"] in WAITING]


def _had(step: Step, booking: Row, kind: str) -> bool:
    return any(text["kind"] == kind for text in _news_of(step, booking, before=True))


def _heard_before(step: Step, booking: Row) -> Seat:
    """What they thought before this step."""
    unheard = [text for text in _news_of(step, booking, before=True) if text["kind"] == "moved"]
    return _known(unheard[0]) if unheard else (booking["id"], step.before["booking"][booking["id"]]["starts"])


def _known(text: Row) -> Seat:
    """The seat that a patient knows while a text waits."""
    about = text["about"]
    return int(about.get("known_id", about["booking_id"])), datetime.fromisoformat(about["was"])


def _reminders(step: Step) -> dict[Day, Row]:
    """By whose it is and of which day; what was withdrawn of a record that was merged counts less than what is said."""
    texts = sorted(each(step.after["message"], kind="reminder"), key=lambda text: text["state"] != "withdrawn")
    return {(text["patient_id"], date.fromisoformat(text["about"]["day"])): text for text in texts}


def _days(step: Step) -> Iterator[tuple[Day, datetime]]:
    """With the start of the first seat."""
    firsts: dict[Day, datetime] = {}
    for booking in step.bookings():
        whose = booking["patient_id"], step.session(booking)["day"]
        firsts[whose] = min(booking["starts"], firsts.get(whose, booking["starts"]))
    yield from firsts.items()


def _evening_before(step: Step, patient_id: int, first: datetime) -> datetime:
    """At the program's hour on the patient's clock, and well within sending hours."""
    patient = step.after["patient"][patient_id]
    program, zone = step.program(patient), rule.zone_of(step.after, patient)
    eve = first.astimezone(zone).date() - timedelta(days=1)
    from_, at, until = (_at(eve, program[name], zone) for name in ("send_from", "remind_at", "send_until"))
    return max(from_, min(at, until - LAST_CALL))


def _at(day: date, wall: object, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall, zone).astimezone(UTC)  # type: ignore[arg-type]
