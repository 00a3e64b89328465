"""«Clave nueva» and «Confirma tu clave» at a sign-in."""

from typing import Any

from django import forms

from minga.doors.web.forms.pin import pin_field

DIFFERENT = "Las dos claves no son iguales. Escribe otra vez la clave."


class RenewPinForm(forms.Form):
    """A new PIN, twice the same."""

    def __init__(self, *args: Any, is_long: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = "Escribe tu clave nueva."
        again = "Escribe otra vez la clave."
        self.fields["clave"] = pin_field(
            label="Clave nueva", required_message=first, is_long=is_long
        )
        self.fields["confirmacion"] = pin_field(
            label="Confirma tu clave", required_message=again, is_long=is_long
        )

    def clean(self) -> dict[str, Any]:
        """Both fields say the same."""
        pin, again = self.cleaned_data.get("clave"), self.cleaned_data.get("confirmacion")
        if pin and again and pin != again:
            self.add_error("confirmacion", DIFFERENT)
        return self.cleaned_data
