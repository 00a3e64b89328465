"""The signed-in member as pages see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minga.access.last_sign_in import LastSignIn
from minga.access.sessions import MemberInside
from minga.doors.web.templatetags.money import day_long, hour


@dataclass(frozen=True, slots=True)
class SignedInMember:
    """Whose office this is. Every query of a private page starts from `id`."""

    id: UUID
    first_name: str
    last_sign_in: str | None
    last_sign_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """What templates say about who is signed in."""

    member_first_name: str
    last_sign_in: str | None
    money_held: str = ""


def signed_in(inside: MemberInside) -> tuple[SignedInMember, Office]:
    """The same person twice: for views and for templates."""
    last = last_sign_in(inside.previous_sign_in_at)
    member = SignedInMember(inside.member_id, inside.first_name, last, inside.previous_sign_in_at)
    return member, Office(inside.first_name, last, money_held(inside.money_held_until))


def money_held(until: datetime | None) -> str:
    """Until when nothing goes out, and what can be done meanwhile; empty when it may go out."""
    if until is None:
        return ""
    return (
        f"Por seguridad, hasta el {day_long(until)} a las {hour(until)} no sale dinero hacia otras "
        "personas. Entre tus cuentas sí puedes moverlo."
    )


def last_sign_in(at: datetime | None) -> str | None:
    """«22 de noviembre de 2026 a las 10:42 a. m.»; None before the first time."""
    return f"{day_long(at)} a las {hour(at)}" if at else None


def last_sign_in_words(last: LastSignIn | None) -> str:
    """«22 de noviembre de 2026 a las 10:42 a. m., por el portal web, con Chrome en Android»."""
    if last is None:
        return ""
    parts = [
        last_sign_in(last.at),
        "por el portal web",
        f"con {last.device}" if last.device else "",
        "con llave de acceso" if last.with_passkey else "",
        "desde otra dirección de internet" if last.elsewhere else "",
    ]
    return ", ".join(part for part in parts if part)
