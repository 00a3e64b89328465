"""Somebody who forgot something, and what the office sends them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from minga.access.change_forgotten_pin import change_forgotten_pin
from minga.access.change_forgotten_questions import change_forgotten_questions
from minga.access.forgot_pin import forgot_pin
from minga.access.forgot_questions import forgot_questions
from minga.access.identify import WayIn
from minga.access.open_recovery_link import open_recovery_link
from minga.access.recover_pin_code import recover_pin_code
from minga.access.recover_questions_code import recover_questions_code
from minga.access.recovery_channels import Choice
from minga.access.tests import cast
from minga.access.tests.cast import ANSWERS, AT, QUESTIONS, Person
from minga.kit.models import OutboxMessage
from minga.members.models import Member

NEW_PIN = "4917"
_pages = count(1)
_mobiles = count(1_000_000)


@dataclass
class Forgetful(Person):
    """Somebody at a browser who recovers a PIN or questions."""

    recovering: str = ""
    questioning: str = ""

    def forgot_pin(self, who: Member, at: datetime = AT) -> None:
        forgot_pin(
            document_type=who.document_type, number=who.document_number,
            browser_token=self.browser, by=self.by, at=at,
        )  # fmt: skip

    def open_link(self, link: str, at: datetime = AT, holder: str = "") -> WayIn:
        way = open_recovery_link(
            token=link, holder=holder or f"page-{next(_pages)}", browser_token=self.browser,
            by=self.by, at=at,
        )  # fmt: skip
        self.recovering = way.token
        return way

    def try_recovery_code(self, code: str, at: datetime = AT) -> None:
        recover_pin_code(token=self.recovering, code=code, by=self.by, at=at)

    def change_pin(self, pin: str = NEW_PIN, at: datetime = AT) -> None:
        change_forgotten_pin(token=self.recovering, pin=pin, by=self.by, at=at)

    def recover_pin(self, who: Member, at: datetime = AT) -> None:
        """The whole way, with whatever second proof the member has."""
        self.forgot_pin(who, at)
        if self.open_link(link_sent_to(who), at).stage == "code":
            self.try_recovery_code(cast.code_sent_to(who), at)
        self.change_pin(at=at)

    def forgot_questions(self, who: Member, choice: Choice = "email", at: datetime = AT) -> WayIn:
        way = forgot_questions(
            document_type=who.document_type, number=who.document_number, choice=choice,
            flow_token=self.questioning, by=self.by, at=at,
        )  # fmt: skip
        self.questioning = way.token
        return way

    def try_questions_code(self, code: str, at: datetime = AT) -> None:
        recover_questions_code(token=self.questioning, code=code, by=self.by, at=at)

    def change_questions(
        self,
        questions: tuple[str, str, str] = QUESTIONS,
        answers: tuple[str, str, str] = ANSWERS,
        at: datetime = AT,
    ) -> None:
        change_forgotten_questions(
            token=self.questioning, questions=questions, answers=answers, by=self.by, at=at,
        )  # fmt: skip


def forgetful() -> Forgetful:
    """Somebody at a browser nobody knows."""
    return Forgetful(cast.somebody())


def with_mobile(**other: object) -> Member:
    """A registered member with an e-mail and a mobile on file."""
    return cast.registered(mobile=f"+57310{next(_mobiles):07}", **other)


def links_sent_to(address: str) -> list[OutboxMessage]:
    """Every link on its way to an e-mail, oldest first."""
    waiting = OutboxMessage.objects.filter(topic="access.link", payload__to=address)
    return list(waiting.order_by("id"))


def link_sent_to(who: Member) -> str:
    """The newest link on its way to a member."""
    return str(links_sent_to(who.email)[-1].payload["token"])
