"""Issuing a paper: its code is kept, who asked for it is written in the trail, then it is set."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.documents.codes import in_groups, new_code
from minga.documents.letterhead import Facts, Letterhead
from minga.documents.models import IssuedPaper, PaperKind
from minga.documents.typeset import ARCHIVE, Pdf, typeset
from minga.kit.clock import business_date
from minga.kit.spanish import day_long


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A paper that is about to be issued. `content` is what its layout reads; `facts` is what
    anybody who types the code is told: no names, no documents."""

    kind: PaperKind
    member_id: UUID
    subject: UUID
    number: str
    content: Mapping[str, Any]
    facts: Facts
    filename: str
    standards: Sequence[str] = field(default=ARCHIVE)


def issue(
    write: Callable[[], Draft | None],
    letterhead: Letterhead,
    *,
    at: datetime,
    ip: str,
    actor: str = "",
) -> Pdf | None:
    """Writes the draft and keeps its code in one transaction, then sets it; None when there is
    nothing to issue. Said again on the same day, it has the code it has already. Every time, who
    asked for it (`actor`; its member, if nobody else) goes to the trail."""
    with transaction.atomic(durable=True):
        draft = write()
        if draft is None:
            return None
        code = _kept(draft, letterhead, at)
        record(
            at=at, actor=actor or f"member:{draft.member_id}", action="issue_paper", ip=ip,
            subject=f"{draft.kind}:{draft.subject}", detail={"number": draft.number},
        )  # fmt: skip
    return _set(draft, letterhead, code, business_date(at))


def _kept(draft: Draft, letterhead: Letterhead, at: datetime) -> str:
    paper, _ = IssuedPaper.objects.get_or_create(
        kind=draft.kind, subject=draft.subject, digest=_digest(draft, letterhead, at),
        defaults={
            "member_id": draft.member_id, "code": new_code(), "issued_at": at,
            "facts": [list(one) for one in draft.facts],
        },
    )  # fmt: skip
    return paper.code


def _set(draft: Draft, letterhead: Letterhead, code: str, on: date) -> Pdf:
    data = {
        **draft.content,
        "title": draft.kind.label,
        "keywords": [draft.number, in_groups(code)],
        "cooperative": letterhead.cooperative(),
        "foot": f"{draft.kind.label} {draft.number} · Expedido el {day_long(on)} · "
        f"Código {in_groups(code)}",
        "check": letterhead.check(code),
    }
    body = typeset(draft.kind.value, data, on=on, standards=draft.standards)
    return Pdf(f"{draft.filename}-{draft.number}.pdf", body)


def _digest(draft: Draft, letterhead: Letterhead, at: datetime) -> bytes:
    """Of everything on the paper but its code; the day of issue is on it, the hour is not."""
    said = [draft.content, letterhead.cooperative(), business_date(at).isoformat()]
    return sha256(json.dumps(said, sort_keys=True).encode()).digest()
