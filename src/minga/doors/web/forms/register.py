"""The first step of a registration, in the leaflet's words."""

from django import forms

from minga.doors.web.forms.document import DocumentForm

EMAIL = "correo"


class RegisterForm(DocumentForm):
    """Who somebody is, and the contact they gave when they joined."""

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
