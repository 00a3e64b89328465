"""«Clave»."""

from typing import Any

from django import forms

from minga.doors.web.forms.pin import pin_field


class EnterPinForm(forms.Form):
    """The PIN of a sign-in; «Recordar este equipo» where no question follows that asks it."""

    recordar = forms.BooleanField(label="Recordar este equipo", required=False, initial=True)
    field_order = ("clave", "recordar")

    def __init__(self, *args: Any, is_long: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clave"] = pin_field(
            label="Clave", required_message="Escribe tu clave.", is_long=is_long
        )
        self.order_fields(self.field_order)
