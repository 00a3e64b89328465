"""What a browser is told when it must make a passkey, or sign with one; as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from minga.kit.passkeys.attestation import ALGORITHMS
from minga.kit.passkeys.site import Site

_TRANSPORTS = {one.value: one for one in AuthenticatorTransport}


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose key is made: an id that says nothing, and what key rings show beside it."""

    id: bytes
    name: str


def descriptor(credential_id: bytes, transports: Sequence[str]) -> PublicKeyCredentialDescriptor:
    """A key as browsers are told of it."""
    known = [_TRANSPORTS[name] for name in transports if name in _TRANSPORTS]
    return PublicKeyCredentialDescriptor(id=credential_id, transports=known or None)


def to_make(
    holder: Holder,
    site: Site,
    *,
    challenge: bytes,
    life: timedelta,
    known: list[PublicKeyCredentialDescriptor],
) -> str:
    """Options to make a key that is found without saying first whose it is, and that asks for a
    finger, a face or a PIN. `known`: keys that need no second one on the same device."""
    options = generate_registration_options(
        rp_id=site.rp_id,
        rp_name=site.name,
        user_id=holder.id,
        user_name=holder.name,
        challenge=challenge,
        timeout=_milliseconds(life),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=known,
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json(options)


def to_sign(
    site: Site,
    *,
    challenge: bytes,
    life: timedelta,
    allowed: list[PublicKeyCredentialDescriptor] | None,
) -> str:
    """Options to sign with one of these keys; with None, whichever the browser has."""
    options = generate_authentication_options(
        rp_id=site.rp_id,
        challenge=challenge,
        timeout=_milliseconds(life),
        allow_credentials=allowed,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def _milliseconds(life: timedelta) -> int:
    return int(life.total_seconds() * 1000)
