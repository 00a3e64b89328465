"""What waits for the demo's employees, asked for by members through the steps of anybody."""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from minga.doors.cli.demo import ways
from minga.doors.cli.demo.employees import ACTOR, STAFF
from minga.doors.cli.demo.people import CAST, Living, Person, everybody
from minga.kit import clock, ids
from minga.kit.money import Money
from minga.kit.refusal import Refusal

LINE, PLAN = "LIBRE", "VISTA"
CAP_SOURCE = "Demostración: la última certificada que se conoce; no es la de este mes"


class Wish(NamedTuple):
    """What somebody asks to borrow. `is_studied`: the analyst proposed to lend it."""

    pesos: int
    periods: int
    purpose: str
    is_studied: bool


WISHES = (
    Wish(6_000_000, 24, "Arreglar el techo y la cocina de la casa", False),
    Wish(9_500_000, 36, "Comprar una moto para ir al trabajo", True),
)


def leave_work() -> None:
    """A credit to study, another to decide and an account to open: left once, and whoever was
    answered asks for nothing more. What nobody decided in its time is proposed again. Where a rule
    stands in the way, or what it needs is gone (a visitor may have changed much), that piece of
    work is not there.
    """
    from django.core.exceptions import ObjectDoesNotExist

    at = clock.now()
    _load_cap(at)
    *borrowers, saver = islice(_workers(), len(WISHES) + 1)
    for wish, person in zip(WISHES, borrowers, strict=True):
        with contextlib.suppress(Refusal, ObjectDoesNotExist):
            _ask_credit(person, wish, at)
    with contextlib.suppress(Refusal, ObjectDoesNotExist):
        _ask_account(saver, at)


def _workers() -> Iterator[Person]:
    """People with a wage and savings whom no visitor is invited to be."""
    return (
        one for one in everybody()[len(CAST) :]
        if one.living is Living.SALARY and one.document_type == "CC" and one.sight
    )  # fmt: skip


def _load_cap(at: datetime) -> None:
    """Credit needs the month's cap, and a month that nobody certified yet has none."""
    from minga.kit.models import Parameter
    from minga.loans.load_cap import load_cap
    from minga.loans.models import Modality
    from minga.loans.usury_caps import cap_key

    on = clock.business_date(at)
    key = cap_key(Modality.CONSUMER, on)
    family = key.removesuffix(f"{on:%Y-%m}")
    known = Parameter.objects.filter(key__startswith=family, valid_from__lte=on)
    last = known.order_by("valid_from").last()
    if last is not None and last.key != key:
        load_cap(
            modality=Modality.CONSUMER, month=on, rate=Decimal(last.value), source=CAP_SOURCE,
            staff=ACTOR, at=at, confidence="P",
        )  # fmt: skip


def _ask_credit(person: Person, wish: Wish, at: datetime) -> None:
    from minga.loans.fill_request import start_request
    from minga.loans.models import LoanLine
    from minga.loans.plan import Method

    member_id = _member_id(person)
    line_id = LoanLine.objects.values_list("id", flat=True).get(code=LINE)
    asked = start_request(
        member_id=member_id, line_id=line_id, amount=Money.of(wish.pesos), periods=wish.periods,
        method=Method.FRENCH, pays_to=_savings_id(person),
        key=ids.key_from("demo", "credit", person.document_number), at=at,
    )  # fmt: skip
    _send(person, member_id, asked, wish, at)
    if wish.is_studied:
        _study(member_id, asked, at)


def _send(person: Person, member_id: UUID, asked: UUID, wish: Wish, at: datetime) -> None:
    from django.conf import settings

    from minga.loans.attach_document import attach_document
    from minga.loans.fill_request import authorise, tell_income
    from minga.loans.request_queries import request_of
    from minga.loans.send_request import send_request

    draft = request_of(member_id, asked, at)
    if draft is None or not draft.is_draft:
        return
    income = ways.monthly_income(person.living, person.chance("life"))
    tell_income(
        member_id=member_id, request_id=asked, income=Money.of(income),
        expenses=Money.of(income * 55 // 100_000 * 1000), purpose=wish.purpose, at=at,
    )  # fmt: skip
    for one in draft.documents:
        attach_document(
            member_id=member_id, request_id=asked, name=one.name,
            content=_paper(one.name, Money.of(income)), at=at,
        )  # fmt: skip
    authorise(
        member_id=member_id, request_id=asked, cooperative=settings.COOPERATIVE_NAME, at=at
    )  # fmt: skip
    send_request(member_id=member_id, request_id=asked, at=at)


def _study(member_id: UUID, asked: UUID, at: datetime) -> None:
    """Proposed by the analyst, unless somebody went on with it."""
    from minga.loans.decide_request import Proposal, propose
    from minga.loans.models import RequestStep
    from minga.loans.request_queries import request_of
    from minga.staff.identity import actor_of
    from minga.staff.models import Employee

    found = request_of(member_id, asked, at)
    assert found is not None
    is_old = found.expires_at is not None and found.expires_at <= at
    if found.status == RequestStep.SENT or (found.status == RequestStep.RECOMMENDED and is_old):
        analyst = Employee.objects.get(document_number=STAFF[0][1], is_demo=True)
        proposal = Proposal(amount=found.amount, periods=found.periods, method=found.method)
        propose(request_id=asked, staff=actor_of(analyst.id), proposal=proposal, at=at)


def _ask_account(person: Person, at: datetime) -> None:
    """Another one of the plan they have, which is the office's to decide."""
    from minga.payments.ask_account import ask_account

    ask_account(
        member_id=_member_id(person), plan_code=PLAN, source_id=None, at=at,
        key=ids.key_from("demo", "account", person.document_number),
    )  # fmt: skip


def _member_id(person: Person) -> UUID:
    from minga.members.models import Member

    ours = Member.objects.filter(
        document_type=person.document_type, document_number=person.document_number
    )
    return ours.values_list("id", flat=True).get()


def _savings_id(person: Person) -> UUID:
    from minga.savings.models import SavingsAccount

    return SavingsAccount.objects.values_list("id", flat=True).get(number=person.sight[0])


def _paper(title: str, income: Money) -> bytes:
    """A picture that says what it stands for; the font that comes along has no accents."""
    from PIL import Image, ImageDraw, ImageFont

    from minga.doors.web.templatetags.money import cop

    picture = Image.new("L", (1000, 420), "white")
    draw = ImageDraw.Draw(picture)
    for height, words in ((60, title), (160, cop(income)), (260, "Documento inventado")):
        draw.text((60, height), words, fill="black", font=ImageFont.load_default(34))
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
