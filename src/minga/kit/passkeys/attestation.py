"""Judging the answer that makes a new passkey."""

from dataclasses import dataclass

from webauthn import verify_registration_response
from webauthn.helpers import (
    parse_attestation_object,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import AttestationFormat, CredentialDeviceType, RegistrationCredential

from minga.kit.passkeys.signature import ANSWER_LENGTH_MAX, UNREADABLE
from minga.kit.passkeys.site import Site

ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,  # what Windows Hello makes
]
ID_LENGTH_MAX = 1023  # Web Authentication, level 3, 5.8.3


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that a browser just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]
    is_synced: bool


@dataclass(frozen=True, slots=True)
class Made:
    """An answer that can be read, and the challenge it says it answers."""

    credential: RegistrationCredential
    challenge: bytes
    is_embedded: bool


def read(answer: str) -> Made | None:
    """What came from the browser; None when it is nothing a browser would send."""
    if len(answer) > ANSWER_LENGTH_MAX:
        return None
    try:
        credential = parse_registration_credential_json(answer)
        client = parse_client_data_json(credential.response.client_data_json)
    except UNREADABLE:
        return None
    return Made(credential, client.challenge, bool(client.cross_origin))


def verified(made: Made, site: Site) -> NewKey | None:
    """The key, if it was made at `site` with the person verified; None otherwise.

    Nobody is asked which device made it, so statements about that are not read: a certificate
    chain from a stranger is a lot of bytes to trust a parser with.
    """
    try:
        statement = parse_attestation_object(made.credential.response.attestation_object)
        if made.is_embedded or statement.fmt not in _READ or statement.att_stmt.x5c:
            return None
        key = verify_registration_response(
            credential=made.credential,
            expected_challenge=made.challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except UNREADABLE:
        return None
    if len(key.credential_id) > ID_LENGTH_MAX:
        return None
    return NewKey(
        credential_id=key.credential_id,
        public_key=key.credential_public_key,
        sign_count=key.sign_count,
        transports=[one.value for one in made.credential.response.transports or []],
        is_synced=key.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
    )


_READ = frozenset({AttestationFormat.NONE, AttestationFormat.PACKED})  # packed: signed by itself
