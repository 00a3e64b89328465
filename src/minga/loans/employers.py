"""Employers by their NIT: opened once, with an account of their own in the books."""

from minga.kit.ids import uuid7
from minga.kit.refusal import Refusal
from minga.ledger.accounts import open_member_accounts
from minga.loans.models import Employer

CHART_KEY = "PAYROLL_RECEIVABLE"


class UnknownEmployer(Refusal):
    """No line of this cooperative is paid by that NIT."""

    code = "unknown_employer"


def employer_with(nit: str, name: str) -> Employer:
    """The employer of that NIT, opened if it was not there; its name is the first that came."""
    found = Employer.objects.filter(nit=nit).first()
    if found is None:
        new = uuid7()
        account = open_member_accounts(CHART_KEY, "employer", [new])[new]
        found = Employer.objects.create(id=new, nit=nit, name=name, ledger_account_id=account)
    return found


def employer_numbered(nit: str) -> Employer:
    """As it was imported. Raises UnknownEmployer."""
    found = Employer.objects.filter(nit=nit).first()
    if found is None:
        raise UnknownEmployer(nit=nit)
    return found
