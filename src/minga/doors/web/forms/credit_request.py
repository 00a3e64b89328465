"""The forms of a credit request: shape only."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from minga.doors.web.forms.numbers import PesosField
from minga.doors.web.forms.simulate_credit import SimulateCreditForm, choose
from minga.doors.web.templatetags.money import masked
from minga.kit.money import ZERO, Money
from minga.loans.authorisation_texts import AUTHORISATIONS
from minga.savings.queries import Product

PURPOSE_MAX = 200


class CreditTermsForm(SimulateCreditForm):
    """A line, how much, how long, how, and the account that receives the money."""

    cuenta = forms.ChoiceField(label="¿A qué cuenta te lo entregamos?")

    def __init__(self, *args: Any, products: Sequence[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(one.id), account_words(one)) for one in products if one.can_pay_out]
        choose(self.fields["cuenta"], own, "Elige una de tus cuentas de ahorros.")
        self.has_no_account = not own

    @property
    def terms(self) -> dict[str, Any]:
        """As the use cases take them, once the form is valid."""
        account = UUID(self.cleaned_data["cuenta"])
        return {"line_id": self.line.id, "pays_to": account} | self.wanted


class IncomeForm(forms.Form):
    """What comes in and goes out each month, and what the money is for."""

    ingresos = PesosField(
        label="¿Cuánto recibes al mes?", required_words="Escribe cuánto recibes al mes."
    )
    gastos = PesosField(
        label="¿Cuánto gastas al mes? (opcional)", required=False, may_be_zero=True,
        required_words="Escribe cuánto gastas.",
    )  # fmt: skip
    destino = forms.CharField(
        label="¿Para qué es el crédito? (opcional)",
        required=False,
        max_length=PURPOSE_MAX,
        error_messages={"max_length": f"Escribe máximo {PURPOSE_MAX} letras."},
    )

    def clean_gastos(self) -> Money:
        return self.cleaned_data["gastos"] or ZERO


class AuthorisationsForm(forms.Form):
    """A box for each text, none ticked beforehand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in AUTHORISATIONS:
            self.fields[one.key] = forms.BooleanField(
                label=one.title,
                error_messages={"required": f"Marca «{one.title}» para poder seguir."},
            )


class DocumentForm(forms.Form):
    """One file."""

    archivo = forms.FileField(
        label="Archivo",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/*"}),
        error_messages={
            "required": "Elige un archivo.",
            "empty": "El archivo está vacío. Elige otro.",
            "missing": "Elige un archivo.",
            "invalid": "Elige un archivo.",
        },
    )


def account_words(product: Product) -> str:
    """«Ahorro a la vista ··4821»."""
    return f"{product.name} {masked(product.tail)}"
