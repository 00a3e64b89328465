"""«Clave actual», «Clave nueva» and «Confirma tu clave»."""

from typing import Any

from minga.doors.web.forms.pin import pin_field
from minga.doors.web.forms.renew_pin import RenewPinForm

CURRENT_REQUIRED = "Escribe tu clave actual."


class ChangePinForm(RenewPinForm):
    """A new PIN, twice the same, and the one in force."""

    def __init__(self, *args: Any, current_is_long: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clave_actual"] = pin_field(
            label="Clave actual", required_message=CURRENT_REQUIRED, is_long=current_is_long
        )
        self.order_fields(["clave_actual", "clave", "confirmacion"])
