"""The key files: `inner-1`, `outer-1`, `outer-2`…, and `retired/` for those out of use.

Only the process that holds the keys reads this folder. It is backed up apart from the database:
neither is enough to guess a PIN without the other.
"""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from minga.access.pin_signer import KeyKind, KeyRefused, KeyState
from minga.access.signer.local import Keys

KEY_BYTES = 32
NUMBER_MAX = 255  # a record names its keys in one byte each
_NAME = re.compile(r"(inner|outer)-([1-9][0-9]{0,2})")


class KeysMissing(Exception):
    """There is no usable key of one kind; the message says where they are looked for."""


class Keyring:
    """The keys of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._retired = folder / "retired"

    def load(self) -> Keys:
        """The keys in use. Raises KeysMissing."""
        found: dict[str, dict[int, bytes]] = {KeyKind.INNER: {}, KeyKind.OUTER: {}}
        for file, kind, number in _files(self._folder):
            key = file.read_bytes()
            if len(key) != KEY_BYTES:
                raise KeysMissing(f"{file} no es una llave de {KEY_BYTES} bytes.")
            found[kind][number] = key
        for kind, keys in found.items():
            if not keys:
                raise KeysMissing(f"No hay ninguna llave «{kind}» en {self._folder}.")
        return Keys(found[KeyKind.INNER], found[KeyKind.OUTER])

    def make_first(self) -> None:
        """Makes key 1 of each kind where there is none of that kind, retired ones included."""
        self._prepare()
        for kind in KeyKind:
            if not any(one.kind == kind for one in self.states()):
                self._write(self._folder / f"{kind}-1", os.urandom(KEY_BYTES))

    def adopt(self, secrets: Path) -> None:
        """Moves the keys of a home from before they had a folder of their own.

        Raises KeysMissing when the old and the new place disagree: somebody must choose.
        """
        for kind in KeyKind:
            old, new = secrets / f"pin-{kind}", self._folder / f"{kind}-1"
            if not old.exists():
                continue
            self._prepare()
            if not new.exists():
                self._write(new, old.read_bytes())
            if new.read_bytes() != old.read_bytes():
                raise KeysMissing(f"{old} y {new} son llaves distintas: deja solo la buena.")
            old.unlink()

    def states(self) -> tuple[KeyState, ...]:
        """Every key, retired ones included, oldest number first."""
        return tuple(
            KeyState(
                kind=KeyKind(kind),
                number=number,
                since=datetime.fromtimestamp(file.stat().st_mtime, UTC),
                is_retired=folder == self._retired,
            )
            for folder in (self._folder, self._retired)
            for file, kind, number in sorted(_files(folder), key=lambda one: one[1:])
        )

    def add(self, kind: KeyKind) -> int:
        """Makes the next key of a kind; returns its number. Numbers are never used again."""
        number = 1 + max(one.number for one in self.states() if one.kind == kind)
        if number > NUMBER_MAX:
            raise KeyRefused(why="numbers")
        self._write(self._folder / f"{kind}-{number}", os.urandom(KEY_BYTES))
        return number

    def retire(self, kind: KeyKind, number: int) -> None:
        """Puts a key out of use; never the newest, whose number the next one builds on."""
        in_use = [one.number for one in self.states() if one.kind == kind and not one.is_retired]
        if number not in in_use or number == max(in_use):
            raise KeyRefused(why="in_use")
        self._move(f"{kind}-{number}", self._folder, self._retired)

    def restore(self, kind: KeyKind, number: int) -> None:
        """Takes a retired key back into use."""
        self._move(f"{kind}-{number}", self._retired, self._folder)

    def forget(self, kind: KeyKind, number: int) -> None:
        """Deletes a retired key."""
        try:
            (self._retired / f"{kind}-{number}").unlink()
        except FileNotFoundError:
            raise KeyRefused(why="not_retired") from None
        _sync(self._retired)

    def _prepare(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)

    def _move(self, name: str, source: Path, target: Path) -> None:
        target.mkdir(mode=0o700, exist_ok=True)
        try:
            (source / name).rename(target / name)
        except FileNotFoundError:
            raise KeyRefused(why="no_such_key") from None
        _sync(target)
        _sync(source)

    def _write(self, path: Path, key: bytes) -> None:
        # On disk before anything is sealed with it, and never half written under its name.
        fresh = path.with_name(f".{path.name}.new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
        _sync(path.parent)


def _files(folder: Path) -> Iterator[tuple[Path, str, int]]:
    if not folder.is_dir():
        return
    for file in folder.iterdir():
        name = _NAME.fullmatch(file.name)
        if name and int(name[2]) <= NUMBER_MAX:
            yield file, name[1], int(name[2])


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
