"""What the page of an approval asks for."""

from collections.abc import Mapping
from typing import Any

from django import forms

from minga.access.approval_queries import ApprovalPage, Step
from minga.doors.web.forms.one_time_code import OneTimeCodeForm
from minga.doors.web.forms.pin import pin_field


class ApprovePinForm(forms.Form):
    """The PIN of the approval."""

    def __init__(self, data: Mapping[str, Any] | None, *, is_long: bool) -> None:
        super().__init__(data)
        self.fields["clave"] = pin_field(
            label="Clave", required_message="Escribe tu clave.", is_long=is_long
        )


class ApprovePasskeyForm(forms.Form):
    """A passkey's answer, as the page's script writes it."""

    respuesta = forms.CharField(widget=forms.HiddenInput, strip=False)


type ApproveForm = ApprovePinForm | OneTimeCodeForm


def approve_form(page: ApprovalPage, data: Mapping[str, Any] | None) -> ApproveForm:
    """The form of the step that comes next."""
    if page.step == Step.CODE:
        return OneTimeCodeForm(data)
    return ApprovePinForm(data, is_long=page.takes_long_pin)
