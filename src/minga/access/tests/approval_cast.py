"""Somebody who is asked to approve something, and how they do."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from minga.access import approve_with_passkey
from minga.access.approve_with_code import approve_with_code, resend_approval_code
from minga.access.approve_with_pin import approve_with_pin
from minga.access.ask_approval import ask_approval
from minga.access.intent import Intent
from minga.access.models import Approval, OfficeSession
from minga.access.require_approval import require_approval
from minga.access.tests import cast
from minga.access.tests.cast import AT, PIN, later
from minga.access.tests.passkey_cast import SITE, KeyHolder, inside
from minga.kit.models import OutboxMessage
from minga.kit.money import Money

CDAT = Intent(
    operation="open_term_deposit",
    amount=Money.of(500_000),
    destination="al CDAT a 90 días",
    details={"Sale de": "Ahorro a la vista ··4821", "Tasa": "9,50 % E.A."},
    bound={"account": "0192f000-0000-7000-8000-000000000001"},
)
GIFT = replace(CDAT, operation="pay_member", destination="a Berta R. ··0077", leaves_hands=True)


@dataclass
class Approver:
    """A member in a session, and the approval they were asked for."""

    holder: KeyHolder = field(default_factory=inside)
    intent: Intent = CDAT
    approval_id: UUID = field(default=UUID(int=0))

    def __post_init__(self) -> None:
        """The session does not end of itself while an approval does."""
        own = OfficeSession.objects.filter(member=self.holder.who)
        own.update(idle=timedelta(hours=1), expires_at=later(hours=2))

    def ask(self, at: datetime = AT) -> UUID:
        self.approval_id = ask_approval(
            member_id=self.holder.who.id, session_id=self.holder.session.id, intent=self.intent,
            by=self.holder.person.by, at=at,
        )  # fmt: skip
        return self.approval_id

    def enter_pin(self, pin: str = PIN, at: datetime = AT) -> None:
        approve_with_pin(
            session_token=self.holder.person.session, approval_id=self.approval_id, pin=pin,
            by=self.holder.person.by, at=at,
        )  # fmt: skip

    def enter_code(self, code: str = "", at: datetime = AT) -> None:
        """The code that was sent, unless another one is given."""
        approve_with_code(
            session_token=self.holder.person.session, approval_id=self.approval_id,
            code=code or str(self.message.payload["code"]), by=self.holder.person.by, at=at,
        )  # fmt: skip

    def resend(self, at: datetime = AT) -> None:
        resend_approval_code(
            session_token=self.holder.person.session, approval_id=self.approval_id,
            by=self.holder.person.by, at=at,
        )  # fmt: skip

    def options(self, at: datetime = AT) -> str:
        return approve_with_passkey.begin(
            session_token=self.holder.person.session, approval_id=self.approval_id, site=SITE,
            at=at,
        )  # fmt: skip

    def sign(self, answer: str, at: datetime = AT) -> None:
        approve_with_passkey.finish(
            session_token=self.holder.person.session, approval_id=self.approval_id, answer=answer,
            site=SITE, by=self.holder.person.by, at=at,
        )  # fmt: skip

    def approve(self, at: datetime = AT) -> UUID:
        """From the question to the approval, with PIN and code."""
        self.ask(at)
        self.enter_pin(at=at)
        self.enter_code(at=at)
        return self.approval_id

    def use(self, intent: Intent | None = None, at: datetime = AT) -> None:
        require_approval(
            approval_id=self.approval_id, member_id=self.holder.who.id,
            session_id=self.holder.session.id, intent=intent or self.intent, at=at,
        )  # fmt: skip

    @property
    def message(self) -> OutboxMessage:
        """The newest code on its way to the member."""
        return cast.codes_sent_to(self.holder.who.mobile or self.holder.who.email)[-1]

    @property
    def row(self) -> Approval:
        return Approval.objects.get(id=self.approval_id)
