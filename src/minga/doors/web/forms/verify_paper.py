"""The code of a paper, as somebody types it."""

from django import forms

from minga.documents.codes import as_typed


class VerifyPaperForm(forms.Form):
    """One field; capitals, spaces and dashes do not matter."""

    codigo = forms.CharField(
        label="Código del documento",
        error_messages={"required": "Escribe el código que está en el documento."},
    )

    def clean_codigo(self) -> str:
        code = as_typed(self.cleaned_data["codigo"])
        if code is None:
            raise forms.ValidationError(
                "El código tiene 20 letras y números. Cópialo como está en el documento."
            )
        return code
