"""The plan of payments of a credit, as it is in force today."""

from datetime import datetime
from uuid import UUID

from minga.documents.holder import document_of
from minga.documents.issue import Draft, issue
from minga.documents.letterhead import Letterhead
from minga.documents.models import PaperKind
from minga.documents.typeset import Pdf
from minga.kit.clock import business_date
from minga.kit.money import ZERO, Money
from minga.kit.spanish import SPACE, cop, day_long, day_short, percent
from minga.loans.queries import LoanView, PlanRow, RowState, loan_of
from minga.members.models import Member

STATES = {
    RowState.PAID: "Pagada",
    RowState.LATE: "Vencida",
    RowState.DUE: "Vence hoy",
    RowState.PENDING: "Pendiente",
}
HEAD = ("N.º", "Vence", "Estado", "Cuota", "Capital", "Interés", "Seguro", "Saldo")


def print_payment_plan(
    *, member_id: UUID, loan_id: UUID, letterhead: Letterhead, at: datetime, ip: str
) -> Pdf | None:
    """The PDF of a living credit's plan; None when the member has no such credit or it ended."""

    def write() -> Draft | None:
        view = loan_of(member_id, loan_id, business_date(at))
        return _draft(member_id, view) if view and view.is_open else None

    return issue(write, letterhead, at=at, ip=ip)


def _draft(member_id: UUID, view: LoanView) -> Draft:
    member = Member.objects.get(id=member_id)
    rate = f"{percent(view.rate_ea)} efectiva anual (E.A.)"
    paid = sum(row.state is RowState.PAID for row in view.plan)
    left = [row for row in view.plan if row.state is not RowState.PAID]
    return Draft(
        kind=PaperKind.PAYMENT_PLAN, member_id=member_id, subject=view.id, number=view.number,
        filename="plan-de-pagos",
        content={
            "facts": [
                ("Crédito", f"{view.line} {view.number}"),
                ("Deudor", member.full_name),
                ("Documento", document_of(member)),
                ("Valor prestado", cop(view.principal)),
                ("Tasa", rate),
                ("Entregado", day_long(view.disbursed_on)),
                ("Capital que debe hoy", cop(view.owed.capital)),
                ("Cuotas pagadas", f"{paid} de {len(view.plan)}"),
                ("Falta por pagar, con cada cuota en su día",
                 cop(sum((row.left for row in left), ZERO))),
            ],
            "head": HEAD,
            "rows": [_row(row) for row in view.plan],
        },
        facts=(
            ("Número", view.number), ("Valor prestado", cop(view.principal)), ("Tasa", rate),
            ("Cuotas", str(len(view.plan))), ("Capital", cop(view.owed.capital)),
        ),
    )  # fmt: skip


def _row(row: PlanRow) -> list[str]:
    amounts = (row.total, row.principal, row.interest, row.insurance, row.balance)
    return [str(row.n), day_short(row.due_on), STATES[row.state], *map(_figures, amounts)]


def _figures(amount: Money) -> str:
    """Without the sign of pesos, which the head of the table says once."""
    return cop(amount).replace(f"${SPACE}", "")
