"""Run in the office of the journeys: a member's request of credit, in the cooperative's hands.

    python ask_credit.py DOCUMENT

Prints its number. How members ask is a journey of its own.
"""

import sys

from minga.doors.cli.office import database_ready


def ask(document: str) -> str:
    """Five million in 24 instalments, with everything that is asked for."""
    from minga.kit import clock
    from minga.loans.models import LoanRequest
    from minga.loans.tests.offered import line
    from minga.loans.tests.requests_cast import sent
    from minga.savings.models import SavingsAccount

    account = SavingsAccount.objects.filter(
        member__document_number=document, kind="AHORRO_VISTA"
    ).order_by("number")[0]
    made = sent(account.member_id, line("Para estudiar"), pays_to=account.id, at=clock.now())
    return LoanRequest.objects.get(id=made).number


if __name__ == "__main__":
    with database_ready():
        sys.stdout.write(ask(sys.argv[1]))
