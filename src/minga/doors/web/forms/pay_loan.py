"""Forms of a loan: what to pay, and for which day a payoff is asked."""

from datetime import date, timedelta
from typing import Any

from django import forms

from minga.doors.web.forms.days import DayField
from minga.doors.web.forms.numbers import PesosField
from minga.doors.web.templatetags.money import cop, masked
from minga.loans.plan_payment import PayKind
from minga.savings.queries import Product

KINDS = (
    (PayKind.INSTALMENT.value, "La cuota o lo que está vencido"),
    (PayKind.TO_TERM.value, "Abonar a capital y terminar antes"),
    (PayKind.TO_INSTALMENT.value, "Abonar a capital y bajar la cuota"),
    (PayKind.PAYOFF.value, "Pagar todo el crédito"),
)
EXTRA = (PayKind.TO_TERM, PayKind.TO_INSTALMENT)
PAYOFF_DAYS_MAX = 60


class PayLoanForm(forms.Form):
    """What the payment is for, from which account, how much; shape only."""

    que = forms.ChoiceField(
        label="Qué pagas", choices=KINDS, initial=PayKind.INSTALMENT.value,
        error_messages={
            "required": "Elige qué quieres pagar.",
            "invalid_choice": "Elige una de la lista.",
        },
    )  # fmt: skip
    # A credit that came from another system may owe centavos.
    valor = PesosField(
        label="Valor", required=False, required_words="Escribe cuánto quieres pagar.",
        centavos=True,
    )  # fmt: skip
    origen = forms.ChoiceField(
        label="Cuenta de origen", error_messages={"required": "Elige de qué cuenta sale el dinero."}
    )

    def __init__(self, *args: Any, products: list[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["origen"]
        assert isinstance(field, forms.ChoiceField)
        self._accounts = [
            (str(one.id), f"{one.name} {masked(one.tail)} · Disponible {cop(one.available)}")
            for one in products
            if one.can_pay_out
        ]
        field.choices = self._accounts
        field.error_messages["invalid_choice"] = "Elige una de tus cuentas."
        if len(self._accounts) == 1:
            field.initial = self._accounts[0][0]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("que") in EXTRA and not data.get("valor") and "valor" not in self.errors:
            self.add_error("valor", "Escribe cuánto quieres pagar en total.")
        return data

    @property
    def kind(self) -> PayKind:
        return PayKind(self.cleaned_data["que"])

    @property
    def source_words(self) -> str:
        """The chosen account, without its balance."""
        chosen = self.cleaned_data["origen"]
        words = next(str(label) for value, label in self._accounts if value == chosen)
        return words.partition(" · ")[0]


class LoanPayoffForm(forms.Form):
    """The day for which a payoff is asked: today, or one of the next weeks."""

    fecha = DayField(label="Fecha")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_fecha(self) -> date:
        day: date = self.cleaned_data["fecha"]
        if not self.today <= day <= self.today + timedelta(days=PAYOFF_DAYS_MAX):
            raise forms.ValidationError(
                f"Elige una fecha desde hoy y hasta dentro de {PAYOFF_DAYS_MAX} días."
            )
        return day
