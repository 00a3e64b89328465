"""What a codebtor signs: the approved terms and what it means to owe the whole, in words.

The text does not depend on the day of the money, so that everybody can sign on a day of their own;
the note, signed last, names each codebtor with the hash of what they signed.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import Any
from uuid import UUID

from minga.kit.money import Money
from minga.loans.codebtors import accepted, signature_for
from minga.loans.models import Codebtor, CodebtorSignature, LoanRequest
from minga.loans.note_text import METHODS, day, percent, pesos, when_paid
from minga.loans.plan import Method
from minga.loans.signature import THEIR_FACTORS, moment

_TEMPLATE = Path(__file__).parent / "texts" / "codeudor.txt"


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one codebtor signs, and their signature of exactly it, if there is one."""

    codebtor_id: UUID
    name: str
    document: str
    text: str
    signature: CodebtorSignature | None

    @property
    def digest(self) -> bytes:
        """SHA-256 of the text."""
        return sha256(self.text.encode()).digest()

    @property
    def clause(self) -> str:
        """How the note names them."""
        who = f"{self.name}, identificado con {self.document}"
        if self.signature is None:
            return f"{who}, que aún no firma"
        made = self.signature
        return (
            f"{who}, que firmó el {moment(made.signed_at)} con "
            f"{THEIR_FACTORS.get(made.factors, made.factors)} la obligación cuya huella SHA-256 "
            f"es {self.digest.hex()}"
        )


def obligations(request: LoanRequest, cooperative: str) -> tuple[Obligation, ...]:
    """Of everybody who accepted, in order. The request has a decision that was approved."""
    return tuple(_obligation(request, one, cooperative) for one in accepted(request.id))


def _obligation(request: LoanRequest, one: Codebtor, cooperative: str) -> Obligation:
    member = one.member
    assert member is not None
    document = f"{member.document_type} {member.document_number}"
    text = _text(request, member.full_name, document, cooperative)
    signature = signature_for(one, sha256(text.encode()).digest())
    return Obligation(one.id, member.full_name, document, text, signature)


def _until(last: date | None) -> str:
    return f" Me obligo solo si el dinero se entrega a más tardar el {day(last)}." if last else ""


def _text(request: LoanRequest, name: str, document: str, cooperative: str) -> str:
    agreed: dict[str, Any] = request.decision.proposal
    debtor = request.member
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        number=request.number, codebtor=name, codebtor_document=document, cooperative=cooperative,
        debtor=debtor.full_name, debtor_document=f"{debtor.document_type} {debtor.document_number}",
        amount=pesos(Money.of(agreed["amount"])), line=request.line.name,
        periods=agreed["periods"], method=METHODS[Method(agreed["method"])],
        when=when_paid(agreed.get("grace", 0), agreed.get("pay_day")),
        rate=percent(Decimal(agreed["rate_ea"])), mora=percent(Decimal(agreed["mora_rate_ea"])),
        insurance=percent(Decimal(agreed["insurance_monthly"])), day_count=agreed["day_count"],
        until=_until(request.decision.offer_until), conditions=agreed["conditions"] or "Ninguna.",
    )  # fmt: skip
