"""The answer to a request for an account: shape only."""

from typing import Any

from django import forms

from minga.savings.account_requests import NOTE_MAX

YES, NO = "abrir", "negar"
_CHOOSE = "Elige si la abres o no."


class AnswerForm(forms.Form):
    """Whether it is opened, and what the member reads."""

    decision = forms.ChoiceField(
        label="Tu respuesta",
        choices=[(YES, "Abrir la cuenta"), (NO, "No abrirla")],
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )
    mensaje = forms.CharField(
        label="Mensaje para el asociado (obligatorio si no la abres)",
        required=False,
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": f"Escribe máximo {NOTE_MAX} letras."},
    )

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        if filled.get("decision") == NO and not filled.get("mensaje") and not self.errors:
            self.add_error("mensaje", "Escribe por qué: el asociado lo lee.")
        return filled

    @property
    def opens(self) -> bool:
        """Once the form is valid."""
        return bool(self.cleaned_data["decision"] == YES)
