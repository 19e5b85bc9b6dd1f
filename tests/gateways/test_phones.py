"""Numbers as people type them."""

import pytest

from iopsched.domain.errors import Invalid
from iopsched.gateways import phones


@pytest.mark.parametrize(
    "typed", ["+14155550123", "415 555 0123", "(415) 555-0123", "1-415-555-0123", "415.555.0123", " 4155550123 "]
)
def test_a_number_is_one_number_however_it_is_typed(typed: str):
    assert phones.e164(typed) == "+14155550123"


def test_a_number_of_another_country_keeps_its_own():
    assert phones.e164("+52 55 1234 5678") == "+525512345678"


@pytest.mark.parametrize("typed", ["", "call me", "123", "+1415555", "41555501234567"])
def test_what_cannot_be_a_number_says_what_would_be_right(typed: str):
    with pytest.raises(Invalid) as caught:
        phones.e164(typed)

    assert "Type all ten digits." in caught.value.problems["phone"]
