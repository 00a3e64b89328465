"""Fields of numbers as people write them here, and what to say when they are not."""

import re
from typing import Any

from django import forms

from minga.kit.money import Money, NotMoney


class PesosField(forms.CharField):
    """Whole pesos above zero, or from zero on: «5.000.000», «$ 5000000»; answers Money. With
    `centavos`, «5.000.000,50» too."""

    def __init__(
        self, *, required_words: str, may_be_zero: bool = False, centavos: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(max_length=30, error_messages={"required": required_words}, **kwargs)
        self.may_be_zero, self.centavos = may_be_zero, centavos

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = Money.typed(text)
        except NotMoney:
            raise forms.ValidationError(
                "Escribe el valor solo con números, por ejemplo 5.000.000."
            ) from None
        if not (amount or self.may_be_zero):
            raise forms.ValidationError("Escribe un valor mayor que cero.")
        if amount.amount % 1 and not self.centavos:
            raise forms.ValidationError("Escribe el valor en pesos, sin centavos.")
        return amount


class WholeField(forms.CharField):
    """A whole number, dots and spaces allowed; answers int."""

    def __init__(self, *, required_words: str, **kwargs: Any) -> None:
        super().__init__(max_length=12, error_messages={"required": required_words}, **kwargs)
        self.required_words = required_words

    def clean(self, value: Any) -> Any:
        text = re.sub(r"[.\s]", "", super().clean(value))
        if not text:
            return None
        if not re.fullmatch("[0-9]{1,5}", text):
            raise forms.ValidationError(self.required_words)
        return int(text)
