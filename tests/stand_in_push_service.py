"""A push service and a browser that subscribed there, on loopback: what comes is checked and decrypted (RFC 8291)."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from iopsched.domain.device import Subscription
from tests.stand_in_host import Host, running_host, says

AUTH = b"0123456789abcdef"


@dataclass
class PushService:
    """``shown`` is what the browser read, ``told`` the headers that came with each; ``status`` its answer.

    ``takers`` is to which path each was sent, by its topic.
    """

    host: Host
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    status: int = 201
    shown: list[dict[str, Any]] = field(default_factory=list)
    told: list[dict[str, str]] = field(default_factory=list)
    takers: list[tuple[str, str]] = field(default_factory=list)

    def subscription(self, path: str = "/push/ana") -> Subscription:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Subscription(self.host.link(path), in_base64(point), in_base64(AUTH))

    def take(self, out: BinaryIO, headers: dict[str, str]) -> None:
        self.told.append(headers)
        self.takers.append((self.host.said.path, headers["topic"]))
        said = http_ece.decrypt(self.host.said.body, private_key=self.key, auth_secret=AUTH, version="aes128gcm")
        if self.status < 300:
            self.shown.append(json.loads(said))
        says(self.status)(out, headers)


def in_base64(what: bytes) -> str:
    return urlsafe_b64encode(what).decode().rstrip("=")


@contextmanager
def running_push_service() -> Iterator[PushService]:
    with running_host() as host:
        service = PushService(host)
        host.answer(service.take)
        yield service
