"""Naming a codebtor: a document, and nothing else about them."""

from django import forms

from minga.kit.cells import BadValue
from minga.loans.codebtors import DOCUMENT_TYPES
from minga.members import rules
from minga.members.models import DocumentType

TYPES = [(one, DocumentType(one).label) for one in DOCUMENT_TYPES]


class CodebtorForm(forms.Form):
    """The type and number of somebody's document; dots, spaces and hyphens allowed."""

    tipo_documento = forms.ChoiceField(
        label="Tipo de documento", choices=TYPES,
        error_messages={
            "required": "Elige el tipo de documento.",
            "invalid_choice": "Elige el tipo de documento.",
        },
    )  # fmt: skip
    numero = forms.CharField(
        label="Número de identificación", max_length=40,
        error_messages={
            "required": "Escribe el número de identificación.",
            "max_length": "Escribe solo el número de identificación.",
        },
    )  # fmt: skip

    def clean(self) -> dict[str, str]:
        data: dict[str, str] = self.cleaned_data
        if "tipo_documento" in data and "numero" in data:
            try:
                data["numero"] = rules.document_number(data["tipo_documento"], data["numero"])
            except BadValue as bad:
                self.add_error("numero", str(bad))
        return data
