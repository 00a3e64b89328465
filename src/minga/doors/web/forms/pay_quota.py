"""Form of a quota of aportes or permanent savings: from which account, how much."""

from typing import Any

from django import forms

from minga.doors.web.forms.make_transfer import sources
from minga.doors.web.forms.numbers import PesosField
from minga.savings.queries import Product


class PayQuotaForm(forms.Form):
    """Shape only; what may be moved is the payments room's business."""

    valor = PesosField(label="Valor", required_words="Escribe cuánto quieres pagar.")
    origen = forms.ChoiceField(
        label="Cuenta de origen", error_messages={"required": "Elige de qué cuenta sale el dinero."}
    )

    def __init__(self, *args: Any, products: list[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["origen"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = sources(products)
        field.error_messages["invalid_choice"] = "Elige una de tus cuentas."
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]
