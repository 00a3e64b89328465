"""What is written about retention of earlier years: shape only."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from minga.doors.web.forms.credit_request import account_words
from minga.doors.web.forms.days import DayField
from minga.doors.web.forms.simulate_credit import choose
from minga.savings.queries import Product
from minga.savings.return_retention import STATEMENT_MAX


class ReturnForm(forms.Form):
    """The member's letter, and where the money goes."""

    carta = forms.CharField(
        label="¿Cómo está archivada la carta?",
        max_length=STATEMENT_MAX,
        error_messages={
            "required": "Escribe cómo está archivada la carta.",
            "max_length": f"Escribe máximo {STATEMENT_MAX} letras.",
        },
    )
    fecha = DayField(label="Fecha de la carta")
    cuenta = forms.ChoiceField(label="¿A qué cuenta llega?")

    def __init__(
        self, *args: Any, products: Sequence[Product], pays_to: UUID | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(one.id), account_words(one)) for one in products if one.can_pay_out]
        choose(self.fields["cuenta"], own, "Elige una cuenta de ahorros.")
        if pays_to is not None and str(pays_to) in dict(own):
            self.fields["cuenta"].initial = str(pays_to)
