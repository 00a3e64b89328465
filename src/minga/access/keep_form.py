"""What a member typed on a page whose session ended meanwhile, kept for them and for nobody else.

1. Who typed it is known by the session's token in the cookie: its row outlives the session.
2. Only a session whose time ran out keeps anything, and only for some hours: one that somebody
   ended (`Salir`, another device, a block, staff) ended for good.
3. The browser gets nothing to hold: what was typed stays here, and is asked for by member.
4. Another member who signs in in that browser is another key: there is nothing of theirs there.
5. Whoever has a dead token can leave words for its member and can read none. Those words do
   nothing: they fill in a form that its member reads and sends, or not.
6. The door says which fields are kept (`doors/web/kept_words.py`): no secret, no file, no consent.
7. It ends by itself (`access.kept_form.*`), when the form is sent, and with «Salir».
8. It is bounded: so many characters, so many pages of one member, the oldest forgotten first.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import sessions
from minga.access.models import KeptForm
from minga.access.policy import policy
from minga.kit.refusal import Refusal
from minga.kit.retry import retried

PATH_MAX = 200


class NotKept(Refusal):
    """Nobody can say whose it was, or it is too much, or too late: it has to be typed again."""

    code = "form_not_kept"


@retried
def keep_form(*, session_token: str, path: str, fields: Mapping[str, str], at: datetime) -> None:
    """Keeps what was typed on the page `path` for the member whose session ran out.

    What that member had kept of the same page is replaced. Refuses with NotKept.
    """
    with transaction.atomic(durable=True):
        in_force = policy(at)
        if not _fits(path, fields, in_force.kept_form_characters):
            raise NotKept
        session = sessions.ran_out(session_token, at, hold=True)
        if session is None:
            raise NotKept
        KeptForm.objects.update_or_create(
            member_id=session.member_id, path=path,
            defaults={
                "fields": dict(fields), "kept_at": at,
                "expires_at": at + in_force.kept_form_life,
            },
        )  # fmt: skip
        KeptForm.objects.filter(expires_at__lte=at).delete()
        own = KeptForm.objects.filter(member_id=session.member_id).order_by("-kept_at", "-id")
        too_many = [one.id for one in own[in_force.kept_forms_per_member :]]
        KeptForm.objects.filter(id__in=too_many).delete()


def kept_form(member_id: UUID, path: str, at: datetime) -> dict[str, str]:
    """What this member had typed on that page, while it is kept; empty when there is nothing."""
    found = KeptForm.objects.filter(member_id=member_id, path=path, expires_at__gt=at).first()
    return dict(found.fields) if found else {}


def forget_form(*, member_id: UUID, path: str) -> None:
    """It was sent now, or written anew."""
    KeptForm.objects.filter(member_id=member_id, path=path).delete()


def forget_all(member_id: UUID) -> None:
    """In the caller's transaction: whoever leaves with «Salir» leaves nothing half written."""
    KeptForm.objects.filter(member_id=member_id).delete()


def _fits(path: str, fields: Mapping[str, str], characters_max: int) -> bool:
    """Whether it is little enough, and text that the database can hold."""
    words = [path, *fields, *fields.values()]
    size = sum(len(one) for one in words)
    is_text = not any("\0" in one for one in words)
    return is_text and len(path) <= PATH_MAX and size <= characters_max
