"""A machine calls and says that it is the provider of texts: whether that is so."""

from __future__ import annotations

from iopsched.gateways.sms.signature import is_genuine

__all__ = ["is_genuine"]
