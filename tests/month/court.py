"""The court: what a judge needs of a record, put in order; nothing here knows what ought to be."""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

from tests.month.provider import Accepted
from tests.month.record import Record
from tests.month.witness import Row, is_within, zone_of

ASKED_FOR = {"sign_in_code", "answer"}
LAST = {"digest", "shortfall", "plan_ends"}
DAYS = timedelta(days=2)
STEP, SLACK = timedelta(minutes=10), timedelta(minutes=2)
AT_ONCE = timedelta(seconds=30)
CLOSING = {"busy", "closed", "unreachable"}
"""Answers after which nobody sends anything for a while."""
AFTER_DEATH, AFTER_NO, FEW = timedelta(minutes=6), timedelta(minutes=17), 3


class Court:
    """Everything of a record by what it is about."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.messages = record.tables["message"]
        self.bookings = {row["id"]: row for row in record.tables["booking"]}
        self.offers = {row["id"]: row for row in record.tables["offer"]}
        self.sessions = {row["id"]: row for row in record.tables["session"]}
        self.program = program = record.tables["program"][0]
        hours = {"home": program["timezone"], "send_from": program["send_from"], "send_until": program["send_until"]}
        self.patients = {row["id"]: row | hours for row in record.tables["patient"]}

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """Rows by the provider's id of their text."""
        found = defaultdict(list)
        for row in self.messages:
            if row["provider_id"]:
                found[row["provider_id"]].append(row)
        return dict(found)

    @cached_property
    def by_patient(self) -> dict[int, list[Row]]:
        """Rows of each patient, the oldest first."""
        found = defaultdict(list)
        for row in self.messages:
            found[row["patient_id"]].append(row)
        return found

    @cached_property
    def told(self) -> list[tuple[Accepted, Row]]:
        """Each text that was accepted with its row, where it has one."""
        return [(text, self.rows[text.sid][0]) for text in self.record.provider.accepted if text.sid in self.rows]

    @cached_property
    def told_to(self) -> dict[int, list[tuple[Accepted, Row]]]:
        """The same by patient."""
        found = defaultdict(list)
        for text, row in self.told:
            found[row["patient_id"]].append((text, row))
        return found

    def is_under_way(self, text: Accepted, patient_id: int) -> bool:
        """Whether anybody was still changing the patient's facts, or had just done so, while the text was composed."""
        since, until = text.composed[0], text.step
        return any(
            act.began <= until and act.ended >= since
            for act in self.record.journal.acts
            if act.patient in {None, patient_id}
        )

    def agrees(self, patient_id: int) -> list[tuple[datetime, datetime, bool]]:
        """What a patient said of texts, from when to when."""
        said = [
            (row["at"], row["is_given"]) for row in self.record.tables["consent"] if row["patient_id"] == patient_id
        ]
        first = not said[0][1] if said else self.patients[patient_id]["accepts_texts"]
        always, never = datetime.min.replace(tzinfo=self.record.ended.tzinfo), self.record.ended + timedelta(days=99)
        every = [(always, first), *said, (never, False)]
        return [(since, until, is_given) for (since, is_given), (until, _) in pairwise(every)]

    def was_against(self, patient_id: int, since: datetime, until: datetime) -> bool:
        """Whether at some time in between they did not agree to texts."""
        return any(
            not yes and begins <= until + AT_ONCE and ends >= since - AT_ONCE
            for begins, ends, yes in self.agrees(patient_id)
        )

    def answers_to(self, number: str, since: datetime, until: datetime) -> set[str]:
        """What the provider said of a number other than that it takes the text."""
        every = self.record.provider.refused
        return {one.how for one in every if one.to == number and since <= one.at <= until + SLACK}

    def was_called_bad(self, number: str, until: datetime) -> bool:
        """Whether the provider had said that nothing arrives there: at once, or later of a text that it took."""
        later = (text for text in self.record.provider.accepted if text.to == number and text.at <= until)
        ends = {self.record.provider.ends[text.sid].get("ErrorCode") for text in later}
        return "30005" in ends or "bad number" in self.answers_to(number, until - timedelta(days=40), until)

    def had_trouble(self, row: Row, since: datetime, until: datetime) -> bool:
        """Whether the provider failed that number in between, or hardly any worker looked who could have sent it."""
        number = row["sent_to"] or self.patients[row["patient_id"]]["phone"]
        return self.good_looks(row, since, until) < FEW or bool(self.answers_to(number, since, until))

    def good_looks(self, row: Row, since: datetime, until: datetime) -> int:
        """How often a worker looked within these hours of the patient, a while after a death or a provider's no."""
        patient = self.patients[row["patient_id"]]
        looks = [
            look
            for look in self.record.looks
            if since <= look < until and (row["kind"] in ASKED_FOR or is_within(look, patient, timedelta()))
        ]
        closed = [one.at for one in self.record.provider.refused if one.how in CLOSING]
        troubles = [(moment, AFTER_DEATH) for moment in self.record.trouble] + [(moment, AFTER_NO) for moment in closed]
        return sum(not any(moment <= look < moment + rest for moment, rest in troubles) for look in looks)

    def room(self, row: Row, since: datetime) -> timedelta:
        """How long a text could have gone out since then, in the patient's hours and while it was of use."""
        patient, moment, found = self.patients[row["patient_id"]], since, timedelta()
        while moment < row["useless_at"]:
            if row["kind"] in ASKED_FOR or is_within(moment, patient, timedelta(), self.wanted(row)):
                found += STEP
            moment += STEP
        return found

    def wanted(self, row: Row) -> Row | None:
        """How the patient wants to be told of that kind, in the end."""
        mine = (one for one in self.record.tables["telling"] if one["patient_id"] == row["patient_id"])
        return next((one for one in mine if one["kind"] == row["kind"]), None)

    def chose(self, row: Row) -> bool:
        """Whether they ever chose how to be told of anything."""
        chosen = (one for one in self.record.tables["audit"] if one["action"] == "telling chosen")
        return any(one["patient_id"] == row["patient_id"] and one["at"] <= row["useless_at"] for one in chosen)

    def known_since(self, row: Row) -> datetime:
        """When the matter was known, as far as the facts of it say."""
        about: dict[str, Any] = row["about"]
        if "booking_id" in about:
            revised: datetime = self.bookings[int(about["booking_id"])]["revised_at"]
            return revised
        if "offer_id" in about:
            offered: datetime = self.offers[int(about["offer_id"])]["offered_at"]
            return offered
        due: datetime = row["due_at"]
        return due

    def is_to_be_told_again(self, text: Accepted) -> bool:
        """Whether it did not arrive for a reason that may have gone by the next time."""
        return self.record.provider.ends[text.sid].get("ErrorCode") == "30003"

    def told_before(self, row: Row, moment: datetime, days: int, *, arrived: bool = False) -> int:
        """How many texts that they had not asked for a patient had that day, or in that week of theirs.

        All that went out; or only those of which nothing says that they did not arrive.
        """
        patient = self.patients[row["patient_id"]]
        day = moment.astimezone(zone_of(patient)).date()
        first = day if days == 1 else day - timedelta(days=day.weekday())
        return sum(
            first <= text.at.astimezone(zone_of(patient)).date() < first + timedelta(days=days) and text.at < moment
            for text, other in self.told_to.get(row["patient_id"], [])
            if other["kind"] not in ASKED_FOR
            and other["id"] != row["id"]
            and not (arrived and other["state"] == "failed")
        )

    def had_enough(self, row: Row) -> bool:
        """Whether the caps of a day or a week can be why a text did not go, at any time while it was of use."""
        moments = (row["due_at"], row["useless_at"] - STEP, row["useless_at"])
        caps = ((1, self.program["texts_a_day"]), (7, self.program["texts_a_week"]))
        return any(
            self.told_before(row, moment, days) + self.better(row, moment, days) >= most
            for moment in moments
            for days, most in caps
        )

    def better(self, row: Row, moment: datetime, days: int) -> int:
        """How many that go first were to go in those days, and had not: a message yields to them."""
        went = {other["id"] for text, other in self.told_to.get(row["patient_id"], []) if text.at < moment}
        return sum(
            other["patient_id"] == row["patient_id"]
            and other["id"] not in went
            and turn_of(other) < turn_of(row)
            and abs(other["due_at"] - moment) < timedelta(days=days)
            for other in self.record.tables["message"]
            if other["kind"] not in ASKED_FOR
        )

    def seats_on(self, patient_id: int, day: str) -> list[Row]:
        """Of that day at the end, active or not."""
        every = [row for row in self.bookings.values() if row["patient_id"] == patient_id]
        return [row for row in every if self.sessions[row["session_id"]]["day"].isoformat() == day]

    def is_confirmed(self, patient_id: int, before: datetime) -> bool:
        """Whether they said in the two days before that they come: then a reminder is not owed."""
        return any(
            row["action"] == "confirmed" and row["patient_id"] == patient_id and before - DAYS <= row["at"] <= before
            for row in self.record.tables["audit"]
        )

    def is_about(self, row: Row, booking_id: int) -> bool:
        """Whether it tells of that seat, or of one that they knew in its place."""
        return str(booking_id) in {row["about"].get("booking_id"), row["about"].get("known_id")}


def turn_of(row: Row) -> int:
    """What others did to a week goes first, then reminders, then how weeks stand."""
    return 2 if row["kind"] in LAST else int(row["kind"] == "reminder")
