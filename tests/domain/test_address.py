"""What can be an e-mail address, and nothing that could end a line of a letter's head."""

import pytest

from iopsched.domain.address import address_said
from iopsched.domain.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "said"),
    [(" Ana.R+iop@Example.ORG ", "Ana.R+iop@example.org"), ("", ""), ("o'neil@mail.example.co.uk",) * 2],
)
def test_an_address_is_written_in_one_way(typed: str, said: str):
    assert address_said(typed) == said


@pytest.mark.parametrize(
    "typed",
    [
        *("ana", "ana@", "@example.org", "ana@example", "ana@exa mple.org", "ana@@example.org", "ána@example.org"),
        *("ana@example.org\r\nBcc: ben@example.org", "<ana@example.org>", "ana@example.org,ben@example.org"),
        "a" * 250 + "@example.org",
    ],
)
def test_what_is_none_is_refused(typed: str):
    with pytest.raises(Invalid):
        address_said(typed)
