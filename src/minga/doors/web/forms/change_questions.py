"""The questions and answers to come, and the PIN in force."""

from typing import Any

from minga.doors.web.forms.change_pin import CURRENT_REQUIRED
from minga.doors.web.forms.pin import pin_field
from minga.doors.web.forms.security_questions import SecurityQuestionsForm


class ChangeQuestionsForm(SecurityQuestionsForm):
    """Three questions, three answers, one PIN."""

    def __init__(self, *args: Any, current_is_long: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clave_actual"] = pin_field(
            label="Clave actual", required_message=CURRENT_REQUIRED, is_long=current_is_long
        )
