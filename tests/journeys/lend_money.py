"""Run in the office of the journeys: a credit handed out some days ago, each day since then closed.

    python lend_money.py DOCUMENT DAYS

Nobody has to wait: the credit and its days are as if the office had been open all that time.
"""

import sys
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from minga.doors.cli.office import database_ready


def lend(document: str, days: int) -> None:
    """One million at 18 % E.A. in six instalments, into the member's first account."""
    from minga.day_close.close_day import close_day
    from minga.kit import clock, ids
    from minga.kit.day_count import DayCount
    from minga.kit.money import Money
    from minga.loans.book_loan import NewLoan
    from minga.loans.models import LoanLine, Modality
    from minga.loans.plan import Method
    from minga.payments.disburse_loan import disburse_loan
    from minga.savings.models import SavingsAccount

    today = clock.business_date(clock.now())
    start = today - timedelta(days=days)
    account = SavingsAccount.objects.filter(
        member__document_number=document, kind="AHORRO_VISTA"
    ).order_by("number")[0]
    line = LoanLine.objects.create(
        code="LIBRE-DE-ANTES", name="Libre inversión", modality=Modality.CONSUMER,
        offered_from=start,
    )  # fmt: skip
    disburse_loan(
        new=NewLoan(
            member_id=account.member_id, line_id=line.id, modality=Modality.CONSUMER,
            by_payroll=False, principal=Money.of(1_000_000), disbursed_on=start,
            rate_ea=Decimal("0.18"), mora_rate_ea=Decimal("0.22"),
            insurance_monthly=Decimal("0.0005"), method=Method.FRENCH,
            day_count=DayCount.THIRTY_360, periods=6,
        ),
        pays_to=account.id, key=ids.uuid7(), actor="staff:prueba", at=at_ten(start),
    )  # fmt: skip
    for n in range(days):
        close_day(day=start + timedelta(days=n), at=at_ten(start + timedelta(days=n + 1)))


def at_ten(day: object) -> datetime:
    return datetime.combine(day, time(15), tzinfo=UTC)  # type: ignore[arg-type]


if __name__ == "__main__":
    with database_ready():
        lend(sys.argv[1], int(sys.argv[2]))
