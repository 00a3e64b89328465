"""Requests for tests: a member, a line, and a request as far along as a test needs it."""

from datetime import UTC, date, datetime
from io import BytesIO
from uuid import UUID

from PIL import Image

from minga.kit.clock import business_date
from minga.kit.ids import uuid7
from minga.kit.models import Parameter
from minga.kit.money import Money
from minga.loans.attach_document import attach_document
from minga.loans.decide_request import Proposal, decide, propose
from minga.loans.fill_request import authorise, start_request, tell_income
from minga.loans.lines import Line
from minga.loans.models import LoanDecision
from minga.loans.plan import Method
from minga.loans.send_request import send_request
from minga.loans.tests.offered import line
from minga.members.models import Member

AT = datetime(2026, 11, 20, 15, tzinfo=UTC)
PAY = "Desprendible de pago"
ANA, BETO = "ana", "beto"


def member() -> Member:
    """Somebody with an e-mail."""
    number = str(uuid7().int % 10**10 + 10**9)
    return Member.objects.create(
        document_type="CC", document_number=number[:10], given_names="Marta Luz",
        surnames="Prieto Gil", birth_date=date(1980, 5, 17), municipality="05001",
        email=f"m{number}@ejemplo.co", joined_on=date(2020, 1, 1),
    )  # fmt: skip


def cap(value: str = "0.25", on: date = date(2026, 11, 20)) -> None:
    """The cap of usury of a month, for as long as the test lasts."""
    Parameter.objects.get_or_create(
        key=f"usury.consumo.{on:%Y-%m}", valid_from=on.replace(day=1),
        defaults={"value": value, "source": "a test's own", "confidence": "P"},
    )  # fmt: skip


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    """An image file."""
    made = BytesIO()
    Image.new("RGB", size, "green").save(made, kind)
    return made.getvalue()


def draft(
    who: UUID,
    offered: Line | None = None,
    *,
    pays_to: UUID | None = None,
    at: datetime = AT,
    grace: int = 0,
    pay_day: int | None = None,
) -> UUID:
    """A request with nothing but its terms."""
    return start_request(
        member_id=who, line_id=(offered or line()).id, amount=Money.of(5_000_000), periods=24,
        method=Method.FRENCH, pays_to=pays_to or uuid7(), key=uuid7(), at=at, grace=grace,
        pay_day=pay_day,
    )  # fmt: skip


def fill(who: UUID, request_id: UUID, at: datetime = AT) -> None:
    """Everything that is asked for."""
    tell_income(
        member_id=who, request_id=request_id, income=Money.of(3_000_000),
        expenses=Money.of(1_800_000), purpose="Arreglar el techo", at=at,
    )  # fmt: skip
    attach_document(member_id=who, request_id=request_id, name=PAY, content=picture(), at=at)
    authorise(member_id=who, request_id=request_id, cooperative="Cooperativa de prueba", at=at)


def sent(
    who: UUID,
    offered: Line | None = None,
    *,
    pays_to: UUID | None = None,
    at: datetime = AT,
    grace: int = 0,
    pay_day: int | None = None,
) -> UUID:
    """A request in the cooperative's hands."""
    request_id = draft(who, offered, pays_to=pays_to, at=at, grace=grace, pay_day=pay_day)
    fill(who, request_id, at)
    send_request(member_id=who, request_id=request_id, at=at)
    return request_id


def proposal(pesos: int = 4_000_000) -> Proposal:
    """Less than was asked for."""
    return Proposal(amount=Money.of(pesos), periods=24, method=Method.FRENCH)


def shown(request_id: UUID) -> str:
    """The digest of the proposal that stands, as a page shows it to the decider."""
    found = LoanDecision.objects.filter(request_id=request_id).first()
    return bytes(found.digest).hex() if found else ""


def approved(
    who: UUID,
    offered: Line | None = None,
    *,
    pays_to: UUID | None = None,
    at: datetime = AT,
    grace: int = 0,
    pay_day: int | None = None,
) -> UUID:
    """A request that was approved by two people."""
    cap(on=business_date(at))
    request_id = sent(who, offered, pays_to=pays_to, at=at, grace=grace, pay_day=pay_day)
    propose(request_id=request_id, staff=ANA, proposal=proposal(), at=at)
    decide(
        request_id=request_id, staff=BETO, approve=True, why="", seen=shown(request_id), at=at
    )  # fmt: skip
    return request_id
