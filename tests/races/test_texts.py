"""Two texts of one patient at once: a number is used up by one of them, and the same text is one text."""

from functools import partial
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select

from iopsched.domain.conversation import UNHEARD, Conversation, Step
from iopsched.domain.conversation import Act as Deed
from iopsched.domain.incoming import Handling, Incoming
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.reply import Reply, Say
from iopsched.domain.session import Session
from iopsched.store import conversations, inbox, messages
from iopsched.store.db import db, reading, transaction
from iopsched.store.tables import IncomingTextRow
from iopsched.usecases.messages import send_messages
from iopsched.usecases.texts import answer_text, take_text
from iopsched.usecases.texts.take_text import Text
from tests.carrier import Carrier
from tests.conftest import NOW
from tests.races.act import IN, Act
from tests.races.conftest import Race
from tests.races.ledger import ledger
from tests.races.ways import unguarded
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

ASKED = "SM0"
"""What Ana wrote to be offered something."""


class Offered(NamedTuple):
    """Ana, to whom a group was offered as number 1."""

    ana: Patient
    group: Session

    def takes(self, name: str) -> Act:
        text = Text(name, self.ana.phone, "1")
        return Act(partial(take_text.take, text, secret="test", now=NOW), "iopsched.store.limits.hit")

    def texts(self, name: str) -> Act:
        return Act(partial(answer_text.receive, Text(name, self.ana.phone, "1"), secret="test", now=NOW))


@pytest.fixture
def offered(app: Flask) -> Offered:
    program = a_stored_program(answers_texts=True)
    ana, group = a_stored_patient(program), a_stored_session(program)
    was_read = NOW - 2 * UNHEARD
    with transaction():
        text_id = inbox.is_new(ASKED, ana, now=was_read) or 0
        asked = Incoming(text_id, program.id, ana.id, was_read, Step(Deed.OPEN), Handling.DONE)
        take_text.put(asked, Reply(Say.OPEN, (group.id,)), now=was_read)
        inbox.understood(asked)
        conversations.keep(ana.id, Conversation.offering([Step(Deed.BOOK, (group.id,))], NOW), asked.id)
    send_messages.send_due(Carrier(), now=was_read, secret="test")
    return Offered(ana, group)


def understood() -> list[Deed]:
    with reading():
        steps = select(IncomingTextRow.step).where(IncomingTextRow.provider_id != ASKED)
        return sorted(Step.from_said(said).act for said in db.session.scalars(steps))


def answers(patient: Patient) -> int:
    with reading():
        return sum(message.kind is Kind.ANSWER and message.due_at == NOW for message in messages.of_patient(patient.id))


def test_the_control_without_locks_both_texts_choose_the_same_number(offered: Offered, race: Race):
    race(unguarded([offered.takes("SM1"), offered.takes("SM2")]))

    assert understood() == [Deed.BOOK, Deed.BOOK]


def test_a_number_is_used_up_by_one_of_two_texts(offered: Offered, race: Race):
    outcome = race([offered.takes("SM1"), offered.takes("SM2")])

    assert outcome == [IN, IN]
    assert understood() == [Deed.BOOK, Deed.LAPSED]


def test_two_texts_at_once_book_once_and_are_both_answered(offered: Offered, race: Race):
    race([offered.texts("SM1"), offered.texts("SM2")])

    assert ledger(offered.group).active == 1
    assert answers(offered.ana) == 2


def test_the_same_text_twice_at_once_is_answered_once(offered: Offered, race: Race):
    race([offered.texts("SM1"), offered.texts("SM1")])

    assert ledger(offered.group).active == 1
    assert answers(offered.ana) == 1
