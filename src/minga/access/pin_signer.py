"""Sealing and checking PINs and security answers, with keys that the database never holds.

`PinSigner` is all the rest of the room knows. In an office the work is done by a process of its own
behind a Unix socket (`minga.doors.signer`): calls carry only a member's id, a secret and a sealed
record, and answer with a record or yes or no. No call is made inside a database transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from functools import cache
from typing import NewType, Protocol
from uuid import UUID

from minga.kit.home import read_environment
from minga.kit.refusal import Refusal

SealedSecret = NewType("SealedSecret", bytes)
NOBODY = UUID(int=0)  # whom decoys are sealed for
IN_PROCESS = "in-process"


class Purpose(IntEnum):
    """What a secret is for: a record of one purpose never serves another."""

    PIN = 1
    ANSWER = 2


class KeyKind(StrEnum):
    """Outer keys wrap the hash and are changed by wrapping again; inner keys go into the hash."""

    INNER = "inner"
    OUTER = "outer"


class SignerBusy(Refusal):
    """Too many secrets are being checked at this moment; nothing was tried, nothing was counted."""

    code = "signer_busy"


class SignerLimited(SignerBusy):
    """Too many secrets of this member were checked within the hour; nothing was tried."""

    code = "signer_limited"


class SignerAway(SignerBusy):
    """Nobody answers who holds the keys. Nothing was counted, and nobody gets in."""

    code = "signer_away"


class KeyRefused(Refusal):
    """The keys stay as they are: the caller may not change them, or the change would lose some."""

    code = "key_refused"


@dataclass(frozen=True, slots=True)
class KeyState:
    """One key, without the key: records name it by kind and number."""

    kind: KeyKind
    number: int
    since: datetime
    is_retired: bool


class PinSigner(Protocol):
    """Whoever holds the keys."""

    def seal(self, *, subject: UUID, secret: str, purpose: Purpose) -> SealedSecret:
        """A record of the secret for that member. Raises SignerBusy."""

    def check(self, *, subject: UUID, secret: str, purpose: Purpose, sealed: SealedSecret) -> bool:
        """Whether the record is of this secret, for this member and purpose.

        A record that was made for another member or purpose, or was altered, answers no, like a
        wrong secret, and at the same cost. Raises SignerBusy.
        """

    def is_outdated(self, sealed: SealedSecret) -> bool:
        """Whether a newer inner key exists, as far as known from the last answer. Asks nobody."""


class KeyKeeper(Protocol):
    """What only whoever looks after the keys may ask. All raise SignerAway and KeyRefused."""

    def key_states(self) -> Sequence[KeyState]:
        """Every key there is, retired ones included."""

    def add(self, kind: KeyKind) -> int:
        """Makes a key that seals from now on; returns its number."""

    def retire(self, kind: KeyKind, number: int) -> None:
        """The key opens nothing any more; its file is kept. The newest cannot be retired."""

    def restore(self, kind: KeyKind, number: int) -> None:
        """Takes a retired key back into use."""

    def forget(self, kind: KeyKind, number: int) -> None:
        """Deletes a retired key for ever: whatever it wrapped, backups included, is lost."""

    def rewrap(self, records: Sequence[tuple[UUID, SealedSecret]]) -> Sequence[SealedSecret | None]:
        """The same hashes under the newest outer key, without knowing any secret.

        None for a record that does not open for that member.
        """


class KeyHolder(PinSigner, KeyKeeper, Protocol):
    """Both."""


@cache
def signer() -> PinSigner:
    """The signer of this office."""
    return keeper()


@cache
def keeper() -> KeyHolder:
    """The same, with what only its owner or an administrator will be answered."""
    from minga.access.signer import place

    environment = read_environment()
    if environment.pin_signer == IN_PROCESS:
        # Tests, and nobody else: a process that serves pages must not hold these keys.
        from minga.access.signer.keyring import Keyring
        from minga.access.signer.vault import PinVault

        keyring = Keyring(place.keys_folder(environment.home))
        keyring.make_first()
        return PinVault(keyring)
    from minga.access.signer.client import SocketPinSigner

    return SocketPinSigner(
        place.socket_path(environment), place.trusted_holders(environment.pin_signer_user)
    )
