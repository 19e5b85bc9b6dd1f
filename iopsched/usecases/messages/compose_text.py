"""What a message says at the moment it goes out, or why it does not: consent, hours and the matter are asked again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain.booking import Booking, CancelledBy
from iopsched.domain.channel import Letter
from iopsched.domain.heard import lasts_otherwise
from iopsched.domain.manner import Wording, manner_of
from iopsched.domain.message import NO_CONSENT, Kind, Message, State, next_decent_hour
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.sign_in import code_of
from iopsched.domain.telling import Telling
from iopsched.gateways.wording import Voice
from iopsched.store import bookings, people, program_plans, programs, usual_weeks, weeks
from iopsched.usecases.messages import address_letter, compose_answer, compose_kept, compose_weekly
from iopsched.usecases.messages.address_letter import channels_left, speaking_by

Ahead = Sequence[Booking] | None


@dataclass(frozen=True, slots=True)
class Not:
    """It does not go: a final state and why; or State.DUE, and the hour that is decent."""

    state: State
    why: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Matter:
    """A message with whom it is for: what each kind needs to find its words."""

    message: Message
    program: Program
    patient: Patient
    now: datetime
    secret: str
    chosen: Wording = Wording.DISCREET
    ahead: Ahead = None

    @property
    def voice(self) -> Voice:
        """Discreet, unless the program allows more and the patient has chosen it."""
        manner = manner_of(self.program, self.message.kind)
        return Voice(self.program, self.patient, manner.wording(self.chosen))

    @property
    def was(self) -> datetime:
        return datetime.fromisoformat(self.message.about["was"])

    def booking(self) -> Booking | None:
        """The booking that it is about, unless its session is over."""
        return self._held(self.message.about["booking_id"])

    def active_booking(self) -> Booking | None:
        booking = self.booking()
        return booking if booking and _stands(booking) else None

    def knows_another(self) -> bool:
        """Whether the seat that the patient knows of, in place of which this one came, is theirs all the same."""
        about = self.message.about
        known = self._held(about.get("known_id", about["booking_id"]))
        return known is not None and _stands(known) and str(known.id) != about["booking_id"]

    def _held(self, booking_id: str) -> Booking | None:
        held = bookings.of_patient(self.patient.id, since=self.now)
        return next((booking for booking in held if str(booking.id) == booking_id), None)


def _stands(booking: Booking) -> bool:
    return booking.is_active and not booking.session.is_cancelled


def compose(message: Message, *, now: datetime, secret: str) -> Letter | Not:
    """The words for now, by the next channel that is left. Called inside a transaction; opens none itself."""
    patient, program = people.patient(message.patient_id), programs.get(message.program_id)
    return compose_for(message, patient, program, now=now, secret=secret)


def compose_for(
    message: Message, patient: Patient, program: Program, *, now: datetime, secret: str, ahead: Ahead = None
) -> Letter | Not:
    """The same for a patient and a program that are known already, and active bookings ``ahead`` for a reminder."""
    telling = address_letter.telling_of(message, patient)
    if hindrance := _hindrance(message, patient, program, telling, now):
        return hindrance
    channel, *_ = channels_left(message, patient, telling)
    chosen = Wording.DETAILED if telling.says_more_by(channel) else Wording.DISCREET
    body = WORDS[message.kind](_Matter(message, speaking_by(channel, program), patient, now, secret, chosen, ahead))
    if not body:
        return Not(State.WITHDRAWN, "no longer so")
    return address_letter.address(channel, body, message, patient, program, secret=secret, now=now)


def _hindrance(message: Message, patient: Patient, program: Program, telling: Telling, now: datetime) -> Not | None:
    """Why nothing about this may go to this patient now; None when it may."""
    if message.useless_at <= now:
        return Not(State.MISSED, "too late")
    if telling.is_off or not manner_of(program, message.kind).is_on:
        return Not(State.WITHDRAWN, "not wanted" if telling.is_off else "switched off")
    if not channels_left(message, patient, telling):
        return _unreachable(message, patient)
    if message.kind.is_asked_for:
        return None
    due = next_decent_hour(now, telling.within(program), patient.zone_or(program.zone))
    if due >= message.useless_at:
        return Not(State.MISSED, "no decent hour left")
    return Not(State.DUE, "", due) if due > now else None


def _unreachable(message: Message, patient: Patient) -> Not:
    if not message.kind.is_asked_for and not patient.agrees:
        return Not(State.WITHDRAWN, NO_CONSENT)
    tried = message.failure if message.spent else ""
    return Not(State.FAILED, tried or ("bad number" if patient.phone else "no number"))


def _code(matter: _Matter) -> str | None:
    return matter.voice.code(code_of(matter.secret, matter.message.about["nonce"]))


def _email_check(matter: _Matter) -> str | None:
    """Only of the address that was given last."""
    return matter.voice.email_check() if address_letter.claim_in(matter.message, matter.now) else None


def _reminder(matter: _Matter) -> str | None:
    """Every time of that day that is still ahead; None when nothing is left of it, or all of it is confirmed."""
    day = date.fromisoformat(matter.message.about["day"])
    held = bookings.of_patient(matter.patient.id, matter.now) if matter.ahead is None else matter.ahead
    that_day = [b for b in held if _stands(b) and b.session.day == day and b.session.starts > matter.now]
    if all(booking.confirmed_at for booking in that_day):
        return None
    ahead = sorted((booking.session for booking in that_day), key=lambda session: session.starts)
    return matter.voice.reminder(ahead, matter.now)


def _moved(matter: _Matter) -> str | None:
    """From the time that they know, unless they have a seat there again: then this one is one more."""
    booking = matter.active_booking()
    if booking is None:
        return None
    if matter.knows_another():
        return matter.voice.booked(booking.session)
    lasts = lasts_otherwise(matter.message.about, booking)
    return matter.voice.moved(matter.was, booking.session, lasts=lasts)


def _cancelled(matter: _Matter) -> str | None:
    booking = matter.booking()
    still = booking and not booking.is_active and booking.cancelled_by is CancelledBy.STAFF
    if booking is None or not still or matter.knows_another():
        return None
    return matter.voice.cancelled(matter.was, booking.session)


def _booked(matter: _Matter) -> str | None:
    booking = matter.active_booking()
    return matter.voice.booked(booking.session) if booking else None


def _offered(matter: _Matter) -> str | None:
    return compose_kept.offered(matter.message, matter.voice, now=matter.now)


def _let_go(matter: _Matter) -> str | None:
    return compose_kept.let_go(matter.message, matter.voice, now=matter.now)


def _planned(matter: _Matter) -> str | None:
    """Of what is booked, while any of it still is and is ahead; of what is kept, while it may be answered."""
    about = matter.message.about
    for plan_id, week in program_plans.offered_to(matter.patient.id, matter.now):
        if str(plan_id) == about["plan_id"] and week.until:
            return matter.voice.week_kept(week.until)
    held = bookings.of_patient(matter.patient.id, since=matter.now)
    ahead = {str(b.session.id) for b in held if b.is_active and b.session.starts > matter.now}
    return matter.voice.week_planned() if ahead & {*about["session_ids"].split(",")} else None


def _usual(matter: _Matter) -> str | None:
    """Weeks as they are now: those that are over, and those with nothing in them that is to tell, are left out."""
    mondays = [date.fromisoformat(day) for day in matter.message.about["mondays"].split(",")]
    ahead = [day for day in mondays if matter.program.week_bounds(day)[1] > matter.now]
    held = [weeks.load(matter.patient, matter.program, monday) for monday in ahead]
    gaps = usual_weeks.gaps(matter.patient.id, ahead)
    told = [week for week in held if week.bookings or any(gap.monday == week.monday for gap in gaps)]
    return matter.voice.as_usual(told, len(gaps)) if told else None


def _weekly(matter: _Matter) -> str | None:
    return compose_weekly.compose(matter.message, matter.program, matter.patient, matter.voice, now=matter.now)


def _answer(matter: _Matter) -> str | None:
    return compose_answer.compose(matter.message.about, matter.program, matter.patient, now=matter.now)


WORDS: dict[Kind, Callable[[_Matter], str | None]] = {
    Kind.SIGN_IN_CODE: _code,
    Kind.REMINDER: _reminder,
    Kind.MOVED: _moved,
    Kind.CANCELLED: _cancelled,
    Kind.BOOKED: _booked,
    Kind.OFFERED: _offered,
    Kind.LET_GO: _let_go,
    Kind.PLANNED: _planned,
    Kind.USUAL: _usual,
    Kind.DIGEST: _weekly,
    Kind.SHORTFALL: _weekly,
    Kind.PLAN_ENDS: _weekly,
    Kind.ANSWER: _answer,
    Kind.EMAIL_CHECK: _email_check,
}
