"""«Tipo de documento» and «Número de identificación», wherever somebody says who they are."""

from django import forms

from minga.access import rules
from minga.members.models import DocumentType


class DocumentForm(forms.Form):
    """A document of any type; dots, spaces and hyphens allowed."""

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

    def clean_numero(self) -> str:
        """The number without separators."""
        number = rules.document_number(self.cleaned_data["numero"])
        if number is None:
            raise forms.ValidationError("Escribe tu número de identificación, sin más texto.")
        return number
