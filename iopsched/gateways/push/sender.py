"""Web push (RFC 8030, 8188, 8291, 8292): encrypted for one browser by pywebpush, carried over a checked line.

A push service may be anywhere: its address is asked as a patient's calendar is, never within our own network. What is
shown says who writes and nothing else. Sent again it takes the place of itself, by its topic and by its tag.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from iopsched.domain.channel import Channel, Letter
from iopsched.domain.device import Device, Subscription
from iopsched.domain.errors import Unreadable
from iopsched.domain.own_calendar import Trouble
from iopsched.gateways.calendar_link import INTERNET, Reach
from iopsched.gateways.calendar_link.posting import origin, post
from iopsched.gateways.clock import time_left, utc_now
from iopsched.gateways.push.key import private_key
from iopsched.gateways.sender import Outcome, Receipt
from iopsched.gateways.spoken_time import catalog

if TYPE_CHECKING:
    from py_vapid import Vapid02

log = logging.getLogger(__name__)
SECONDS = 20.0
"""For all devices of one message."""
SIGNED_FOR = timedelta(hours=12)
LONGEST_VALIDITY = 4 * 7 * 24 * 3600
GONE, NOT_US = {404, 410}, {401, 403}
"""It has ended; our signature is not believed, by a clock that is wrong or a PUBLIC_URL that is none."""
MISTRUSTED = "push %d: a push service does not believe our signature: check the clock and PUBLIC_URL"
UNREAD = {Trouble.FORBIDDEN: Outcome.BAD_NUMBER, Trouble.UNREACHABLE: Outcome.LATER}
"""Within our own network; nobody there."""
WORTH = (Outcome.TAKEN, Outcome.UNCLEAR, Outcome.LATER, Outcome.REFUSED)
"""Of several devices' answers the first of these is that of the message. None speaks of all of us: anybody can have
notifications carried by a service that answers as it likes.
"""


class PushSender:
    """``reach`` is how far an endpoint may lead; only a test gives another."""

    def __init__(self, secret: str, site: str, reach: Reach = INTERNET) -> None:
        self.secret, self.site, self.reach = secret, site, reach
        self._vapid: Vapid02 | None = None

    def send(self, letter: Letter, validity_seconds: int) -> Receipt:
        """To each device; taken if one of them takes it."""
        left = time_left(SECONDS)
        answers = {device.id: self._tell(device, letter, validity_seconds, left()) for device in letter.devices}
        gone = tuple(number for number, (outcome, _) in answers.items() if outcome is Outcome.BAD_NUMBER)
        living = [answer for number, answer in answers.items() if number not in gone]
        if not living:
            return Receipt(Outcome.BAD_NUMBER, code="no device", gone=gone)
        outcome, code = min(living, key=lambda answer: WORTH.index(answer[0]))
        return Receipt(outcome, code="" if outcome is Outcome.TAKEN else f"push {code}", gone=gone)

    def find(self, channel: Channel, to: str, body_hash: str, known: Collection[str]) -> Receipt | None:
        """A push service lists nothing: sent again, it shows once."""
        return None

    def _tell(self, device: Device, letter: Letter, validity_seconds: int, seconds: float) -> tuple[Outcome, str]:
        """What follows for that device, and what was said; one for which no time is left was not asked."""
        if device.subscription is None:
            return Outcome.BAD_NUMBER, "sealed"
        if seconds <= 0:
            return Outcome.LATER, "slow"
        reach = replace(self.reach, seconds=min(self.reach.seconds, seconds))
        try:
            body, headers = self._packed(device.subscription, letter, validity_seconds)
            status = post(device.subscription.endpoint, body, headers, reach)
        except Unreadable as no:
            return UNREAD.get(no.trouble, Outcome.UNCLEAR), no.trouble.value
        except ValueError:
            return Outcome.BAD_NUMBER, "no address"
        if status in NOT_US:
            log.error(MISTRUSTED, status)
        return _following(status), str(status)

    def _packed(self, whereto: Subscription, letter: Letter, validity_seconds: int) -> tuple[bytes, dict[str, str]]:
        """What only that browser can read, and what its push service needs to know."""
        from pywebpush import WebPusher

        tag = hmac.new(self.secret.encode(), f"push {letter.tag}".encode(), hashlib.sha256).hexdigest()[:32]
        keys = {"p256dh": whereto.p256dh, "auth": whereto.auth}
        coded = WebPusher({"endpoint": whereto.endpoint, "keys": keys}).encode(
            json.dumps(shown(letter) | {"tag": tag, "path": letter.path}).encode()
        )
        told = {
            "TTL": str(min(validity_seconds, LONGEST_VALIDITY)),
            "Topic": tag,
            "Urgency": "high",
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
        }
        return coded["body"], told | self._signed(whereto.endpoint)

    def _signed(self, endpoint: str) -> dict[str, str]:
        from py_vapid import Vapid02

        self._vapid = self._vapid or Vapid02(private_key(self.secret))
        ends = int((utc_now() + SIGNED_FOR).timestamp())
        who = self.site if self.site.startswith("https:") else "mailto:nobody@example.org"
        signed: dict[str, str] = self._vapid.sign({"aud": origin(endpoint), "exp": ends, "sub": who})
        return signed


def shown(letter: Letter) -> dict[str, str]:
    """What the phone shows, whatever it is about."""
    return {"title": letter.name, "body": catalog(letter.language).gettext("Open your week.")}


def _following(status: int) -> Outcome:
    """What a push service's answer says."""
    if 200 <= status < 300:
        return Outcome.TAKEN
    if status in GONE:
        return Outcome.BAD_NUMBER
    return Outcome.LATER if status == 429 or status >= 500 else Outcome.REFUSED
