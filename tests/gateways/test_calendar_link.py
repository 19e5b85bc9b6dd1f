"""Reading a link: only https, only the open internet, only the address that was checked, and never for long."""

import gzip
import logging
import socket
import ssl
import time
from collections.abc import Iterator
from ipaddress import IPv4Address, ip_address
from typing import Any
from unittest.mock import patch

import pytest

from iopsched.domain.errors import Unreadable
from iopsched.domain.own_calendar import Answer, Trouble, Validators
from iopsched.gateways import calendar_link
from iopsched.gateways.calendar_link import INTERNET, NONE
from iopsched.gateways.calendar_link.address import Address, is_public, resolved
from tests.stand_in_host import (
    ETAG,
    MODIFIED,
    NAME,
    Host,
    bomb,
    drips_body,
    drips_head,
    endless,
    hangs_up,
    redirects,
    running_host,
    says,
    serves,
    writes,
)

BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
CLOSED = {
    "this host": (str(IPv4Address(0)), "0.1.2.3", "::"),
    "loopback": ("127.0.0.1", "127.8.8.8", "::1"),
    "private": ("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd12:3456::1", "fc00::1"),
    "carriers' own": ("100.64.0.1", "100.127.255.255"),
    "link-local": ("169.254.1.1", "fe80::1", "fe80::1%1", "fec0::1"),
    "what clouds tell": ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"),
    "multicast": ("224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"),
    "reserved": ("192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "240.0.0.1", "255.255.255.255"),
    "reserved of IPv6": ("2001:db8::1", "3fff::1", "100::1", "5f00::1", "4000::1"),
    "IPv4 within": ("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
    "tunnels": ("2002:7f00:1::", "2001::1", "64:ff9b:1::1"),
}
OPEN = ("8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:82a::200e", "::ffff:8.8.8.8", "64:ff9b::808:808")


@pytest.fixture
def host() -> Iterator[Host]:
    with running_host() as host:
        host.answer(serves(BODY))
        yield host


@pytest.fixture
def secure() -> Iterator[Host]:
    with running_host(is_secure=True) as host:
        host.answer(serves(BODY))
        yield host


def read(host: Host, link: str = "", validators: Validators = NONE, **reach: Any) -> Answer:
    return calendar_link.read(link or host.link(), validators, reach=host.reach(**reach))


def trouble_with(host: Host, link: str = "", **reach: Any) -> Trouble:
    with pytest.raises(Unreadable) as caught:
        read(host, link, **reach)
    assert "/ana.ics" not in repr(caught.value) + repr(caught.value.__cause__)
    return caught.value.trouble


def stands_for(*addresses: str) -> dict[str, Any]:
    return {"resolve": lambda *_: tuple(map(ip_address, addresses))}


def test_the_calendar_is_read_over_tls_as_the_name(secure: Host):
    assert read(secure).content == BODY
    assert secure.asked[0][1]["host"] == f"{NAME}:{secure.port}"


def test_nothing_tells_who_asks(secure: Host):
    read(secure, secure.link("/ana%40example.org/private-1a2b/basic.ics?a=1#part"))

    path, headers = secure.asked[0]
    assert path == "/ana%40example.org/private-1a2b/basic.ics?a=1"
    assert headers == {
        "host": f"{NAME}:{secure.port}",
        "user-agent": "Week/1.0",
        "accept": "text/calendar, */*;q=0.5",
        "accept-encoding": "gzip",
    }


def test_a_proxy_of_the_environment_is_not_asked(secure: Host, monkeypatch: pytest.MonkeyPatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert read(secure).content == BODY


def test_what_is_unchanged_is_not_sent_again(host: Host):
    host.answer(serves(BODY, ETag=ETAG, Last_Modified=MODIFIED))

    first = read(host)
    again = read(host, validators=first.validators)

    assert first == Answer(BODY, Validators(ETAG, MODIFIED))
    assert again.content is None
    assert read(host, validators=Validators(modified=MODIFIED)).content is None


def test_unchanged_is_no_answer_to_who_asked_for_all(host: Host):
    host.answer(says(304))

    assert trouble_with(host) is Trouble.NO_CALENDAR


def test_a_validator_that_is_none_is_not_kept(host: Host):
    host.answer(serves(BODY, ETag='"' + "x" * 400 + '"', Last_Modified="caf\u00e9"))

    assert read(host).validators == Validators()


@pytest.mark.parametrize("kind", CLOSED)
def test_no_address_but_the_open_internets_is_asked(host: Host, kind: str):
    for said in CLOSED[kind]:
        assert not is_public(ip_address(said)), said
        found = trouble_with(host, is_open=is_public, **stands_for(said))
        assert found is Trouble.FORBIDDEN, said
    assert host.asked == []


@pytest.mark.parametrize("said", OPEN)
def test_the_open_internet_is(said: str):
    assert is_public(ip_address(said))


def test_one_closed_address_among_open_ones_is_enough(host: Host):
    assert trouble_with(host, is_open=is_public, **stands_for("8.8.8.8", "10.0.0.1")) is Trouble.FORBIDDEN


@pytest.mark.parametrize(
    "link",
    [
        "http://calendar.example/ana.ics",
        "https://ana:secret@calendar.example/ana.ics",
        "https://ana@calendar.example/ana.ics",
        "https://@calendar.example/ana.ics",
        "https://calendar.example:22/ana.ics",
        "https://calendar.example:80/ana.ics",
        "ftp://calendar.example/ana.ics",
        "file:///etc/passwd",
        "https:///ana.ics",
        "gopher://127.0.0.1:6379/_",
        "https://127.0.0.1/ana.ics",
        "https://127.1/ana.ics",
        "https://2130706433/ana.ics",
        "https://0x7f000001/ana.ics",
        "https://[::1]/ana.ics",
        "https://[::ffff:127.0.0.1]/ana.ics",
        "https://localhost/ana.ics",
        "https://169.254.169.254/latest/meta-data/",
    ],
)
def test_a_link_leads_nowhere_else_as_it_is_in_production(link: str):
    with pytest.raises(Unreadable) as caught:
        calendar_link.read(link, reach=INTERNET)

    assert caught.value.trouble is Trouble.FORBIDDEN


def test_a_name_that_stands_for_another_address_a_moment_later_is_not_asked_there(host: Host):
    """DNS rebinding: the second look would lead to a closed address; there is none."""
    looks: list[str] = []
    answers = iter((ip_address("127.0.0.1"), ip_address("127.0.0.2")))

    def look(name: str, seconds: float) -> tuple[Address, ...]:
        looks.append(name)
        return (next(answers),)

    with patch.object(socket, "getaddrinfo", side_effect=socket.getaddrinfo) as asked:
        read(host, resolve=look, is_open=lambda address: str(address) == "127.0.0.1")

    assert looks == [NAME]
    assert {call.args[0] for call in asked.call_args_list} == {"127.0.0.1"}


def test_of_several_addresses_the_first_that_answers_is_taken(host: Host):
    assert read(host, **stands_for("::1", "127.0.0.1")).content == BODY


def test_a_redirect_is_followed_three_times(host: Host):
    host.answer(*(redirects(f"/{number}") for number in range(3)), serves(BODY))

    assert read(host).content == BODY
    assert [path for path, _ in host.asked] == ["/ana.ics", "/0", "/1", "/2"]


def test_and_not_a_fourth_time(host: Host):
    host.answer(redirects("/again"))

    assert trouble_with(host) is Trouble.ELSEWHERE
    assert len(host.asked) == 4


@pytest.mark.parametrize(
    "where",
    [
        "https://metadata.example/latest",
        "http://metadata.example/latest",
        "//metadata.example/",
        "https://ana@calendar.example/",
        "file:///etc/passwd",
        "gopher://calendar.example/",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_checked_as_the_link_was(host: Host, where: str, status: int):
    inner = {NAME: ip_address("127.0.0.1"), "metadata.example": ip_address("169.254.169.254")}
    host.answer(redirects(where, status))

    assert trouble_with(host, resolve=lambda name, _: (inner[name],)) is Trouble.FORBIDDEN
    assert len(host.asked) == 1


def test_a_redirect_to_nowhere_is_a_redirect_to_itself(host: Host):
    host.answer(says(302))

    assert trouble_with(host) is Trouble.ELSEWHERE


def test_a_redirect_from_https_to_http_is_not_followed(secure: Host):
    secure.answer(redirects(f"http://{NAME}/ana.ics"))

    assert trouble_with(secure, schemes={"https": frozenset()}) is Trouble.FORBIDDEN


@pytest.mark.parametrize("drips", [drips_head, drips_body])
@pytest.mark.parametrize("is_secure", [False, True])
def test_who_drips_is_left_when_the_time_is_over(is_secure: bool, drips: Any):
    with running_host(is_secure=is_secure) as host:
        host.answer(drips)
        began = time.monotonic()

        assert trouble_with(host, seconds=0.4) is Trouble.SLOW
        assert time.monotonic() - began < 3


def test_who_takes_the_line_and_says_nothing_is_left_as_well():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = Host(silent.getsockname()[1], None)
        with running_host(is_secure=True) as other:
            secure = Host(host.port, other.authority)

            assert trouble_with(host, seconds=0.3) is Trouble.SLOW
            assert trouble_with(secure, seconds=0.3) is Trouble.SLOW


def test_a_name_that_nobody_answers_for_in_time_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    def answer_late(*_: Any, **__: Any) -> list[Any]:
        time.sleep(1)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", answer_late)
    began = time.monotonic()

    assert resolved("calendar.example", 0.1) == ()
    assert time.monotonic() - began < 0.9


def test_a_name_without_an_address(host: Host):
    assert trouble_with(host, **stands_for()) is Trouble.UNREACHABLE
    assert resolved("nobody.invalid.", 5) == ()
    assert resolved("x" * 80 + ".example", 5) == ()


@pytest.mark.parametrize("answer", [endless, bomb, serves(b"x" * 5001)])
def test_what_is_too_much_is_not_taken_to_the_end(host: Host, answer: Any):
    host.answer(answer)
    began = time.monotonic()

    assert trouble_with(host, largest=5000, seconds=30) is Trouble.LARGE
    assert time.monotonic() - began < 5


def test_a_packed_calendar_is_unpacked(host: Host):
    host.answer(serves(gzip.compress(BODY), Content_Encoding="gzip"))

    assert read(host).content == BODY


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (serves(b"<html>", kind="text/html; charset=utf-8"), Trouble.NO_CALENDAR),
        (serves(b"x", Content_Encoding="br"), Trouble.NO_CALENDAR),
        (serves(b"no gzip", Content_Encoding="gzip"), Trouble.UNREACHABLE),
        (says(204), Trouble.NO_CALENDAR),
        (says(400), Trouble.NO_CALENDAR),
        (says(401), Trouble.LOCKED),
        (says(403), Trouble.LOCKED),
        (says(404), Trouble.MISSING),
        (says(410), Trouble.GONE),
        (says(429), Trouble.OVERLOADED),
        (says(500), Trouble.OVERLOADED),
        (says(503), Trouble.OVERLOADED),
        (hangs_up, Trouble.UNREACHABLE),
        (writes(b"SSH-2.0-OpenSSH_9.6\r\n"), Trouble.UNREACHABLE),
        (writes(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"), Trouble.UNREACHABLE),
        (writes(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"), Trouble.UNREACHABLE),
    ],
)
def test_each_answer_has_its_trouble(host: Host, answer: Any, trouble: Trouble):
    host.answer(answer)

    assert trouble_with(host) is trouble


def test_nobody_there(host: Host):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]

    assert trouble_with(host, f"http://{NAME}:{port}/ana.ics") is Trouble.UNREACHABLE


def test_a_certificate_of_nobody_we_know(secure: Host):
    assert trouble_with(secure, trust=ssl.create_default_context) is Trouble.UNTRUSTED


def test_a_certificate_of_another_name():
    with running_host(is_secure=True, name="other.example") as host:
        host.answer(serves(BODY))

        assert trouble_with(host) is Trouble.UNTRUSTED
        assert host.asked == []


def test_http_where_https_is_spoken(host: Host):
    assert trouble_with(host, host.link().replace("http:", "https:")) is Trouble.UNREACHABLE


def test_the_link_is_in_no_log(host: Host, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("urllib3").setLevel(logging.DEBUG)
    host.answer(
        writes(b"HTTP/1.1 302 Found\r\nLocation: /secret-two\r\nno header at all\r\n\r\n"), says(404), serves(BODY)
    )

    trouble_with(host, host.link("/secret-one"))
    read(host, host.link("/secret-three"))

    assert "secret" not in caplog.text
    assert NAME not in caplog.text
