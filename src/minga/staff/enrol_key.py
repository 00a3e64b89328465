"""Making a key with the link one was handed: the only way in, and there is no other secret."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from minga.kit.passkeys import attestation, options
from minga.kit.passkeys.site import Site
from minga.kit.refusal import Refusal, settled
from minga.kit.retry import retried
from minga.kit.tokens import token_digest
from minga.kit.visitor import Visitor
from minga.staff import key_challenges, trail
from minga.staff.identity import actor_of
from minga.staff.models import Employee, EnrolmentLink, KeyPurpose, StaffKey
from minga.staff.policy import policy
from minga.staff.refusals import KeyRefused


class LinkSpent(Refusal):
    """The link was used, is too old, was replaced, or never was."""

    code = "link_spent"


class TooManyKeys(Refusal):
    """This employee has as many keys as one may have."""

    code = "too_many_keys"


def whose_link(token: str, at: datetime) -> str | None:
    """The name of whom a living link belongs to; None for any other."""
    link = _living(EnrolmentLink.objects.all(), token, at)
    return link.employee.name if link else None


@retried
def begin(*, token: str, site: Site, by: Visitor, at: datetime) -> str:
    """The options with which the browser makes the key, as JSON. Refuses with LinkSpent,
    TooManyKeys, TooManyTries."""
    with transaction.atomic(durable=True):
        employee = _held(token, at).employee
        in_force = policy(at)
        if _living_keys(employee).count() >= in_force.keys_per_employee:
            raise TooManyKeys
        known = [
            options.descriptor(bytes(one.credential_id), one.transports)
            for one in _living_keys(employee).filter(origin=site.origin)
        ]
        return options.to_make(
            options.Holder(employee.id.bytes, f"{employee.name} (empleados)"),
            site,
            challenge=key_challenges.issue(
                KeyPurpose.ENROL, token, in_force=in_force, by=by, at=at
            ),
            life=in_force.challenge_life,
            known=known,
        )


@retried
def finish(*, token: str, answer: str, site: Site, by: Visitor, at: datetime) -> None:
    """Keeps the key that the browser made; the link has served. Refuses with LinkSpent,
    TooManyKeys, and KeyRefused: not asked for, made elsewhere, without verifying the person,
    unreadable, or known already."""
    with transaction.atomic(durable=True):
        link = _held(token, at)
        outcome = _kept(link, token, answer, site, at)
        trail.note(
            at=at,
            who=actor_of(link.employee_id),
            action="enrol_key",
            by=by,
            outcome=outcome,
            detail={"why": outcome.why} if isinstance(outcome, KeyRefused) else None,
        )
    settled(outcome)


def _kept(
    link: EnrolmentLink, token: str, answer: str, site: Site, at: datetime
) -> Refusal | StaffKey:
    made, who = attestation.read(answer), actor_of(link.employee_id)
    if made is None:
        return KeyRefused("unreadable", who)
    if not key_challenges.take(KeyPurpose.ENROL, token, made.challenge, at):
        return KeyRefused("challenge", who)
    key = attestation.verified(made, site)
    if key is None:
        return KeyRefused("not_verified", who)
    if StaffKey.objects.filter(credential_id=key.credential_id).exists():
        return KeyRefused("known_already", who)
    if _living_keys(link.employee).count() >= policy(at).keys_per_employee:
        return TooManyKeys()
    link.used_at = at
    link.save(update_fields=["used_at"])
    return StaffKey.objects.create(
        employee=link.employee, credential_id=key.credential_id, public_key=key.public_key,
        origin=site.origin, sign_count=key.sign_count, transports=key.transports,
        is_synced=key.is_synced, added_at=at,
    )  # fmt: skip


def _held(token: str, at: datetime) -> EnrolmentLink:
    link = _living(EnrolmentLink.objects.select_for_update(of=("self",)), token, at)
    if link is None:
        raise LinkSpent
    return link


def _living(among: QuerySet[EnrolmentLink], token: str, at: datetime) -> EnrolmentLink | None:
    return (
        among.select_related("employee")
        .filter(
            token_digest=token_digest(token), used_at=None, ended_at=None, expires_at__gt=at,
            employee__disabled_at=None,
        )
        .first()
    )  # fmt: skip


def _living_keys(employee: Employee) -> QuerySet[StaffKey]:
    return StaffKey.objects.filter(employee=employee, removed_at=None)
