"""Reading what a passkey signed and judging the signature, whoever's key it is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    encode_cbor,
    parse_authentication_credential_json,
    parse_client_data_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import AuthenticationCredential, CollectedClientData

from minga.kit.passkeys.site import Site

ANSWER_LENGTH_MAX = 16_000
# What reading bytes that are no answer can raise, whoever wrote them.
UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, RecursionError)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that can be read; nothing in it is proven yet."""

    credential: AuthenticationCredential
    client: CollectedClientData


def read(answer: str) -> Answer | None:
    """What came from the browser; None when it is nothing a browser would send."""
    if len(answer) > ANSWER_LENGTH_MAX:
        return None
    try:
        credential = parse_authentication_credential_json(answer)
        return Answer(credential, parse_client_data_json(credential.response.client_data_json))
    except UNREADABLE:
        return None


def sign_count(
    given: Answer,
    *,
    public_key: bytes | None,
    site: Site,
    verify: Callable[..., VerifiedAuthentication],
) -> int | None:
    """The counter that came with a good signature; None for any other.

    Good is signed at `site`, not in a page inside another page, with the person verified. Without
    a `public_key` a decoy's is checked, which costs the same. `verify` is the library's own. The
    counter is judged by the caller, once the signature is known to be good: a made-up one must not
    look like a copied key.
    """
    if given.client.cross_origin:
        return None
    try:
        verified = verify(
            credential=given.credential,
            expected_challenge=given.client.challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=public_key or decoy_key(),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except UNREADABLE:
        return None
    return verified.new_sign_count


def went_back(stored: int, given: int) -> bool:
    """Whether a key that counts did not count on: it is in two places."""
    return bool(stored) and given <= stored


@cache
def decoy_key() -> bytes:
    """A public key nobody signs for: checking against it costs what checking a real one does."""
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    x, y = numbers.x.to_bytes(32), numbers.y.to_bytes(32)
    return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
