"""«Cambiar clave», from inside the office."""

from datetime import datetime

from minga.access import guarded_change, pin_again, sessions
from minga.access.guarded_change import Change
from minga.access.models import Credential
from minga.access.new_pin import NewPin, SamePin, seal_new_pin
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.members.models import Member


def change_pin(*, session_token: str, current: str, pin: str, by: Visitor, at: datetime) -> None:
    """Replaces the PIN of the session's member by `pin`, if `current` is the one in force.

    A passkey that just proved it stands for `current` (`prove_with_passkey`); so the first PIN of
    who registered with one is chosen. A wrong `current` counts exactly as at the sign-in. Refuses
    with SessionOver, WeakPin, SamePin, SignerBusy, PinNeeded, SignInAgain, PasskeyFirst, WrongPin,
    PinWaits, BrowserRevoked, PinDisabled.
    """
    session = sessions.living(session_token, at)
    if pin == current:
        raise SamePin
    member = Member.objects.get(id=session.member_id)
    # Sealed whatever `current` is worth: the time it takes must not tell.
    chosen = seal_new_pin(pin, member, policy(at))
    guarded_change.carry_out(
        Change("change_pin", "pin_changed", lambda credential: _write(credential, chosen, at)),
        session_token=session_token,
        answered=pin_again.ask_signer(session, current, at),
        by=by,
        at=at,
    )


def _write(credential: Credential, chosen: NewPin, at: datetime) -> None:
    credential.sealed_pin, credential.is_long = chosen.sealed, chosen.is_long
    credential.pin_changed_at = at
    credential.save(update_fields=["sealed_pin", "is_long", "pin_changed_at"])
