"""«Clave»."""

from django import forms

from minga.doors.web.forms.pin import PinField


class EnterPinForm(forms.Form):
    """The PIN of a sign-in."""

    clave = PinField(label="Clave", required_message="Escribe tu clave.")
