"""A field for a PIN: four digits, or a long secret where the cooperative asks for one."""

from typing import Any

from django import forms

from minga.access.rules import PIN_DIGITS, digits
from minga.access.secret_rules import LENGTH_MAX, secret


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


class LongPinField(forms.CharField):
    """Any characters, spaces at the ends included, never written back to the page."""

    def __init__(self, *, label: str, required_message: str, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            max_length=LENGTH_MAX,
            strip=False,
            widget=forms.PasswordInput,
            error_messages={
                "required": required_message,
                "max_length": f"La clave tiene máximo {LENGTH_MAX} caracteres.",
            },
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        """The same letters, however a keyboard makes them."""
        typed = secret(super().clean(value))
        if len(typed) > LENGTH_MAX:  # a few letters are written as many
            raise forms.ValidationError(self.error_messages["max_length"])
        return typed


def pin_field(*, label: str, required_message: str, is_long: bool) -> forms.CharField:
    """Whichever of both the page asks for."""
    kind = LongPinField if is_long else PinField
    return kind(label=label, required_message=required_message)
