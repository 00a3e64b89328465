"""Refusals that leave a trace: the try is counted and recorded, and only then refused."""

from minga.access.models import Stage
from minga.kit.refusal import Refusal, settled

__all__ = ["result_code", "settled"]


def result_code(outcome: object) -> str:
    """What the trail says about an outcome: done, why not, or the step that comes first."""
    if isinstance(outcome, Stage):
        return f"to_{outcome}"
    return outcome.code if isinstance(outcome, Refusal) else "done"
