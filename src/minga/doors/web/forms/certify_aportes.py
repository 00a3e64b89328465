"""The day of a certificate of aportes."""

from datetime import date
from typing import Any

from django import forms

from minga.doors.web.forms.days import DayField


class CertifyAportesForm(forms.Form):
    """Today or any day before."""

    fecha = DayField(label="¿A qué día?")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_fecha(self) -> date:
        day: date = self.cleaned_data["fecha"]
        if day > self.today:
            raise forms.ValidationError("Elige hoy o un día que ya pasó.")
        return day
