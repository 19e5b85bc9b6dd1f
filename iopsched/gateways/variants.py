"""What each text and reply becomes where things are otherwise than in its example: to be shown and read, never sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from iopsched.domain.channel import Channel, Letter
from iopsched.domain.conversation import LAST
from iopsched.domain.manner import Wording
from iopsched.domain.message import Kind
from iopsched.domain.program import Program
from iopsched.domain.reply import Reply, Say
from iopsched.domain.sample import Sample
from iopsched.domain.session import Session
from iopsched.gateways import examples
from iopsched.gateways.answering import AnsweringVoice
from iopsched.gateways.mail import writing
from iopsched.gateways.push.sender import shown
from iopsched.gateways.wording import Voice

Form = Callable[[Voice, Sample], str]
MANY = 9
WITHOUT_REPLIES, WITHOUT_A_PHONE = "without replies", "without a phone of ours"
FORMS: dict[Kind, dict[str, Form]] = {
    Kind.REMINDER: {
        "in the morning": lambda voice, seen: voice.reminder(seen.sessions[:1], seen.eve + timedelta(hours=15)),
        "two times": lambda voice, seen: voice.reminder(_a_day_of(2, seen), seen.eve),
        "more than there is room for": lambda voice, seen: voice.reminder(_a_day_of(MANY, seen), seen.eve),
    },
    Kind.MOVED: {
        "longer or shorter": lambda voice, seen: voice.moved(seen.other.starts, seen.other, lasts=True),
        "elsewhere, led by another or counted otherwise": lambda voice, seen: voice.moved(
            seen.other.starts, seen.other
        ),
    },
    Kind.PLANNED: {"booked at once": lambda voice, seen: voice.week_planned()},
    Kind.USUAL: {
        "all of it": lambda voice, seen: voice.as_usual([seen.full_week], 0),
        "several weeks": lambda voice, seen: voice.as_usual([seen.full_week, seen.full_week], 0),
        "nothing of it": lambda voice, seen: voice.as_usual([replace(seen.week, bookings=())], 1),
    },
    Kind.DIGEST: {"full": lambda voice, seen: voice.digest(seen.full_week)},
}
REPLIES: dict[str, Callable[[Sample], Reply]] = {
    "week, next": lambda seen: Reply.of_week(Say.WEEK, seen.week, _mine(seen), number=1),
    "week, nothing more booked": lambda seen: Reply.of_week(Say.WEEK, seen.week),
    "instead, nothing fits": lambda seen: Reply(Say.INSTEAD, (), seen.other.id, number=LAST),
    "booked, in place of none": lambda seen: Reply.of_week(Say.BOOKED, seen.week, _mine(seen)[:1]),
    "left, whatever it was": lambda seen: Reply(Say.LEFT),
    "refused, whatever it was": lambda seen: Reply(Say.REFUSED),
    "stopped, everything": lambda seen: Reply(Say.STOPPED, more=True),
}


def forms(kind: Kind, seen: Sample, wording: Wording) -> Iterator[tuple[str, str]]:
    """Each other form of a text with its name; where patients may not answer too, if that reads otherwise."""
    known = {"": examples.TOLD[kind], **FORMS.get(kind, {})}
    for name, form in known.items():
        said = form(Voice(seen.program, seen.patient, wording), seen)
        if name:
            yield name, said
        for less, program in _lesser(seen):
            if (otherwise := form(Voice(program, seen.patient, wording), seen)) != said:
                yield f"{name}, {less}" if name else less, otherwise


def replies(seen: Sample) -> Iterator[tuple[str, str]]:
    """Each other form of a reply with its name."""
    known = {session.id: session for session in (*seen.sessions, seen.other)}
    for name, reply in REPLIES.items():
        yield name, AnsweringVoice(seen.program, seen.patient, known, seen.eve).answer(reply(seen))
    for less, program in _lesser(seen):
        voice = AnsweringVoice(program, seen.patient, known, seen.eve)
        for say in (Say.HELP, Say.UNSURE):
            yield f"{say.value}, {less}", voice.answer(Reply(say))


def notification(seen: Sample) -> dict[str, str]:
    """What a phone shows: the same for every matter."""
    return shown(_letter(Channel.PUSH, seen))


def letter(seen: Sample, site: str) -> tuple[str, str]:
    """The subject, which is always the same, and what stands around the words of a text."""
    sent = _letter(Channel.EMAIL, seen)
    return writing.subject(sent), writing.plain(sent, site)


def _letter(channel: Channel, seen: Sample) -> Letter:
    name, language = seen.program.name, seen.patient.language
    return Letter(channel, "", "…", name=name, language=language, way_out="/e-mail/no/…")


def _lesser(seen: Sample) -> Iterator[tuple[str, Program]]:
    """The program as it is where it answers no texts, and without a number to call."""
    yield WITHOUT_REPLIES, replace(seen.program, answers_texts=False)
    yield WITHOUT_A_PHONE, replace(seen.program, phone="")


def _a_day_of(times: int, seen: Sample) -> list[Session]:
    first = seen.sessions[0]
    hours = (timedelta(hours=number) for number in range(times))
    return [
        replace(first, starts=first.starts + more, ends=first.starts + more + timedelta(minutes=50)) for more in hours
    ]


def _mine(seen: Sample) -> tuple[int, ...]:
    return tuple(session.id for session in seen.sessions)
