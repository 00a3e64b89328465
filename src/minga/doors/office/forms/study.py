"""What is written while a request is studied and decided: shape only."""

from typing import Any

from django import forms

from minga.doors.web.forms.numbers import PesosField, WholeField
from minga.doors.web.forms.simulate_credit import choose
from minga.doors.web.loan_words import SHORT_METHODS
from minga.loans.plan import Method

MESSAGE_MAX = 500
TOO_LONG = {"max_length": f"Escribe máximo {MESSAGE_MAX} letras."}
YES, NO = "aprobar", "negar"


class MissingForm(forms.Form):
    """What the member is told that is missing."""

    mensaje = forms.CharField(
        label="¿Qué le falta?",
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escribe qué falta: el asociado lo lee."} | TOO_LONG,
    )


class ProposeForm(forms.Form):
    """How much, in how many instalments, how, and special conditions of the note."""

    valor = PesosField(label="Valor que propones", required_words="Escribe cuánto propones.")
    cuotas = WholeField(
        label="Cuotas mensuales", required_words="Escribe en cuántas cuotas, por ejemplo 24."
    )
    metodo = forms.ChoiceField(label="Forma de pago")
    condiciones = forms.CharField(
        label="Condiciones especiales del pagaré (opcional)",
        required=False,
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=TOO_LONG,
    )

    def __init__(self, *args: Any, methods: tuple[Method, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(one.value, SHORT_METHODS[one]) for one in methods]
        choose(self.fields["metodo"], ways, "Elige la forma de pago.")

    @property
    def method(self) -> Method:
        """How it is repaid, once the form is valid."""
        return Method(self.cleaned_data["metodo"])


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
