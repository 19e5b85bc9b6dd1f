"""A stand-in of the provider of texts behind its official client: it fails by the seed, and remembers everything.

What it accepted is on record with what the witness saw just then. It follows each text with reports, which come twice,
late, out of order or never.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from random import Random
from typing import Any

from requests.exceptions import ConnectionError as Reset
from requests.exceptions import ConnectTimeout, ReadTimeout
from twilio.http import HttpClient
from twilio.http.response import Response

from tests.conftest import StandingClock
from tests.month.fate import Fate
from tests.month.witness import Facts, Witness

SENDER = "+15005550006"
Form = dict[str, str]
HOUR = timedelta(hours=1)
FAULTS = {
    "busy": 3.0,
    "breaks": 1.0,
    "takes and breaks": 1.5,
    "silent": 0.7,
    "takes and is silent": 1.5,
    "resets": 0.7,
    "takes and resets": 1.0,
    "unreachable": 0.7,
    "bad number": 0.15,
    "filtered": 0.3,
    "closed": 0.1,
}
"""Chances of a hundred calls."""
REFUSALS = {
    "busy": (429, 20429),
    "bad number": (400, 21211),
    "filtered": (400, 30007),
    "closed": (401, 20003),
    "opted out": (400, 21610),
    "breaks": (500, 20500),
    "takes and breaks": (500, 20500),
}
FINAL = {"bad number", "filtered", "opted out"}
ENDS = [("delivered", "")] * 95 + [("undelivered", "30003"), ("undelivered", "30005"), ("failed", "30007")]


@dataclass(frozen=True, slots=True)
class Accepted:
    """One text that went out. ``composed``: the step and instant at which its sender last wrote anything down."""

    sid: str
    to: str
    body: str
    at: datetime
    step: int
    composed: tuple[int, datetime]
    facts: Facts
    listed_from: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """A call that was answered otherwise, or not; ``how`` is a name in FAULTS."""

    to: str
    at: datetime
    how: str


@dataclass
class Provider(HttpClient):  # type: ignore[misc] # it has no types
    """``stopped``: numbers that told it to stop; ``ends``: what becomes of texts; ``reports``: what it will tell."""

    clock: StandingClock
    random: Random
    fate: Fate
    witness: Witness
    note: Callable[[str], None]
    is_faulty: bool = True
    accepted: list[Accepted] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)
    reports: list[tuple[datetime, Form]] = field(default_factory=list)
    ends: dict[str, Form] = field(default_factory=dict)

    def request(self, method: str, uri: str, params: Any = None, data: Any = None, **_: Any) -> Response:
        """What the official client calls."""
        self.fate.strike()
        self.clock.advance(seconds=self.random.uniform(0.02, 0.5))
        answer = self._take(data) if method == "POST" else self._show(uri, params)
        self.fate.strike()
        return answer

    def report(self, sid: str) -> None:
        """Of one text: on its way, then its end; in any order, and some of it again or never."""
        status, code = self.random.choice(ENDS)
        self.ends[sid] = {"MessageStatus": status} | ({"ErrorCode": code} if code else {})
        forms = [{"MessageStatus": "sent"}, self.ends[sid]]
        again = self.random.choice(forms) if self.random.random() < 0.1 else None
        for form in [*forms, *([again] if again else [])]:
            if self.random.random() < 0.95:
                late = self.random.choice([0.01, 0.02, 0.1, 5.0])
                self.reports.append((self.clock.now + late * HOUR, {"MessageSid": sid, **form}))

    def told(self) -> list[tuple[datetime, Form]]:
        """The reports that are new, and when each is to come."""
        new, self.reports = self.reports, []
        return new

    def _take(self, form: Form) -> Response:
        how = "opted out" if form["To"] in self.stopped else self._fault()
        if how and how != "opted out" and not self.is_faulty:
            how = ""
        if how:
            self.refused.append(Refused(form["To"], self.clock.now, how))
        self.note(f"{how or 'takes'} {form['To']} {form['Body']}")
        text = self._accept(form) if not how or how.startswith("takes") else {}
        if how.endswith("silent"):
            self.clock.advance(seconds=10)
            raise ReadTimeout
        if how.endswith("resets"):
            raise Reset
        if how == "unreachable":
            raise ConnectTimeout
        if how in REFUSALS:
            status, code = REFUSALS[how]
            return _said(status, {"code": code, "message": f"not to {form['To']}", "status": status, "more_info": ""})
        return _said(201, text)

    def _fault(self) -> str:
        chance = 100 * self.random.random()
        for how, share in FAULTS.items():
            if (chance := chance - share) < 0:
                return how
        return ""

    def _accept(self, form: Form) -> dict[str, Any]:
        doing = self.fate.turns.mine
        assert doing
        assert doing.committed, "nothing is sent before it is written down"
        now, lag = self.clock.now, self.random.choice([0, 0, 0, 60])
        facts = self.witness.look(form["To"], now)
        texts = (f"SM{len(self.accepted):032x}", form["To"], form["Body"], now, self.fate.turns.steps, doing.committed)
        self.accepted.append(Accepted(*texts, facts, now + timedelta(seconds=lag)))
        self.report(self.accepted[-1].sid)
        return self._shown(self.accepted[-1])

    def _show(self, uri: str, asked: Form | None) -> Response:
        """One text, those to a number, or all since some day: the latest first, and some it does not know of yet."""
        known = [text for text in reversed(self.accepted) if text.listed_from <= self.clock.now]
        if sid := uri.partition("/Messages/")[2].removesuffix(".json"):
            found = [text for text in known if text.sid == sid]
            return _said(200, self._shown(found[0])) if found else _said(404, {"code": 20404, "status": 404})
        if self.is_faulty and self.random.random() < 0.1:
            self.refused.append(Refused((asked or {}).get("To", ""), self.clock.now, "silent"))
            return _said(503, {"code": 20503, "message": "", "status": 503})
        if to := (asked or {}).get("To"):
            known = [text for text in known if text.to == to][:50]
        listed = [self._shown(text) for text in known]
        return _said(200, {"messages": listed, "page": 0, "page_size": 50, "next_page_uri": None, "uri": "/"})

    def _shown(self, text: Accepted) -> dict[str, Any]:
        end = self.ends[text.sid] if self.clock.now > text.at + HOUR / 60 else {"MessageStatus": "queued"}
        said = {"sid": text.sid, "to": text.to, "from": SENDER, "body": text.body, "direction": "outbound-api"}
        said |= {"date_created": format_datetime(text.at), "date_sent": format_datetime(text.at)}
        code = end.get("ErrorCode")
        return said | {"status": end["MessageStatus"], "error_code": int(code) if code else None}


def _said(status: int, what: dict[str, Any]) -> Response:
    return Response(status, json.dumps(what))
