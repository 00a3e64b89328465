"""The first step of a registration, in the leaflet's words."""

from django import forms

from minga.access import rules
from minga.members.models import DocumentType

EMAIL = "correo"


class RegisterForm(forms.Form):
    """Who somebody is, and the contact they gave when they joined."""

    tipo_documento = forms.ChoiceField(
        label="Tipo de documento",
        choices=DocumentType.choices,
        error_messages={
            "required": "Elige tu tipo de documento.",
            "invalid_choice": "Elige tu tipo de documento.",
        },
    )
    numero = forms.CharField(
        label="Número de identificación",
        max_length=40,
        error_messages={
            "required": "Escribe tu número de identificación.",
            "max_length": "Escribe tu número de identificación, sin más texto.",
        },
    )
    tipo_relacion = forms.ChoiceField(
        label="Tipo de producto/relación",
        choices=[(EMAIL, "Correo electrónico")],
        error_messages={
            "required": "Elige «Correo electrónico».",
            "invalid_choice": "Elige «Correo electrónico».",
        },
    )
    correo = forms.EmailField(
        label="Correo electrónico",
        max_length=254,
        error_messages={
            "required": "Escribe tu correo electrónico.",
            "invalid": "Escribe tu correo completo, por ejemplo nombre@correo.com.",
            "max_length": "Escribe tu correo completo, por ejemplo nombre@correo.com.",
        },
    )

    def clean_numero(self) -> str:
        """The number without separators."""
        number = rules.document_number(self.cleaned_data["numero"])
        if number is None:
            raise forms.ValidationError("Escribe tu número de identificación, sin más texto.")
        return number
