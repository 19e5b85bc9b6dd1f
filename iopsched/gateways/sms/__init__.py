"""Texts: one protocol, and whoever carries them. Heavy clients are imported only by the sender that needs them."""

from __future__ import annotations

from typing import Protocol

from iopsched.gateways.sender import Outcome, Sender


class Account(Protocol):
    """The settings that choose and equip a sender; ``twilio_timeout`` is in seconds."""

    @property
    def sms_sender(self) -> str: ...
    @property
    def twilio_account_sid(self) -> str: ...
    @property
    def twilio_auth_token(self) -> str: ...
    @property
    def twilio_api_key(self) -> str: ...
    @property
    def twilio_api_secret(self) -> str: ...
    @property
    def twilio_messaging_service_sid(self) -> str: ...
    @property
    def twilio_from(self) -> str: ...
    @property
    def twilio_timeout(self) -> float: ...
    @property
    def send_concurrency(self) -> int: ...
    @property
    def receipts_url(self) -> str: ...


def make_sender(account: Account) -> Sender:
    """Twilio where the settings say so, else one that prints."""
    if account.sms_sender == "twilio":
        from iopsched.gateways.sms.twilio import TwilioSender

        return TwilioSender.from_account(account)
    from iopsched.gateways.sms.printing import PrintingSender

    return PrintingSender()


def end_of(status: str, code: str) -> Outcome | None:
    """What a status of the provider means for a text that it took; None while it is on its way."""
    from iopsched.gateways.sms.twilio import ARRIVED, FOLLOWS, NOT_DELIVERED

    if status in NOT_DELIVERED:
        return FOLLOWS.get(int(code), Outcome.REFUSED) if code.isdecimal() else Outcome.REFUSED
    return Outcome.TAKEN if status in ARRIVED else None
