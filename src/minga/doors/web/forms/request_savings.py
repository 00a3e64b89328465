"""Form of a request for an account: where the money it opens with comes from, if it asks any."""

from typing import Any
from uuid import UUID

from django import forms

from minga.doors.web.forms.make_transfer import sources
from minga.savings.queries import Product


class RequestSavingsForm(forms.Form):
    """Shape only. `has_sources`: whether the member has an account that could pay."""

    origen = forms.ChoiceField(
        label="Cuenta de origen",
        required=False,
        error_messages={"invalid_choice": "Elige una de tus cuentas."},
    )

    def __init__(
        self, *args: Any, products: list[Product], needs_source: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = sources(products) if needs_source else []
        self.has_sources = bool(choices)
        field = self.fields["origen"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if len(choices) == 1:
            field.initial = choices[0][0]

    def clean_origen(self) -> str:
        chosen: str = self.cleaned_data["origen"]
        if self.has_sources and not chosen:
            raise forms.ValidationError("Elige de qué cuenta sale el dinero.")
        return chosen

    @property
    def source_id(self) -> UUID | None:
        """The chosen account, once the form is valid."""
        chosen = self.cleaned_data.get("origen")
        return UUID(chosen) if chosen else None
