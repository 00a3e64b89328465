"""What members own."""

from minga.savings.models.accounts import (
    AccountRequest,
    AccountRequestEvent,
    AccountStep,
    Inactivity,
    ProductKind,
    SavingsAccount,
)
from minga.savings.models.goals import (
    GmfExemption,
    GmfUse,
    GoalEnd,
    GoalIntent,
    GoalQuota,
    SavingsGoal,
)
from minga.savings.models.interest import Accrual, InterestCredit
from minga.savings.models.plans import FeeKind, PlanFee, PlanTerms, SavingsPlan, TermRate
from minga.savings.models.retention import RetentionReturn
from minga.savings.models.revaluations import AportesCredit, AportesRevaluation
from minga.savings.models.term_deposits import (
    MaturityInstruction,
    TermDeposit,
    TermEnd,
    TermInstruction,
    TermInterest,
    TermNotice,
)

__all__ = [
    "AccountRequest",
    "AccountRequestEvent",
    "AccountStep",
    "Accrual",
    "AportesCredit",
    "AportesRevaluation",
    "FeeKind",
    "GmfExemption",
    "GmfUse",
    "GoalEnd",
    "GoalIntent",
    "GoalQuota",
    "Inactivity",
    "InterestCredit",
    "MaturityInstruction",
    "PlanFee",
    "PlanTerms",
    "ProductKind",
    "RetentionReturn",
    "SavingsAccount",
    "SavingsGoal",
    "SavingsPlan",
    "TermDeposit",
    "TermEnd",
    "TermInstruction",
    "TermInterest",
    "TermNotice",
    "TermRate",
]
