"""Form of the exempt account: the declaration itself."""

from django import forms


class MarkExemptAccountForm(forms.Form):
    """What the law asks the holder to declare."""

    declaro = forms.BooleanField(
        error_messages={
            "required": "Marca la casilla para declararlo; sin eso no podemos marcarla."
        }
    )
