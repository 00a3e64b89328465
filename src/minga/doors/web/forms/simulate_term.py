"""What somebody asks the CDAT simulator: nothing about themselves."""

from collections.abc import Sequence
from typing import Any

from django import forms

from minga.doors.web.forms.numbers import PesosField, WholeField
from minga.doors.web.forms.simulate_credit import choose
from minga.savings.term_offer import TermOffer


class SimulateTermForm(forms.Form):
    """A plan, how much and for how many days."""

    plan = forms.ChoiceField(label="¿Cuál CDAT?")
    valor = PesosField(label="¿Cuánto quieres ahorrar?", required_words="Escribe cuánto.")
    dias = WholeField(
        label="¿Por cuántos días?", required_words="Escribe cuántos días, por ejemplo 90."
    )

    def __init__(self, *args: Any, offers: Sequence[TermOffer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = [(one.code, one.name) for one in offers]
        choose(self.fields["plan"], plans, "Elige un CDAT.")
        if len(plans) == 1:
            self.fields["plan"].required = False

    def clean_plan(self) -> str:
        return str(self.cleaned_data["plan"] or self.fields["plan"].initial)
