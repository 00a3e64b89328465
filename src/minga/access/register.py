"""«Regístrate aquí»: who somebody says they are, and the e-mail on file (S6)."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import code_messages, codes, flows, rules, sources, trail, way_in_links
from minga.access.identify import WayIn
from minga.access.keys import keyed
from minga.access.models import Credential, FlowKind, Stage
from minga.access.outcome import result_code, settled
from minga.access.policy import AccessPolicy, policy
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import DocumentType, Member


class OfficeOnly(Refusal):
    """Minors and companies register at the office, with who represents them: `is_company`."""

    code = "office_only"

    def __init__(self, *, is_company: bool = False) -> None:
        super().__init__(is_company=is_company)
        self.is_company = is_company


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed, ready to compare."""

    document_type: str
    number: str
    email: str

    @property
    def subject(self) -> bytes:
        """All of it: only who knows the e-mail on file can use up the codes that go there."""
        return keyed("subject", "register", self.document_type, self.number, self.email)


@retried
def register(
    *, document_type: str, number: str, email: str, flow_token: str, by: Visitor, at: datetime
) -> WayIn:
    """Begins a registration with a number as `rules.document_number` gives it.

    If the e-mail is the one on file, a code goes there, or a link where the codes are used up
    (`way_in_links`); to a member who is registered already, a message that says so. In every other
    case nothing is sent, and nobody outside can tell which it was. Typing the same again goes on
    where the flow is. Refuses with OfficeOnly, by the type of document alone, and TooManyNumbers.
    """
    if document_type in rules.OFFICE_DOCUMENTS:
        raise OfficeOnly(is_company=document_type == DocumentType.NIT)
    typed = _Typed(document_type, number, rules.email(email))
    with transaction.atomic(durable=True):
        outcome = _begin(typed, flow_token, policy(at), by, at)
        trail.note(at=at, who=typed.subject, action="register", result=result_code(outcome), by=by)
    return settled(outcome)


def _begin(
    typed: _Typed, flow_token: str, in_force: AccessPolicy, by: Visitor, at: datetime
) -> WayIn | sources.TooManyNumbers:
    person = keyed("subject", "person", typed.document_type, typed.number)
    refusal = sources.admit(
        source=by.source, step="register", subject=person, policy=in_force, at=at
    )
    if refusal is not None:
        return refusal
    begun = flows.resumable(flow_token, FlowKind.REGISTER, typed.subject, at)
    if begun is not None:
        return WayIn(flow_token, Stage(begun.stage))
    member = Member.objects.filter(
        document_type=typed.document_type, document_number=typed.number
    ).first()
    registered = Credential.objects.filter(
        member__document_type=typed.document_type, member__document_number=typed.number
    ).exists()
    on_file = member if _is_on_file(member, typed.email) else None
    wanted: dict[UUID, Member] = {on_file.id: on_file} if on_file and not registered else {}
    flow, token = flows.start(
        kind=FlowKind.REGISTER,
        subject=typed.subject,
        candidates=list(wanted),
        policy=in_force,
        at=at,
    )
    issued = codes.issue(flow, "register", list(wanted), in_force, at)
    if isinstance(issued, codes.Issued):
        if on_file is not None and registered and not issued.silent:
            code_messages.notify("already_registered", on_file, at, by)
        else:
            code_messages.send(issued, "register", wanted, in_force, host=by.host)
    if way_in_links.is_due(flow, "register", issued, in_force, at):
        way_in_links.send(flow, "register", list(wanted.values()), in_force, by, at)
    return WayIn(token, Stage.CODE)


def _is_on_file(member: Member | None, typed: str) -> bool:
    on_file = rules.email(member.email) if member else ""
    return hmac.compare_digest(on_file.encode(), typed.encode()) and bool(on_file)
