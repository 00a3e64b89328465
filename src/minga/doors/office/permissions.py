"""Who may see and do what in the back office: the one table that says so.

A page that is not in it is nobody's. `gate.py` asks it before any view runs.

Money goes out, or a debt off the balance, by two people: an analyst proposes, an approver decides.
So is retention of earlier years given back, on the letter that the analyst registers.
An account that a member asks for is opened by the analyst alone: it is empty, so nothing moves.
A cost of collection, which is in no balance before it is paid, is forgiven by the approver alone.
"""

from collections.abc import Mapping
from types import MappingProxyType

from minga.staff.models import Role

# Pages for whoever has no session yet.
OPEN = frozenset({"sign_in", "sign_in_options", "enrol_key", "enrol_key_options", "demo_office"})

_ALL = frozenset(Role)
_SEE_LOANS = frozenset({Role.ANALYST, Role.APPROVER, Role.AUDITOR})
_SEE_RETENTION = _SEE_LOANS | {Role.ACCOUNTANT}
_SEE_ACCOUNTS = frozenset({Role.ANALYST, Role.AUDITOR})
_BOOKS = frozenset({Role.ACCOUNTANT, Role.AUDITOR})
_WORKINGS = _BOOKS | {Role.ADMIN}
_MAKES = frozenset({Role.ANALYST})
_CHECKS = frozenset({Role.APPROVER})

PAGES: Mapping[str, frozenset[Role]] = MappingProxyType({
    "home": _ALL,
    "sign_out": _ALL,
    "loan_requests": _SEE_LOANS,
    "loan_request": _SEE_LOANS,
    "loan_document": _SEE_LOANS,
    "codebtor_obligation": _SEE_LOANS,
    "ask_missing": _MAKES,
    "propose_loan": _MAKES,
    "renew_offer": _MAKES,
    "decide_loan": _CHECKS,
    "account_requests": _SEE_ACCOUNTS,
    "account_request": _SEE_ACCOUNTS,
    "answer_account": _MAKES,
    "bad_loans": _SEE_LOANS,
    "loan_file": _SEE_LOANS,
    "propose_write_off": _MAKES,
    "propose_recovery": _MAKES,
    "forgive_cost": _CHECKS,
    "loan_act": _SEE_LOANS,
    "decide_act": _CHECKS,
    "retentions": _SEE_RETENTION,
    "retention_file": _SEE_RETENTION,
    "propose_return": _MAKES,
    "return_act": _SEE_RETENTION,
    "decide_return": _CHECKS,
    "books": _BOOKS,
    "find_entry": _BOOKS,
    "trial_balance": _BOOKS,
    "trial_balance_csv": _BOOKS,
    "daily_book": _BOOKS,
    "general_ledger": _BOOKS,
    "entry": _BOOKS,
    "parameters": _WORKINGS,
    "closes": _WORKINGS,
    "day_close": _WORKINGS,
    "employees": frozenset({Role.ADMIN, Role.AUDITOR}),
})  # fmt: skip


def may(page: str, roles: frozenset[Role]) -> bool:
    """Whether somebody with these roles may open a page."""
    return bool(PAGES.get(page, frozenset()) & roles)


def allowed(roles: frozenset[Role]) -> frozenset[str]:
    """Every page somebody may open."""
    return frozenset(page for page in PAGES if may(page, roles))
