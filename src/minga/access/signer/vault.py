"""A signer whose keys live in a folder and can be changed while it works."""

import threading
from pathlib import Path

from minga.access.pin_signer import KeyKind, KeyState
from minga.access.signer.keyring import Keyring
from minga.access.signer.local import LocalPinSigner


class PinVault(LocalPinSigner):
    """Keys and sealing in one place. Only the signer's own process has one, and tests."""

    def __init__(self, keyring: Keyring) -> None:
        super().__init__(keyring.load())
        self._keyring = keyring
        self._changing = threading.Lock()

    @classmethod
    def of(cls, folder: Path) -> "PinVault":
        """The vault of a folder that has its keys."""
        return cls(Keyring(folder))

    def key_states(self) -> tuple[KeyState, ...]:
        """See KeyKeeper."""
        return self._keyring.states()

    def add(self, kind: KeyKind) -> int:
        """See KeyKeeper."""
        with self._changing:
            number = self._keyring.add(kind)
            self._keys = self._keyring.load()
        return number

    def retire(self, kind: KeyKind, number: int) -> None:
        """See KeyKeeper."""
        with self._changing:
            self._keyring.retire(kind, number)
            self._keys = self._keyring.load()

    def restore(self, kind: KeyKind, number: int) -> None:
        """See KeyKeeper."""
        with self._changing:
            self._keyring.restore(kind, number)
            self._keys = self._keyring.load()

    def forget(self, kind: KeyKind, number: int) -> None:
        """See KeyKeeper."""
        with self._changing:
            self._keyring.forget(kind, number)
