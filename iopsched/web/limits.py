"""How often somebody may knock: Flask-Limiter, counting in our own database, so that every replica counts together."""

from __future__ import annotations

from math import ceil

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage

from iopsched.domain.sign_in import phone_hash
from iopsched.usecases import count_visits
from iopsched.usecases.people import sign_in_patient
from iopsched.web import visitor
from iopsched.web.clock import now

SCHEME = "iopsched"


class DatabaseStorage(Storage):
    """Fixed windows, one statement a hit. Addresses and numbers are kept as hashes only."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 (the library's registry reads it so)

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        return ()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        return count_visits.hit(key, expiry, amount, now=now())

    def get(self, key: str) -> int:
        return count_visits.count(key, now=now())

    def get_expiry(self, key: str) -> float:
        return count_visits.ends_at(key, now=now()).timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        return None

    def clear(self, key: str) -> None:
        count_visits.clear(key)


def seconds_left() -> int:
    """Until the limit that stopped this request begins anew; at least one."""
    stopped = limiter.current_limit
    return max(1, ceil(stopped.reset_at - now().timestamp())) if stopped else 1


def by_address() -> str:
    return _hashed(get_remote_address())


def by_kiosk() -> str:
    return f"kiosk:{visitor.current_kiosk().id}"


def by_phone() -> str:
    """The number that was typed, however it was typed: letters and extensions make no other number."""
    return _hashed(sign_in_patient.number_meant(request.form.get("phone", "")))


def _hashed(name: str) -> str:
    return phone_hash(str(current_app.config["SECRET_KEY"]), name)


limiter = Limiter(by_address, storage_uri=f"{SCHEME}://", strategy="fixed-window")


def init_app(app: Flask) -> None:
    limiter.init_app(app)


def of_codes() -> str:
    """``limiter.limit(of_codes, key_func=by_phone)``: codes that one number may ask for."""
    return str(current_app.extensions["settings"].rate_limit_code)


def of_sign_in() -> str:
    """``limiter.limit(of_sign_in, key_func=by_address)``: knocks of one address."""
    return str(current_app.extensions["settings"].rate_limit_sign_in)


def of_kiosk() -> str:
    """``limiter.limit(of_kiosk, key_func=by_kiosk)``: codes typed at one kiosk."""
    return str(current_app.extensions["settings"].rate_limit_kiosk)


def of_feed() -> str:
    """``limiter.limit(of_feed)``: hasty readings of one feed, and links that one address guesses at."""
    return str(current_app.extensions["settings"].rate_limit_feed)
