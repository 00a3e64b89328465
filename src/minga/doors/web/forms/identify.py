"""«Usuario»."""

from django import forms

from minga.access import rules


class IdentifyForm(forms.Form):
    """An identification number, dots and spaces allowed."""

    usuario = forms.CharField(
        label="Usuario",
        max_length=40,
        error_messages={
            "required": "Escribe tu número de identificación.",
            "max_length": "Escribe tu número de identificación, sin más texto.",
        },
    )

    def clean_usuario(self) -> str:
        """The number without separators."""
        number = rules.document_number(self.cleaned_data["usuario"])
        if number is None:
            raise forms.ValidationError("Escribe tu número de identificación, sin más texto.")
        return number
