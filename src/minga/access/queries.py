"""What the pages of getting in show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from minga.access import flows, images, let_in, money_holds, pin_gate
from minga.access.code_limits import seconds_left
from minga.access.decoy import strip_of
from minga.access.keys import token_digest
from minga.access.models import Credential, Flow, FlowKind, OneTimeCode, Stage
from minga.access.policy import policy
from minga.access.questions import QUESTIONS
from minga.access.security_images.catalog import BY_SLUG, image_bytes
from minga.kit.refusal import Refusal


@dataclass(frozen=True, slots=True)
class PinPage:
    """What only the cooperative can show this member, and whether a PIN may be tried."""

    image_token: str
    image_name: str
    phrase: str
    number: str
    closed: Refusal | None
    asks_to_remember: bool


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """The question a member answers, and whether it may be tried."""

    question: str
    closed: Refusal | None


@dataclass(frozen=True, slots=True)
class OfferedImage:
    """An image to choose."""

    token: str
    name: str


def stage_of(token: str, kind: FlowKind, at: datetime) -> Stage | None:
    """The next step of a living flow; None when there is none."""
    flow = flows.find(token, kind, at) if token else None
    return Stage(flow.stage) if flow else None


def resend_in(token: str, kind: FlowKind, at: datetime) -> int:
    """Seconds until another code may be asked for. Raises FlowExpired, FlowElsewhere."""
    flow = flows.at_stage(token, kind, Stage.CODE, at)
    last = OneTimeCode.objects.filter(flow=flow).aggregate(last=Max("issued_at"))["last"]
    return seconds_left(last, policy(at), at)


def asked_channel(token: str, kind: FlowKind, at: datetime) -> str:
    """The channel a code was asked for by: "sms", "email", or "" when nobody chose."""
    flow = flows.find(token, kind, at)
    return flow.channel if flow else ""


def pin_page(token: str, at: datetime) -> PinPage:
    """The image and the word of a sign-in. Raises FlowExpired, FlowElsewhere."""
    flow = flows.at_stage(token, FlowKind.SIGN_IN, Stage.PIN, at)
    tried = pin_gate.read(flow)
    number = flow.member.document_number if flow.member else ""
    strip = strip_of(tried.credential, number)
    return PinPage(
        image_token=flow.images[0][0],
        image_name=BY_SLUG[strip.image].alt,
        phrase=strip.phrase,
        number=number,
        closed=pin_gate.closed(tried, at),
        asks_to_remember=tried.enrolment.enrolled_at is None
        and not let_in.asks_question(tried, policy(at)),
    )


def takes_long_pin(token: str, at: datetime) -> bool:
    """Whether the PIN of a sign-in is typed as text: any member's, where new ones are long."""
    if policy(at).is_strict:
        return True
    walking = Flow.objects.filter(token_digest=token_digest(token), kind=FlowKind.SIGN_IN)
    return Credential.objects.filter(is_long=True, member__in=walking.values("member")).exists()


def question_page(token: str, at: datetime) -> QuestionPage:
    """The security question of a sign-in. Raises FlowExpired, FlowElsewhere."""
    flow = flows.at_stage(token, FlowKind.SIGN_IN, Stage.QUESTION, at)
    closed = pin_gate.closed(pin_gate.read(flow), at)
    return QuestionPage(QUESTIONS.get(flow.question, ""), closed)


def offered_images(token: str, at: datetime) -> list[OfferedImage]:
    """The images of a registration, in order; the one kept so far comes first. Raises FlowExpired,
    FlowElsewhere."""
    flow = flows.at_stage(token, FlowKind.REGISTER, Stage.SECURITY, at)
    return [OfferedImage(shown, BY_SLUG[slug].alt) for shown, slug in flow.images]


def asks_questions(at: datetime) -> bool:
    """Whether members of this cooperative have security questions (profile `compatible`)."""
    return not policy(at).is_strict


def kept_image(token: str, at: datetime) -> str:
    """The opaque token of the image chosen before asking for others; empty when none was."""
    flow = flows.at_stage(token, FlowKind.REGISTER, Stage.SECURITY, at)
    return next((shown for shown, slug in flow.images if slug == flow.image), "")


def image(flow_tokens: Iterable[str], image_token: str, at: datetime) -> bytes | None:
    """The image behind an opaque address, for whoever holds the flow it was shown in."""
    digests = [token_digest(token) for token in flow_tokens if token]
    for flow in Flow.objects.filter(token_digest__in=digests, expires_at__gt=at):
        slug = images.slug_of(flow, image_token)
        if slug is not None:
            return image_bytes(slug)
    return None


def money_hold(member_id: UUID, at: datetime) -> datetime | None:
    """Until when no money of a member goes to somebody else; None when it may. Who moves it asks
    `money_holds.require_none` in the transaction that does."""
    return money_holds.held_until(member_id, at)
