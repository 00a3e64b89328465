"""Credit: lines, requests, loans, and what each day's close writes about them."""

from minga.loans.models.brought import BroughtLoan
from minga.loans.models.codebtors import Codebtor, CodebtorAnswer, CodebtorSignature
from minga.loans.models.collection import (
    CollectionCharge,
    CollectionCost,
    CollectionForgiveness,
)
from minga.loans.models.days import Impairment, LoanAccrual, LoanClass
from minga.loans.models.lines import LineTerms, LoanLine, Modality
from minga.loans.models.loans import (
    Loan,
    LoanAccount,
    LoanEnd,
    LoanInstalment,
    LoanPayment,
    LoanPaymentPart,
    ScheduleVersion,
)
from minga.loans.models.payroll import Employer
from minga.loans.models.reminders import InstalmentNotice
from minga.loans.models.requests import (
    LoanDecision,
    LoanRequest,
    PromissoryNote,
    RequestDocument,
    RequestEvent,
    RequestStep,
)

__all__ = [
    "BroughtLoan",
    "Codebtor",
    "CodebtorAnswer",
    "CodebtorSignature",
    "CollectionCharge",
    "CollectionCost",
    "CollectionForgiveness",
    "Employer",
    "Impairment",
    "InstalmentNotice",
    "LineTerms",
    "Loan",
    "LoanAccount",
    "LoanAccrual",
    "LoanClass",
    "LoanDecision",
    "LoanEnd",
    "LoanInstalment",
    "LoanLine",
    "LoanPayment",
    "LoanPaymentPart",
    "LoanRequest",
    "Modality",
    "PromissoryNote",
    "RequestDocument",
    "RequestEvent",
    "RequestStep",
    "ScheduleVersion",
]
