"""Forms of a CDAT: what to open, and what becomes of it."""

from typing import Any

from django import forms

from minga.doors.web.templatetags.money import cop, masked
from minga.kit.money import Money, NotMoney
from minga.savings.models import MaturityInstruction, SavingsPlan
from minga.savings.queries import Product

EVERY = (("0", "Al vencimiento"), ("1", "Cada mes"), ("2", "Cada 2 meses"), ("3", "Cada 3 meses"),
         ("6", "Cada 6 meses"))  # fmt: skip
DAYS_MAX = 1800
OF_THE_LIST = "Elige una de la lista."
AT_THE_END = "Elige qué hacemos cuando venza."


class TermDepositForm(forms.Form):
    """How much, for how long, from which account; shape only."""

    plan = forms.ChoiceField(label="Tipo de CDAT", error_messages={"required": "Elige un CDAT."})
    origen = forms.ChoiceField(
        label="Cuenta de origen", error_messages={"required": "Elige de qué cuenta sale el dinero."}
    )
    valor = forms.CharField(
        label="Valor", max_length=30, error_messages={"required": "Escribe cuánto quieres ahorrar."}
    )
    dias = forms.CharField(
        label="Plazo en días",
        max_length=6,
        error_messages={
            "required": "Escribe a cuántos días, por ejemplo 90.",
            "max_length": f"Escribe un número de días, de 1 a {DAYS_MAX}.",
        },
    )
    cada = forms.ChoiceField(
        label="Pago de intereses", choices=EVERY, initial=EVERY[0][0],
        error_messages={
            "required": "Elige cuándo te pagamos los intereses.", "invalid_choice": OF_THE_LIST,
        },
    )  # fmt: skip
    instruccion = forms.ChoiceField(
        label="Al vencer", choices=MaturityInstruction.choices,
        error_messages={"required": AT_THE_END, "invalid_choice": OF_THE_LIST},
    )  # fmt: skip

    def __init__(
        self, *args: Any, products: list[Product], plans: list[SavingsPlan], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        sources = [
            (str(one.id), f"{one.name} {masked(one.tail)} · Disponible {cop(one.available)}")
            for one in products
            if one.can_pay_out
        ]
        self._sources = dict(sources)
        for name, choices in (("origen", sources), ("plan", [(p.code, p.name) for p in plans])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            field.error_messages["invalid_choice"] = OF_THE_LIST
            if len(choices) == 1:
                field.initial = choices[0][0]

    @property
    def source_words(self) -> str:
        """The chosen account, as it is offered."""
        return self._sources[self.cleaned_data["origen"]]

    def clean_valor(self) -> Money:
        """Pesos as people write them."""
        try:
            amount = Money.typed(self.cleaned_data["valor"])
        except NotMoney:
            raise forms.ValidationError(
                "Escribe el valor solo con números, por ejemplo 1.000.000."
            ) from None
        if not amount:
            raise forms.ValidationError("Escribe un valor mayor que cero.")
        return amount

    def clean_dias(self) -> int:
        """Whole days."""
        text = self.cleaned_data["dias"].strip()
        if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= DAYS_MAX:
            raise forms.ValidationError(f"Escribe un número de días, de 1 a {DAYS_MAX}.")
        return int(text)


class InstructionForm(forms.Form):
    """What becomes of a CDAT at its end."""

    instruccion = forms.ChoiceField(
        label="Al vencer",
        choices=MaturityInstruction.choices,
        error_messages={"required": AT_THE_END, "invalid_choice": OF_THE_LIST},
    )
