"""A day, as a browser's calendar sends it or as somebody writes it."""

from typing import Any

from django import forms


class DayField(forms.DateField):
    """«2026-11-30» or «30/11/2026»."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            error_messages={
                "required": "Elige una fecha.", "invalid": "Escribe la fecha así: 30/11/2026.",
            },
            **kwargs,
        )  # fmt: skip
