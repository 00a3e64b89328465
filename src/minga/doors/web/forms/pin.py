"""A field for a PIN."""

from typing import Any

from django import forms

from minga.access.rules import PIN_DIGITS, digits


class PinField(forms.CharField):
    """Four digits, never written back to the page."""

    def __init__(self, *, label: str, required_message: str, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            max_length=20,
            widget=forms.PasswordInput,
            error_messages={
                "required": required_message,
                "max_length": "La clave tiene 4 números.",
            },
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        """The digits alone."""
        pin = digits(super().clean(value), PIN_DIGITS)
        if pin is None:
            raise forms.ValidationError("La clave tiene 4 números.")
        return pin
