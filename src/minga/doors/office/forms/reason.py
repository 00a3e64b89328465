"""Why a member's file is opened: shape only."""

from typing import Any

from django import forms

OTHER = "Otro motivo"
REASONS = (
    "Estudio de la solicitud", "Decisión", "El asociado preguntó", "Cobranza", "Auditoría", OTHER,
)  # fmt: skip


class ReasonForm(forms.Form):
    """One of the usual reasons, and words of one's own."""

    para_que = forms.ChoiceField(
        label="¿Para qué lo abres?",
        choices=[(one, one) for one in REASONS],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Elige para qué lo abres.",
            "invalid_choice": "Elige para qué lo abres.",
        },
    )
    detalle = forms.CharField(
        label="Detalle (opcional)",
        required=False,
        max_length=150,
        error_messages={"max_length": "Escribe el motivo en menos de 150 letras."},
    )

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        if filled.get("para_que") == OTHER and not filled.get("detalle"):
            self.add_error("detalle", "Escribe el motivo.")
        return filled

    @property
    def reason(self) -> str:
        """Both together."""
        parts = (self.cleaned_data["para_que"], self.cleaned_data["detalle"])
        return ": ".join(part for part in parts if part)
