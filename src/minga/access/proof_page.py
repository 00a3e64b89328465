"""What a page that asks for the PIN once more shows: what is proven already, and what may prove
it."""

from dataclasses import dataclass
from datetime import datetime

from minga.access import pin_again, sessions
from minga.access.models import Credential, Passkey
from minga.access.policy import policy
from minga.access.prove_with_passkey import What
from minga.kit.passkeys.site import Site
from minga.members.models import Member


@dataclass(frozen=True, slots=True)
class ProofPage:
    """How the session's member stands.

    `is_given`: nothing is asked. `takes_pin`: there is a PIN, and this browser may try it;
    `takes_passkey`: there is a key made at this address. `username`: who a password manager knows
    the PIN by.
    """

    is_given: bool
    has_secret: bool
    takes_pin: bool
    is_long: bool
    takes_passkey: bool
    username: str

    @property
    def asks_pin(self) -> bool:
        """Whether the page has a field for the PIN in force."""
        return self.takes_pin and not self.is_given

    @property
    def passkey_only(self) -> bool:
        """Whether a passkey is asked for before anything else."""
        return self.takes_passkey and not self.takes_pin and not self.is_given


def proof_page(
    session_token: str, what: What, site: Site | None, at: datetime, *, recent_will_do: bool = False
) -> ProofPage:
    """As it stands now; a recent sign-in is enough where `recent_will_do`. Raises SessionOver."""
    session = sessions.living(session_token, at)
    in_force = policy(at)
    member = Member.objects.get(id=session.member_id)
    credential = Credential.objects.filter(member=member).first()
    has_secret = credential is not None and credential.has_secret
    keys = Passkey.objects.filter(
        member=member, removed_at=None, origin=site.origin if site else ""
    )
    recent = recent_will_do and pin_again.is_recent(session, in_force, at)
    return ProofPage(
        is_given=recent or pin_again.was_proven(session, what, in_force, at),
        has_secret=has_secret,
        takes_pin=has_secret and session.enrolment_id is not None,
        is_long=credential is not None and credential.is_long,
        takes_passkey=keys.exists(),
        username=member.document_number,
    )
