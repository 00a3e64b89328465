"""A PIN somebody chooses: judged by the cooperative's profile, and sealed at once."""

from dataclasses import dataclass
from datetime import datetime

from minga.access import secret_rules
from minga.access.pin_rules import Known, PinFault, pin_fault
from minga.access.pin_signer import Purpose, SealedSecret, signer
from minga.access.policy import AccessPolicy, policy
from minga.access.secret_rules import About, SecretFault
from minga.kit.refusal import Refusal
from minga.members.models import Member


class WeakPin(Refusal):
    """One that others would guess, for the reason `why`; long ones have `characters` or more."""

    code = "weak_pin"

    def __init__(self, why: PinFault | SecretFault, characters: int = 0) -> None:
        super().__init__(why=why)
        self.why = why
        self.characters = characters


class SamePin(Refusal):
    """The one that must be changed, again."""

    code = "same_pin"


@dataclass(frozen=True, slots=True)
class NewPin:
    """A sealed PIN: four digits, or a long secret where the cooperative asks for one."""

    sealed: SealedSecret
    is_long: bool


@dataclass(frozen=True, slots=True)
class NewPinRules:
    """What a page says about a PIN to be chosen: a long one has so many `characters` or more."""

    is_long: bool
    characters: int


def new_pin_rules(at: datetime) -> NewPinRules:
    """Four digits, or a long secret (profile `estricto`)."""
    in_force = policy(at)
    return NewPinRules(in_force.is_strict, in_force.long_secret_characters)


def seal_new_pin(
    pin: str, member: Member, in_force: AccessPolicy, instead_of: SealedSecret | None = None
) -> NewPin:
    """Judges and seals what a member chose, outside any transaction.

    Refuses with WeakPin, SamePin (it is the one in `instead_of`), SignerBusy.
    """
    typed = secret_rules.secret(pin) if in_force.is_strict else pin
    weak = _weak(typed, member, in_force)
    if weak is not None:
        raise weak
    if instead_of is not None and signer().check(
        subject=member.id, secret=typed, purpose=Purpose.PIN, sealed=instead_of
    ):
        raise SamePin
    sealed = signer().seal(subject=member.id, secret=typed, purpose=Purpose.PIN)
    return NewPin(sealed, in_force.is_strict)


def _weak(pin: str, member: Member, in_force: AccessPolicy) -> WeakPin | None:
    if not in_force.is_strict:
        known = Known(member.document_number, member.mobile, member.birth_date)
        fault = pin_fault(pin, known)
        return WeakPin(fault) if fault is not None else None
    about = About(
        names=(member.given_names, member.surnames, member.email.partition("@")[0]),
        numbers=(member.document_number, member.mobile.removeprefix("+57")),
        birth_date=member.birth_date,
    )
    why = secret_rules.secret_fault(pin, about, characters=in_force.long_secret_characters)
    return WeakPin(why, in_force.long_secret_characters) if why is not None else None
