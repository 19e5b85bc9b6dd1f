"""Phone numbers as people type them, turned into E.164."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from iopsched.domain.errors import Invalid

HOME = "US"


def e164(typed: str, home: str = HOME) -> str:
    """'+14155550123' for '(415) 555-0123'. Raises Invalid(phone=...) for what cannot be a number."""
    try:
        number = phonenumbers.parse(typed, home)
    except NumberParseException as error:
        raise Invalid(phone="This does not look like a phone number. Type all ten digits.") from error
    if not phonenumbers.is_possible_number(number):
        raise Invalid(phone="This number is too short or too long. Type all ten digits.")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def said(typed: str) -> tuple[str, dict[str, str]]:
    """A field that may be left empty: the number in E.164, or nothing; and what is wrong with it, by its name."""
    try:
        return (e164(typed) if typed.strip() else ""), {}
    except Invalid as wrong:
        return "", wrong.problems
