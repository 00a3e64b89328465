"""The questions and answers to come, and the PIN in force."""

from typing import Any

from minga.access.proof_page import ProofPage
from minga.doors.web.forms.change_pin import add_current
from minga.doors.web.forms.security_questions import SecurityQuestionsForm


class ChangeQuestionsForm(SecurityQuestionsForm):
    """Three questions, three answers, and one PIN unless that is proven already."""

    def __init__(self, *args: Any, proof: ProofPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_current(self, proof)
