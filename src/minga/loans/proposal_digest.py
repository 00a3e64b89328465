"""What stands for a proposal: the request as it was studied, and what is proposed to lend."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from minga.loans.codebtors import accepted
from minga.loans.models import LoanRequest


def proposal_digest(
    request: LoanRequest, *, maker: str, proposed_at: str, proposal: Mapping[str, Any]
) -> bytes:
    """SHA-256 of all of it: another amount, document, rate or maker has another one."""
    codebtors = accepted(request.id)
    documents = request.documents.filter(removed_at=None).order_by("name", "id")
    parts = {
        "request": str(request.id), "number": request.number, "member": str(request.member_id),
        "line": str(request.line_id), "amount": f"{request.amount:.2f}",
        "periods": request.periods, "method": request.method, "grace": request.grace,
        "pay_day": request.pay_day,
        "income": str(request.monthly_income), "expenses": str(request.monthly_expenses),
        "pays_to": str(request.pays_to),
        "documents": [[one.name, bytes(one.digest).hex()] for one in documents],
        "codebtors": [[str(one.id), str(one.answered_at)] for one in codebtors],
        "maker": maker, "proposed_at": proposed_at, "proposal": dict(proposal),
    }  # fmt: skip
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).digest()
