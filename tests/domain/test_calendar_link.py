"""A link as it is pasted: what may be read, and what is said of the rest."""

import pytest

from iopsched.domain import calendar_link
from iopsched.domain.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://calendar.example/ana.ics", "https://calendar.example/ana.ics"),
        ("  webcal://Calendar.Example/ana.ics\n", "https://calendar.example/ana.ics"),
        ("webcals://calendar.example/ana.ics", "https://calendar.example/ana.ics"),
        ("HTTPS://calendar.example:443/a%40b/basic.ics?x=1#y", "https://calendar.example/a%40b/basic.ics?x=1"),
        ("https://calendar.example", "https://calendar.example/"),
        ("https://[2606:4700::1111]/a", "https://[2606:4700::1111]/a"),
    ],
)
def test_it_is_asked_for_over_https(typed: str, address: str):
    assert calendar_link.said(typed).address == address


def test_only_its_host_is_ever_shown():
    link = calendar_link.said("https://calendar.example/private-1a2b/basic.ics")

    assert link.host == "calendar.example"
    assert "1a2b" not in repr(link)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Paste the link"),
        ("   ", "Paste the link"),
        ("calendar.example/ana.ics", "begins with https://"),
        ("http://calendar.example/secret.ics", "begins with https://"),
        ("ftp://calendar.example/secret.ics", "begins with https://"),
        ("file:///etc/passwd", "begins with https://"),
        ("javascript:alert(1)", "begins with https://"),
        ("https:///secret.ics", "begins with https://"),
        ("https://ana:secret@calendar.example/", "name or password"),
        ("https://@calendar.example/", "name or password"),
        ("https://calendar.example:8443/secret.ics", "port number"),
        ("https://calendar.example:99999/secret.ics", "not a link"),
        ("https://calendar.example:x/secret.ics", "not a link"),
        ("https://[::1/secret.ics", "not a link"),
        ("https://calendar.example/my secret", "not a link"),
        ("https://calendar.example\\@evil.example/", "not a link"),
        ("https://calendar.example/\x00secret", "not a link"),
        ("https://calendar.example/" + "x" * 2000, "not a link"),
    ],
)
def test_what_may_not_be_read_is_said_without_repeating_it(typed: str, says: str):
    with pytest.raises(Invalid) as caught:
        calendar_link.said(typed)

    assert says in caught.value.problems["link"]
    assert "secret" not in str(caught.value)
