"""A code of six digits, in whichever page it is asked."""

from django import forms

from minga.access.rules import CODE_DIGITS, digits


class OneTimeCodeForm(forms.Form):
    """The code as people copy it: spaces and hyphens allowed."""

    codigo = forms.CharField(
        label="Código de verificación",
        max_length=20,
        error_messages={
            "required": "Escribe el código que te enviamos.",
            "max_length": "Escribe los 6 números del código.",
        },
    )

    def clean_codigo(self) -> str:
        """Six digits."""
        code = digits(self.cleaned_data["codigo"], CODE_DIGITS)
        if code is None:
            raise forms.ValidationError("Escribe los 6 números del código.")
        return code
