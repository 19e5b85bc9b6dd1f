"""A letter as it is written: plain and HTML, a subject that tells nothing, and a way to have no more of it.

RFC 8058 and RFC 2369 for the way out, RFC 3834 so that no machine answers.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from iopsched.domain.channel import Letter
from iopsched.gateways.spoken_time import catalog


def write(letter: Letter, *, sender: str, site: str, secret: str, now: datetime) -> EmailMessage:
    """``sender`` is the address that writes, ``site`` where links lead to."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject(letter)
    user, _, host = sender.rpartition("@")
    mail["From"] = Address(letter.name, user, host)
    mail["To"] = letter.to
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{name_of(letter, secret)}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if letter.way_out:
        mail["List-Unsubscribe"] = f"<{site}{letter.way_out}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(plain(letter, site), cte="quoted-printable")
    mail.add_alternative(_html(letter, site), subtype="html", cte="quoted-printable")
    return mail


def name_of(letter: Letter, secret: str) -> str:
    """The same for each attempt at one message, so that whoever gets it twice can tell; it names nobody."""
    return hmac.new(secret.encode(), f"letter {letter.tag}".encode(), hashlib.sha256).hexdigest()[:32]


def subject(letter: Letter) -> str:
    """The same for all of them."""
    return catalog(letter.language).gettext("%(name)s: your week") % {"name": letter.name}


def plain(letter: Letter, site: str) -> str:
    parts = [letter.body, *(f"{words}:\n{site}{path}" for words, path in _links(letter))]
    return "\n\n".join(parts) + "\n"


def _html(letter: Letter, site: str) -> str:
    parts = [escape(letter.body)]
    parts += [f'<a href="{escape(site + path)}">{escape(words)}</a>' for words, path in _links(letter)]
    body = "".join(f"<p>{part}</p>" for part in parts)
    head = f'<meta charset="utf-8"><title>{escape(subject(letter))}</title>'
    return f'<!doctype html><html lang="{escape(letter.language)}"><head>{head}</head><body>{body}</body></html>\n'


def _links(letter: Letter) -> list[tuple[str, str]]:
    """What each is called, and where it leads on the site."""
    say = catalog(letter.language).gettext
    opens = say("Open your week") if letter.path == "/week" else say("Open")
    found = [(opens, letter.path), (say("No more e-mail"), letter.way_out)]
    return [(words, path) for words, path in found if path]
