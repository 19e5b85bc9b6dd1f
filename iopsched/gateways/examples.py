"""An example of each text and of each reply, by the voices that speak to patients: to be shown and read, never sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from iopsched.domain.conversation import LAST
from iopsched.domain.manner import Wording
from iopsched.domain.message import Kind
from iopsched.domain.refusal import Why
from iopsched.domain.reply import Reply, Say
from iopsched.domain.sample import Sample
from iopsched.gateways.answering import AnsweringVoice
from iopsched.gateways.wording import Voice

DIGITS = "012345"
TOLD: dict[Kind, Callable[[Voice, Sample], str]] = {
    Kind.SIGN_IN_CODE: lambda voice, seen: voice.code(DIGITS),
    Kind.EMAIL_CHECK: lambda voice, seen: voice.email_check(),
    Kind.REMINDER: lambda voice, seen: voice.reminder(seen.sessions[:1], seen.eve),
    Kind.MOVED: lambda voice, seen: voice.moved(seen.other.starts, seen.sessions[1]),
    Kind.CANCELLED: lambda voice, seen: voice.cancelled(seen.other.starts, seen.other),
    Kind.BOOKED: lambda voice, seen: voice.booked(seen.other),
    Kind.OFFERED: lambda voice, seen: voice.offered(seen.other, seen.eve + timedelta(hours=2), seen.eve),
    Kind.LET_GO: lambda voice, seen: voice.let_go(seen.other.starts),
    Kind.PLANNED: lambda voice, seen: voice.week_kept(seen.eve),
    Kind.USUAL: lambda voice, seen: voice.as_usual([seen.week], 1),
    Kind.DIGEST: lambda voice, seen: voice.digest(seen.week),
    Kind.SHORTFALL: lambda voice, seen: voice.shortfall(seen.week),
    Kind.PLAN_ENDS: lambda voice, seen: voice.plan_ends(seen.other.day),
}
"""All but answers, which have as many forms as there are things to say."""


def told(kind: Kind, seen: Sample, wording: Wording) -> str:
    """What the patient of the sample would be told."""
    return TOLD[kind](Voice(seen.program, seen.patient, wording), seen)


def answered(seen: Sample) -> Iterator[tuple[Say, str]]:
    """Every reply, and a refusal for each reason."""
    known = {session.id: session for session in (*seen.sessions, seen.other)}
    voice = AnsweringVoice(seen.program, seen.patient, known, seen.eve)
    for say in Say:
        for whys in [(why,) for why in Why] if say is Say.REFUSED else [()]:
            yield say, voice.answer(_reply(say, seen, whys))


def _reply(say: Say, seen: Sample, whys: tuple[Why, ...]) -> Reply:
    """With the sessions of the sample where it lists some, and one where it is about one."""
    lists = {Say.WHICH, Say.INSTEAD, Say.OPEN, Say.FULL, Say.KEPT, Say.WEEK, Say.PROPOSED, Say.WAITING, Say.LOST}
    mine = tuple(session.id for session in seen.sessions)
    ids = mine if say in lists else mine[:1]
    old_id = seen.other.id if say in {Say.INSTEAD, Say.LOST, Say.BOOKED, Say.GIVEN_UP} else None
    hours = {"minutes": seen.week.minutes, "required": seen.week.required}
    number = {Say.PROPOSED: 1, Say.INSTEAD: LAST, Say.LOST: LAST}.get(say, 0)
    return Reply(say, ids, old_id, whys, number=number, more=say in {Say.WHICH, Say.WAITING}, **hours)
