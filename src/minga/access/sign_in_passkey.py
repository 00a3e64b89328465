"""«Ingresar con llave de acceso»: one signature instead of number, code, image and PIN."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minga.access import code_messages, enrolments, passkey_assertion, sessions, sources, trail
from minga.access.keys import keyed, new_token
from minga.access.let_in import SignedIn
from minga.access.models import Credential, Enrolment, Passkey, PasskeyPurpose
from minga.access.outcome import result_code, settled
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.passkey_challenges import Asked
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.passkeys.site import Site
from minga.kit.retry import retried
from minga.members.models import Member


@dataclass(frozen=True, slots=True)
class Begun:
    """The token for the visitor's cookie, and the options for their browser, as JSON."""

    holder: str
    options: str


@dataclass(frozen=True, slots=True)
class _Knock:
    """What came with the answer."""

    browser_token: str
    session_token: str
    next_path: str
    remembers: bool
    by: Visitor
    at: datetime


@retried
def begin(*, site: Site, by: Visitor, at: datetime) -> Begun:
    """A challenge for whoever asks: nobody says who they are, so nothing can be learnt.

    Refuses with TooManyNumbers: one address gets as many challenges as it gets tries.
    """
    holder = new_token()
    asked = Asked(PasskeyPurpose.SIGN_IN, holder, None)
    with transaction.atomic(durable=True):
        in_force = policy(at)
        outcome = sources.admit(
            source=by.source, step="passkey", subject=keyed("passkey"), policy=in_force, at=at
        ) or Begun(holder, passkey_assertion.ask(asked, site, policy=in_force, at=at))
    return settled(outcome)


@retried
def finish(
    *,
    holder: str,
    answer: str,
    site: Site,
    remembers: bool,
    browser_token: str,
    session_token: str,
    next_path: str,
    by: Visitor,
    at: datetime,
) -> SignedIn:
    """Opens a session for the member whose key signed, in a known browser or in any other.

    A browser nobody enrolled becomes known if it `remembers`. Wrong PINs of before are not
    forgiven: the signature says nothing about the PIN. Refuses with PasskeyRefused, in the same
    way and at the same cost whatever is wrong; with PasskeyHolderBlocked whoever holds a good key
    of a blocked access.
    """
    knock = _Knock(browser_token, session_token, next_path, remembers, by, at)
    asked = Asked(PasskeyPurpose.SIGN_IN, holder, None)
    with transaction.atomic(durable=True):
        checked = passkey_assertion.check(asked, answer, site, by=by, at=at)
        outcome = checked if isinstance(checked, PasskeyRefused) else _open(checked, knock)
        trail.note(
            at=at,
            who=checked.who if isinstance(checked, PasskeyRefused) else checked.member_id,
            action="sign_in_passkey",
            result=result_code(outcome),
            by=by,
            detail={"why": checked.why} if isinstance(checked, PasskeyRefused) else None,
        )
    return settled(outcome)


def _open(passkey: Passkey, knock: _Knock) -> SignedIn:
    in_force = policy(knock.at)
    member = Member.objects.get(id=passkey.member_id)
    enrolment = enrolments.living(knock.browser_token, member.id, knock.at)
    browser_token = None
    if enrolment is None and knock.remembers:
        enrolment = Enrolment(member=member, proven_at=knock.at)
        browser_token = enrolments.enrol(
            enrolment,
            browser_token=knock.browser_token,
            policy=in_force,
            by=knock.by,
            at=knock.at,
        )
        code_messages.notify("browser_enrolled", member, knock.at, knock.by, everywhere=True)
    credential = Credential.objects.get(member=member)
    previous = credential.last_sign_in_at
    Credential.objects.filter(member=member).update(last_sign_in_at=knock.at)
    sessions.end(knock.session_token, "signed_in_again", knock.at)
    session_token = sessions.open_session(
        enrolment, passkey=passkey, previous=previous, policy=in_force, by=knock.by, at=knock.at
    )
    return SignedIn(session_token, browser_token, knock.next_path)
