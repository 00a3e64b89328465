"""The transfer form: shape only; what may be moved is the payments room's business."""

from typing import Any
from uuid import UUID

from django import forms

from minga.doors.web.templatetags.money import cop, masked
from minga.kit.money import Money, NotMoney
from minga.savings.models import ProductKind
from minga.savings.queries import Product

NOTE_MAX = 80
# Own products that money does not leave by transfer, and why.
STAYS: dict[str, str] = {
    ProductKind.APORTES: "Tus aportes no se transfieren: respaldan lo que debas y se devuelven "
    "cuando te retiras de la cooperativa.",
    ProductKind.PERMANENT: "Tu ahorro permanente no se transfiere: se devuelve cuando te retiras "
    "de la cooperativa o cuando su reglamento lo permite.",
    ProductKind.CONTRACTUAL: "Para sacar el dinero de una meta, retírala desde su página.",
}


class MakeTransferForm(forms.Form):
    """From which product, to which one, how much; the member's own products are the only
    choices."""

    origen = forms.ChoiceField(
        label="Cuenta de origen", error_messages={"required": "Elige de qué cuenta sale el dinero."}
    )
    destino = forms.ChoiceField(
        label="Cuenta de destino",
        error_messages={"required": "Elige a qué cuenta llega el dinero."},
    )
    valor = forms.CharField(
        label="Valor",
        max_length=30,
        error_messages={"required": "Escribe cuánto quieres transferir."},
    )
    nota = forms.CharField(
        label="Nota",
        required=False,
        max_length=NOTE_MAX,
        error_messages={"max_length": f"Escribe una nota de máximo {NOTE_MAX} letras."},
    )

    def __init__(self, *args: Any, products: list[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("origen", sources(products)), ("destino", _targets(products))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            field.error_messages["invalid_choice"] = "Elige una de tus cuentas."
            if len(choices) == 1:
                field.initial = choices[0][0]

        field = self.fields["origen"]
        stays = {str(one.id): STAYS[one.kind] for one in products if one.kind in STAYS}
        field.error_messages["invalid_choice"] = stays.get(
            self.data.get("origen", ""), field.error_messages["invalid_choice"]
        )

    def clean_valor(self) -> Money:
        try:
            amount = Money.typed(self.cleaned_data["valor"])
        except NotMoney:
            raise forms.ValidationError(
                "Escribe el valor solo con números, por ejemplo 150.000.", code="not_money"
            ) from None
        if not amount:
            raise forms.ValidationError("Escribe un valor mayor que cero.", code="zero")
        return amount

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "origen" in data and data["origen"] == data.get("destino"):
            self.add_error("destino", "Elige una cuenta distinta a la de origen.")
        return data

    @property
    def source_id(self) -> UUID:
        return UUID(self.cleaned_data["origen"])

    @property
    def destination_id(self) -> UUID:
        return UUID(self.cleaned_data["destino"])


def sources(products: list[Product]) -> list[tuple[str, str]]:
    """The accounts money can leave, with what is available in each."""
    return [
        (str(one.id), f"{_name(one)} · Disponible {cop(one.available)}")
        for one in products
        if one.can_pay_out
    ]


def _targets(products: list[Product]) -> list[tuple[str, str]]:
    return [(str(one.id), _name(one)) for one in products if one.is_open]


def _name(product: Product) -> str:
    return f"{product.name} {masked(product.tail)}"
