"""What a member says about their passkeys."""

from typing import Any

from django import forms

from minga.access.passkey_names import LENGTH_MAX, tidy_name
from minga.doors.web.forms.pin import pin_field

_LENGTH = f"El nombre debe tener entre 1 y {LENGTH_MAX} letras o números."


class AddPasskeyForm(forms.Form):
    """The PIN once more."""

    def __init__(self, *args: Any, is_long: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clave"] = pin_field(
            label="Clave", required_message="Escribe tu clave.", is_long=is_long
        )


class KeepPasskeyForm(forms.Form):
    """The browser's answer and a name, which may be left empty."""

    nombre = forms.CharField(label="Nombre", required=False)
    respuesta = forms.CharField(widget=forms.HiddenInput, strip=False)


class RenamePasskeyForm(forms.Form):
    """Another name."""

    nombre = forms.CharField(
        label="Nombre", error_messages={"required": "Escribe un nombre para la llave."}
    )

    def clean_nombre(self) -> str:
        """A name that can be read."""
        name = tidy_name(self.cleaned_data["nombre"])
        if name is None:
            raise forms.ValidationError(_LENGTH)
        return name
