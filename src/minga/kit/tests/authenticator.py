"""A passkey made of software: what a browser and its key ring answer, good or bad on purpose."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import encode_cbor

PRESENT, VERIFIED, SYNCABLE, SYNCED, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40
ORIGIN = "http://localhost:8000"


def text(data: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def data(written: str) -> bytes:
    """The bytes of base64url."""
    return urlsafe_b64decode(written + "==")


@dataclass
class Authenticator:
    """One key. What a test changes is what the answer says wrong."""

    origin: str = ORIGIN
    rp_id: str = ""  # that of the options
    flags: int = PRESENT | VERIFIED
    step: int = 1
    is_embedded: bool = False
    sign_count: int = 0
    user_handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str, **other: Any) -> str:
        """navigator.credentials.create() with these options."""
        asked = json.loads(options)
        self.user_handle = data(asked["user"]["id"])
        attested = (
            bytes(16)
            + len(self.credential_id).to_bytes(2)
            + self.credential_id
            + self._public_key()
        )
        auth_data = self._auth_data(asked["rp"]["id"], self.flags | ATTESTED) + attested
        statement = {"fmt": "none", "attStmt": {}, "authData": auth_data} | other
        client = self._client("webauthn.create", asked["challenge"])
        response = {
            "clientDataJSON": text(client),
            "attestationObject": text(encode_cbor(statement)),
            "transports": ["internal"],
        }
        return self._answer(response)

    def sign(self, options: str, **other: str | None) -> str:
        """navigator.credentials.get() with these options."""
        asked = json.loads(options)
        self.sign_count += self.step
        client = self._client("webauthn.get", asked["challenge"])
        auth_data = self._auth_data(asked["rpId"], self.flags)
        signature = self.key.sign(auth_data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": text(client),
            "authenticatorData": text(auth_data),
            "signature": text(signature),
            "userHandle": text(self.user_handle),
        }
        return self._answer(response | other)

    def _answer(self, response: dict[str, Any]) -> str:
        key_id = text(self.credential_id)
        answer = {"id": key_id, "rawId": key_id, "type": "public-key", "response": response}
        return json.dumps(answer | {"clientExtensionResults": {}})

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {
            "type": kind, "challenge": challenge, "origin": self.origin,
            "crossOrigin": self.is_embedded,
        }  # fmt: skip
        return json.dumps(said).encode()

    def _auth_data(self, rp_id: str, flags: int) -> bytes:
        scope = sha256((self.rp_id or rp_id).encode()).digest()
        return scope + bytes([flags]) + self.sign_count.to_bytes(4)

    def _public_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32), numbers.y.to_bytes(32)
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
