"""E-mail: a letter that tells nothing, taken once, and what each answer of a mail server means."""

import io
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from iopsched.domain.channel import Channel, Letter
from iopsched.gateways.mail import make_sender, smtp
from iopsched.gateways.mail.printing import PrintingMailSender
from iopsched.gateways.sender import Outcome, Receipt, Sender
from iopsched.settings import Settings
from tests.stand_in_mail_server import MailServer, running_mail_server

LETTER = Letter(
    Channel.EMAIL,
    "ana@example.org",
    "Riverside: tomorrow, Tue Dec 1: 6 to 9 pm.",
    tag="reminder:7:2026-12-01",
    name="Riverside",
    way_out="/e-mail/no/7/abc",
)
KNOWN = {"DATABASE_URL": "sqlite://", "SECRET_KEY": "test", "PUBLIC_URL": "https://week.example.org"}


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture
def sender(server: MailServer) -> Sender:
    return make_sender(settings(server.url()))


def settings(url: str) -> Settings:
    return Settings.from_env(KNOWN | {"MAIL_URL": url, "MAIL_FROM": "week@example.org"})


def part(server: MailServer, kind: str) -> str:
    body = server.letters[0].get_body((kind,))
    assert body
    return str(body.get_content()).replace("\r\n", "\n")


def test_a_letter_says_who_writes_and_nothing_more(server: MailServer, sender: Sender):
    receipt = sender.send(LETTER, 3600)

    (mail,) = server.letters
    assert (mail["From"], mail["To"]) == ("Riverside <week@example.org>", "ana@example.org")
    assert mail["Subject"] == "Riverside: your week"
    assert receipt.outcome is Outcome.TAKEN
    assert mail["Message-ID"] == f"<{receipt.provider_id}@example.org>"


def test_it_can_be_read_plain_and_as_a_page_and_leads_to_the_week(server: MailServer, sender: Sender):
    sender.send(LETTER, 3600)

    assert part(server, "plain").startswith("Riverside: tomorrow, Tue Dec 1: 6 to 9 pm.\n\nOpen your week:\n")
    for kind in ("plain", "html"):
        assert "https://week.example.org/week" in part(server, kind)
        assert "https://week.example.org/e-mail/no/7/abc" in part(server, kind)
    assert '<html lang="en">' in part(server, "html")


def test_one_press_in_the_mail_program_ends_it(server: MailServer, sender: Sender):
    sender.send(LETTER, 3600)
    sender.send(replace(LETTER, way_out=""), 3600)

    asked, code = server.letters
    assert asked["List-Unsubscribe"] == "<https://week.example.org/e-mail/no/7/abc>"
    assert asked["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert code["List-Unsubscribe"] is None


def test_a_letter_sent_again_has_the_same_name(server: MailServer, sender: Sender):
    sender.send(LETTER, 3600)
    sender.send(LETTER, 60)
    sender.send(replace(LETTER, tag="reminder:7:2026-12-02"), 60)

    first, again, other = (mail["Message-ID"] for mail in server.letters)
    assert first == again != other


@pytest.mark.parametrize(
    ("step", "answer", "outcome", "code"),
    [
        ("MAIL", "451 4.7.1 Later", Outcome.BUSY, "451 4.7.1"),
        ("MAIL", "553 5.7.1 Not your address", Outcome.MISCONFIGURED, "553 5.7.1"),
        ("RCPT", "450 4.2.1 Greylisted", Outcome.LATER, "450 4.2.1"),
        ("RCPT", "451 Greylisted", Outcome.LATER, "451"),
        ("RCPT", "452 4.3.1 Disk full", Outcome.BUSY, "452 4.3.1"),
        ("RCPT", "421 Closing", Outcome.BUSY, "421"),
        ("RCPT", "550 5.1.1 No such user", Outcome.BAD_NUMBER, "550 5.1.1"),
        ("RCPT", "550 Nobody of that name", Outcome.BAD_NUMBER, "550"),
        ("RCPT", "552 5.2.2 Mailbox full", Outcome.REFUSED, "552 5.2.2"),
        ("RCPT", "550 5.7.1 Blocked", Outcome.REFUSED, "550 5.7.1"),
        ("DATA", "452 4.3.1 Full", Outcome.BUSY, "452 4.3.1"),
        ("DATA", "451 Local trouble", Outcome.BUSY, "451"),
        ("DATA", "452 4.2.2 Mailbox full", Outcome.LATER, "452 4.2.2"),
        ("DATA", "554 5.6.0 Content", Outcome.REFUSED, "554 5.6.0"),
    ],
)
def test_every_answer_says_what_must_follow(
    server: MailServer, sender: Sender, step: str, answer: str, outcome: Outcome, code: str
):
    server.refuses[step] = answer

    assert sender.send(LETTER, 3600) == Receipt(outcome, code=code)
    assert server.letters == []


def test_a_line_that_goes_dead_after_the_letter_leaves_it_unclear(server: MailServer, sender: Sender):
    server.hangs_up = True

    assert sender.send(LETTER, 3600).outcome is Outcome.UNCLEAR
    assert sender.find(Channel.EMAIL, LETTER.to, "", frozenset()) is None


def test_a_server_that_takes_its_time_has_so_many_seconds_for_all_of_a_letter(
    server: MailServer, sender: Sender, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(smtp, "SECONDS", 0.5)
    server.waits = 0.3

    assert sender.send(LETTER, 3600).outcome is Outcome.BUSY
    assert server.letters == []


def test_a_wrong_password_is_for_somebody_to_mend(server: MailServer):
    wrong = make_sender(settings(server.url(password="guess")))

    assert wrong.send(LETTER, 3600).outcome is Outcome.MISCONFIGURED


def test_a_server_that_is_not_there_is_tried_again(server: MailServer):
    nobody = make_sender(settings("smtp://127.0.0.1:9"))

    assert nobody.send(LETTER, 3600) == Receipt(Outcome.BUSY, code="ConnectionRefusedError")


def test_nothing_of_a_letter_is_logged(server: MailServer, sender: Sender, caplog: pytest.LogCaptureFixture):
    server.refuses["RCPT"] = "550 5.1.1 <ana@example.org> unknown"
    with caplog.at_level(logging.DEBUG, "iopsched"):
        receipt = sender.send(LETTER, 3600)

    assert "ana" not in caplog.text + receipt.code


def test_without_a_server_letters_are_printed():
    printing, out = make_sender(replace(settings("smtp://localhost"), mail_url="")), io.StringIO()
    assert isinstance(printing, PrintingMailSender)
    printing.out = out

    printing.send(LETTER, 60)

    assert out.getvalue().startswith("\n  E-mail to ana@example.org: Riverside: your week\n  Riverside: tomorrow")
