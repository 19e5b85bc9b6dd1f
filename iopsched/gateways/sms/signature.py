"""Whether a call comes from the provider: by the official client, over the address that we publish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def is_genuine(tokens: Iterable[str], url: str, form: Mapping[str, str], signature: str) -> bool:
    """Whether any of these tokens signed it (HMAC-SHA1 over address and form); two may be valid while one replaces the
    other. Without a token or a signature nothing is.
    """
    from twilio.request_validator import RequestValidator

    return bool(signature) and any(RequestValidator(each).validate(url, form, signature) for each in tokens if each)
