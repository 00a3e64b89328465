"""The home folder and the environment: everything a process needs to know before it starts."""

import os
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

PROJECT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Environment:
    """The environment variables Minga understands, read once."""

    home: Path
    database_url: str | None
    email_url: str | None
    sms_url: str | None
    cooperative_name: str | None
    cooperative_phone: str | None
    cooperative_nit: str | None
    cooperative_address: str | None
    cooperative_city: str | None
    deposit_insurance: str | None
    pin_signer: str | None
    pin_signer_user: str | None
    origin: str | None
    trusted_proxies: str | None


def read_environment() -> Environment:
    """What the environment says now; empty variables count as absent."""

    def value(name: str) -> str | None:
        return os.environ.get(name) or None

    return Environment(
        home=Path(value("MINGA_HOME") or PROJECT / ".minga").resolve(),
        database_url=value("DATABASE_URL"),
        email_url=value("EMAIL_URL"),
        sms_url=value("SMS_URL"),
        cooperative_name=value("MINGA_COOPERATIVE_NAME"),
        cooperative_phone=value("MINGA_COOPERATIVE_PHONE"),
        cooperative_nit=value("MINGA_COOPERATIVE_NIT"),
        cooperative_address=value("MINGA_COOPERATIVE_ADDRESS"),
        cooperative_city=value("MINGA_COOPERATIVE_CITY"),
        deposit_insurance=value("MINGA_DEPOSIT_INSURANCE"),
        pin_signer=value("MINGA_PIN_SIGNER"),
        pin_signer_user=value("MINGA_PIN_SIGNER_USER"),
        origin=value("MINGA_ORIGIN"),
        trusted_proxies=value("MINGA_TRUSTED_PROXIES"),
    )


def database_identity(environment: Environment) -> str:
    """A short name of the database in use, without its password."""
    url = environment.database_url
    return "embedded" if url is None else blake2b(url.encode(), digest_size=16).hexdigest()


def is_demo(environment: Environment) -> bool:
    """Whether this home made the demo in this very database; another database is never a demo."""
    try:
        return (environment.home / "demo").read_text() == database_identity(environment)
    except FileNotFoundError:
        return False


def secret(home: Path, name: str, size: int = 32) -> bytes:
    """A random key of this home, made on first use; only its owner can read it."""
    path = home / "secrets" / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{name}.{uuid4().hex}")  # threads may come at once, too
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(os.urandom(size))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)  # the first of several processes wins, and all use what it wrote
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_bytes()
