"""A text comes in: taken in once, understood, and what it says of consent done at once; all in one transaction.

What looks at a week or changes one is only written down here, under the patient's lock, and carried out by
``answer_text``: a number is used up by the one text that chose it, and a process that dies in between loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from iopsched.domain.channel import Channel
from iopsched.domain.command import Command, Word, understand
from iopsched.domain.consent import Source
from iopsched.domain.conversation import Act, Step
from iopsched.domain.incoming import MOST_TEXTS, WITHIN, Handling, Incoming, answer_key
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.reply import Reply, Say
from iopsched.domain.sign_in import phone_hash
from iopsched.gateways.answering import STRANGER
from iopsched.store import conversations, inbox, limits, locks, messages, people, programs
from iopsched.store.db import transaction
from iopsched.usecases.messages import keep_consent, remind_patient, stop_messages
from iopsched.usecases.people.sign_in_patient import number_meant

USE, USE_OF_CONSENT = timedelta(hours=1), timedelta(minutes=5)
"""How long a reply is worth sending; one about consent is due within five minutes (DOMAIN.md section 4)."""
DAY = 24 * 3600
LONGEST = 1600
"""Letters of a text that a person is shown: as many as a provider hands over."""
STOPPING = {Act.STOP: (Channel.SMS,), Act.STOP_ALL: tuple(Channel)}
SAID_AT_ONCE = {Act.HELP: Say.HELP, Act.UNSURE: Say.UNSURE, Act.LAPSED: Say.LAPSED, Act.TOO_SOON: Say.TOO_SOON}


@dataclass(frozen=True, slots=True)
class Text:
    """As the provider hands it over. ``provider_act`` is STOP, START or HELP where the provider has answered it."""

    provider_id: str
    sender: str
    body: str
    provider_act: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """``incoming`` where it is still to be answered, ``words`` where the answer goes back to a stranger at once."""

    incoming: Incoming | None = None
    words: str = ""


def take(text: Text, *, secret: str, now: datetime) -> Taken:
    """Remember it and do what must be done at once; a text that came before changes nothing and is not answered."""
    phone = number_meant(text.sender)
    with transaction():
        known = people.reached_at(phone)
        if (incoming_id := inbox.is_new(text.provider_id, known, now=now)) is None:
            return Taken()
        if known is None:
            return Taken(words=_for_a_stranger(text, phone_hash(secret, phone), now))
        patient = locks.patient(known.id)
        program = programs.get(patient.program_id)
        incoming = Incoming(incoming_id, program.id, patient.id, now, _step(text, patient, program, now), Handling.DONE)
        incoming = _decide(incoming, text, patient, program, now)
        inbox.understood(incoming)
    return Taken(incoming if incoming.handling is Handling.OPEN else None)


def put(incoming: Incoming, *replies: Reply, now: datetime, use: timedelta = USE) -> None:
    """Have the patient answered, at once. Called inside a transaction."""
    for number, reply in enumerate(replies, 1):
        key = answer_key(incoming.id, number)
        messages.put(incoming.program_id, incoming.patient_id, Kind.ANSWER, key, now, now + use, reply.about)


def _for_a_stranger(text: Text, hashed: str, now: datetime) -> str:
    """The same to each, once a day, and nothing where the provider has answered or the text says to stop."""
    if text.provider_act or understand(text.body).word in {Word.STOP, Word.STOP_ALL}:
        return ""
    return STRANGER if limits.hit(f"stranger:{hashed}", DAY, 1, now) == 1 else ""


def _step(text: Text, patient: Patient, program: Program, now: datetime) -> Step:
    """What the text asks for; what the provider took for an order is one."""
    orders = {"STOP": Word.STOP, "START": Word.START, "HELP": Word.HELP}
    command, order = understand(text.body), orders.get(text.provider_act)
    if order and not (order is Word.STOP and command.word is Word.STOP_ALL):
        command = Command(order)
    if not (program.answers_texts or command.word.is_about_consent or command.word is Word.HELP):
        return Step(Act.UNSURE)
    return conversations.of_patient(patient.id, now).step_for(command, now)


def _decide(incoming: Incoming, text: Text, patient: Patient, program: Program, now: datetime) -> Incoming:
    """What becomes of it. Consent is always heard, and a person reads what is unsure, however much somebody writes.

    A number that was chosen is used up.
    """
    act, is_answered = incoming.step.act, bool(text.provider_act)
    if act in STOPPING:
        _stop(incoming, patient, STOPPING[act], now, is_answered=is_answered)
        return incoming
    if act is Act.START and not patient.accepts_texts:
        _start(incoming, patient, program, now, is_answered=is_answered)
        return incoming
    is_too_much = limits.hit(f"texts:{patient.id}", round(WITHIN.total_seconds()), 1, now) > MOST_TEXTS
    if act.is_carried_out and not is_too_much:
        if act.is_chosen:
            conversations.close(patient.id)
        return replace(incoming, handling=Handling.OPEN)
    if not (is_too_much or is_answered or act is Act.THANKS):
        put(incoming, Reply(SAID_AT_ONCE.get(act, Say.HELP)), now=now)
    if act is Act.UNSURE:
        return replace(incoming, handling=Handling.PERSON, body=text.body[:LONGEST])
    return incoming


def _stop(
    incoming: Incoming, patient: Patient, channels: tuple[Channel, ...], now: datetime, *, is_answered: bool
) -> None:
    """No more by these, whatever was offered closed; confirmed once, unless the provider has.

    What waits goes by the other channels that the patient agreed to, or not at all.
    """
    conversations.close(patient.id)
    messages.withdraw_answers(patient.id)
    stop_messages.stop(patient, channels, Source.REPLY, f"patient:{patient.id}", now)
    if any(map(patient.agrees_to, channels)) and not is_answered:
        put(incoming, Reply(Say.STOPPED, more=len(channels) > 1), now=now, use=USE_OF_CONSENT)


def _start(incoming: Incoming, patient: Patient, program: Program, now: datetime, *, is_answered: bool) -> None:
    """Texts again, and the reminders of all that is ahead; the number works, as a text came from it."""
    keep_consent.keep(patient.program_id, patient.id, True, Source.REPLY, actor=f"patient:{patient.id}", now=now)
    people.change(patient.id, phone_is_bad=False)
    remind_patient.follow_all(people.patient(patient.id), program, now=now)
    if not is_answered:
        put(incoming, Reply(Say.STARTED), now=now, use=USE_OF_CONSENT)
