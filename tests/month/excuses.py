"""Excuses: why a message that did not arrive may not have, each as far as the facts of that time bear it out."""

from datetime import datetime, timedelta

from tests.month.court import Court
from tests.month.provider import FINAL
from tests.month.record import Owed
from tests.month.witness import Row

ENOUGH = timedelta(minutes=100)
"""For workers that come by every half hour or so."""
LONG_AGO = timedelta(hours=2)


def may_miss(court: Court, row: Row) -> bool:
    """There was hardly an hour for it, or trouble in that hour."""
    since = court.known_since(row)
    return court.room(row, since) < ENOUGH or court.had_trouble(row, row["useless_at"] - LONG_AGO, row["useless_at"])


def may_fail(court: Court, row: Row) -> bool:
    """The provider said so, of this text or of the number."""
    if row["failure"] == "no number":
        return row["patient_id"] in court.record.numberless
    number = row["sent_to"] or court.patients[row["patient_id"]]["phone"]
    ends = {"30003", "30005", "30007", "failed", "undelivered"}
    bounced = row["provider_id"] and row["failure"] in ends
    return bool(bounced or row["failure"] == "bad number" or court.answers_to(number, *_around(row)) & FINAL)


def may_go(court: Court, row: Row) -> bool:
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


def need_not_be(court: Court, owed: Owed, row: Row | None) -> bool:
    patient, first = court.patients[owed.patient["id"]], min(seat["starts"] for seat in owed.seats)
    if court.was_against(patient["id"], owed.at, first) or court.is_confirmed(patient["id"], first):
        return True
    kept = [seat for seat in owed.seats if court.bookings[seat["id"]]["revised_at"] < owed.at]
    if not kept or patient["phone"] != owed.patient["phone"]:
        return True
    number, is_called_bad = owed.patient["phone"], row is not None and row["failure"] == "bad number"
    is_final = bool(court.answers_to(number, owed.at - timedelta(days=30), first) & FINAL)
    if is_final or (is_called_bad and court.was_called_bad(number, first)):
        return True
    if row is not None and row["state"] == "due" and row["due_at"] > court.record.ended:
        return True
    if row is not None and row["failure"].startswith("enough"):
        return court.had_enough(row)
    is_missed = row is not None and row["state"] == "missed"
    return bool(row and is_missed and court.had_trouble(row, max(owed.at, row["due_at"]), first))


def _around(row: Row) -> tuple[datetime, datetime]:
    return row["due_at"] - timedelta(days=1), row["useless_at"] + timedelta(days=2)
