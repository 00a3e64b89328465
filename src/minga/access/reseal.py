"""Sealing a secret anew under the newest inner key: possible only when somebody just typed it."""

from uuid import UUID

from minga.access.models import Credential, SealedAnswer
from minga.access.pin_signer import Purpose, SealedSecret, SignerBusy, signer


def reseal(*, subject: UUID, secret: str, purpose: Purpose, sealed: SealedSecret) -> None:
    """Replaces the record of a right secret if it names an older inner key.

    Outside any transaction. A record that was changed meanwhile stays as it is, and a signer
    without time is asked again at the next sign-in.
    """
    if not signer().is_outdated(sealed):
        return
    try:
        fresh = bytes(signer().seal(subject=subject, secret=secret, purpose=purpose))
    except SignerBusy:
        return
    old = bytes(sealed)
    if purpose == Purpose.PIN:
        Credential.objects.filter(member_id=subject, sealed_pin=old).update(sealed_pin=fresh)
    else:
        SealedAnswer.objects.filter(credential_id=subject, sealed=old).update(sealed=fresh)
