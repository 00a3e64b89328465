"""«Paz y salvo»: a credit that was paid to the last peso, and nothing else."""

from datetime import date, datetime
from uuid import UUID

from minga.documents.holder import document_of
from minga.documents.issue import Draft, issue
from minga.documents.letterhead import Letterhead
from minga.documents.models import PaperKind
from minga.documents.typeset import Pdf
from minga.kit.clock import business_date
from minga.kit.spanish import cop, day_long
from minga.loans.queries import LoanView, loan_of
from minga.members.models import Member


def certify_paid_loan(
    *, member_id: UUID, loan_id: UUID, letterhead: Letterhead, at: datetime, ip: str
) -> Pdf | None:
    """The PDF; None when the member has no such credit or it did not end by being paid."""
    on = business_date(at)

    def write() -> Draft | None:
        view = loan_of(member_id, loan_id, on)
        if view is None or view.ended_on is None or view.ended_how != "paid":
            return None
        return _draft(member_id, view, view.ended_on, on)

    return issue(write, letterhead, at=at, ip=ip)


def _draft(member_id: UUID, view: LoanView, ended_on: date, on: date) -> Draft:
    member = Member.objects.get(id=member_id)
    facts = (
        ("Número", view.number), ("Valor prestado", cop(view.principal)),
        ("Pagado del todo", day_long(ended_on)),
    )  # fmt: skip
    return Draft(
        kind=PaperKind.PAID_LOAN_CERTIFICATE, member_id=member_id, subject=view.id,
        number=view.number, filename="paz-y-salvo", facts=facts,
        content={
            "opening": f"{member.full_name} ({document_of(member)}) está a paz y salvo por este "
            f"crédito: el {day_long(on)} no debe nada de él.",
            "facts": [
                ("Crédito", f"{view.line} {view.number}"),
                ("Valor prestado", cop(view.principal)),
                ("Entregado", day_long(view.disbursed_on)),
                ("Pagado del todo", day_long(ended_on)),
            ],
            "closing": "Habla solo de este crédito, no de otras obligaciones.",
        },
    )  # fmt: skip
