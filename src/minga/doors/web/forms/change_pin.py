"""«Clave actual», «Clave nueva» and «Confirma tu clave»."""

from typing import Any

from django import forms

from minga.access.proof_page import ProofPage
from minga.doors.web.forms.pin import pin_field
from minga.doors.web.forms.renew_pin import RenewPinForm

CURRENT_REQUIRED = "Escribe tu clave actual."


class ChangePinForm(RenewPinForm):
    """A new PIN, twice the same, and the one in force unless that is proven already."""

    def __init__(self, *args: Any, proof: ProofPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_current(self, proof)
        self.order_fields(["clave_actual", "clave", "confirmacion"])


def add_current(form: forms.Form, proof: ProofPage) -> None:
    """The field of the PIN in force, where it is asked for."""
    if proof.asks_pin:
        form.fields["clave_actual"] = pin_field(
            label="Clave actual", required_message=CURRENT_REQUIRED, is_long=proof.is_long
        )
