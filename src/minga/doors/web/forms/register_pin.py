"""«Clave numérica» and «Confirma tu clave»."""

from typing import Any

from django import forms

from minga.doors.web.forms.pin import PinField


class RegisterPinForm(forms.Form):
    """A new PIN, twice the same."""

    clave = PinField(label="Clave numérica", required_message="Escribe una clave de 4 números.")
    confirmacion = PinField(
        label="Confirma tu clave", required_message="Escribe otra vez la clave."
    )

    def clean(self) -> dict[str, Any]:
        """Both fields say the same."""
        pin, again = self.cleaned_data.get("clave"), self.cleaned_data.get("confirmacion")
        if pin and again and pin != again:
            self.add_error(
                "confirmacion", "Las dos claves no son iguales. Escribe otra vez la clave."
            )
        return self.cleaned_data
