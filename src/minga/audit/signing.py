"""The signature under the trail: Ed25519, with a key that is in the home and not in the database.

It shows a copy kept elsewhere to be ours. Whoever holds both the key and the database can sign
another past, but not take back what was handed out before.
"""

from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from minga.audit.chain import instant
from minga.audit.models import AuditSeal
from minga.kit.home import read_environment, secret

KEY_NAME = "audit-signing"


class NotAPublicKey(ValueError):
    """The file holds no Ed25519 public key in PEM."""


def statement(seal: AuditSeal, at: datetime) -> bytes:
    """What is signed: four lines that people can read."""
    lines = (
        "minga audit checkpoint 1",
        f"seal {seal.number} events {seal.total}",
        f"root {bytes(seal.root).hex()}",
        f"at {instant(at)}",
    )
    return "\n".join(lines).encode() + b"\n"


def sign(told: bytes) -> tuple[bytes, bytes]:
    """The public key in use and its signature."""
    return public_key(), _key().sign(told)


def public_key() -> bytes:
    """The 32 bytes of the public key of this home; the key is made on first use."""
    return _key().public_key().public_bytes_raw()


def public_key_pem() -> str:
    """The same, for a file."""
    pem = _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem.decode()


def read_public_key(pem: bytes) -> bytes:
    """The 32 bytes of a public key in PEM. Raises NotAPublicKey."""
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        raise NotAPublicKey from None
    if not isinstance(key, Ed25519PublicKey):
        raise NotAPublicKey
    return key.public_bytes_raw()


def is_signed(told: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the signature is of that key over those bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, told)
    except (InvalidSignature, ValueError):
        return False
    return True


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(secret(read_environment().home, KEY_NAME))
