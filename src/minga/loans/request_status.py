"""Where a request stands and what can be done with it: pure, from its story."""

from collections.abc import Collection
from enum import StrEnum

from minga.loans.models import RequestStep

DRAFT = "draft"


class Task(StrEnum):
    """What a member completes before sending."""

    TERMS = "terms"
    INCOME = "income"
    DOCUMENTS = "documents"
    AUTHORISATIONS = "authorisations"
    CODEBTORS = "codebtors"


EDITABLE = frozenset({DRAFT, RequestStep.MISSING})
# The cooperative has it in its hands.
STUDIED = frozenset(
    {
        RequestStep.SENT,
        RequestStep.COMPLETED,
        RequestStep.IN_ANALYSIS,
        RequestStep.RECOMMENDED,
        RequestStep.EXPIRED,
    }
)
WITHDRAWABLE = EDITABLE | STUDIED | {RequestStep.APPROVED}


def missing_documents(wanted: Collection[str], attached: Collection[str]) -> list[str]:
    """Names of what was asked for and is not there, in the order asked."""
    return [one for one in wanted if one not in attached]
