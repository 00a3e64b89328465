"""Form of a savings goal; shape only."""

from datetime import date
from typing import Any

from django import forms

from minga.doors.web.forms.numbers import PesosField, WholeField
from minga.doors.web.templatetags.money import cop, masked
from minga.savings.models import SavingsPlan
from minga.savings.queries import Product

MONTHS_MAX = 120


class SavingsGoalForm(forms.Form):
    """What for, how much, by quotas of how much, since when, from which account."""

    plan = forms.ChoiceField(label="Plan", error_messages={"required": "Elige un plan."})
    nombre = forms.CharField(
        label="Nombre",
        max_length=40,
        error_messages={
            "required": "Ponle un nombre a tu meta, por ejemplo Viaje.",
            "max_length": "Escribe un nombre de 40 letras o menos.",
        },
    )
    meta = PesosField(label="Meta", required_words="Escribe cuánto quieres reunir.")
    cuota = PesosField(label="Cuota", required_words="Escribe de cuánto será cada cuota.")
    primera = forms.DateField(
        label="Primera cuota",
        error_messages={
            "required": "Elige el día de la primera cuota.",
            "invalid": "Escribe la fecha con año, mes y día.",
        },
    )
    meses = WholeField(label="Meses", required_words="Escribe cuántos meses, por ejemplo 12.")
    origen = forms.ChoiceField(
        label="Cuenta de origen", error_messages={"required": "Elige de qué cuenta sale la cuota."}
    )

    def __init__(
        self, *args: Any, products: list[Product], plans: list[SavingsPlan], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        sources = [
            (str(one.id), f"{one.name} {masked(one.tail)} · Disponible {cop(one.available)}")
            for one in products
            if one.can_pay_out
        ]
        for name, choices in (("origen", sources), ("plan", [(p.code, p.name) for p in plans])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            field.error_messages["invalid_choice"] = "Elige una de la lista."
            if len(choices) == 1:
                field.initial = choices[0][0]

    def clean_nombre(self) -> str:
        """It is read again before the goal is approved: nothing in it may be invisible."""
        name: str = self.cleaned_data["nombre"]
        if not name.isprintable():
            raise forms.ValidationError("Escribe el nombre con letras, números y signos.")
        return name

    def clean_primera(self) -> date:
        """Years that make sense; the rest is the plan's to say."""
        day: date = self.cleaned_data["primera"]
        if not 2000 <= day.year <= 2200:
            raise forms.ValidationError("Escribe la fecha con año, mes y día.")
        return day

    def clean_meses(self) -> int:
        """Whole months."""
        months: int = self.cleaned_data["meses"]
        if not 1 <= months <= MONTHS_MAX:
            raise forms.ValidationError(f"Escribe un número de meses, de 1 a {MONTHS_MAX}.")
        return months
