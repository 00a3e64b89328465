"""The one base of every expected «no»."""

from typing import ClassVar


class Refusal(Exception):
    """An expected refusal: nothing was written.

    `code` is stable and part of the contract: doors translate it into words, an HTTP status or an
    exit code.
    Anything that is not a Refusal is a bug.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.code, details)


def settled[T](outcome: T | Refusal) -> T:
    """Raises a refusal that a transaction returned, once that transaction is committed.

    Raised inside, it would take back the count of the wrong try along with everything else.
    """
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome
