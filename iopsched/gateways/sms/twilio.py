"""Twilio, by its official client. Its codes are sorted here by what must follow (DOMAIN.md section 4).

The client reads HTTPS_PROXY and REQUESTS_CA_BUNDLE from the environment like everything built on requests. Of what it
raises, only a time-out while connecting says that nothing was taken: behind a proxy, a line that goes dead after the
text is reported as a fault of the proxy.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectTimeout, RequestException

from iopsched.domain.channel import Channel, Letter
from iopsched.gateways.sender import Listed, Outcome, Receipt, Silence, hash_of

if TYPE_CHECKING:
    from iopsched.gateways.sms import Account

FOLLOWS = {
    20003: Outcome.MISCONFIGURED,  # wrong credentials, or the account is closed
    30034: Outcome.MISCONFIGURED,  # the number is not registered with the carriers
    20005: Outcome.MISCONFIGURED,  # the account is not active
    30002: Outcome.MISCONFIGURED,  # the account is suspended
    21606: Outcome.MISCONFIGURED,  # we may not send from that number
    63038: Outcome.MISCONFIGURED,  # the account has had its texts for today
    20429: Outcome.BUSY,
    30001: Outcome.UNREACHED,  # too many stand in the provider's line
    30003: Outcome.UNREACHED,  # the phone is off
    30008: Outcome.UNREACHED,  # nobody knows why
    21610: Outcome.OPTED_OUT,
    21211: Outcome.BAD_NUMBER,
    21614: Outcome.BAD_NUMBER,
    30005: Outcome.BAD_NUMBER,
    30006: Outcome.BAD_NUMBER,
}
NOT_DELIVERED = {"failed", "undelivered", "canceled"}
TRIAL_PREFIX = "Sent from your Twilio trial account - "
ARRIVED = {"delivered", "read"}
LISTED, PAGE = 50, 1000
SILENT = logging.Logger("twilio", level=logging.CRITICAL + 1)
"""The client logs every number and every word that it sends; not here."""


_answered = threading.local()


class TwilioSender:
    """One account; the sender is a messaging service or a number."""

    def __init__(self, client: Any, sender: dict[str, str], receipts_url: str = "") -> None:
        self.client = client
        self.sender = sender | ({"status_callback": receipts_url} if receipts_url else {})

    @classmethod
    def from_account(cls, account: Account) -> TwilioSender:
        """An API key where one is set, else the auth token; a time-out always, for the client has none of its own."""
        from twilio.http.http_client import TwilioHttpClient
        from twilio.rest import Client

        logging.getLogger("urllib3").setLevel(logging.INFO)  # at DEBUG it writes numbers
        hooks: dict[str, object] = {"response": _keep_wait}
        http = TwilioHttpClient(timeout=account.twilio_timeout, logger=SILENT, request_hooks=hooks)
        http.session.mount("https://", HTTPAdapter(pool_maxsize=account.send_concurrency))
        user, secret = account.twilio_account_sid, account.twilio_auth_token
        if account.twilio_api_key:
            user, secret = account.twilio_api_key, account.twilio_api_secret
        client = Client(user, secret, account.twilio_account_sid, http_client=http)
        if account.twilio_messaging_service_sid:
            return cls(client, {"messaging_service_sid": account.twilio_messaging_service_sid}, account.receipts_url)
        return cls(client, {"from_": account.twilio_from}, account.receipts_url)

    def send(self, letter: Letter, validity_seconds: int) -> Receipt:
        from twilio.base.exceptions import TwilioException

        try:
            text = self.client.messages.create(
                to=letter.to, body=letter.body, validity_period=validity_seconds, **self.sender
            )
        except TwilioException as answer:
            return _after(getattr(answer, "status", 0), getattr(answer, "code", None))
        except ConnectTimeout:
            return Receipt(Outcome.BUSY, code="unreachable")
        except (RequestException, ValueError) as silence:
            return Receipt(Outcome.UNCLEAR, code=type(silence).__name__)
        return _state_of(text)

    def find(self, channel: Channel, to: str, body_hash: str, known: Collection[str]) -> Receipt | None:
        """Among the latest to that number: by its words and not by the clock, for the provider's is not ours."""
        from twilio.base.exceptions import TwilioException

        try:
            listed = self.client.messages.list(to=to, limit=LISTED)
        except (TwilioException, RequestException, ValueError) as silence:
            return Receipt(Outcome.UNCLEAR, code=type(silence).__name__)
        for text in listed:
            if text.sid not in known and hash_of((text.body or "").removeprefix(TRIAL_PREFIX)) == body_hash:
                return _state_of(text)
        return None

    def listed(self, since: datetime) -> Iterator[Listed]:
        """All that our number or service sent since then; other senders of the account are none of ours."""
        from twilio.base.exceptions import TwilioException

        try:
            for text in self.client.messages.stream(date_sent_after=since, page_size=PAGE):
                if self._is_ours(text):
                    yield _listed(text)
        except (TwilioException, RequestException, ValueError) as silence:
            raise Silence(type(silence).__name__) from silence

    def look_up(self, provider_id: str) -> Listed | None:
        from twilio.base.exceptions import TwilioException

        try:
            return _listed(self.client.messages(provider_id).fetch())
        except (TwilioException, RequestException, ValueError) as silence:
            if getattr(silence, "status", 0) == 404:
                return None
            raise Silence(type(silence).__name__) from silence

    def _is_ours(self, text: Any) -> bool:
        is_by_us = self.sender.get("messaging_service_sid") == text.messaging_service_sid
        is_by_number = self.sender.get("from_") == text.from_
        return str(text.direction).startswith("outbound") and (is_by_us if text.messaging_service_sid else is_by_number)


def _listed(text: Any) -> Listed:
    receipt = _state_of(text)
    is_over = receipt.outcome is not Outcome.TAKEN or text.status in ARRIVED
    return Listed(text.sid, receipt if is_over else None)


def _keep_wait(response: Any, *_: Any, **__: Any) -> None:
    """The client hides the headers of a refusal: for how long it asks to be left alone is kept for this thread."""
    said = response.headers.get("Retry-After", "")
    _answered.wait = timedelta(seconds=min(int(said), 3600)) if said.isdecimal() else timedelta()


def _after(status: int, code: int | None) -> Receipt:
    """What follows from an answer that is not a text; without a status nothing is known."""
    said = str(code or status or "")
    if status == 429 and FOLLOWS.get(code or 0) is not Outcome.MISCONFIGURED:
        return Receipt(Outcome.BUSY, code=said, wait=getattr(_answered, "wait", timedelta()))
    if code in FOLLOWS:
        return Receipt(FOLLOWS[code], code=said)
    if status == 401:
        return Receipt(Outcome.MISCONFIGURED, code=said)
    if not status or status == 408 or status >= 500:
        return Receipt(Outcome.UNCLEAR, code=said)
    return Receipt(Outcome.REFUSED, code=said)


def _state_of(text: Any) -> Receipt:
    """The receipt for a text as the provider shows it: taken, unless it says that it will not arrive."""
    code = text.error_code
    if text.status in NOT_DELIVERED or code in FOLLOWS:
        return Receipt(FOLLOWS.get(code, Outcome.REFUSED), text.sid, str(code or text.status))
    return Receipt(Outcome.TAKEN, text.sid)
