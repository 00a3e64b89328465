"""«Usuario»."""

import secrets

from django import forms

from minga.access import rules
from minga.members.models import DocumentType

ANY_TYPE = "El único que tengo"
PAGE_LENGTH = (20, 64)


def new_page() -> str:
    """A random mark for a page: sent twice, it begins one sign-in."""
    return secrets.token_urlsafe(24)


class IdentifyForm(forms.Form):
    """An identification number, dots and spaces allowed; its type for those who have it twice."""

    usuario = forms.CharField(
        label="Usuario",
        max_length=40,
        error_messages={
            "required": "Escribe tu número de identificación.",
            "max_length": "Escribe tu número de identificación, sin más texto.",
        },
    )
    tipo_documento = forms.ChoiceField(
        label="Tipo de documento",
        required=False,
        choices=[("", ANY_TYPE), *DocumentType.choices],
        error_messages={"invalid_choice": "Elige tu tipo de documento."},
    )
    pagina = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_page)

    def clean_usuario(self) -> str:
        """The number without separators."""
        number = rules.document_number(self.cleaned_data["usuario"])
        if number is None:
            raise forms.ValidationError("Escribe tu número de identificación, sin más texto.")
        return number

    def clean_pagina(self) -> str:
        """The page's mark; a form without a proper one is like any other."""
        mark: str = self.cleaned_data["pagina"]
        return mark if PAGE_LENGTH[0] <= len(mark) <= PAGE_LENGTH[1] else ""
