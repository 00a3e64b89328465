"""Reasons as people write them: pure."""

from minga.staff.refusals import ReasonMissing

SHORTEST = 5


def tidy_reason(written: str, *, longest: int) -> str:
    """On one line, neither empty nor cut nor invisible. Raises ReasonMissing."""
    tidy = " ".join(written.split())
    if not SHORTEST <= len(tidy) <= longest or not tidy.isprintable():
        raise ReasonMissing
    return tidy
