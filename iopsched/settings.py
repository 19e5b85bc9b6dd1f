"""Settings: the only reader of environment variables. README.md lists each with its default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from iopsched.domain.errors import Invalid

RATE = re.compile(r"[1-9][0-9]{0,5} per ([1-9][0-9]{0,3} )?(second|minute|hour|day)s?")


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides. ``public_url`` has no trailing slash; links and feeds are computed over it."""

    database_url: str
    public_url: str
    secret_key: str
    rate_limit_code: str
    rate_limit_sign_in: str
    rate_limit_feed: str
    rate_limit_kiosk: str
    trusted_proxies: int = 0
    demo: bool = False
    sms_sender: str = "print"
    twilio_account_sid: str = ""
    twilio_auth_token: str = ""
    twilio_other_token: str = ""
    twilio_api_key: str = ""
    twilio_api_secret: str = ""
    twilio_messaging_service_sid: str = ""
    twilio_from: str = ""
    twilio_timeout: float = 10.0
    mail_url: str = ""
    mail_from: str = ""
    patient_sign_in_days: int = 30
    staff_idle_minutes: int = 30
    tick_seconds: int = 2
    send_concurrency: int = 10
    feed_memory_seconds: int = 0

    @property
    def is_https(self) -> bool:
        """Whether cookies are Secure and HSTS is sent: the scheme of PUBLIC_URL says so."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def hook_tokens(self) -> tuple[str, ...]:
        """Whose signature on a call to our hooks is good: the auth token, and another one while it is replaced."""
        return tuple(filter(None, (self.twilio_auth_token, self.twilio_other_token)))

    @property
    def receipts_url(self) -> str:
        """Where the provider tells what became of a text; nowhere, unless it could call us and sign that."""
        return f"{self.public_url}/hooks/receipts" if self.is_https and self.hook_tokens else ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read and check every setting. Raises Invalid naming each variable that cannot be taken."""
        read = _Reader(environ)
        settings = cls(
            database_url=with_driver(read.text("DATABASE_URL", _default_database())),
            public_url=read.url("PUBLIC_URL", "http://127.0.0.1:8000"),
            secret_key=read.needed("SECRET_KEY", "Set it to a long random text, and keep it."),
            trusted_proxies=read.whole("TRUSTED_PROXIES", 0, most=10),
            demo=read.yes("DEMO"),
            sms_sender=read.one_of("SMS_SENDER", "twilio" if environ.get("TWILIO_ACCOUNT_SID") else "print"),
            twilio_account_sid=read.text("TWILIO_ACCOUNT_SID", ""),
            twilio_auth_token=read.text("TWILIO_AUTH_TOKEN", ""),
            twilio_other_token=read.text("TWILIO_OTHER_TOKEN", ""),
            twilio_api_key=read.text("TWILIO_API_KEY", ""),
            twilio_api_secret=read.text("TWILIO_API_SECRET", ""),
            twilio_messaging_service_sid=read.text("TWILIO_MESSAGING_SERVICE_SID", ""),
            twilio_from=read.text("TWILIO_FROM", ""),
            twilio_timeout=float(read.whole("TWILIO_TIMEOUT", 10, most=60)),
            mail_url=read.mail_server("MAIL_URL"),
            mail_from=read.text("MAIL_FROM", ""),
            rate_limit_code=read.rate("RATE_LIMIT_CODE", "5 per 15 minutes"),
            rate_limit_sign_in=read.rate("RATE_LIMIT_SIGN_IN", "20 per 15 minutes"),
            rate_limit_feed=read.rate("RATE_LIMIT_FEED", "120 per hour"),
            rate_limit_kiosk=read.rate("RATE_LIMIT_KIOSK", "40 per 10 minutes"),
            patient_sign_in_days=read.whole("PATIENT_SIGN_IN_DAYS", 30, least=1, most=365),
            staff_idle_minutes=read.whole("STAFF_IDLE_MINUTES", 30, least=1, most=24 * 60),
            tick_seconds=read.whole("TICK_SECONDS", 2, least=1, most=60),
            send_concurrency=read.whole("SEND_CONCURRENCY", 10, least=1, most=200),
            feed_memory_seconds=read.whole("FEED_MEMORY_SECONDS", 0, most=300),
        )
        read.require_twilio(settings)
        if settings.mail_url:
            read.require("MAIL_FROM", "@" in settings.mail_from, "Set it to the address that writes.")
        read.finish()
        return settings


class _Reader:
    """Reads variables and gathers what is wrong with them, so that all of it is said at once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: dict[str, str] = {}

    def text(self, name: str, default: str) -> str:
        return self.environ.get(name, "").strip() or default

    def needed(self, name: str, problem: str) -> str:
        said = self.text(name, "")
        self.require(name, bool(said), problem)
        return said

    def yes(self, name: str) -> bool:
        return self.text(name, "").lower() in {"1", "true", "yes", "on"}

    def whole(self, name: str, default: int, *, least: int = 0, most: int) -> int:
        said = self.text(name, str(default))
        right = said.isdigit() and least <= int(said) <= most
        self.require(name, right, f"{said!r} will not do. Give a whole number from {least} to {most}.")
        return int(said) if right else default

    def url(self, name: str, default: str) -> str:
        said = self.text(name, default).rstrip("/")
        parts = urlsplit(said)
        right = parts.scheme in {"http", "https"} and bool(parts.netloc)
        self.require(name, right, f"{said!r} will not do. Give an address such as https://week.example.org.")
        return said

    def mail_server(self, name: str) -> str:
        """What is wrong with it is said without it: it may hold a password."""
        said = self.text(name, "")
        parts = urlsplit(said)
        right = not said or (parts.scheme in {"smtp", "smtps"} and bool(parts.hostname))
        self.require(name, right, "It will not do. Give one such as smtps://user:password@mail.example.org.")
        return said

    def rate(self, name: str, default: str) -> str:
        """One that cannot be read would be no limit at all, and nobody would know."""
        said = self.text(name, default)
        self.require(name, RATE.fullmatch(said) is not None, f"{said!r} will not do. Give one such as {default}.")
        return said

    def one_of(self, name: str, default: str) -> str:
        said = self.text(name, default)
        self.require(name, said in {"print", "twilio"}, f"{said!r} will not do. Give print or twilio.")
        return said

    def require_twilio(self, settings: Settings) -> None:
        if settings.sms_sender != "twilio":
            return
        account = settings.twilio_account_sid
        key = settings.twilio_auth_token or (settings.twilio_api_key and settings.twilio_api_secret)
        sender = settings.twilio_messaging_service_sid or settings.twilio_from
        self.require("TWILIO_ACCOUNT_SID", bool(account), "Set it, or set SMS_SENDER=print.")
        self.require("TWILIO_AUTH_TOKEN", bool(key), "Set it, or TWILIO_API_KEY and TWILIO_API_SECRET.")
        self.require("TWILIO_FROM", bool(sender), "Set it, or TWILIO_MESSAGING_SERVICE_SID.")

    def require(self, name: str, right: bool, problem: str) -> None:
        if not right:
            self.problems[name] = problem

    def finish(self) -> None:
        if self.problems:
            raise Invalid(**self.problems)


def with_driver(url: str) -> str:
    """``postgres://`` and ``postgresql://`` mean psycopg 3 here."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _default_database() -> str:
    return f"sqlite:///{Path.cwd() / 'instance' / 'iopsched.sqlite3'}"
