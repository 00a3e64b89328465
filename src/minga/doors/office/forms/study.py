"""What is written while a request is studied and decided: shape only."""

from typing import Any

from django import forms

from minga.doors.web.forms.numbers import PesosField, WholeField
from minga.doors.web.forms.simulate_credit import choose
from minga.doors.web.loan_words import SHORT_METHODS
from minga.loans.lines import Line
from minga.loans.plan import Method
from minga.loans.request_queries import RequestView

MESSAGE_MAX = 500
TOO_LONG = {"max_length": f"Escribe máximo {MESSAGE_MAX} letras."}
YES, NO = "aprobar", "negar"
AS_ASKED = "pedido"


class MissingForm(forms.Form):
    """What the member is told that is missing."""

    mensaje = forms.CharField(
        label="¿Qué le falta?",
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escribe qué falta: el asociado lo lee."} | TOO_LONG,
    )


class ProposeForm(forms.Form):
    """How much, in how many instalments, how and when, and special conditions of the note."""

    valor = PesosField(label="Valor que propones", required_words="Escribe cuánto propones.")
    cuotas = WholeField(
        label="Cuotas mensuales", required_words="Escribe en cuántas cuotas, por ejemplo 24."
    )
    metodo = forms.ChoiceField(label="Forma de pago")
    dia = forms.ChoiceField(label="Día de pago", required=False)
    gracia = WholeField(
        label="Cuotas de gracia (opcional)", required=False,
        required_words="Escribe cuántas cuotas, por ejemplo 3, o deja el campo vacío.",
    )  # fmt: skip
    condiciones = forms.CharField(
        label="Condiciones especiales del pagaré (opcional)",
        required=False,
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=TOO_LONG,
    )

    def __init__(self, *args: Any, asked: RequestView, line: Line | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked = asked
        methods = line.methods if line else (asked.method,)
        ways = [(one.value, SHORT_METHODS[one]) for one in methods]
        choose(self.fields["metodo"], ways, "Elige la forma de pago.")
        days = [(str(day), f"El {day} de cada mes") for day in (line.pay_days if line else ())]
        choose(self.fields["dia"], [(AS_ASKED, _as_asked(asked.pay_day)), *days], "Elige un día.")
        self.initial = {
            "valor": f"{asked.amount.amount:,.0f}".replace(",", "."), "cuotas": asked.periods,
            "metodo": asked.method.value, "dia": AS_ASKED, "gracia": asked.grace or "",
        }  # fmt: skip

    @property
    def terms(self) -> dict[str, Any]:
        """As quotes and proposals take them, once the form is valid."""
        filled = self.cleaned_data
        day = filled.get("dia") or AS_ASKED
        return {
            "amount": filled["valor"],
            "periods": filled["cuotas"],
            "method": Method(filled["metodo"]),
            "grace": filled["gracia"] or 0,
            "pay_day": self._asked.pay_day if day == AS_ASKED else int(day),
        }


def _as_asked(pay_day: int | None) -> str:
    return (
        f"Como lo pidió: el {pay_day} de cada mes" if pay_day
        else "El mismo día del mes en que se entregue"
    )  # fmt: skip


class DecideForm(forms.Form):
    """Yes or no to what was shown, and what the other reads."""

    decision = forms.ChoiceField(
        label="Tu decisión",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Elige si apruebas o no.", "invalid_choice": "Elige si apruebas o no.",
        },
    )  # fmt: skip
    mensaje = forms.CharField(
        required=False,
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=TOO_LONG,
    )
    visto = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, yes: str, no: str, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["decision"]
        assert isinstance(choices, forms.ChoiceField)
        choices.choices = [(YES, yes), (NO, no)]
        self.fields["mensaje"].label = words

    @property
    def approves(self) -> bool:
        """Once the form is valid."""
        return bool(self.cleaned_data["decision"] == YES)


def changed_meanwhile(form: DecideForm, seen: str, **words: str) -> DecideForm:
    """The form with what was typed, for what stands now: yes or no is chosen again."""
    post: dict[str, Any] = {**form.data.dict(), "visto": seen}  # type: ignore[attr-defined]
    post.pop("decision", None)
    return DecideForm(post, **words)
