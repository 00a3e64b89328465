"""What the signer reads from its environment."""

import grp
import os
from dataclasses import dataclass
from pathlib import Path

from minga.access.pin_signer import IN_PROCESS
from minga.access.signer import place
from minga.doors.signer.server import Callers
from minga.kit.home import read_environment

PER_SECOND = 100
PER_MEMBER_HOUR = 60


class BadSettings(ValueError):
    """A variable names something that does not exist; the message says which."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where, for whom, and how much."""

    keys: Path
    old_keys: Path
    socket: Path
    callers: Callers
    per_second: int
    per_member_hour: int


def read() -> Settings:
    """From MINGA_HOME, MINGA_PIN_SIGNER and MINGA_SIGNER_*. Raises BadSettings."""
    environment = read_environment()
    named = environment.pin_signer
    keys = os.environ.get("MINGA_SIGNER_KEYS")
    home = environment.home
    return Settings(
        keys=Path(keys) if keys else place.keys_folder(home),
        old_keys=home / "secrets",
        socket=Path(named) if named and named != IN_PROCESS else place.own_socket(home),
        callers=_callers(),
        per_second=_count("MINGA_SIGNER_PER_SECOND", PER_SECOND),
        per_member_hour=_count("MINGA_SIGNER_PER_MEMBER_HOUR", PER_MEMBER_HOUR),
    )


def _callers() -> Callers:
    own = frozenset({os.geteuid(), 0})
    return Callers(
        users=own | _users("MINGA_SIGNER_CLIENTS"),
        group=_group("MINGA_SIGNER_GROUP"),
        administrators=own | _users("MINGA_SIGNER_ADMINS"),
    )


def _users(variable: str) -> frozenset[int]:
    names = os.environ.get(variable, "").replace(",", " ").split()
    try:
        return frozenset(place.user_id(name) for name in names)
    except KeyError as error:
        raise BadSettings(f"{variable}: no existe el usuario {error}.") from None


def _group(variable: str) -> int | None:
    name = os.environ.get(variable)
    if not name:
        return None
    try:
        return int(name) if name.isdigit() else grp.getgrnam(name).gr_gid
    except KeyError:
        raise BadSettings(f"{variable}: no existe el grupo {name}.") from None


def _count(variable: str, usual: int) -> int:
    value = os.environ.get(variable) or str(usual)
    if not value.isdigit() or int(value) < 1:
        raise BadSettings(f"{variable}: escribe un número mayor que cero.")
    return int(value)
