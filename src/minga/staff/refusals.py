"""What the staff's room refuses, beside what single use cases do."""

from minga.kit.refusal import Refusal


class UnknownEmployee(Refusal):
    """Nobody who works here has that document or that name in the trail."""

    code = "unknown_employee"


class KeyRefused(Refusal):
    """This passkey opens nothing. `why` and `who` are for the trail, never for a page."""

    code = "key_refused"

    def __init__(self, why: str, who: str) -> None:
        super().__init__()
        self.why = why
        self.who = who


class TooManyTries(Refusal):
    """Too many challenges were asked for from one address; it waits."""

    code = "too_many_tries"


class StaffSessionOver(Refusal):
    """This session ended: sign in again."""

    code = "staff_session_over"


class OneselfConcerned(Refusal):
    """Nobody acts on what is their own."""

    code = "oneself_concerned"


class ReasonMissing(Refusal):
    """It must be said why, in words that another person understands."""

    code = "reason_missing"
