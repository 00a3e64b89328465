"""«¿Olvidaste tus preguntas?», in the leaflet's words."""

from typing import cast

from django import forms

from minga.access.recovery_channels import Choice
from minga.doors.web.forms.document import DocumentForm

OTP = "otp"
_CHOOSE_OTP = "Elige «OTP»."
_CHOOSE_CHANNEL = "Elige por dónde te enviamos el código."


class ForgotQuestionsForm(DocumentForm):
    """Who somebody is, the «OTP» option, and where its code is to arrive."""

    opcion = forms.ChoiceField(
        label="¿Cómo compruebas que eres tú?",
        choices=[(OTP, "OTP")],
        initial=OTP,
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE_OTP, "invalid_choice": _CHOOSE_OTP},
    )
    canal = forms.ChoiceField(
        label="¿Por dónde te enviamos el código?",
        choices=[
            ("sms", "Mensaje de texto a tu celular"),
            ("email", "Correo electrónico"),
            ("both", "Los dos"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE_CHANNEL, "invalid_choice": _CHOOSE_CHANNEL},
    )

    @property
    def choice(self) -> Choice:
        """What a valid form says."""
        return cast(Choice, self.cleaned_data["canal"])
