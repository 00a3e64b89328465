"""«Clave numérica» and «Confirma tu clave»; «Clave» where a long one is asked for."""

from typing import Any

from minga.doors.web.forms.pin import pin_field
from minga.doors.web.forms.renew_pin import RenewPinForm


class RegisterPinForm(RenewPinForm):
    """A new PIN, twice the same."""

    def __init__(self, *args: Any, is_long: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, is_long=is_long, **kwargs)
        self.fields["clave"] = pin_field(
            label="Clave" if is_long else "Clave numérica",
            required_message="Escribe una clave." if is_long else "Escribe una clave de 4 números.",
            is_long=is_long,
        )
