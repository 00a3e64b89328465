"""The certificate of a member's aportes sociales at the end of a day."""

from datetime import date, datetime
from uuid import UUID

from minga.documents.holder import document_of
from minga.documents.issue import Draft, issue
from minga.documents.letterhead import Letterhead
from minga.documents.models import PaperKind
from minga.documents.typeset import Pdf
from minga.kit.clock import business_date
from minga.kit.money import ZERO
from minga.kit.refusal import Refusal
from minga.kit.spanish import cop, day_long
from minga.members.models import Member
from minga.savings.aportes_queries import AportesAtDay, aportes_at


class DayToCome(Refusal):
    """Nobody can certify what has not been."""

    code = "day_to_come"


CONDITIONS = (
    "Los aportes son parte del patrimonio de la cooperativa: no son un depósito y no ganan "
    "intereses. La asamblea puede revalorizarlos con los excedentes.",
    "Garantizan desde su origen lo que el asociado deba a la cooperativa (Ley 79 de 1988, "
    "artículo 49).",
    "Se devuelven cuando el asociado se retira, después de descontar lo que deba.",
)  # fmt: skip


def certify_aportes(
    *, member_id: UUID, on: date, letterhead: Letterhead, at: datetime, ip: str
) -> Pdf | None:
    """The PDF; None when the member had no account of aportes on that day. Raises DayToCome. What
    was entered later for that day counts, so the same day may read differently when asked again."""
    if on > business_date(at):
        raise DayToCome(on=on)

    def write() -> Draft | None:
        held = aportes_at(member_id, on)
        return _draft(member_id, held, on) if held else None

    return issue(write, letterhead, at=at, ip=ip)


def _draft(member_id: UUID, held: tuple[AportesAtDay, ...], on: date) -> Draft:
    member = Member.objects.get(id=member_id)
    total = sum((one.balance for one in held), ZERO)
    return Draft(
        kind=PaperKind.APORTES_CERTIFICATE, member_id=member_id, subject=member_id,
        number=f"{on:%Y-%m-%d}", filename="certificado-de-aportes",
        content={
            "opening": f"Saldo de los aportes sociales al cierre del {day_long(on)}.",
            "facts": [
                ("Titular", member.full_name), ("Documento", document_of(member)),
                ("Asociado desde", day_long(member.joined_on)), ("Saldo total", cop(total)),
            ],
            "accounts": [{"number": one.number, "facts": _facts(one)} for one in held],
            "conditions": CONDITIONS,
        },
        facts=(("Saldo al cierre del", day_long(on)), ("Saldo total", cop(total))),
    )  # fmt: skip


def _facts(one: AportesAtDay) -> list[tuple[str, str]]:
    return [
        ("Abierta", day_long(one.opened_on)),
        ("Aportado", cop(one.contributed)),
        ("Revalorización acumulada", cop(one.revalued)),
        (f"Revalorización en {one.on.year}", cop(one.revalued_in_year)),
        ("Saldo", cop(one.balance)),
        ("En garantía de obligaciones con la cooperativa", cop(one.pledged)),
    ]
