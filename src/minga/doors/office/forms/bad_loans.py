"""What is written about loans that went bad: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms

from minga.doors.web.forms.credit_request import account_words
from minga.doors.web.forms.numbers import PesosField
from minga.doors.web.forms.simulate_credit import choose
from minga.savings.queries import Product

REASON_MAX = 400


def _reason(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Escribe qué lo autoriza.",
            "max_length": f"Escribe máximo {REASON_MAX} letras.",
        },
    )


class WriteOffForm(forms.Form):
    """Who agreed to it."""

    motivo = _reason("¿Qué lo autoriza?")


class ForgiveForm(forms.Form):
    """Who agreed to it, and what was left of the cost as the page showed it."""

    motivo = _reason("¿Por qué no se cobra?")
    visto = forms.DecimalField(widget=forms.HiddenInput, max_digits=18, decimal_places=2)


class RecoveryForm(forms.Form):
    """From which savings, how much, and who agreed to it."""

    cuenta = forms.ChoiceField(label="¿De qué cuenta del asociado?")
    # Interest that was written off has centavos.
    valor = PesosField(label="¿Cuánto?", required_words="Escribe cuánto.", centavos=True)
    motivo = _reason("¿Qué lo autoriza?")

    def __init__(self, *args: Any, products: Sequence[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(one.id), account_words(one)) for one in products if one.can_pay_out]
        choose(self.fields["cuenta"], own, "Elige una cuenta de ahorros.")
