"""The fixed cast of the access room, and what they do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from minga.access import flows
from minga.access.answer_question import answer_question
from minga.access.enter_pin import enter_pin
from minga.access.identify import WayIn, identify
from minga.access.let_in import SignedIn
from minga.access.models import Credential, Flow, FlowKind, SealedAnswer, Stage
from minga.access.open_way_in_link import Continued, open_way_in_link
from minga.access.pin_signer import Purpose, signer
from minga.access.register import register
from minga.access.register_code import register_code
from minga.access.register_pin import register_pin
from minga.access.register_security import Chosen, register_security
from minga.access.renew_pin import renew_pin
from minga.access.rules import folded_answer
from minga.access.verify_browser import verify_browser
from minga.access.visitor import Visitor
from minga.kit import ids
from minga.kit.models import OutboxMessage
from minga.members.models import Member

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
PIN = "7294"
IMAGE, PHRASE = "girasol", "guayacán en flor"
ANSWERS = ("mazorca tierna", "río claro", "doña Berta")
QUESTION, ANSWER = "padrino", "Aurelio"  # the only one of `registered`
QUESTIONS = ("primera-mascota", "barrio-ninez", "primer-jefe")
_numbers = count(int(ids.uuid7().hex[:10], 16) % 10**9)
_hosts = count(1)
_pages = count(1)


def later(**span: float) -> datetime:
    """A while after the beginning."""
    return AT + timedelta(**span)


def somebody() -> Visitor:
    """A visitor from an address nobody used before."""
    number = next(_hosts)
    return Visitor(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", "Mozilla Firefox/140")


def number() -> str:
    """A document number that is nobody's yet."""
    return f"{next(_numbers):010}".replace("0", "9", 1)


def member(**other: object) -> Member:
    """A member with e-mail and no mobile, not registered."""
    document = number()
    values: dict[str, object] = {
        "document_type": "CC", "document_number": document, "given_names": "Marta Luz",
        "surnames": "Prieto Gil", "birth_date": date(1958, 3, 21),
        "email": f"marta.{document}@ejemplo.co", "mobile": "", "municipality": "05001",
        "joined_on": date(2015, 2, 1),
    }  # fmt: skip
    return Member.objects.create(**(values | other))


def registered(**other: object) -> Member:
    """A member with a PIN, an image, a phrase and three answers, and no browser."""
    who = member(**other)
    credential = Credential.objects.create(
        member=who,
        sealed_pin=signer().seal(subject=who.id, secret=PIN, purpose=Purpose.PIN),
        image=IMAGE,
        phrase=PHRASE,
        registered_at=AT - timedelta(days=30),
    )
    SealedAnswer.objects.create(
        credential=credential,
        question=QUESTION,
        sealed=signer().seal(subject=who.id, secret=folded_answer(ANSWER), purpose=Purpose.ANSWER),
    )
    return who


@dataclass
class Person:
    """Somebody at a browser: what its cookies hold."""

    by: Visitor
    browser: str = ""
    session: str = ""
    sign_in: str = ""
    registering: str = ""

    def identify(
        self, typed: str, at: datetime = AT, document_type: str = "", page: str = ""
    ) -> WayIn:
        way = identify(
            number=typed, document_type=document_type, browser_token=self.browser,
            flow_token=self.sign_in, page=page, next_path="", by=self.by, at=at,
        )  # fmt: skip
        self.sign_in = way.token
        return way

    def open_way_in(self, link: str, at: datetime = AT, page: str = "") -> Continued:
        """A link instead of a code, opened here."""
        on = open_way_in_link(
            token=link, holder=page or f"page-{next(_pages)}", sign_in_token=self.sign_in,
            by=self.by, at=at,
        )  # fmt: skip
        if on.kind == FlowKind.SIGN_IN:
            self.sign_in = on.token
        elif on.kind == FlowKind.REGISTER:
            self.registering = on.token
        return on

    def try_code(self, code: str, at: datetime = AT) -> None:
        verify_browser(token=self.sign_in, code=code, by=self.by, at=at)

    def enter(self, pin: str, at: datetime = AT) -> SignedIn:
        """The PIN where it alone opens the office: in a known browser."""
        return self.inside(self.try_pin(pin, at))

    def try_pin(self, pin: str, at: datetime = AT) -> SignedIn | Stage:
        """The PIN anywhere."""
        return enter_pin(
            token=self.sign_in, pin=pin, browser_token=self.browser, session_token=self.session,
            by=self.by, at=at,
        )  # fmt: skip

    def answer(
        self, answer: str = ANSWER, at: datetime = AT, remembers: bool = True
    ) -> SignedIn | Stage:
        """The security question of `registered`."""
        return answer_question(
            token=self.sign_in, answer=answer, remembers=remembers, browser_token=self.browser,
            session_token=self.session, by=self.by, at=at,
        )  # fmt: skip

    def renew(self, pin: str, at: datetime = AT) -> SignedIn:
        """A new PIN before the office opens."""
        return self.inside(
            renew_pin(
                token=self.sign_in, pin=pin, browser_token=self.browser,
                session_token=self.session, by=self.by, at=at,
            )
        )  # fmt: skip

    def inside(self, done: SignedIn | Stage) -> SignedIn:
        """The office is open: its cookies are kept."""
        assert isinstance(done, SignedIn), done
        self.session = done.session_token
        self.browser = done.browser_token or self.browser
        return done

    def sign_in_anew(self, who: Member, at: datetime = AT) -> SignedIn:
        """From an unknown browser to the office."""
        self.identify(who.document_number, at)
        self.try_code(code_sent_to(who), at)
        return self.enter_anew(at)

    def enter_anew(self, at: datetime = AT) -> SignedIn:
        """The PIN and the answer, in a browser that a code just verified."""
        done = self.try_pin(PIN, at)
        if done == Stage.QUESTION:
            done = self.answer(answer_to(self.flow_at(at)), at)
        return self.inside(done)

    def register(self, who: Member, at: datetime = AT, **other: str) -> WayIn:
        typed = {
            "document_type": who.document_type, "number": who.document_number, "email": who.email,
        } | other  # fmt: skip
        way = register(**typed, flow_token=self.registering, by=self.by, at=at)
        self.registering = way.token
        return way

    def prove_mailbox(self, code: str, at: datetime = AT) -> None:
        register_code(token=self.registering, code=code, by=self.by, at=at)

    def choose_pin(self, pin: str = PIN, at: datetime = AT) -> None:
        register_pin(token=self.registering, pin=pin, by=self.by, at=at)

    def finish(self, at: datetime = AT, **other: Any) -> None:
        self.browser = register_security(
            token=self.registering, chosen=chosen(self, **other), browser_token=self.browser,
            by=self.by, at=at,
        )  # fmt: skip

    def register_all(self, who: Member, at: datetime = AT) -> None:
        """A whole registration."""
        self.register(who, at)
        self.prove_mailbox(code_sent_to(who), at)
        self.choose_pin(at=at)
        self.finish(at)

    @property
    def flow(self) -> Flow:
        """The sign-in this browser is on."""
        return self.flow_at(AT)

    def flow_at(self, at: datetime) -> Flow:
        """The same, at a moment."""
        found = flows.find(self.sign_in, FlowKind.SIGN_IN, at)
        assert found is not None
        return found


def stranger() -> Person:
    """Somebody at a browser nobody knows."""
    return Person(somebody())


def chosen(person: Person, **other: object) -> Chosen:
    """Good choices for the last step, with some of them changed."""
    flow = flows.find(person.registering, FlowKind.REGISTER, AT)
    assert flow is not None
    values: dict[str, object] = {
        "phrase": PHRASE, "questions": QUESTIONS, "answers": ANSWERS,
        "image": flow.images[0][0] if flow.stage == Stage.SECURITY else "",
    }  # fmt: skip
    return Chosen(**(values | other))  # type: ignore[arg-type]


def answer_to(flow: Flow) -> str:
    """What whoever registered as the cast does answers to the question of a sign-in."""
    return dict(zip(QUESTIONS, ANSWERS, strict=True)).get(flow.question, ANSWER)


def ways_in_sent_to(who: Member) -> list[OutboxMessage]:
    """Every link instead of a code on its way to a member, oldest first."""
    waiting = OutboxMessage.objects.filter(
        topic="access.way_in", payload__to__in=[to for to in (who.email, who.mobile) if to]
    )
    return list(waiting.order_by("id"))


def way_in_sent_to(who: Member) -> str:
    """The newest link instead of a code on its way to a member."""
    return str(ways_in_sent_to(who)[-1].payload["token"])


def codes_sent_to(address: str) -> list[OutboxMessage]:
    """Every code on its way to an e-mail or a mobile, oldest first."""
    waiting = OutboxMessage.objects.filter(topic="access.code", payload__to=address)
    return list(waiting.order_by("id"))


def code_sent_to(who: Member) -> str:
    """The newest code on its way to a member, by whichever channel."""
    sent = codes_sent_to(who.email) + (codes_sent_to(who.mobile) if who.mobile else [])
    return str(max(sent, key=lambda one: one.pk).payload["code"])


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 1_000_000:06}"


@contextmanager
def outbox_watched() -> Iterator[list[OutboxMessage]]:
    """What is published meanwhile, filled in at the end."""
    published: list[OutboxMessage] = []
    last = OutboxMessage.objects.order_by("-id").values_list("id", flat=True).first() or 0
    yield published
    published += OutboxMessage.objects.filter(id__gt=last).order_by("id")
