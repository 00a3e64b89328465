"""What somebody asks the credit simulator: nothing about themselves."""

from collections.abc import Sequence
from typing import Any

from django import forms

from minga.doors.web.forms.numbers import PesosField, WholeField
from minga.doors.web.loan_words import METHODS, percent
from minga.loans.lines import Line
from minga.loans.plan import Method

ANY_DAY = "igual"
ANY_DAY_WORDS = "El mismo día del mes en que te lo entreguemos"


class SimulateCreditForm(forms.Form):
    """A line, how much, in how many instalments, repaid how."""

    linea = forms.ChoiceField(label="Línea de crédito")
    valor = PesosField(label="¿Cuánto necesitas?", required_words="Escribe cuánto necesitas.")
    cuotas = WholeField(
        label="¿En cuántas cuotas mensuales?",
        required_words="Escribe en cuántas cuotas, por ejemplo 24.",
    )
    metodo = forms.ChoiceField(label="¿Cómo quieres pagar?")
    dia = forms.ChoiceField(label="¿Qué día del mes quieres pagar?", required=False)
    gracia = WholeField(
        label="¿Cuántas cuotas de gracia? (opcional)", required=False,
        required_words="Escribe cuántas cuotas, por ejemplo 3, o deja el campo vacío.",
    )  # fmt: skip

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = {one.code: one for one in lines}
        offered = {method for one in lines for method in one.methods}
        ways = [(method.value, words) for method, words in METHODS.items() if method in offered]
        choose(self.fields["linea"], [(one.code, _named(one)) for one in lines], "Elige una línea.")
        choose(self.fields["metodo"], ways, "Elige cómo quieres pagar.")
        days = sorted({day for one in lines for day in one.pay_days})
        if days:
            on_days = [(str(day), f"El {day} de cada mes") for day in days]
            choose(self.fields["dia"], [(ANY_DAY, ANY_DAY_WORDS), *on_days], "Elige un día.")
        else:
            del self.fields["dia"]
        if not any(one.grace_max for one in lines):
            del self.fields["gracia"]

    @property
    def line(self) -> Line:
        """The line chosen, once the form is valid."""
        return self._lines[self.cleaned_data["linea"]]

    @property
    def wanted(self) -> dict[str, Any]:
        """How much, how long and how, as the use cases take it, once the form is valid."""
        filled = self.cleaned_data
        day = filled.get("dia") or ANY_DAY
        return {
            "amount": filled["valor"],
            "periods": filled["cuotas"],
            "method": self.method,
            "grace": filled.get("gracia") or 0,
            "pay_day": None if day == ANY_DAY else int(day),
        }

    @property
    def method(self) -> Method:
        """How it is repaid, once the form is valid."""
        return Method(self.cleaned_data["metodo"])


def choose(field: forms.Field, choices: list[tuple[str, str]], words: str) -> None:
    """These choices, the only one or the first already made, and what to do without one."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
    field.error_messages.update(required=words, invalid_choice=words)
    field.initial = choices[0][0] if choices else None


def _named(line: Line) -> str:
    return f"{line.name} · {percent(line.rate_ea)} E.A."
