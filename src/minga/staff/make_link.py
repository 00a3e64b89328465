"""The link with which an employee makes a key: shown once, kept as a digest, used once, soon."""

from datetime import datetime

from django.db import transaction

from minga.audit.record import record
from minga.kit.tokens import new_token, token_digest
from minga.staff.employed import held
from minga.staff.identity import actor_of
from minga.staff.models import EnrolmentLink
from minga.staff.policy import policy


def make_link(*, document_type: str, document_number: str, actor: str, at: datetime) -> str:
    """The token of a new link; an older one that nobody used serves no more. Raises
    UnknownEmployee."""
    token = new_token()
    with transaction.atomic(durable=True):
        employee = held(document_type, document_number)
        EnrolmentLink.objects.filter(employee=employee, used_at=None, ended_at=None).update(
            ended_at=at
        )
        EnrolmentLink.objects.create(
            employee=employee, token_digest=token_digest(token), made_at=at, made_by=actor,
            expires_at=at + policy(at).link_life,
        )  # fmt: skip
        record(at=at, actor=actor, action="staff.make_link", subject=actor_of(employee.id))
    return token
